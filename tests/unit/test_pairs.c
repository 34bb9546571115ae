/* What is learned of pairs: the file, absence, and answers that no reader would argue about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "language/language.h"

typedef struct fixture { kh_arena *arena, *doc, *scratch; kh_language *language; kh_learned learned; } fixture;

static int open_model(void **state)
{
    static fixture f;
    kh_error err;
    f.arena = kh_arena_new(NULL, 0);
    f.doc = kh_arena_new(NULL, 0);
    f.scratch = kh_arena_new(NULL, 0);
    *state = &f;
    if (kh_language_open("models/en.khm", getenv("KHABAR_ISA"), f.arena, &f.language, &err) ||
        kh_language_open_pairs(f.language, "models/en-events.khm", f.arena, &err))
        return 1;
    return !kh_language_learned(f.language, &f.learned);
}

static int close_model(void **state)
{
    fixture *f = *state;
    kh_language_close(f->language);
    kh_arena_free(f->scratch);
    kh_arena_free(f->doc);
    kh_arena_free(f->arena);
    return 0;
}

static kh_doc read_text(fixture *f, const char *text)
{
    kh_arena_reset(f->doc);
    kh_arena_reset(f->scratch);
    kh_block *block = kh_arena_get(f->doc, sizeof *block);
    kh_view v = kh_view_of(text);
    *block = (kh_block){ .span = { 0, (uint32_t)v.n }, .role = KH_ROLE_BODY };
    kh_doc d = { .arena = f->doc, .text = v, .blocks = block, .block_count = 1 };
    kh_error err;
    assert_int_equal(kh_language_run(f->language, &d, NULL, NULL, f->scratch, &err), KH_OK);
    return d;
}

/* The words, which stand once in the text; NULL: an unknown side. */
static kh_span span_of(const kh_doc *d, const char *words)
{
    const char *at = words ? strstr(d->text.p, words) : d->text.p;
    uint32_t from = (uint32_t)(at - d->text.p);
    return (kh_span){ from, from + (uint32_t)(words ? strlen(words) : 0) };
}

static void shares_of(fixture *f, const kh_doc *d, const char *source, const char *target, float *shares)
{
    kh_ask_pair pair = { span_of(d, source), span_of(d, target) };
    kh_error err;
    assert_int_equal(f->learned.judge(f->learned.ctx, d, &pair, 1, shares, f->scratch, &err), KH_OK);
    float sum = 0;
    for (uint32_t k = 0; k < f->learned.count; k++) {
        assert_true(shares[k] >= 0 && shares[k] <= 1);
        sum += shares[k];
    }
    assert_true(sum > 0.999f && sum < 1.001f);
}

static kh_view best_of(const fixture *f, const float *shares)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k < f->learned.count; k++)
        best = shares[k] > shares[best] ? k : best;
    return f->learned.types[best];
}

static void test_plain_sentences(void **state)
{
    static const struct { const char *text, *source, *target, *type; } rows[] = {
        { "Rebels shelled an army base near Goma on Friday, killing six soldiers.", "Rebels", "an army base", "ASSAULT" },
        { "Ghana accused Togo of sheltering gunmen who had crossed the border.", "Ghana", "Togo", "ACCUSE" },
        { "The foreign ministers of Chile and Peru held talks in Lima on Monday.", "Chile", "Peru", "CONSULT" },
        { "Police in Harare arrested two opposition members of parliament.", "Police", "two opposition members of parliament", "COERCE" },
        { "Japan sent blankets and medicine to Vanuatu after the cyclone.", "Japan", "Vanuatu", "AID" },
    };
    fixture *f = *state;
    float shares[64];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_doc d = read_text(f, rows[i].text);
        shares_of(f, &d, rows[i].source, rows[i].target, shares);
        if (!kh_view_is(best_of(f, shares), rows[i].type))
            print_message("# %s: %.*s\n", rows[i].text, (int)best_of(f, shares).n, best_of(f, shares).p);
        assert_true(kh_view_is(best_of(f, shares), rows[i].type));
    }
}

static void test_unknown_sides(void **state)
{
    fixture *f = *state;
    float shares[64];
    kh_doc d = read_text(f, "Rebels shelled an army base near Goma on Friday.");
    shares_of(f, &d, "Rebels", NULL, shares);
    shares_of(f, &d, NULL, "an army base", shares);
    shares_of(f, &d, NULL, NULL, shares);
    assert_true(kh_view_is(best_of(f, shares), "NONE"));
    assert_true(shares[f->learned.count - 1] == 1);
}

/* One pair asked alone and among others of two texts gives the same bits. */
static void test_order(void **state)
{
    fixture *f = *state;
    float alone[64], all[3 * 64];
    kh_error err;
    kh_doc d = read_text(f, "Rebels shelled an army base near Goma on Friday. Ghana accused Togo of sheltering them.");
    kh_ask_pair first = { span_of(&d, "Rebels"), span_of(&d, "an army base") }, second = { span_of(&d, "Ghana"), span_of(&d, "Togo") };
    kh_ask_pair pairs[3] = { first, second, first };
    uint32_t n = f->learned.count;
    shares_of(f, &d, "Rebels", "an army base", alone);
    assert_int_equal(f->learned.judge(f->learned.ctx, &d, pairs, 3, all, f->scratch, &err), KH_OK);
    assert_memory_equal(alone, all, n * sizeof *alone);
    assert_memory_equal(alone, all + 2 * n, n * sizeof *alone);
}

/* A sentence longer than the network reads at once, sides at both ends. */
static void test_long(void **state)
{
    fixture *f = *state;
    static char text[6000];
    float shares[64];
    strcpy(text, "Rebels shelled ");
    for (int i = 0; i < 400; i++)
        strcat(text, "a hut and ");
    strcat(text, "the barracks.");
    kh_doc d = read_text(f, text);
    shares_of(f, &d, "Rebels", "the barracks", shares);
    shares_of(f, &d, NULL, "the barracks", shares);
}

static void test_absent(void **state)
{
    fixture *f = *state;
    kh_error err;
    kh_language *other;
    kh_learned learned;
    assert_int_equal(kh_language_open("models/en.khm", NULL, f->arena, &other, &err), KH_OK);
    assert_false(kh_language_learned(other, &learned));
    assert_int_equal(kh_language_open_pairs(other, "models/no-such.khm", f->arena, &err), KH_E_MODEL);
    assert_int_equal(kh_language_open_pairs(other, "models/en.khm", f->arena, &err), KH_E_MODEL);       /* of the other kind */
    assert_false(kh_language_learned(other, &learned));
    kh_language_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_sentences), cmocka_unit_test(test_unknown_sides), cmocka_unit_test(test_order),
        cmocka_unit_test(test_long),            cmocka_unit_test(test_absent),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
