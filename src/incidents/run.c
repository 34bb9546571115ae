/* run.c: merges events that tell the same act, numbers incidents, gives ids. */
#include "incidents/incidents.h"
#include "incidents/same.h"

#include <string.h>

/* Is b a better place of the act than a: any for none, the text's for the dateline's, a town's for a country's? */
static bool better_place(const kh_doc *doc, uint32_t a, uint32_t b)
{
    if (a == KH_NONE || b == KH_NONE || a == b)
        return a == KH_NONE;
    const kh_place *p = &doc->places[a], *q = &doc->places[b];
    if (p->dateline != q->dateline)
        return p->dateline;
    return p->resolved && q->resolved && kh_view_is(p->kind, "country") && q->precision < p->precision &&
           kh_view_eq(kh_view_of(p->country), kh_view_of(q->country));
}

static kh_status merge(kh_doc *doc, kh_event *a, const kh_event *b, kh_error *err)
{
    kh_span *m = kh_arena_array(doc->arena, a->mention_count + b->mention_count + 1, sizeof *m);
    if (!m)
        return kh_arena_fail(doc->arena, err);
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->mention_count; i++)
        m[n++] = a->mentions[i];
    if (b->mention_count == 0)
        m[n++] = b->trigger;
    for (uint32_t i = 0; i < b->mention_count; i++)
        m[n++] = b->mentions[i];
    a->mentions = m;
    a->mention_count = n;
    if (a->actor_count == 0) {
        a->actors = b->actors;
        a->actor_count = b->actor_count;
    }
    if (a->recipient_count == 0) {
        a->recipients = b->recipients;
        a->recipient_count = b->recipient_count;
    }
    if (better_place(doc, a->place, b->place))
        a->place = b->place;
    if (a->mode.n == 0)
        a->mode = b->mode;
    if (a->time == KH_NONE && b->time != KH_NONE) {
        a->time = b->time;
        a->day = b->day;
        a->last = b->last;
        a->date_precision = b->date_precision;
    }
    if (a->certainty == KH_FACT && b->certainty == KH_CLAIMED) {          /* a claim told later is a claim of the act */
        a->certainty = b->certainty;
        a->source = b->source;
        a->cue = b->cue;
    }
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (a->toll[h].best < 0)
            a->toll[h] = b->toll[h];
    return KH_OK;
}

static kh_status give_id(kh_doc *doc, kh_event *e, kh_arena *scratch, kh_error *err)
{
    kh_view key = kh_arena_printf(scratch, "%.*s|%u|%u|%.*s|%d", (int)doc->meta.id.n, doc->meta.id.n ? doc->meta.id.p : "", e->trigger.from,
                                  e->trigger.to, (int)e->type.n, e->type.n ? e->type.p : "", (int)e->status);
    if (!key.p)
        return kh_arena_fail(scratch, err);
    char hex[33];
    kh_digest_hex(kh_digest_of(key), hex);
    e->id = kh_arena_printf(doc->arena, "e:%.16s", hex);
    return e->id.p ? KH_OK : kh_arena_fail(doc->arena, err);
}

kh_status kh_incidents_run(kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    uint32_t n = doc->event_count;
    uint32_t *into = kh_arena_array(scratch, n + 1, sizeof *into);     /* event -> event that took it in */
    if (!into)
        return kh_arena_fail(scratch, err);
    for (uint32_t b = 0; b < n; b++) {
        into[b] = b;
        for (uint32_t a = b; a-- > 0 && b - a <= KH_INCIDENTS_REACH && into[b] == b;) {
            if (into[a] == a && kh_incidents_same(doc, &doc->events[a], &doc->events[b])) {
                into[b] = a;
                kh_status s = merge(doc, &doc->events[a], &doc->events[b], err);
                if (s != KH_OK)
                    return s;
            }
        }
    }
    uint32_t *place = kh_arena_array(scratch, n + 1, sizeof *place), kept = 0;   /* old index -> new one */
    if (!place)
        return kh_arena_fail(scratch, err);
    for (uint32_t i = 0; i < n; i++)
        place[i] = into[i] == i ? kept++ : place[into[i]];
    for (uint32_t i = 0, k = 0; i < n; i++)
        if (into[i] == i)
            doc->events[k++] = doc->events[i];
    doc->event_count = kept;
    for (uint32_t i = 0; i < kept; i++) {
        kh_event *e = &doc->events[i];
        if (e->about != KH_NONE)
            e->about = place[e->about] == i ? KH_NONE : place[e->about];
        e->incident = i;
        kh_status s = give_id(doc, e, scratch, err);
        if (s != KH_OK)
            return s;
    }
    return KH_OK;
}
