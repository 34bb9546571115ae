/* fold.c: what belongs together: a toll and its act, a saying and what it is about. */
#include "events/draft.h"

#include <string.h>

static uint32_t draft_at(const run *r, uint32_t token)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->drafts[i].event.token == token && !r->drafts[i].dropped)
            return (uint32_t)i;
    return KH_NONE;
}

/* "The bombing killed 12", "a bombing, killing 12": one act. */
void kh_events_fold(run *r, uint32_t i)
{
    kh_doc *doc = r->doc;
    draft *d = &r->drafts[i];
    if (kh_events_harm(doc, d->event.token) < 0 || !kh_view_is(d->event.type, "ASSAULT") || d->sense->pos == 'n')
        return;
    uint32_t into = KH_NONE, head = doc->tokens[d->event.token].head;
    kh_found f = { .count = 0 };
    kh_events_slot(doc, d->event.token, KH_LIT("subj"), &f);
    kh_events_slot(doc, d->event.token, KH_LIT("obl:in"), &f);
    for (uint32_t k = 0; k < f.count && into == KH_NONE; k++)
        if (doc->tokens[f.tokens[k]].upos == KH_NOUN)
            into = draft_at(r, f.tokens[k]);
    if (into == KH_NONE && head != KH_NONE &&
        (kh_events_is(doc, d->event.token, KH_ADVCL) || (kh_events_is(doc, d->event.token, KH_CONJ) && kh_events_harm(doc, head) >= 0)))
        into = draft_at(r, head);
    if (into == KH_NONE || into == i || !kh_view_is(r->drafts[into].event.type, "ASSAULT"))
        return;
    if (r->drafts[into].dropped && r->drafts[into].into != KH_NONE)
        into = r->drafts[into].into;
    draft *to = &r->drafts[into];
    if (to->event.status != d->event.status)
        return;
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (to->event.toll[h].best < 0)
            to->event.toll[h] = d->event.toll[h];
    for (uint32_t k = 0; k < d->event.recipient_count; k++)
        kh_events_add_actor(to->recipients, &to->event.recipient_count, d->recipients[k]);
    if (to->event.actor_count == 0)
        for (uint32_t k = 0; k < d->event.actor_count; k++)
            kh_events_add_actor(to->actors, &to->event.actor_count, d->actors[k]);
    if (to->event.place == KH_NONE)
        to->event.place = d->event.place;
    if (to->event.time == KH_NONE && d->event.time != KH_NONE) {
        to->event.time = d->event.time;
        to->event.day = d->event.day;
        to->event.last = d->event.last;
        to->event.date_precision = d->event.date_precision;
    }
    to->event.background = to->event.background || d->event.background;
    d->dropped = true;
    d->into = into;
}

void kh_events_link(run *r, uint32_t i)
{
    kh_doc *doc = r->doc;
    draft *d = &r->drafts[i];
    kh_view all = d->dropped ? (kh_view){ 0 } : d->sense->about;
    while (all.n > 0 && d->event.about == KH_NONE) {
        kh_view part = kh_view_trim(kh_view_cut(&all, '/'));
        const char *colon = part.n ? memrchr(part.p, ':', part.n) : NULL;
        if (!colon)
            continue;
        kh_view slot = { part.p, (size_t)(colon - part.p) }, name = { colon + 1, part.n - slot.n - 1 };
        kh_found f = { .count = 0 };
        kh_events_slot(doc, d->event.token, slot, &f);
        uint32_t best = KH_NONE, top = UINT32_MAX;
        for (uint32_t k = 0; k < f.count; k++)
            for (uint32_t j = 0; j < r->count; j++) {
                uint32_t t = r->drafts[j].event.token, depth = 0;
                if (j == i || r->drafts[j].dropped || !kh_doc_under(doc, t, f.tokens[k]))
                    continue;
                for (uint32_t u = t; u != f.tokens[k] && u != KH_NONE && depth < 64; u = doc->tokens[u].head)
                    depth++;
                if (depth < top) {
                    top = depth;
                    best = j;
                }
            }
        if (best == KH_NONE)
            continue;
        draft *to = &r->drafts[best];
        d->event.about = best;
        for (int s = 0; s < KH_EVENT_STATUS_COUNT; s++)
            if (kh_view_is(name, kh_event_status_name((kh_event_status)s)))
                to->event.status = (kh_event_status)s;
        if (kh_view_is(d->event.type, "ACCUSE") && to->event.certainty == KH_FACT && to->event.status == KH_HYPOTHETICAL) {
            to->event.certainty = KH_ALLEGED;
            to->event.source = d->event.actor_count ? d->actors[0] : KH_NONE;
            to->event.cue = d->event.trigger;
        }
        bool other = kh_view_is(d->event.type, "ACCUSE") || kh_view_is(d->event.type, "REQUEST");
        if (to->event.actor_count == 0)
            for (uint32_t k = 0; k < (other ? d->event.recipient_count : d->event.actor_count); k++)
                kh_events_add_actor(to->actors, &to->event.actor_count, other ? d->recipients[k] : d->actors[k]);
    }
}
