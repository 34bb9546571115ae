/* roles.c: who does it and whom it is done to: the slots of a sense, filled with mentions. */
#include "events/draft.h"

#include <string.h>

void kh_events_add_actor(uint32_t *list, uint32_t *n, uint32_t actor)
{
    for (uint32_t i = 0; i < *n; i++)
        if (list[i] == actor)
            return;
    if (actor != KH_NONE && *n < KH_MAX_ROLE)
        list[(*n)++] = actor;
}

static void add_token(const kh_doc *doc, uint32_t t, uint32_t *list, uint32_t *n, uint32_t depth)
{
    uint32_t a = kh_doc_actor_of(doc, t);
    if (a != KH_NONE)
        kh_events_add_actor(list, n, a);
    else if (depth < 4)                    /* "dozens of fighters" */
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_NMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_NMOD, c))
            if (kh_view_is(kh_doc_case(doc, c), "of") &&
                (doc->tokens[t].upos == KH_NUM || kh_events_lemma_in(doc, t, "dozen|hundred|thousand|score|number|group|member|body|lot|million|couple|pair|majority|handful")))
                add_token(doc, c, list, n, depth + 1);
    if (depth < 4)
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CONJ, c))
            add_token(doc, c, list, n, depth + 1);
}

void kh_events_fill(const kh_doc *doc, uint32_t t, kh_view slots, char sep, uint32_t *list, uint32_t *n)
{
    while (slots.n > 0 && *n == 0) {
        kh_view slot = kh_view_trim(kh_view_cut(&slots, sep));
        kh_found f = { .count = 0 };
        if (slot.n > 0 && !kh_view_is(slot, "none"))
            kh_events_slot(doc, t, slot, &f);
        for (uint32_t i = 0; i < f.count; i++)
            add_token(doc, f.tokens[i], list, n, 0);
    }
}

void kh_events_roles(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    const kh_sense *s = d->sense;
    kh_events_fill(doc, e->token, s->actor, '/', d->actors, &e->actor_count);
    kh_events_fill(doc, e->token, s->recipient, '/', d->recipients, &e->recipient_count);
    if (s->pos == 'n') {
        uint32_t verb = KH_NONE;
        const kh_light *light = kh_events_light(r->events, doc, e->token, &verb);
        if (light) {
            d->clause = verb;
            if (e->actor_count == 0)
                kh_events_fill(doc, verb, light->actor, '|', d->actors, &e->actor_count);
            if (e->recipient_count == 0)
                kh_events_fill(doc, verb, light->recipient, '|', d->recipients, &e->recipient_count);
        }
    }
    /* "strikes targeting militants", "a raid aimed at smugglers" */
    for (uint32_t c = kh_doc_child_rel(doc, e->token, KH_ACL, KH_NONE); s->pos == 'n' && e->recipient_count == 0 && c != KH_NONE;
         c = kh_doc_child_rel(doc, e->token, KH_ACL, c))
        if (kh_events_lemma_in(doc, c, "target|hit|aim|kill"))
            kh_events_fill(doc, c, KH_LIT("obj/obl:at"), '/', d->recipients, &e->recipient_count);
    /* The same mention cannot do it and suffer it, unless it is mutual. */
    if (!s->sym)
        for (uint32_t i = 0; i < e->recipient_count;) {
            bool both = false;
            for (uint32_t k = 0; k < e->actor_count; k++)
                both = both || d->actors[k] == d->recipients[i];
            if (both) {
                memmove(&d->recipients[i], &d->recipients[i + 1], (e->recipient_count - i - 1) * sizeof d->recipients[0]);
                e->recipient_count--;
            } else {
                i++;
            }
        }
    if (s->sym) {
        uint32_t n = e->actor_count;
        for (uint32_t i = 0; i < e->recipient_count; i++)
            kh_events_add_actor(d->actors, &e->actor_count, d->recipients[i]);
        for (uint32_t i = 0; i < n; i++)
            kh_events_add_actor(d->recipients, &e->recipient_count, d->actors[i]);
    }
    if (s->weapon.n > 0) {
        kh_found f = { .count = 0 };
        kh_events_slot(doc, e->token, s->weapon, &f);
        if (f.count > 0)
            e->weapon = doc->tokens[f.tokens[0]].span;
    }
}
