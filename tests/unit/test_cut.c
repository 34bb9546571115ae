/* Cutting into sentences and words with the shipped model. KHABAR_MODEL names the file, else models/en.khm. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "language/cut.h"
#include "language/weights.h"

#include <stdlib.h>

typedef struct fixture { kh_arena *arena, *doc, *scratch; kh_khm file; kh_text_tables text; kh_cutter cutter; } fixture;

static int open_model(void **state)
{
    static fixture f;
    kh_error err;
    const char *path = getenv("KHABAR_MODEL");
    f.arena = kh_arena_new(NULL, 0);
    f.doc = kh_arena_new(NULL, 0);
    f.scratch = kh_arena_new(NULL, 0);
    *state = &f;
    return kh_khm_open(path ? path : "models/en.khm", &f.file, &err) || kh_text_open(&f.file, f.arena, &f.text, &err) ||
           kh_cutter_open(&f.file, &f.text, f.arena, &f.cutter, &err);
}

static int close_model(void **state)
{
    fixture *f = *state;
    kh_khm_close(&f->file);
    kh_arena_free(f->scratch);
    kh_arena_free(f->doc);
    kh_arena_free(f->arena);
    return 0;
}

/* Blocks parted by a blank line; "words|joined~word" of each sentence in one line, " / " between sentences. */
static kh_view cut(fixture *f, kh_view text, kh_role first)
{
    kh_arena_reset(f->doc);
    kh_arena_reset(f->scratch);
    kh_block *blocks = kh_arena_array(f->doc, text.n + 1, sizeof *blocks);
    kh_doc d = { .arena = f->doc, .text = text, .blocks = blocks };
    for (uint32_t from = 0, i = 0; i <= text.n; i++)
        if (i == text.n || (text.p[i] == '\n' && i + 1 < text.n && text.p[i + 1] == '\n')) {
            blocks[d.block_count] = (kh_block){ .span = { from, i }, .role = d.block_count ? KH_ROLE_BODY : first };
            d.block_count++;
            from = i + 2;
        }
    kh_error err;
    assert_int_equal(kh_cutter_run(&f->cutter, &d, f->scratch, &err), KH_OK);
    kh_buffer b;
    kh_buffer_init(&b, NULL, 0);
    for (uint32_t t = 0; t < d.token_count; t++) {
        if (t)
            kh_buffer_text(&b, d.tokens[t].sentence != d.tokens[t - 1].sentence ? " / " : d.tokens[t].joined ? "~" : " ");
        kh_buffer_view(&b, kh_doc_form(&d, t));
    }
    kh_view out = kh_arena_copy(f->doc, (kh_view){ b.p, b.n });
    kh_buffer_release(&b);
    return out;
}

typedef struct row { const char *text, *expect; } row;

static const row rows[] = {
    { "Gen. Omar Haidari met U.S. officials on Monday. They talked for hours.",
      "Gen. Omar Haidari met U.S. officials on Monday . / They talked for hours ." },
    { "The army said it didn't fire. \"We weren't there,\" a spokesman said.",
      "The army said it did~n't fire . / \" We were~n't there , \" a spokesman said ." },
    { "KABUL (Reuters) - Gunmen killed two soldiers on Sunday.", "KABUL ( Reuters ) - Gunmen killed two soldiers on Sunday ." },
    { "Troops kill 12 in border raid\n\nThe raid began at dawn.", "Troops kill 12 in border raid / The raid began at dawn ." },
    { "J. P. Alvarez won 3.5 million votes. He thanked them.", "J. P. Alvarez won 3.5 million votes . / He thanked them ." },
    { "Write to press@example.org or see https://example.org/a.html for more.",
      "Write to press@example.org or see https://example.org/a.html for more ." },
    { "The soldiers left the town.The rebels came back.", "The soldiers left the town . / The rebels came back ." },
    { "The minister resigned on\n\nTuesday after protests in the capital.", "The minister resigned on Tuesday after protests in the capital ." },
    { "Police cannot confirm the toll.", "Police can~not confirm the toll ." },
    { "The government's anti-drug unit seized $3,000.", "The government~'s anti-drug unit seized $ 3,000 ." },
    { "They fled... No one followed.", "They fled ... / No one followed ." },
    { "Did he know? Yes! He did.", "Did he know ? / Yes ! / He did ." },
};

static void test_table(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_view got = cut(f, kh_view_of(rows[i].text), KH_ROLE_BODY);
        if (!kh_view_is(got, rows[i].expect))
            print_error("row %zu: %.*s\n expected %s\n", i, (int)got.n, got.p, rows[i].expect);
        assert_true(kh_view_is(got, rows[i].expect));
    }
}

static void test_title_stands_alone(void **state)
{
    kh_view got = cut(*state, KH_LIT("Rebels say they will\n\nleave the town by Friday."), KH_ROLE_TITLE);
    assert_true(kh_view_is(got, "Rebels say they will / leave the town by Friday ."));
}

/* Nothing but white space is lost, whatever the text. */
static void test_odd_text(void **state)
{
    static const char *const texts[] = { "", " \t\n ", "\xF0\x9F\x98\x80\xF0\x9F\x98\x80 ok", "\xE6\x95\x8C\xE8\xBB\x8D\xE3\x80\x82\xE6\x92\xA4",
                                         "e\xCC\x81tude \xCC\x81", ".).).).).", "''''''", "-", "1a1a1a1a", "a\xFFz", "\xE2\x80\x9C\xE2\x80\x9D" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kh_view in = kh_view_of(texts[i]), got = cut(*state, in, KH_ROLE_BODY);
        size_t a = 0, b = 0;
        for (; a < in.n; a++) {
            if (in.p[a] == ' ' || in.p[a] == '\t' || in.p[a] == '\n')
                continue;
            while (b < got.n && (got.p[b] == ' ' || got.p[b] == '/' || got.p[b] == '~'))
                b++;
            assert_true(b < got.n && got.p[b++] == in.p[a]);
        }
        assert_int_equal(b, got.n);
    }
}

static void test_hostile_length(void **state)
{
    static char text[20001];
    for (int kind = 0; kind < 4; kind++) {
        for (size_t i = 0; i < sizeof text - 1; i++)
            text[i] = kind == 0 ? 'a' : kind == 1 ? ".)"[i % 2] : kind == 2 ? "a "[i % 2] : "1m"[i % 2];
        kh_view got = cut(*state, kh_view_of(text), KH_ROLE_BODY);
        assert_true(got.n >= 10000);
    }
}

/* A paragraph without an end is read to its cap, and what stands behind it is a sentence of its own; too many words are refused. */
static void test_caps(void **state)
{
    fixture *f = *state;
    enum { MANY = KH_MOST_IN_BLOCK + 5000, LINES = KH_MOST_WORDS + 10 };
    static char text[4 * LINES];
    for (size_t i = 0; i < MANY; i++)
        memcpy(text + 2 * i, "a ", 2);
    memcpy(text + 2 * MANY, "\n\nTroops fled.", 15);
    kh_view got = cut(f, kh_view_of(text), KH_ROLE_BODY);
    assert_true(kh_view_ends(got, KH_LIT(" a / Troops fled .")));
    /* letters, a blank between any two, two bytes more for " / " between stretches of 300, and the last sentence */
    assert_int_equal(got.n, KH_MOST_IN_BLOCK + KH_MOST_IN_BLOCK - 1 + 2 * ((KH_MOST_IN_BLOCK - 1) / 300) + strlen(" / Troops fled ."));
    kh_arena_reset(f->doc);
    kh_block *blocks = kh_arena_array(f->doc, LINES, sizeof *blocks);
    for (uint32_t i = 0; i < LINES; i++) {
        memcpy(text + 3 * i, "a\n\n", 3);
        blocks[i] = (kh_block){ .span = { 3 * i, 3 * i + 1 }, .role = KH_ROLE_BODY };
    }
    kh_doc d = { .arena = f->doc, .text = { text, 3 * LINES }, .blocks = blocks, .block_count = LINES };
    kh_error err = { 0 };
    assert_int_equal(kh_cutter_run(&f->cutter, &d, f->scratch, &err), KH_E_LIMIT);
    assert_int_equal(err.at, 3 * KH_MOST_WORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_table), cmocka_unit_test(test_title_stands_alone), cmocka_unit_test(test_odd_text),
                                        cmocka_unit_test(test_hostile_length), cmocka_unit_test(test_caps) };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
