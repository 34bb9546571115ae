/* Long sentences, languages, lines: the language stage as a whole with the shipped model. KHABAR_MODEL names the file, else models/en.khm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "language/language.h"

typedef struct fixture { kh_arena *arena, *doc, *scratch; kh_language *language; } fixture;

static int open_model(void **state)
{
    static fixture f;
    kh_error err;
    const char *path = getenv("KHABAR_MODEL");
    f.arena = kh_arena_new(NULL, 0);
    f.doc = kh_arena_new(NULL, 0);
    f.scratch = kh_arena_new(NULL, 0);
    *state = &f;
    return kh_language_open(path ? path : "models/en.khm", NULL, f.arena, &f.language, &err);
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

static kh_doc read_with(fixture *f, kh_view text, kh_language_want want, void *ctx)
{
    kh_arena_reset(f->doc);
    kh_arena_reset(f->scratch);
    kh_block *block = kh_arena_get(f->doc, sizeof *block);
    *block = (kh_block){ .span = { 0, (uint32_t)text.n }, .role = KH_ROLE_BODY };
    kh_doc d = { .arena = f->doc, .text = text, .blocks = block, .block_count = 1 };
    kh_error err;
    assert_int_equal(kh_language_run(f->language, &d, want, ctx, f->scratch, &err), KH_OK);
    return d;
}

static kh_doc read_text(fixture *f, const char *text) { return read_with(f, kh_view_of(text), NULL, NULL); }

/* One root, every other word on a way to it. */
static void assert_tree(const kh_doc *d, const kh_sentence *s)
{
    uint32_t roots = 0;
    for (uint32_t t = s->first; t < s->end; t++) {
        roots += d->tokens[t].head == KH_NONE;
        uint32_t up = t, steps = 0;
        for (; d->tokens[up].head != KH_NONE; up = d->tokens[up].head) {
            assert_in_range(d->tokens[up].head, s->first, s->end - 1);
            assert_true(steps++ < s->end - s->first);
        }
    }
    assert_int_equal(roots, 1);
}

static void long_sentences_are_one_tree(void **state)
{
    fixture *f = *state;
    static const char *const turns[] = { "police in Mandri arrested two men", "the mayor of Tel Asmar met Amina Said", "a court heard the case",
                                         "nobody knew who had fired first", "the army shelled a bridge near the river" };
    for (uint32_t clauses = 20; clauses <= 60; clauses += 8) {
        kh_buffer b;
        kh_buffer_init(&b, NULL, 0);
        for (uint32_t i = 0; i < clauses; i++) {
            kh_buffer_text(&b, i ? " and " : "He said that ");
            kh_buffer_text(&b, turns[i * 7 % 5]);
        }
        kh_view text = kh_arena_copy(f->arena, (kh_view){ b.p, b.n });
        kh_buffer_release(&b);
        kh_doc d = read_with(f, text, NULL, NULL);
        uint32_t most = 0;
        for (uint32_t i = 0; i < d.sentence_count; i++) {
            assert_tree(&d, &d.sentences[i]);
            uint32_t n = d.sentences[i].end - d.sentences[i].first;
            most = n > most ? n : most;
        }
        assert_true(most > 120);
        for (uint32_t i = 1; i < d.name_count; i++)
            assert_true(d.names[i].first >= d.names[i - 1].end);
        for (uint32_t t = 0; t < d.token_count; t++)
            assert_true(d.tokens[t].lemma.n > 0 && d.tokens[t].rel.n > 0);
    }
}

/* The overlap gives every word context on both sides: a clause reads alike wherever a window's edge falls. */
static void windows_do_not_cut_a_clause(void **state)
{
    fixture *f = *state;
    static const char *const turns[] = { "the army shelled a bridge near Mandri", "police in the north shelled a bridge on Monday",
                                         "he added that his own men had shelled a bridge", "two boats shelled a bridge before dawn" };
    kh_buffer b;
    kh_buffer_init(&b, NULL, 0);
    for (int i = 0; i < 32; i++) {
        kh_buffer_text(&b, i ? ", and " : "The mayor said that ");
        kh_buffer_text(&b, turns[i * 3 % 4]);
    }
    kh_view text = kh_arena_copy(f->arena, (kh_view){ b.p, b.n });
    kh_buffer_release(&b);
    kh_doc d = read_with(f, text, NULL, NULL);
    uint32_t verbs = 0, right = 0;
    for (uint32_t t = 0; t + 2 < d.token_count; t++)
        if (kh_view_is(kh_doc_form(&d, t), "shelled")) {
            verbs++;
            right += d.tokens[t].upos == KH_VERB && d.tokens[t + 2].head == t && d.tokens[t + 2].deprel == KH_OBJ;
        }
    assert_int_equal(verbs, 32);
    assert_true(right >= 30);
}

static void other_languages_are_flagged(void **state)
{
    fixture *f = *state;
    static const struct { const char *text; bool foreign; } cases[] = {
        { "Los vecinos del barrio dijeron que la lluvia entró por las ventanas toda la noche.", true },
        { "Le conseil a voté hier soir contre la fermeture de la petite gare du village.", true },
        { "Der Rat hat gestern gegen den Plan gestimmt, weil niemand im Dorf ihn bezahlen will.", true },
        { "De raad stemde gisteren tegen het sluiten van het kleine station in het dorp.", true },
        { "Warga desa mengatakan bahwa jembatan itu sudah rusak sejak musim hujan tahun lalu.", true },
        { "Совет вчера проголосовал против закрытия станции.", true },
        { "The council voted last night against closing the small station in the village.", false },
        { "Bashir al-Khatib, Mwai Kamau and Nguyen Van Anh met the jirga in Spin Boldak.", false },
        { "Rebels seize Mandri", false },
        { "POLICE CLASH WITH FARMERS NEAR THE OLD MILL IN TEL ASMAR", false },
        { "heavily armed gunmen reportedly ambushed unarmed peacekeepers overnight", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kh_doc d = read_text(f, cases[i].text);
        for (uint32_t k = 0; k < d.sentence_count; k++) {
            assert_int_equal(d.sentences[k].foreign, cases[i].foreign);
            assert_int_equal(d.sentences[k].parsed, !cases[i].foreign);
        }
    }
}

static void lines_part_what_was_parted(void **state)
{
    fixture *f = *state;
    static const struct { const char *text; uint32_t sentences; } cases[] = {
        { "We could meet at noon in the small room on the second floor, if that suits you.\nThank you,\nAmina Said\nTel Asmar Water Board", 4 },
        { "The council of Mandri voted on Monday night against closing the\nAsmar Road station, which serves two hundred people a day in\nsummer.", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(read_text(f, cases[i].text).sentence_count, cases[i].sentences);
}

static void addresses_are_no_names(void **state)
{
    fixture *f = *state;
    kh_doc d = read_text(f, "Laura Okoro <laura.okoro@tel-asmar.org> wrote to Omar Bakri; see http://tel-asmar.org/bridge for more.");
    bool laura = false;
    for (uint32_t i = 0; i < d.name_count; i++) {
        kh_view name = kh_doc_view(&d, d.names[i].span);
        assert_null(memchr(name.p, '@', name.n));
        assert_null(memchr(name.p, '/', name.n));
        laura = laura || kh_view_is(name, "Laura Okoro");
    }
    assert_true(laura);
}

static bool wants_bridge(void *ctx, const kh_doc *doc, uint32_t first, uint32_t end)
{
    ++*(int *)ctx;
    for (uint32_t t = first; t < end; t++)
        if (kh_view_is(kh_doc_form(doc, t), "bridge"))
            return true;
    return false;
}

static void gate_leaves_sentences_unread(void **state)
{
    fixture *f = *state;
    int asked = 0;
    kh_doc d = read_with(f, KH_LIT("It rained in Mandri. The army shelled a bridge in Mandri. It rained again."), wants_bridge, &asked);
    assert_int_equal(asked, 3);
    assert_int_equal(d.sentence_count, 3);
    assert_false(d.sentences[0].parsed);
    assert_true(d.sentences[1].parsed);
    assert_false(d.sentences[2].parsed);
    assert_int_equal(d.tokens[0].head, KH_NONE);
    for (uint32_t i = 0; i < d.name_count; i++)
        assert_int_equal(d.tokens[d.names[i].first].sentence, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_sentences_are_one_tree), cmocka_unit_test(windows_do_not_cut_a_clause),
        cmocka_unit_test(other_languages_are_flagged), cmocka_unit_test(lines_part_what_was_parted), cmocka_unit_test(addresses_are_no_names),
        cmocka_unit_test(gate_leaves_sentences_unread),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
