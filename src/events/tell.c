/*
 * tell.c: tolls told apart from their act: by a word that is no act ("12 dead", "the toll rose to 37"), in another clause, or in the
 * next sentence ("A bomb went off in a market. At least nine people were killed.").
 */
#include "events/draft.h"

#include <string.h>

enum { FAR_BACK = 2, MAX_UP = 8 };

static bool is_type(const draft *d, const char *types) { return kh_view_has_word(kh_view_of(types), d->event.type); }

static bool happened(const draft *d) { return d->event.status == KH_OCCURRED || d->event.status == KH_ONGOING; }

static bool suits(const draft *d, int harm)
{
    if (d->dropped || !happened(d))
        return false;
    switch (harm) {
    case KH_ARRESTED: return is_type(d, "COERCE") && kh_view_is(d->event.mode, "arrest");
    case KH_DISPLACED: return is_type(d, "ASSAULT|COERCE");
    default: return is_type(d, "ASSAULT");
    }
}

/* The harm that a draft tells; -1. */
static int harm_of(const draft *d)
{
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (d->event.toll[h].best >= 0 || d->event.toll[h].low >= 0 || d->event.toll[h].high >= 0)
            return h;
    return d->event.perpetrators.best >= 0 ? KH_KILLED : -1;
}

static bool counted_already(const run *r, const draft *d, int harm)
{
    for (size_t i = r->from; i < r->count; i++)
        if (d->counted[harm] != KH_NONE && r->drafts[i].counted[harm] == d->counted[harm])
            return true;
    return false;
}

/* "The president, who ruled during the war, died": an act of a clause about those who died is no cause of it. */
static bool of_their_past(const kh_doc *doc, uint32_t act, uint32_t counted)
{
    for (uint32_t n = 0, u = act; n < MAX_UP && u != KH_NONE && u != counted; n++, u = doc->tokens[u].head)
        if (doc->tokens[u].sub == KH_SUB_RELCL && doc->tokens[u].head == counted)
            return true;
    return false;
}

static uint32_t near_in_sentence(const run *r, uint32_t t, int harm, uint32_t counted)
{
    uint32_t best = KH_NONE, top = UINT32_MAX;
    for (size_t i = r->from; i < r->count; i++) {
        uint32_t u = r->drafts[i].event.token, far = u > t ? u - t : t - u;
        if (suits(&r->drafts[i], harm) && far < top && !of_their_past(r->doc, u, counted)) {
            top = far;
            best = (uint32_t)i;
        }
    }
    return best;
}

static uint32_t before(const run *r, uint32_t t, int harm)
{
    const kh_doc *doc = r->doc;
    for (size_t i = r->from; i-- > 0;) {
        const draft *b = &r->drafts[i];
        if (doc->tokens[t].sentence - doc->tokens[b->event.token].sentence > FAR_BACK)
            break;
        if (suits(b, harm) && !b->event.background)
            return (uint32_t)i;
    }
    return KH_NONE;
}

/* The act whose toll the word at t tells. */
static uint32_t act_of(const run *r, uint32_t t, int harm, uint32_t counted)
{
    uint32_t i = kh_events_act_of_harm(r, t);
    if (i != KH_NONE && suits(&r->drafts[i], harm))
        return i;
    uint32_t u = r->doc->tokens[t].head;
    for (int n = 0; n < MAX_UP && u != KH_NONE; n++, u = r->doc->tokens[u].head) {
        i = kh_events_at(r, u);
        if (i != KH_NONE && suits(&r->drafts[i], harm))
            return i;
    }
    i = near_in_sentence(r, t, harm, counted);
    return i != KH_NONE ? i : before(r, t, harm);
}

/* A word of harm that is no act of its own. */
static void tell_word(const run *r, uint32_t t)
{
    const kh_carrier *row = kh_events_carrier(r->events, r->doc, t);
    if (!row || row->harm < 0 || row->quiet)
        return;
    for (size_t i = r->from; i < r->count; i++)
        if (r->drafts[i].event.token == t)
            return;
    draft d;
    memset(&d, 0, sizeof d);
    kh_events_blank(&d.event);
    d.event.token = d.clause = t;
    for (int h = 0; h < KH_HARM_COUNT; h++)
        d.counted[h] = KH_NONE;
    if (!kh_events_count(r, t, &d) || counted_already(r, &d, row->harm))
        return;
    d.event.status = kh_events_status(r, &d, &d.why);
    uint32_t into = happened(&d) ? act_of(r, t, row->harm, d.counted[row->harm]) : KH_NONE;
    if (into != KH_NONE)
        kh_events_pour_tolls(&d, &r->drafts[into]);
}

static bool shares(const kh_doc *doc, const draft *a, const draft *b)
{
    for (uint32_t i = 0; i < a->event.actor_count; i++)
        for (uint32_t k = 0; k < b->event.actor_count; k++)
            if (a->actors[i] == b->actors[k] || doc->actors[a->actors[i]].entity == doc->actors[b->actors[k]].entity)
                return true;
    return false;
}

static bool other_time(const kh_event *a, const kh_event *b)
{
    return a->time != KH_NONE && b->time != KH_NONE && a->day != KH_NO_DAY && b->day != KH_NO_DAY && (a->last < b->day || b->last < a->day);
}

/* Whether a later sentence's draft tells only what came of the act b: nobody else did it, no other time or place. */
static bool same_act(const run *r, const draft *d, const draft *b)
{
    const kh_doc *doc = r->doc;
    const kh_event *e = &d->event, *a = &b->event;
    if (b->dropped || !is_type(b, "ASSAULT") || !happened(b) || a->background != e->background || other_time(e, a))
        return false;
    if (e->actor_count > 0 && !shares(doc, d, b))
        return false;
    if (e->place != KH_NONE && a->place != KH_NONE && e->place != a->place && doc->places[e->place].inside != a->place &&
        doc->places[a->place].inside != e->place)
        return false;
    for (int h = 0; h < KH_HARM_COUNT; h++) {
        const kh_toll *x = &e->toll[h], *y = &a->toll[h];
        if (x->best >= 0 && y->best >= 0 && x->best != y->best && !d->more[h] && !d->total[h] && !b->weak[h])
            return false;
    }
    return true;
}

/* Those who died did it: they are the perpetrators of b. */
static bool own_dead(const kh_doc *doc, draft *d, const draft *b)
{
    for (uint32_t i = 0; i < d->event.recipient_count; i++)
        for (uint32_t k = 0; k < b->event.actor_count; k++)
            if (doc->actors[d->recipients[i]].entity == doc->actors[b->actors[k]].entity)
                return true;
    return false;
}

static void take_in(const run *r, draft *d, uint32_t i)
{
    kh_events_pour(d, &r->drafts[i]);
    d->dropped = true;
    d->into = i;
}

/* "Nine people were killed." after the blast; "all four attackers were killed" after, or beside, what they did. */
static void tell_again(const run *r, uint32_t k)
{
    const kh_doc *doc = r->doc;
    draft *d = &r->drafts[k];
    int harm = harm_of(d);
    if (d->dropped || !is_type(d, "ASSAULT") || d->sense->pos != 'v' || !happened(d) || (harm != KH_KILLED && harm != KH_INJURED))
        return;
    bool own = d->event.perpetrators.best >= 0 && d->event.toll[KH_KILLED].best < 0;
    for (size_t i = own ? k : r->from; i-- > 0;) {
        draft *b = &r->drafts[i];
        if (doc->tokens[d->event.token].sentence - doc->tokens[b->event.token].sentence > FAR_BACK)
            return;
        if (d->event.actor_count == 0 && own_dead(doc, d, b) && b->event.toll[KH_KILLED].best != d->event.toll[KH_KILLED].best) {
            d->event.perpetrators = d->event.toll[KH_KILLED];
            d->event.toll[KH_KILLED] = (kh_toll){ .low = -1, .best = -1, .high = -1 };
            d->event.recipient_count = 0;
        }
        if (same_act(r, d, b)) {
            take_in(r, d, (uint32_t)i);
            return;
        }
    }
}

/* "two tourists, who succumbed to their wounds, were killed": told twice in one sentence. */
static void told_twice(const run *r, uint32_t k)
{
    draft *d = &r->drafts[k];
    for (size_t i = r->from; i < r->count && !d->dropped; i++)
        for (int h = 0; h < KH_HARM_COUNT; h++)
            if (i != k && !r->drafts[i].dropped && d->counted[h] != KH_NONE && r->drafts[i].counted[h] == d->counted[h] && is_type(d, "ASSAULT") &&
                is_type(&r->drafts[i], "ASSAULT") && d->event.status == r->drafts[i].event.status && kh_events_is(r->doc, d->event.token, KH_ACL)) {
                take_in(r, d, (uint32_t)i);
                break;
            }
}

static bool definite(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_DETREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_DETREL, c))
        if (kh_events_lemma_in(doc, c, "the|this|these|both|all"))
            return true;
    return false;
}

/* "All four attackers were killed by the police": the dead of the act told before, not victims. The shooting of them stays an act. */
static void give_back_dead(const run *r, uint32_t k)
{
    draft *d = &r->drafts[k];
    kh_toll *killed = &d->event.toll[KH_KILLED];
    uint32_t t = d->counted[KH_KILLED];
    if (d->dropped || !happened(d) || killed->best < 0 || t == KH_NONE || !kh_events_side_word(r->events, r->doc, t, 'p') || !definite(r->doc, t))
        return;
    for (uint32_t i = k; i-- > 0;) {
        draft *b = &r->drafts[i];
        if (b->dropped || !is_type(b, "ASSAULT") || !happened(b) || shares(r->doc, d, b) || b->event.background != d->event.background)
            continue;
        if (b->event.perpetrators.best < 0)
            b->event.perpetrators = *killed;
        *killed = (kh_toll){ .low = -1, .best = -1, .high = -1 };
        return;
    }
}

void kh_events_tell(const run *r, const kh_sentence *s)
{
    for (size_t i = r->from; i < r->count; i++)
        told_twice(r, (uint32_t)i);
    for (size_t i = r->from; i < r->count; i++)
        tell_again(r, (uint32_t)i);
    for (size_t i = r->from; i < r->count; i++)
        give_back_dead(r, (uint32_t)i);
    for (uint32_t t = s->first; t < s->end; t++)
        tell_word(r, t);
}
