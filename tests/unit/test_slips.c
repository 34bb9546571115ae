/* test_slips.c: trees with a slip, and what is left of it; and the same words without one, which must stay. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "language/slips.h"

/* Words "form/UPOS/XPOS/head/relation"; `want`: "head/relation" of the word in question, "-" where nothing may change at all. */
static const struct { const char *words, *word, *want; } rows[] = {
    { "Planes/NOUN/NNS/2/nsubj fired/VERB/VBD/0/root rockets/NOUN/NNS/2/obj at/ADP/IN/6/case a/DET/DT/6/det convoy/NOUN/NN/2/obj ./PUNCT/./2/punct", "convoy", "2/obl" },
    { "Police/NOUN/NN/2/nsubj killed/VERB/VBD/0/root at/ADP/IN/4/case least/ADJ/JJS/5/nmod ten/NUM/CD/2/obj ./PUNCT/./2/punct", "ten", "-" },
    { "Police/NOUN/NN/2/nsubj killed/VERB/VBD/0/root between/ADP/IN/6/case 20/NUM/CD/6/nummod to/PART/TO/4/dep men/NOUN/NNS/2/obj ./PUNCT/./2/punct", "men", "-" },
    { "men/NOUN/NNS/0/root whom/PRON/WP/5/nsubj a/DET/DT/4/det mob/NOUN/NN/5/nsubj beat/VERB/VBD/1/acl:relcl", "whom", "5/obj" },
    { "China/PROPN/NNP/2/nsubj lent/VERB/VBD/0/root Peru/PROPN/NNP/2/obj money/NOUN/NN/2/obj ./PUNCT/./2/punct", "Peru", "2/iobj" },
    { "A/DET/DT/2/det bomb/NOUN/NN/3/nsubj hurt/VERB/VBD/0/root the/DET/DT/5/det priest/NOUN/NN/3/nsubj ./PUNCT/./3/punct", "priest", "3/obj" },
    { "Talks/NOUN/NNS/7/nsubj between/ADP/IN/3/case Oslo/PROPN/NNP/1/nmod and/CCONJ/CC/6/cc the/DET/DT/6/det rebels/NOUN/NNS/1/conj opened/VERB/VBD/0/root", "rebels", "3/conj" },
    { "Talks/NOUN/NNS/6/nsubj between/ADP/IN/3/case generals/NOUN/NNS/1/nmod and/CCONJ/CC/5/cc fighting/VERB/VBG/1/conj went/VERB/VBD/0/root", "fighting", "-" },
    { "He/PRON/PRP/2/nsubj called/VERB/VBD/0/root on/ADP/RP/2/compound:prt the/DET/DT/5/det rebels/NOUN/NNS/2/obl ./PUNCT/./2/punct", "on", "5/case" },
    { "He/PRON/PRP/2/nsubj put/VERB/VBD/0/root on/ADP/RP/2/compound:prt the/DET/DT/5/det hat/NOUN/NN/2/obj ./PUNCT/./2/punct", "on", "-" },
    { "kidnapping/NOUN/NN/0/root of/ADP/IN/3/case girls/NOUN/NNS/1/nmod by/ADP/IN/5/case rebels/NOUN/NNS/3/conj", "rebels", "1/nmod" },
    { "The/DET/DT/2/det union/NOUN/NN/3/nsubj:pass called/VERB/VBN/0/root for/ADP/IN/5/case calm/NOUN/NN/3/obl ./PUNCT/./3/punct", "union", "3/nsubj" },
    { "The/DET/DT/2/det bus/NOUN/NN/3/nsubj:pass hit/VERB/VBN/0/root by/ADP/IN/5/case rebels/NOUN/NNS/3/obl:agent ./PUNCT/./3/punct", "bus", "-" },
    { "Two/NUM/CD/2/nsubj:pass held/VERB/VBN/0/root for/ADP/IN/4/case murder/NOUN/NN/2/obl", "Two", "-" },
    { "Iran/PROPN/NNP/0/root to/PART/TO/3/mark send/VERB/VB/1/acl envoy/NOUN/NN/3/obj", "Iran", "3/nsubj" },
    { "Plan/NOUN/NN/0/root for/ADP/IN/3/case Iran/PROPN/NNP/1/nmod to/PART/TO/5/mark fight/VERB/VB/1/acl", "Plan", "-" },
    { "slaying/NOUN/NN/0/root of/ADP/IN/3/case nuns/NOUN/NNS/1/nmod by/SCONJ/IN/5/mark hired/VERB/VBD/3/acl gunmen/NOUN/NNS/5/obj", "gunmen", "3/nmod" },
    { "stopped/VERB/VBD/0/root them/PRON/PRP/1/obj by/SCONJ/IN/4/mark hiring/VERB/VBG/1/advcl gunmen/NOUN/NNS/4/obj", "gunmen", "-" },
    { "Hit/VERB/VBN/3/advcl hard/ADV/RB/1/advmod fled/VERB/VBD/0/root", "Hit", "-" },
    { "miners/NOUN/NNS/2/obl:unmarked clubbed/VERB/VBD/0/root students/NOUN/NNS/2/obj", "miners", "2/nsubj" },
    { "Monday/PROPN/NNP/3/obl:unmarked miners/NOUN/NNS/3/nsubj clubbed/VERB/VBD/0/root students/NOUN/NNS/3/obj", "Monday", "-" },
    { "Soldiers/NOUN/NNS/2/nsubj wounded/VERB/VBD/0/root in/ADP/IN/4/case shelling/NOUN/NN/2/obl", "Soldiers", "2/nsubj:pass" },
    { "Soldiers/NOUN/NNS/2/nsubj wounded/VERB/VBD/0/root rebels/NOUN/NNS/2/obj", "Soldiers", "-" },
    { "bomb/NOUN/NN/2/compound targets/VERB/NNS/0/root hotel/NOUN/NN/2/obj", "bomb", "2/nsubj" },
    { "Turkey/PROPN/NNP/4/nsubj ,/PUNCT/,/3/punct Greece/PROPN/NNP/1/appos hold/VERB/VBP/0/root talks/NOUN/NNS/4/obj", "Greece", "1/conj" },
    { "Ankara/PROPN/NNP/4/nsubj ,/PUNCT/,/3/punct Turkey/PROPN/NNP/1/appos holds/VERB/VBZ/0/root talks/NOUN/NNS/4/obj", "Turkey", "-" },
};

static void build(kh_doc *doc, const char *words, kh_arena *arena)
{
    *doc = (kh_doc){ .arena = arena, .text = kh_view_of(words) };
    doc->tokens = kh_arena_array(arena, strlen(words), sizeof *doc->tokens);
    doc->sentences = kh_arena_array(arena, 1, sizeof *doc->sentences);
    for (kh_view rest = doc->text; rest.n;) {
        kh_view word = kh_view_cut(&rest, ' '), form = kh_view_cut(&word, '/');
        uint32_t at = (uint32_t)(form.p - words);
        kh_token *t = &doc->tokens[doc->token_count++];
        *t = (kh_token){ .span = { at, at + (uint32_t)form.n } };
        t->upos = (uint8_t)kh_upos_of(kh_view_cut(&word, '/'));
        t->xpos = kh_view_cut(&word, '/');
        int64_t head = 0;
        assert_true(kh_view_to_int(kh_view_cut(&word, '/'), &head));
        t->head = head ? (uint32_t)head - 1 : KH_NONE;
        t->rel = word;
        t->deprel = (uint8_t)kh_deprel_of(word);
        t->sub = (uint8_t)kh_subrel_of(word);
    }
    doc->sentences[0] = (kh_sentence){ .parsed = true, .end = doc->token_count };
    doc->sentence_count = 1;
}

static bool same(const kh_token *a, const kh_token *b) { return a->head == b->head && kh_view_eq(a->rel, b->rel); }

static void test_slips(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_arena *arena = kh_arena_new(NULL, 0);
        kh_doc doc, before;
        build(&doc, rows[i].words, arena);
        build(&before, rows[i].words, arena);
        kh_mend_slips(&doc, &doc.sentences[0]);
        bool met = false, still = true;
        for (uint32_t t = 0; t < doc.token_count; t++) {
            kh_view want = kh_view_of(rows[i].want), head = kh_view_cut(&want, '/');
            int64_t up = 0;
            still = still && same(&doc.tokens[t], &before.tokens[t]);
            if (kh_view_is(kh_doc_form(&doc, t), rows[i].word) && kh_view_to_int(head, &up))
                met = doc.tokens[t].head == (uint32_t)up - 1 && kh_view_eq(doc.tokens[t].rel, want);
        }
        if (strcmp(rows[i].want, "-") ? !met : !still)
            fail_msg("%s: `%s` should be %s", rows[i].words, rows[i].word, rows[i].want);
        kh_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_slips) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
