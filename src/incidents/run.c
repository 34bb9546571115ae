/* run.c: merges events that tell the same act, numbers incidents, gives ids. */
#include "incidents/incidents.h"

#include <string.h>

static bool shares(const kh_doc *doc, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    for (uint32_t i = 0; i < an; i++)
        for (uint32_t k = 0; k < bn; k++)
            if (a[i] == b[k] || doc->actors[a[i]].entity == doc->actors[b[k]].entity)
                return true;
    return false;
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

static bool same_act(const kh_doc *doc, const kh_event *a, const kh_event *b)
{
    const kh_token *ta = &doc->tokens[a->token], *tb = &doc->tokens[b->token];
    /* "two drone strikes ... the strikes": the bare noun may have been read in another sense */
    bool again = definite(doc, b->token) && kh_view_eq(ta->lemma, tb->lemma);
    if ((!kh_view_eq(a->type, b->type) && !again) || a->status != b->status || tb->sentence - ta->sentence > 3)
        return false;
    if (a->day != KH_NO_DAY && b->day != KH_NO_DAY && a->time != KH_NONE && b->time != KH_NONE && (a->last < b->day || b->last < a->day))
        return false;
    bool actor = shares(doc, a->actors, a->actor_count, b->actors, b->actor_count);
    bool recipient = shares(doc, a->recipients, a->recipient_count, b->recipients, b->recipient_count);
    bool place = a->place != KH_NONE && a->place == b->place;
    if ((a->actor_count && b->actor_count && !actor) || (a->recipient_count && b->recipient_count && !recipient))
        return false;
    if (definite(doc, b->token) && ta->sentence != tb->sentence)
        return actor || recipient || place || b->actor_count + b->recipient_count == 0;
    return kh_view_eq(ta->lemma, tb->lemma) && actor && ta->sentence != tb->sentence;
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
    if (a->place == KH_NONE)
        a->place = b->place;
    if (a->mode.n == 0)
        a->mode = b->mode;
    if (a->time == KH_NONE && b->time != KH_NONE) {
        a->time = b->time;
        a->day = b->day;
        a->last = b->last;
        a->date_precision = b->date_precision;
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
        for (uint32_t a = b; a-- > 0 && into[b] == b;) {
            if (doc->tokens[doc->events[b].token].sentence - doc->tokens[doc->events[a].token].sentence > 3)
                break;
            if (into[a] == a && same_act(doc, &doc->events[a], &doc->events[b])) {
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
