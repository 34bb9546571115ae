/* gate.c: can a sentence hold an event? Asked before it is tagged, so of forms alone; in doubt the answer is yes. */
#include "events/toll.h"

#include <string.h>

enum { WORD = 64 };

typedef bool (*visit)(void *ctx, kh_view lemma);

/* Endings and what may stand in their place in a lemma; behind "" a doubled consonant may be one. */
static const struct { const char *end, *put; } endings[] = {
    { "ies", "y" }, { "ied", "y" }, { "ying", "ie" }, { "ves", "f" }, { "ves", "fe" }, { "men", "man" }, { "es", "" }, { "s", "" },
    { "ed", "e" },  { "ed", "" },   { "ing", "e" },   { "ing", "" },  { "er", "" },    { "er", "e" },
};

static size_t fold(kh_view form, char room[WORD])
{
    size_t n = form.n < WORD - 4 ? form.n : WORD - 4;
    for (size_t i = 0; i < n; i++)
        room[i] = form.p[i] >= 'A' && form.p[i] <= 'Z' ? (char)(form.p[i] + 32) : form.p[i];
    return n;
}

/* British forms as the tables have them: criticise -> criticize. */
static bool visit_both(visit say, void *ctx, char *room, size_t n)
{
    if (say(ctx, (kh_view){ room, n }))
        return true;
    if (n < 5 || memcmp(room + n - 3, "ise", 3) != 0)
        return false;
    room[n - 2] = 'z';
    bool yes = say(ctx, (kh_view){ room, n });
    room[n - 2] = 's';
    return yes;
}

/* Calls `say` with each lemma that the token may have, until it says yes. */
static bool any_lemma(const kh_events *e, const kh_doc *doc, uint32_t t, visit say, void *ctx)
{
    char small[WORD], room[WORD + 4];
    size_t n = fold(kh_doc_form(doc, t), small);
    kh_view form = { small, n };
    const uint32_t *irregular = kh_map_find(&e->forms, form);
    memcpy(room, small, n);
    if (visit_both(say, ctx, room, n) || (irregular && say(ctx, e->lemmas[*irregular - 1])))
        return true;
    size_t guess = fold(doc->tokens[t].lemma, room);       /* what the language stage has for the form */
    if (guess && visit_both(say, ctx, room, guess))
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t end = strlen(endings[i].end), put = strlen(endings[i].put);
        if (n < end + 2 || memcmp(small + n - end, endings[i].end, end) != 0)
            continue;
        size_t stem = n - end;
        memcpy(room, small, stem);
        memcpy(room + stem, endings[i].put, put);
        if (visit_both(say, ctx, room, stem + put))
            return true;
        if (put == 0 && stem > 2 && room[stem - 1] == room[stem - 2] && say(ctx, (kh_view){ room, stem - 1 }))
            return true;
    }
    return false;
}

typedef struct asked { const kh_events *events; const kh_doc *doc; uint32_t first, end; kh_view words; } asked;

static bool among(void *ctx, kh_view lemma) { return kh_view_has_word(((const asked *)ctx)->words, lemma); }

/* Does some word of the sentence stand among `words` (joined by '|')? */
static bool has_word(asked a, kh_view words)
{
    a.words = words;
    for (uint32_t t = a.first; t < a.end; t++)
        if (any_lemma(a.events, a.doc, t, among, &a))
            return true;
    return false;
}

/* The words that a row asks for beside its head; classes are left to the tree, and so is where the words stand. A row without a type
 * keeps others from coding. */
static bool may_hold(const asked *a, const kh_sense *s)
{
    if (kh_view_is(s->type, "-"))
        return false;
    for (uint32_t k = 0; k < s->near_count; k++)
        if (!has_word(*a, s->near[k]))
            return false;
    for (uint32_t k = 0; k < s->need_count; k++) {
        const kh_need *n = &s->needs[k];
        if (!n->unlike && n->words.n && !memchr(n->words.p, '@', n->words.n) && !kh_view_is(n->words, "*") && !has_word(*a, n->words))
            return false;
    }
    return true;
}

static bool is_trigger(void *ctx, kh_view lemma)
{
    const asked *a = ctx;
    const uint32_t *first = kh_map_find(&a->events->sense_of, lemma);
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = a->events->senses[i].next)
        if (may_hold(a, &a->events->senses[i]))
            return true;
    return kh_events_tells_harm(a->events->counts, lemma);
}

static bool holds(const kh_events *e, const kh_doc *doc, uint32_t first, uint32_t end)
{
    asked a = { e, doc, first, end, { NULL, 0 } };
    if (has_word(a, KH_LIT("responsibility|credit")))
        return true;                               /* who claims an act of the sentence before */
    for (uint32_t t = first; t < end && end - first > 1; t++)
        if (any_lemma(e, doc, t, is_trigger, &a))
            return true;
    return false;
}

/* Does it speak of somebody whom the sentence before has named? */
static bool leans_back(const kh_doc *doc, uint32_t first, uint32_t end)
{
    char room[WORD];
    for (uint32_t t = first; t < end; t++)
        if (kh_view_has_word(KH_LIT("he|she|they|him|them|his|her|their"), (kh_view){ room, fold(kh_doc_form(doc, t), room) }))
            return true;
    return false;
}

bool kh_events_want(void *ctx, const kh_doc *doc, uint32_t first, uint32_t end)
{
    enum { HEAD = 2 };                             /* the title and the lead name the people and the place of the rest */
    uint32_t next = first < end ? doc->tokens[first].sentence + 1 : 0;
    if (first >= end || next <= HEAD || holds(ctx, doc, first, end))
        return first < end;
    if (next >= doc->sentence_count)
        return false;
    const kh_sentence *s = &doc->sentences[next];
    return leans_back(doc, s->first, s->end) && holds(ctx, doc, s->first, s->end);
}
