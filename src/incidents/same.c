/*
 * same.c: whether two events tell one act. The same headline, lead and body, a noun that points back, a toll that is told again.
 * Times and places that differ, or sides that are both named and differ, part them.
 */
#include "incidents/same.h"

#include <string.h>

enum {
    NEAR = 3,              /* sentences in which a like act is the same; by eye on own stories */
    HEADLINE_REACH = 12    /* sentences in which a headline's act is told again, and in which "the attack" finds the attack */
};

static bool role_like(const kh_actor *a, const kh_actor *b, const kh_doc *doc)
{
    if (a->id.n || b->id.n || a->named || b->named)
        return false;
    bool apart = a->country[0][0] && b->country[0][0] && strcmp(a->country[0], b->country[0]);
    return !apart && kh_view_eq(doc->tokens[a->head].lemma, doc->tokens[b->head].lemma);
}

static bool shares(const kh_doc *doc, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    for (uint32_t i = 0; i < an; i++)
        for (uint32_t k = 0; k < bn; k++)
            if (a[i] == b[k] || doc->actors[a[i]].entity == doc->actors[b[k]].entity || role_like(&doc->actors[a[i]], &doc->actors[b[k]], doc))
                return true;
    return false;
}

/* "the commander", "the targeted individual": of what side is only guessed from the noun. */
static bool bare(const kh_actor *a) { return !a->id.n && !a->named && !a->country[0][0]; }

/* Could the two be one: countries that meet or are not told, the same sector or none told, no two different known bodies. */
static bool could_be(const kh_actor *a, const kh_actor *b)
{
    if (bare(a) || bare(b))
        return true;
    if ((a->id.n && b->id.n && !kh_view_eq(a->id, b->id)) || (a->sector[0] && b->sector[0] && strcmp(a->sector, b->sector)))
        return false;
    if (!a->country[0][0] || !b->country[0][0])
        return true;
    for (int i = 0; i < KH_COUNTRIES && a->country[i][0]; i++)
        for (int k = 0; k < KH_COUNTRIES && b->country[k][0]; k++)
            if (strcmp(a->country[i], b->country[k]) == 0)
                return true;
    return false;
}

/* Nobody told on one of the sides, or a pair that could be one. */
static bool may_share(const kh_doc *doc, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    for (uint32_t i = 0; i < an; i++)
        for (uint32_t k = 0; k < bn; k++)
            if (could_be(&doc->actors[a[i]], &doc->actors[b[k]]))
                return true;
    return an == 0 || bn == 0;
}

static bool definite(const kh_doc *doc, uint32_t t)
{
    if (doc->tokens[t].upos != KH_NOUN)
        return false;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_DETREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_DETREL, c)) {
        kh_view l = doc->tokens[c].lemma;
        if (kh_view_is(l, "the") || kh_view_is(l, "this") || kh_view_is(l, "that") || kh_view_is(l, "these"))
            return true;
    }
    return false;
}

/* "his arrest": of one told of before */
static bool possessed(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if (doc->tokens[c].sub == KH_SUB_POSS && doc->tokens[c].upos == KH_PRON)
            return doc->tokens[t].upos == KH_NOUN;
    return false;
}

/* "the commander", "the suspected insurgent" alone: somebody told of before. */
static bool all_definite(const kh_doc *doc, const uint32_t *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!definite(doc, doc->actors[list[i]].head))
            return false;
    return n > 0;
}

static bool in_headline(const kh_doc *doc, const kh_event *e)
{
    uint32_t block = doc->sentences[doc->tokens[e->token].sentence].block;
    return block < doc->block_count && doc->blocks[block].role == KH_ROLE_TITLE;
}

/* The same harm to the same number, more than one. */
static bool same_toll(const kh_event *a, const kh_event *b)
{
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (a->toll[h].best > 1 && a->toll[h].best == b->toll[h].best)
            return true;
    return false;
}

static bool toll_differs(const kh_event *a, const kh_event *b)
{
    return a->toll[KH_KILLED].best >= 0 && b->toll[KH_KILLED].best >= 0 && a->toll[KH_KILLED].best != b->toll[KH_KILLED].best;
}

static bool parted(const kh_event *a, const kh_event *b)
{
    bool days = a->day != KH_NO_DAY && b->day != KH_NO_DAY && a->time != KH_NONE && b->time != KH_NONE && (a->last < b->day || b->last < a->day);
    return days || a->background != b->background;
}

bool kh_incidents_same(const kh_doc *doc, const kh_event *a, const kh_event *b)
{
    const kh_token *ta = &doc->tokens[a->token], *tb = &doc->tokens[b->token];
    uint32_t apart = tb->sentence - ta->sentence;
    bool word = kh_view_eq(ta->lemma, tb->lemma), type = kh_view_eq(a->type, b->type);
    bool back = (definite(doc, b->token) || possessed(doc, b->token)) && apart > 0;
    /* "two drone strikes ... the strikes": the bare noun may have been read in another sense */
    if ((!type && !(back && word)) || a->status != b->status || parted(a, b))
        return false;
    bool actor = shares(doc, a->actors, a->actor_count, b->actors, b->actor_count);
    bool recipient = shares(doc, a->recipients, a->recipient_count, b->recipients, b->recipient_count);
    if (type && same_toll(a, b) && (actor || a->actor_count == 0 || b->actor_count == 0))
        return true;
    if (type && word && in_headline(doc, a) && !in_headline(doc, b) && apart <= HEADLINE_REACH && !toll_differs(a, b) &&
        may_share(doc, a->actors, a->actor_count, b->actors, b->actor_count) &&
        may_share(doc, a->recipients, a->recipient_count, b->recipients, b->recipient_count))
        return true;                                                       /* the lead tells a headline again in other words */
    if (type && a->mode.n && kh_view_eq(a->mode, b->mode) && apart > 0 && apart <= HEADLINE_REACH && b->recipient_count == 1 &&
        all_definite(doc, b->recipients, b->recipient_count) && may_share(doc, a->actors, a->actor_count, b->actors, b->actor_count) &&
        a->recipient_count && may_share(doc, a->recipients, a->recipient_count, b->recipients, b->recipient_count))
        return true;                                                       /* "captured a leader ... the leader was detained" */
    if (type && a->mode.n && kh_view_eq(a->mode, b->mode) && apart > 0 && apart <= NEAR && actor && !toll_differs(a, b) &&
        all_definite(doc, b->actors, b->actor_count) && may_share(doc, a->recipients, a->recipient_count, b->recipients, b->recipient_count))
        return true;                                                       /* "a bomber killed ten. The attacker drove into a bus" */
    if ((a->actor_count && b->actor_count && !actor) || (a->recipient_count && b->recipient_count && !recipient) || toll_differs(a, b))
        return false;
    bool place = a->place != KH_NONE && a->place == b->place;
    if (in_headline(doc, a) && apart > 0 && apart <= HEADLINE_REACH)
        return actor || (recipient && (word || a->actor_count == 0 || b->actor_count == 0));
    bool returns = back && word && (actor || b->actor_count + b->recipient_count == 0);       /* "the attack", far below, by the same or nobody */
    if (apart > (returns ? HEADLINE_REACH : NEAR))
        return false;
    if (back)
        return actor || recipient || place || b->actor_count + b->recipient_count == 0;
    return word && actor && apart > 0;
}
