/* test_actors.c: who is spoken of, over sentences written for the test with trees by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actors/actors.h"

#ifndef KH_TEST_LEXICON
#define KH_TEST_LEXICON "lexicon"
#endif

/* Words "form/lemma/UPOS/head/relation[/feats]", heads counted in the sentence from 1, sentences parted by " | ". */
typedef struct expected { const char *head, *country, *sector, *id, *via; } expected;   /* NULL: do not look; via: form of the antecedent, "" none */
typedef struct example { const char *day, *words; expected want[6]; const char *none, *names; } example;   /* names: "2-4 PER" */

static const example examples[] = {
    { "2023-05-01", "Two/two/NUM/3/nummod Pakistani/Pakistani/ADJ/3/amod soldiers/soldier/NOUN/4/nsubj:pass/Number=Plur died/die/VERB/0/root",
      { { "soldiers", "PAK", "MIL", "", "" }, { "Pakistani", "PAK", NULL, NULL, NULL } }, "died", NULL },
    { "2023-05-01", "U.S./U.S./PROPN/2/compound officials/official/NOUN/3/nsubj/Number=Plur met/meet/VERB/0/root us/we/PRON/3/obj/Case=Acc|PronType=Prs|Number=Plur|Person=1",
      { { "officials", "USA", "GOV", "", "" }, { "us", "", "", "", "" } }, NULL, NULL },
    { "2010-05-01", "Taliban/Taliban/PROPN/2/compound fighters/fighter/NOUN/3/nsubj/Number=Plur hit/hit/VERB/0/root Kabul/Kabul/PROPN/3/obj",
      { { "fighters", "AFG", "REB", "taliban", "" }, { "Kabul", "AFG", "GOV", "afghanistan", "" } }, NULL, NULL },
    { "2010-05-01", "The/the/DET/2/det Taliban/Taliban/PROPN/3/nsubj left/leave/VERB/0/root", { { "Taliban", "AFG", "REB", "taliban", "" } }, NULL, NULL },
    { "2023-05-01", "The/the/DET/2/det Taliban/Taliban/PROPN/3/nsubj left/leave/VERB/0/root", { { "Taliban", "AFG", "GOV", "taliban-gov", "" } }, NULL, NULL },
    { "2021-08-14", "The/the/DET/2/det Taliban/Taliban/PROPN/3/nsubj left/leave/VERB/0/root", { { "Taliban", "AFG", "REB", "taliban", "" } }, NULL, NULL },
    { "2023-05-01", "A/a/DET/6/det separate/separate/ADJ/6/amod ,/,/PUNCT/6/punct Pakistani/Pakistani/ADJ/5/amod Taliban/Taliban/PROPN/6/compound "
      "group/group/NOUN/7/nsubj agreed/agree/VERB/0/root", { { "group", NULL, "REB", "ttp", "" } }, NULL, NULL },
    { "2023-05-01", "An/a/DET/3/det Afghan/Afghan/ADJ/3/amod offshoot/offshoot/NOUN/7/nsubj of/of/ADP/6/case Islamic/Islamic/PROPN/6/amod "
      "State/State/PROPN/3/nmod struck/strike/VERB/0/root", { { "offshoot", NULL, "REB", "isis-k", "" }, { "State", NULL, "REB", "isis", "" } }, NULL, NULL },
    { "2023-05-01", "Militants/militant/NOUN/2/nsubj/Number=Plur fled/flee/VERB/0/root", { { "Militants", "", "REB", "", "" } }, NULL, NULL },
    { "2023-05-01", "Pakistan/Pakistan/PROPN/3/nmod:poss 's/'s/PART/1/case government/government/NOUN/4/nsubj spoke/speak/VERB/0/root",
      { { "government", "PAK", "GOV", "pakistan", "" }, { "Pakistan", "PAK", "GOV", "pakistan", "" } }, NULL, NULL },
    { "2023-05-01", "President/President/PROPN/2/compound Joe/Joe/PROPN/4/nsubj Biden/Biden/PROPN/2/flat spoke/speak/VERB/0/root",
      { { "Joe", "USA", "GOV", "joe_biden", "" } }, NULL, NULL },
    { "2026-05-01", "Joe/Joe/PROPN/3/nsubj Biden/Biden/PROPN/1/flat spoke/speak/VERB/0/root", { { "Joe", "USA", "ELI", "joe_biden", "" } }, NULL, NULL },
    { "2023-05-01", "Thousands/thousand/NOUN/4/nsubj/Number=Plur of/of/ADP/3/case Pakistanis/Pakistani/PROPN/1/nmod/Number=Plur marched/march/VERB/0/root",
      { { "Thousands", "PAK", "CVL", "", "Pakistanis" }, { "Pakistanis", "PAK", "CVL", "", "" } }, NULL, NULL },
    { "2023-05-01", "Hezbollah/Hezbollah/PROPN/2/nsubj struck/strike/VERB/0/root | The/the/DET/2/det group/group/NOUN/3/nsubj denied/deny/VERB/0/root it/it/PRON/3/obj/Gender=Neut|Number=Sing|Person=3|PronType=Prs",
      { { "Hezbollah", "LBN", NULL, "hezbollah", "" }, { "group", "LBN", NULL, "hezbollah", "Hezbollah" } }, NULL, NULL },
    { "2023-05-01", "Joe/Joe/PROPN/3/nsubj Biden/Biden/PROPN/1/flat spoke/speak/VERB/0/root | He/he/PRON/2/nsubj/Gender=Masc|Number=Sing|Person=3|PronType=Prs left/leave/VERB/0/root",
      { { "He", "USA", "GOV", "joe_biden", "Joe" } }, NULL, NULL },
    { "2023-05-01", "Hamas/Hamas/PROPN/2/nsubj struck/strike/VERB/0/root and/and/CCONJ/5/cc its/its/PRON/5/nmod:poss/Poss=Yes|Number=Sing|Person=3|PronType=Prs "
      "fighters/fighter/NOUN/2/conj/Number=Plur", { { "its", NULL, NULL, "hamas", "Hamas" } }, NULL, NULL },
    { "2023-05-01", "Hamas/Hamas/PROPN/2/nsubj said/say/VERB/0/root its/its/PRON/4/nmod:poss/Poss=Yes|Number=Sing|Person=3|PronType=Prs "
      "fighters/fighter/NOUN/5/nsubj/Number=Plur fled/flee/VERB/2/ccomp", { { "its", NULL, NULL, "hamas", "Hamas" }, { "fighters", NULL, "REB", "hamas", "its" } }, NULL, NULL },
    { "2023-05-01", "Indian/Indian/ADJ/2/amod officials/official/NOUN/3/nsubj/Number=Plur met/meet/VERB/0/root | Two/two/NUM/4/nsubj of/of/ADP/3/case "
      "them/they/PRON/1/nmod/Number=Plur|Person=3|PronType=Prs left/leave/VERB/0/root",
      { { "them", "IND", "GOV", "", "officials" }, { "Two", "IND", "GOV", "", "them" } }, NULL, NULL },
    { "2023-05-01", "Dozens/dozen/NOUN/4/nsubj/Number=Plur of/of/ADP/3/case bombs/bomb/NOUN/1/nmod/Number=Plur fell/fall/VERB/0/root on/on/ADP/7/case 13/13/NUM/7/nummod "
      "tents/tent/NOUN/4/obl/Number=Plur", { { NULL, NULL, NULL, NULL, NULL } }, "Dozens", NULL },
    { "2023-05-01", "Taliban/Taliban/PROPN/2/compound spokesman/spokesman/NOUN/3/compound Omar/Omar/PROPN/5/nsubj Gulzai/Gulzai/PROPN/3/flat spoke/speak/VERB/0/root",
      { { "Omar", "AFG", "GOV", "", "" } }, "spokesman", "3-4 PER" },
    { "2023-05-01", "Omar/Omar/PROPN/8/nsubj Gulzai/Gulzai/PROPN/1/flat ,/,/PUNCT/6/punct an/a/DET/6/det Indian/Indian/ADJ/6/amod soldier/soldier/NOUN/1/appos ,/,/PUNCT/6/punct fell/fall/VERB/0/root",
      { { "Omar", "IND", "MIL", "", "" }, { "soldier", "IND", "MIL", "", "" } }, NULL, "1-2 PER" },
    { "2023-05-01", "Indian/Indian/ADJ/2/amod soldier/soldier/NOUN/3/compound Omar/Omar/PROPN/5/nsubj Gulzai/Gulzai/PROPN/3/flat spoke/speak/VERB/0/root "
      "| He/he/PRON/2/nsubj/Gender=Masc|Number=Sing|Person=3|PronType=Prs left/leave/VERB/0/root", { { "He", "IND", "MIL", "", "Omar" } }, NULL, "3-4 PER" },
    { "2023-05-01", "Omar/Omar/PROPN/3/nsubj Gulzai/Gulzai/PROPN/1/flat spoke/speak/VERB/0/root | It/it/PRON/2/nsubj/Gender=Neut|Number=Sing|Person=3|PronType=Prs left/leave/VERB/0/root",
      { { "It", "", "", "", "" } }, NULL, "1-2 PER" },
    { "2023-05-01", "The/the/DET/3/det Afghan/Afghan/ADJ/3/amod Taliban/Taliban/PROPN/4/nsubj told/tell/VERB/0/root Islamabad/Islamabad/PROPN/4/obj",
      { { "Taliban", "AFG", "GOV", "taliban-gov", "" }, { "Islamabad", "PAK", "GOV", "pakistan", "" } }, NULL, NULL },
    { "2023-05-01", "India/India/PROPN/2/nsubj said/say/VERB/0/root China/China/PROPN/4/nsubj left/leave/VERB/2/ccomp | It/it/PRON/2/nsubj/Gender=Neut|Number=Sing|Person=3|PronType=Prs "
      "talks/talk/VERB/0/root", { { "It", "", "", "", "" } }, NULL, NULL },
    { "2023-05-01", "Hamas/Hamas/PROPN/2/nsubj met/meet/VERB/0/root Egyptian/Egyptian/ADJ/4/amod officials/official/NOUN/2/obj/Number=Plur | The/the/DET/2/det militants/militant/NOUN/3/nsubj/Number=Plur left/leave/VERB/0/root",
      { { "militants", NULL, "REB", "hamas", "Hamas" } }, NULL, NULL },
    { "2023-05-01", "Police/police/NOUN/2/nsubj/Number=Plur shot/shoot/VERB/0/root militants/militant/NOUN/2/obj/Number=Plur who/who/PRON/5/nsubj/PronType=Rel fled/flee/VERB/3/acl:relcl",
      { { "who", "", "REB", "", "militants" }, { "Police", "", "COP", "", "" } }, NULL, NULL },
    { "2023-05-01", "Paris/Paris/PROPN/3/nsubj Quibble/Quibble/PROPN/1/flat spoke/speak/VERB/0/root", { { "Paris", "", "", "", "" } }, NULL, "1-2 PER" },
    { "2023-05-01", "U.S./U.S./PROPN/4/amod and/and/CCONJ/3/cc British/British/ADJ/1/conj troops/troops/NOUN/5/nsubj/Number=Plur left/leave/VERB/0/root",
      { { "troops", "USA", "MIL", "", "" } }, NULL, NULL },
    { "2023-05-01", "They/they/PRON/2/nsubj/Number=Plur|Person=3|PronType=Prs hit/hit/VERB/0/root the/the/DET/6/det U.S./U.S./PROPN/6/compound old/old/ADJ/6/amod embassy/embassy/NOUN/2/obj",
      { { "embassy", "USA", NULL, NULL, "" }, { "They", "", "", "", "" } }, NULL, NULL },
    { "2023-05-01", "13/13/NUM/3/nummod U.S./U.S./PROPN/3/compound troops/troops/NOUN/4/nsubj/Number=Plur left/leave/VERB/0/root",
      { { "troops", "USA", "MIL", "", "" } }, NULL, NULL },
    { "2023-05-01", "Turkish/Turkish/ADJ/2/amod militants/militant/NOUN/3/nsubj/Number=Plur met/meet/VERB/0/root Syrian/Syrian/ADJ/5/amod militants/militant/NOUN/3/obj/Number=Plur",
      { { "militants", "TUR", "REB", "", "" } }, NULL, NULL },
    { "2023-05-01", "India/India/PROPN/4/nsubj and/and/CCONJ/3/cc China/China/PROPN/1/conj talk/talk/VERB/0/root | It/it/PRON/2/nsubj/Gender=Neut|Number=Sing|Person=3|PronType=Prs left/leave/VERB/0/root",
      { { "India", "IND", "GOV", "india", "" }, { "China", "CHN", "GOV", "china", "" } }, NULL, NULL },
    { "2023-05-01", "Officials/official/NOUN/2/nsubj/Number=Plur met/meet/VERB/0/root | It/it/PRON/2/nsubj/Gender=Neut|Number=Sing|Person=3|PronType=Prs failed/fail/VERB/0/root",
      { { "It", "", "", "", "" } }, NULL, NULL },
    { "2023-05-01", "The/the/DET/2/det idea/idea/NOUN/3/nsubj was/be/VERB/0/root who/who/PRON/5/nsubj/PronType=Int bombs/bomb/VERB/3/ccomp turkey/turkey/NOUN/5/obj", { { NULL, NULL, NULL, NULL, NULL } }, "turkey", NULL },
};

static kh_view piece(kh_view *rest, char sep) { return kh_view_cut(rest, sep); }

static void add_word(kh_doc *doc, kh_view word, char *text, uint32_t *n, uint32_t base)
{
    kh_token *t = &doc->tokens[doc->token_count++];
    kh_view form = piece(&word, '/');
    t->span.from = *n;
    memcpy(text + *n, form.p, form.n);
    *n += (uint32_t)form.n;
    t->span.to = *n;
    text[(*n)++] = ' ';
    t->lemma = piece(&word, '/');
    t->upos = (uint8_t)kh_upos_of(piece(&word, '/'));
    int64_t head = 0;
    assert_true(kh_view_to_int(piece(&word, '/'), &head));
    t->head = head ? base + (uint32_t)head - 1 : KH_NONE;
    t->rel = piece(&word, '/');
    t->deprel = (uint8_t)kh_deprel_of(t->rel);
    t->sub = (uint8_t)kh_subrel_of(t->rel);
    t->morph = kh_morph_of(word);
    t->space_after = true;
    t->sentence = doc->sentence_count - 1;
}

static void build(kh_doc *doc, const example *x, kh_arena *arena)
{
    size_t room = strlen(x->words) + 2;
    char *text = kh_arena_get(arena, room);
    *doc = (kh_doc){ .arena = arena };
    doc->tokens = kh_arena_array(arena, room, sizeof *doc->tokens);
    doc->sentences = kh_arena_array(arena, 8, sizeof *doc->sentences);
    doc->meta.day = KH_NO_DAY;
    assert_true(kh_day_read(kh_view_of(x->day), &doc->meta.day));
    uint32_t n = 0;
    kh_view rest = kh_view_of(x->words);
    doc->sentences[doc->sentence_count++] = (kh_sentence){ .parsed = true };
    while (rest.n) {
        kh_view word = kh_view_cut(&rest, ' ');
        kh_sentence *s = &doc->sentences[doc->sentence_count - 1];
        if (kh_view_is(word, "|")) {
            doc->sentences[doc->sentence_count++] = (kh_sentence){ .parsed = true, .first = doc->token_count, .end = doc->token_count };
            continue;
        }
        add_word(doc, word, text, &n, s->first);
        s->end = doc->token_count;
    }
    doc->text = (kh_view){ text, n };
    unsigned first, last;
    char type[8];
    if (!x->names || sscanf(x->names, "%u-%u %7s", &first, &last, type) != 3)
        return;
    doc->names = kh_arena_array(arena, 1, sizeof *doc->names);
    doc->names[doc->name_count++] = (kh_name){ .first = first - 1, .end = last, .type = kh_name_type_of(kh_view_of(type)),
                                               .span = { doc->tokens[first - 1].span.from, doc->tokens[last - 1].span.to } };
}

static const kh_actor *with_head(const kh_doc *doc, const char *form)
{
    for (uint32_t i = 0; i < doc->actor_count; i++)
        if (kh_view_is(kh_doc_form(doc, doc->actors[i].head), form))
            return &doc->actors[i];
    return NULL;
}

static void check(const kh_doc *doc, const expected *e)
{
    const kh_actor *a = with_head(doc, e->head);
    if (!a)
        fail_msg("no mention with head %s", e->head);
    print_message("#   %s: %s %s %.*s (%s)\n", e->head, a->country[0], a->sector, (int)a->id.n, a->id.n ? a->id.p : "", a->reason);
    if (e->country)
        assert_string_equal(a->country[0], e->country);
    if (e->sector)
        assert_string_equal(a->sector, e->sector);
    if (e->id)
        assert_true(kh_view_is(a->id, e->id));
    if (e->via && !*e->via)
        assert_int_equal(a->via[0], KH_NONE);
    if (e->via && *e->via) {
        assert_int_not_equal(a->via[0], KH_NONE);
        const kh_actor *c = &doc->actors[a->via[0]];
        assert_true(kh_view_is(kh_doc_form(doc, c->head), e->via));
    }
}

typedef struct fixture { kh_arena *arena; kh_lexicon *lexicon; kh_actors *actors; } fixture;

static int set_up(void **state)
{
    static fixture f;
    kh_error err = { 0 };
    f.arena = kh_arena_new(NULL, 0);
    if (kh_lexicon_read(KH_TEST_LEXICON, NULL, NULL, f.arena, &f.lexicon, &err) || kh_actors_open(f.lexicon, f.arena, &f.actors, &err)) {
        print_message("# %s %s\n", err.file, err.message);
        return -1;
    }
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    kh_lexicon_close(f->lexicon);
    kh_arena_free(f->arena);
    return 0;
}

static void test_examples(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
        kh_doc doc;
        kh_error err = { 0 };
        build(&doc, &examples[i], arena);
        print_message("# %.*s\n", (int)doc.text.n, doc.text.p);
        assert_int_equal(kh_actors_run(f->actors, &doc, scratch, &err), KH_OK);
        for (uint32_t k = 1; k < doc.actor_count; k++)
            assert_true(doc.actors[k - 1].head < doc.actors[k].head);
        for (int k = 0; k < 6 && examples[i].want[k].head; k++)
            check(&doc, &examples[i].want[k]);
        const kh_actor *nobody = examples[i].none ? with_head(&doc, examples[i].none) : NULL;
        if (nobody)                        /* a noun phrase, but nobody known */
            assert_true(nobody->id.n == 0 && nobody->name.n == 0 && !nobody->country[0][0] && !nobody->sector[0]);
        kh_arena_free(scratch);
        kh_arena_free(arena);
    }
}

/* A sentence of 40,000 words, all hanging on each other, is done at once and not refused. */
static void test_hostile(void **state)
{
    fixture *f = *state;
    for (int shape = 0; shape < 3; shape++) {
        enum { N = 40000 };
        kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 0);
        kh_doc doc = { .arena = arena, .token_count = N, .sentence_count = 1 };
        doc.tokens = kh_arena_array(arena, N, sizeof *doc.tokens);
        doc.sentences = kh_arena_array(arena, 1, sizeof *doc.sentences);
        doc.sentences[0] = (kh_sentence){ .end = N, .parsed = true };
        doc.text = KH_LIT("Pakistani soldiers they");
        doc.meta.day = KH_NO_DAY;
        for (uint32_t t = 0; t < N; t++) {
            kh_token *k = &doc.tokens[t];
            *k = (kh_token){ .span = { 10, 18 }, .lemma = KH_LIT("soldier"), .upos = KH_NOUN, .space_after = true };
            k->deprel = (uint8_t)(shape == 0 ? KH_COMPOUND : shape == 1 ? KH_APPOS : KH_NMOD);
            k->head = shape == 2 ? (t + 1) % N : shape == 1 ? 0 : t + 1 < N ? t + 1 : KH_NONE;
        }
        doc.tokens[0].head = shape == 1 ? KH_NONE : doc.tokens[0].head;
        kh_error err = { 0 };
        assert_int_equal(kh_actors_run(f->actors, &doc, scratch, &err), KH_OK);
        kh_arena_free(scratch);
        kh_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_examples), cmocka_unit_test(test_hostile) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
