/* Numbers of people in noun phrases, over the tables of the lexicon. Each row: words as "form/UPOS", the head's place, what it counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "events/toll.h"

typedef struct row { const char *words; uint32_t head; int64_t low, best, high; bool more; } row;

static const row counted[] = {
    { "three/NUM soldiers/NOUN", 1, 3, 3, 3, false },
    { "1,200/NUM people/NOUN", 1, 1200, 1200, 1200, false },
    { "2.5/NUM million/NUM people/NOUN", 2, 2500000, 2500000, 2500000, false },
    { "twenty/NUM -/PUNCT three/NUM rebels/NOUN", 3, 23, 23, 23, false },
    { "two/NUM hundred/NUM and/CCONJ six/NUM men/NOUN", 4, 206, 206, 206, false },
    { "two/NUM dozen/NOUN men/NOUN", 2, 24, 24, 24, false },
    { "half/DET a/DET dozen/NOUN men/NOUN", 3, 6, 6, 6, false },
    { "more/ADJ than/ADP 100/NUM people/NOUN", 3, 101, 101, -1, false },
    { "at/ADP least/ADJ nine/NUM people/NOUN", 3, 9, 9, -1, false },
    { "up/ADP to/ADP 70/NUM insurgents/NOUN", 3, -1, 70, 70, false },
    { "as/ADV many/ADJ as/ADP 40/NUM men/NOUN", 4, -1, 40, 40, false },
    { "fewer/ADJ than/ADP ten/NUM men/NOUN", 3, -1, 9, 9, false },
    { "about/ADV 30/NUM men/NOUN", 2, -1, 30, -1, false },
    { "30/NUM or/CCONJ more/ADJ men/NOUN", 3, 30, 30, -1, false },
    { "between/ADP 12/NUM and/CCONJ 15/NUM rebels/NOUN", 4, 12, 13, 15, false },
    { "20/NUM to/PART 30/NUM people/NOUN", 3, 20, 25, 30, false },
    { "20/NUM -/SYM 30/NUM people/NOUN", 3, 20, 25, 30, false },
    { "four/NUM or/CCONJ five/NUM men/NOUN", 3, 4, 4, 5, false },
    { "dozens/NOUN of/ADP people/NOUN", 0, 24, 36, 99, false },
    { "dozens/NOUN of/ADP people/NOUN", 2, 24, 36, 99, false },
    { "tens/NOUN of/ADP thousands/NOUN of/ADP people/NOUN", 0, 20000, 30000, 99999, false },
    { "several/ADJ hundred/NUM people/NOUN", 2, 300, 500, 999, false },
    { "three/NUM more/ADJ soldiers/NOUN", 2, 3, 3, 3, true },
    { "another/DET 12/NUM men/NOUN", 2, 12, 12, 12, true },
    { "12/NUM others/NOUN", 1, 12, 12, 12, true },
    { "12/NUM suspected/VERB Malian/ADJ and/CCONJ Nigerien/ADJ fighters/NOUN", 5, 12, 12, 12, false },
};

/* Ages, calibres, clubs, scores and money count nobody. */
static const row uncounted[] = {
    { "a/DET 12/NUM -/PUNCT year/NOUN -/PUNCT old/ADJ boy/NOUN", 6, 0, 0, 0, false },
    { "122/NUM mm/NOUN rockets/NOUN", 2, 0, 0, 0, false },
    { "Battalion/PROPN 313/NUM", 1, 0, 0, 0, false },
    { "Ana/PROPN Ortiz/PROPN ,/PUNCT 18/NUM ,/PUNCT", 3, 0, 0, 0, false },
    { "4/NUM -/SYM 0/NUM", 2, 0, 0, 0, false },
    { "$/SYM 40/NUM bills/NOUN", 2, 0, 0, 0, false },
    { "9/11/NUM victims/NOUN", 1, 0, 0, 0, false },
    { "the/DET soldiers/NOUN", 1, 0, 0, 0, false },
    { "12/NUM raids/NOUN by/ADP soldiers/NOUN", 3, 0, 0, 0, false },
    { "5.5/NUM percent/NOUN", 0, 0, 0, 0, false },
};

typedef struct fixture { kh_arena *arena, *doc; kh_lexicon *lexicon; kh_events *events; } fixture;

static int open_tables(void **state)
{
    static fixture f;
    kh_error err;
    f.arena = kh_arena_new(NULL, 0);
    f.doc = kh_arena_new(NULL, 0);
    *state = &f;
    return kh_lexicon_read(KH_TEST_LEXICON, NULL, NULL, f.arena, &f.lexicon, &err) || kh_events_open(f.lexicon, f.arena, &f.events, &err);
}

static int close_tables(void **state)
{
    fixture *f = *state;
    kh_lexicon_close(f->lexicon);
    kh_arena_free(f->doc);
    kh_arena_free(f->arena);
    return 0;
}

/* One sentence; every word hangs on the head. */
static void read_words(kh_doc *d, kh_arena *arena, const row *w)
{
    size_t n = strlen(w->words);
    char *text = kh_arena_get(arena, n + 1);
    d->tokens = kh_arena_array(arena, n + 1, sizeof *d->tokens);
    d->sentences = kh_arena_array(arena, 1, sizeof *d->sentences);
    assert_true(text && d->tokens && d->sentences);
    d->arena = arena;
    uint32_t at = 0;
    kh_view rest = { w->words, n };
    while (rest.n > 0) {
        kh_view word = kh_view_cut(&rest, ' ');
        size_t slash = word.n;
        while (word.p[--slash] != '/')
            ;
        kh_token *t = &d->tokens[d->token_count];
        memcpy(text + at, word.p, slash);
        t->span = (kh_span){ at, at + (uint32_t)slash };
        t->upos = (uint8_t)kh_upos_of((kh_view){ word.p + slash + 1, word.n - slash - 1 });
        t->head = d->token_count == w->head ? KH_NONE : w->head;
        at += (uint32_t)slash;
        text[at++] = ' ';
        d->token_count++;
    }
    d->text = (kh_view){ text, at };
    d->sentence_count = 1;
    d->sentences[0] = (kh_sentence){ .span = { 0, at }, .first = 0, .end = d->token_count, .parsed = true };
}

static void numbers_that_count(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        const row *w = &counted[i];
        kh_doc d = { 0 };
        kh_figure got = { 0 };
        kh_arena_reset(f->doc);
        read_words(&d, f->doc, w);
        if (!kh_events_figure(f->events, &d, w->head, &got))
            fail_msg("%s: no figure", w->words);
        if (got.low != w->low || got.best != w->best || got.high != w->high || got.more != w->more)
            fail_msg("%s: %d %d %d%s", w->words, (int)got.low, (int)got.best, (int)got.high, got.more ? " more" : "");
    }
}

static void numbers_of_other_things(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < sizeof uncounted / sizeof *uncounted; i++) {
        kh_doc d = { 0 };
        kh_figure got = { 0 };
        kh_arena_reset(f->doc);
        read_words(&d, f->doc, &uncounted[i]);
        if (kh_events_figure(f->events, &d, uncounted[i].head, &got))
            fail_msg("%s: %d", uncounted[i].words, (int)got.best);
    }
}

/* A sentence of nothing but numbers is read in time and gives no number beyond all measure. */
static void endless_numbers(void **state)
{
    fixture *f = *state;
    enum { WORDS = 4000 };
    char *words = kh_arena_get(f->arena, WORDS * 12 + 1);
    assert_non_null(words);
    for (int i = 0; i < WORDS; i++)
        memcpy(words + i * 12, "million/NUM ", 12);
    words[WORDS * 12 - 1] = 0;
    row w = { words, WORDS - 1, 0, 0, 0, false };
    kh_doc d = { 0 };
    kh_figure got = { 0 };
    kh_arena_reset(f->doc);
    read_words(&d, f->doc, &w);
    for (uint32_t t = 0; t < d.token_count; t++)
        if (kh_events_figure(f->events, &d, t, &got))
            assert_true(got.best <= INT64_C(1000000000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_count),
        cmocka_unit_test(numbers_of_other_things),
        cmocka_unit_test(endless_numbers),
    };
    return cmocka_run_group_tests_name("toll", tests, open_tables, close_tables);
}
