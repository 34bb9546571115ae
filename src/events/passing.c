/*
 * passing.c: nouns of acts that are named without being told. "Support for Hamas is growing", "U.S. aid to Pakistan", "the threat from the
 * group": a noun names many acts, an attitude or a subject of talk. It tells one where a verb carries it, where it takes place in a verb of
 * its own, has a time or a toll, or where it says who and whom. Violence is told by the noun alone.
 */
#include "events/draft.h"

enum { NEAR = 12 };                        /* drafts around one that may be of its sentence */

static bool is_type(const kh_event *e, const char *types) { return kh_view_has_word(kh_view_of(types), e->type); }

static bool has_toll(const kh_event *e)
{
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (e->toll[h].best >= 0)
            return true;
    return false;
}

static bool own_time(const kh_doc *doc, const kh_event *e)
{
    return e->time != KH_NONE && doc->times[e->time].first < doc->token_count && kh_doc_under(doc, doc->times[e->time].first, e->token);
}

/* "Talks began", "a rally was held" */
static bool takes_place(const run *r, uint32_t t)
{
    uint32_t head = r->doc->tokens[t].head;
    return head != KH_NONE && kh_events_is(r->doc, t, KH_NSUBJ) && r->doc->tokens[head].upos == KH_VERB &&
           kh_events_word_in(r->events, r->doc, head, KH_LIT("@happening"));
}

/* "Relief from Muscat for the villagers arrived by dhow": what the sentence is about, in the past. */
static bool is_topic_of_news(const kh_doc *doc, uint32_t t)
{
    uint32_t head = doc->tokens[t].head;
    if (head == KH_NONE || !kh_events_is(doc, t, KH_NSUBJ) || doc->tokens[head].upos != KH_VERB)
        return false;
    if (kh_view_is(doc->tokens[head].xpos, "VBD"))
        return true;
    for (uint32_t c = kh_doc_child_rel(doc, head, KH_AUXREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, head, KH_AUXREL, c))
        if (kh_view_is(doc->tokens[c].xpos, "VBD"))
            return kh_events_passive(doc, head);
    return false;
}

/* "after the departure of the troops" */
static bool is_told_as_before(const kh_doc *doc, uint32_t t)
{
    uint32_t det = kh_doc_child_rel(doc, t, KH_DETREL, KH_NONE);
    kh_view by = kh_doc_case(doc, t);
    return det != KH_NONE && kh_events_lemma_in(doc, det, "the") && kh_view_has_word(KH_LIT("after|following|follow|since|amid"), by) &&
           kh_doc_child_rel(doc, t, KH_NMOD, KH_NONE) != KH_NONE;
}

/* Whom the noun names by its own words, and not by what was told before. */
static uint32_t clear(const kh_doc *doc, const uint32_t *list, uint32_t n)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        count += doc->actors[list[i]].named || doc->actors[list[i]].country[0][0] || doc->actors[list[i]].sector[0];
    return count;
}

/* "rejected their offer", "denies the threats": another act is about it. */
static bool is_answered(const run *r, uint32_t i)
{
    uint32_t sentence = r->doc->tokens[r->drafts[i].event.token].sentence;
    for (uint32_t k = i > NEAR ? i - NEAR : 0; k < r->count && k < i + NEAR; k++)
        if (r->drafts[k].event.about == i && r->doc->tokens[r->drafts[k].event.token].sentence == sentence && r->drafts[k].into == KH_NONE)
            return true;
    return false;
}

bool kh_events_is_passing(const run *r, uint32_t i)
{
    const kh_doc *doc = r->doc;
    const draft *d = &r->drafts[i];
    const kh_event *e = &d->event;
    if (d->sense->pos != 'n' || is_type(e, "ASSAULT|PROTEST") || e->status != KH_OCCURRED || d->clause != e->token || has_toll(e))
        return false;
    if (kh_events_word_in(r->events, doc, e->token, KH_LIT("@attitude")))
        return true;
    if (own_time(doc, e) || takes_place(r, e->token) || is_answered(r, i))
        return false;
    uint32_t actors = clear(doc, d->actors, e->actor_count), recipients = clear(doc, d->recipients, e->recipient_count);
    if (actors > 0 && e->about != KH_NONE)
        return false;                      /* "their demand that he resign" */
    bool both = actors > 0 && recipients > 0, topic = is_topic_of_news(doc, e->token);
    if (both && (topic || !is_type(e, "SUPPORT|AID|THREATEN|AGREE|COOPERATE")))
        return false;
    if (is_type(e, "SUPPORT|AID|THREATEN|AGREE|COOPERATE|CONSULT|REQUEST|REJECT|ACCUSE"))
        return true;
    if (topic && actors + recipients > 0)
        return false;
    if (actors + recipients > 0 && is_told_as_before(doc, e->token))
        return false;
    bool placed = e->place != KH_NONE && kh_doc_under(doc, doc->places[e->place].first, e->token);
    return !placed || actors + recipients == 0;
}
