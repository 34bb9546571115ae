/* From a document to what a database keeps of it. */
#include "store/store.h"

#include <math.h>
#include <string.h>

/* Copies until memory ends; whoever uses it asks `failed` once at the end. */
typedef struct maker { kh_arena *arena; const kh_doc *doc; bool failed; } maker;

static kh_view keep(maker *m, kh_view v)
{
    if (!v.n)
        return (kh_view){ NULL, 0 };
    kh_view copy = kh_arena_copy(m->arena, v);
    m->failed |= !copy.p;
    return copy.p ? copy : (kh_view){ NULL, 0 };
}

static kh_view day(maker *m, int32_t days)
{
    char z[16];
    if (days == KH_NO_DAY)
        return (kh_view){ NULL, 0 };
    kh_day_write(days, z);
    return keep(m, kh_view_of(z));
}

static uint32_t country_count(const kh_actor *a)
{
    uint32_t n = 0;
    while (n < KH_COUNTRIES && a->country[n][0])
        n++;
    return n;
}

static void add_sides(maker *m, const char *role, const uint32_t *list, uint32_t count, kh_event_record *r)
{
    for (uint32_t i = 0; i < count; i++) {
        const kh_actor *a = &m->doc->actors[list[i]];
        kh_side side = { role, i, keep(m, a->id), keep(m, a->name), { NULL, 0 }, keep(m, kh_view_of(a->sector)) };
        uint32_t countries = country_count(a);
        for (uint32_t c = 0; c < (countries ? countries : 1); c++) {
            side.country = countries ? keep(m, kh_view_of(a->country[c])) : (kh_view){ NULL, 0 };
            r->sides[r->side_count++] = side;
        }
    }
}

static void make_event(maker *m, const kh_event_bytes *b, kh_event_record *r)
{
    const kh_event *e = b->event;
    *r = (kh_event_record){
        .id = keep(m, e->id), .type = keep(m, e->type), .mode = keep(m, e->mode),
        .status = kh_view_of(kh_event_status_name(e->status)), .certainty = kh_view_of(kh_certainty_name(e->certainty)),
        .day = day(m, e->day == KH_NO_DAY ? e->last : e->day), .last = day(m, e->last == KH_NO_DAY ? e->day : e->last),
        .background = e->background, .confidence = round((double)e->confidence * 100) / 100, .json = keep(m, b->json),
    };
    if (kh_link_counts(e)) {
        r->link = kh_link_write(m->doc, e, m->arena);
        m->failed |= !r->link.p;
    }
    if (e->place != KH_NONE) {
        const kh_place *p = &m->doc->places[e->place];
        r->country = keep(m, kh_view_of(p->country));
        r->located = p->resolved;
        r->lat = p->lat;
        r->lon = p->lon;
    }
    r->sides = kh_arena_array(m->arena, ((size_t)e->actor_count + e->recipient_count) * KH_COUNTRIES, sizeof *r->sides);
    m->failed |= !r->sides;
    if (!r->sides)
        return;
    add_sides(m, "actor", e->actors, e->actor_count, r);
    add_sides(m, "recipient", e->recipients, e->recipient_count, r);
}

static kh_view digest(maker *m, kh_view text)
{
    char hex[33];
    kh_digest_hex(kh_digest_of(text), hex);
    return keep(m, (kh_view){ hex, 32 });
}

/* A digest of digests, so that no byte can move from one field into the next unseen. */
static kh_view digest_all(maker *m, const kh_record *r)
{
    const kh_view fields[] = { r->title, r->outlet, r->agency, r->url, r->published, r->language, r->coded_by, r->text };
    size_t n = sizeof fields / sizeof *fields, at = 0;
    char *all = kh_arena_array(m->arena, n + r->event_count, 32);
    m->failed |= !all;
    if (!all)
        return (kh_view){ NULL, 0 };
    for (size_t i = 0; i < n + r->event_count; i++, at += 32) {
        char hex[33];
        kh_digest_hex(kh_digest_of(i < n ? fields[i] : r->events[i - n].json), hex);
        memcpy(all + at, hex, 32);
    }
    return digest(m, (kh_view){ all, at });
}

kh_status kh_record_make(const kh_doc *doc, const kh_event_bytes *events, uint32_t count, kh_arena *arena, kh_record *record, kh_error *err)
{
    maker m = { arena, doc, false };
    const kh_meta *meta = &doc->meta;
    kh_record r = {
        .id = keep(&m, meta->id), .title = keep(&m, meta->title), .outlet = keep(&m, meta->outlet), .agency = keep(&m, meta->agency),
        .url = keep(&m, meta->url), .published = keep(&m, meta->published), .language = keep(&m, meta->language),
        .text = keep(&m, doc->text), .coded_by = keep(&m, kh_view_of(doc->made_by)), .text_hash = digest(&m, doc->text),
    };
    kh_shingles_of(doc->text, &r.shingles);
    r.events = kh_arena_array(arena, count, sizeof *r.events);
    m.failed |= !r.events;
    for (uint32_t i = 0; i < count && !m.failed; i++)
        make_event(&m, &events[i], &r.events[r.event_count++]);
    if (!m.failed)
        r.digest = digest_all(&m, &r);
    if (m.failed)
        return kh_arena_fail(arena, err);
    *record = r;
    return KH_OK;
}
