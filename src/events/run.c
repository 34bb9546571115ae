/* run.c: the stage's order of work, and what it hands over. */
#include "events/draft.h"

#include <stdlib.h>
#include <string.h>

static void *kept(kh_arena *arena, const void *from, size_t n, size_t size)
{
    void *p = kh_arena_array(arena, n + 1, size);
    if (p && n > 0)
        memcpy(p, from, n * size);
    return p;
}

kh_status kh_events_keep_lists(kh_doc *doc, const draft *d, kh_event *e, kh_error *err)
{
    e->actors = kept(doc->arena, d->actors, e->actor_count, sizeof *e->actors);
    e->recipients = kept(doc->arena, d->recipients, e->recipient_count, sizeof *e->recipients);
    e->mentions = kh_arena_array(doc->arena, d->mention_count + 1, sizeof *e->mentions);
    e->mention_count = e->mentions ? d->mention_count + 1 : 0;
    for (uint32_t i = 0; i < e->mention_count; i++)
        e->mentions[i] = i ? d->mentions[i - 1] : e->trigger;
    return e->actors && e->recipients && e->mentions ? kh_events_keep_tolls(doc, d, e, err) : kh_arena_fail(doc->arena, err);
}

static int by_trigger(const void *a, const void *b)
{
    const draft *x = a, *y = b;
    if (x->event.trigger.from != y->event.trigger.from)
        return x->event.trigger.from < y->event.trigger.from ? -1 : 1;
    return x->event.token < y->event.token ? -1 : x->event.token > y->event.token;
}

/* "The attack" that adds nothing is a further mention of the one it points at. */
static void join_mention(run *r, draft *d)
{
    draft *to = &r->drafts[d->recalled];
    for (int steps = 0; to->dropped && to->into != KH_NONE && steps < KH_MAX_ROLE; steps++)
        to = &r->drafts[to->into];
    if (!to->dropped)
        kh_events_mention(to, d->event.trigger);
}

static kh_status refuse_drafts(run *r, kh_error *err)
{
    kh_status s = kh_topics_count(&r->events->topics, r->doc, r->scratch, &r->about, err);
    for (size_t i = 0; s == KH_OK && i < r->count; i++) {
        kh_events_drill(r, &r->drafts[i]);
        r->drafts[i].event.background = r->drafts[i].event.background || kh_events_is_past(r, (uint32_t)i);
    }
    for (size_t i = 0; s == KH_OK && i < r->count; i++) {
        draft *d = &r->drafts[i];
        if (d->dropped)
            continue;
        kh_events_sides(r->doc, d);
        d->event.background = d->event.background || kh_events_goes_with_past(r, (uint32_t)i);
        if (kh_events_only_recalls(r->doc, d)) {
            d->dropped = true;
            join_mention(r, d);
            continue;
        }
        const char *reason = kh_events_reason_against(r, (uint32_t)i);
        d->dropped = reason != NULL;
        if (reason)
            s = kh_events_refuse(r, d->event.token, d->event.rule, reason, err);
        else {
            d->event.confidence = kh_events_sure(r->doc, d);
            kh_events_contexts(r, d);
        }
    }
    return s;
}

static kh_status hand_over(run *r, kh_error *err)
{
    kh_doc *doc = r->doc;
    kh_status refused = refuse_drafts(r, err);
    if (refused != KH_OK)
        return refused;
    for (size_t i = 0; i < r->count; i++) {
        kh_event *e = &r->drafts[i].event;
        if (e->about != KH_NONE)
            e->about = r->drafts[e->about].dropped ? KH_NONE : r->drafts[e->about].event.token;
    }
    if (r->count > 1)
        qsort(r->drafts, r->count, sizeof *r->drafts, by_trigger);
    doc->events = kh_arena_array(doc->arena, r->count + 1, sizeof *doc->events);
    if (!doc->events)
        return kh_arena_fail(doc->arena, err);
    doc->event_count = 0;
    for (size_t i = 0; i < r->count; i++) {
        draft *d = &r->drafts[i];
        if (d->dropped)
            continue;
        kh_event *e = &d->event;
        e->factuality = kh_events_factuality(d);
        kh_status s = kh_events_keep_lists(doc, d, e, err);
        if (s != KH_OK)
            return s;
        doc->events[doc->event_count++] = *e;
    }
    for (uint32_t i = 0; i < doc->event_count; i++) {
        uint32_t token = doc->events[i].about;
        doc->events[i].about = KH_NONE;
        for (uint32_t k = 0; k < doc->event_count && token != KH_NONE; k++)
            if (doc->events[k].token == token)
                doc->events[i].about = k;
    }
    kh_status st = kh_events_keep_statements(r, err);
    if (st != KH_OK)
        return st;
    doc->refusals = kept(doc->arena, r->refusals, r->refusal_count, sizeof *r->refusals);
    doc->refusal_count = (uint32_t)r->refusal_count;
    return doc->refusals ? KH_OK : kh_arena_fail(doc->arena, err);
}

/* What the drafts of the sentence at hand say of each other. */
static kh_status join(run *r, kh_error *err)
{
    size_t end = r->count;
    kh_status st = KH_OK;
    for (size_t k = r->from; k < end; k++)
        kh_events_recall(r, (uint32_t)k);
    for (size_t k = r->from; k < end; k++)
        kh_events_fold(r, (uint32_t)k);
    for (size_t k = r->from; k < end; k++)
        kh_events_link(r, (uint32_t)k);
    for (size_t k = r->from; st == KH_OK && k < end; k++)
        st = kh_events_parts(r, (uint32_t)k, err);
    return st;
}

kh_status kh_events_run(const kh_events *events, kh_doc *doc, const kh_learned *learned, kh_arena *scratch, kh_error *err)
{
    run r = { .events = events, .doc = doc, .scratch = scratch, .learned = learned, .author = kh_events_author(doc), .label = KH_NONE };
    r.consumed = kh_arena_array(scratch, (size_t)doc->token_count + 1, sizeof *r.consumed);
    if (!r.consumed)
        return kh_arena_fail(scratch, err);
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        const kh_sentence *s = &doc->sentences[i];
        if (!s->parsed || s->foreign || (s->block < doc->block_count && !kh_role_is_coded(doc->blocks[s->block].role)))
            continue;
        r.from = r.count;
        kh_status st = kh_events_statements(&r, s, err);
        if (st != KH_OK)
            return st;
        for (int verbs = 1; verbs >= 0; verbs--)       /* verbs first: their idioms claim nouns */
            for (uint32_t t = s->first; t < s->end; t++) {
                uint8_t u = doc->tokens[t].upos;
                bool fits = verbs ? u == KH_VERB : u == KH_NOUN || u == KH_PROPN || u == KH_ADJ;
                st = fits ? kh_events_draft(&r, t, err) : KH_OK;
                if (st != KH_OK)
                    return st;
            }
        st = join(&r, err);
        if (st != KH_OK)
            return st;
        kh_events_ascribe(&r, s);
        kh_events_tell(&r, s);
    }
    kh_status st = kh_events_judge(&r, err);
    if (st == KH_OK)
        st = hand_over(&r, err);
    return st;
}
