/* A result's events as flat rows, and into a store. */
#include "result.h"

#include "export/export.h"
#include "store/store.h"

/* ------------------------------------------------------------------ rows */

typedef struct joiner { kh_buffer *out; kh_arena *arena; bool failed; } joiner;

static kh_view take(joiner *j)
{
    kh_view v = j->out->n ? kh_arena_copy(j->arena, (kh_view){ j->out->p, j->out->n }) : (kh_view){ NULL, 0 };
    j->failed |= j->out->failed || (j->out->n && !v.p);
    kh_buffer_clear(j->out);
    return v;
}

static void add(joiner *j, const char *between, kh_view v)
{
    if (j->out->n && v.n)
        kh_buffer_text(j->out, between);
    kh_buffer_view(j->out, v);
}

static kh_view names(joiner *j, const kh_doc *doc, const uint32_t *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const kh_actor *a = &doc->actors[list[i]];
        add(j, ", ", a->name.n ? a->name : kh_doc_view(doc, a->span));
    }
    return take(j);
}

static bool seen_before(const kh_doc *doc, const uint32_t *list, uint32_t at, kh_view country)
{
    for (uint32_t i = 0; i < at; i++)
        for (int c = 0; c < KH_COUNTRIES && doc->actors[list[i]].country[c][0]; c++)
            if (kh_view_is(country, doc->actors[list[i]].country[c]))
                return true;
    return false;
}

static kh_view countries(joiner *j, const kh_doc *doc, const uint32_t *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        for (int c = 0; c < KH_COUNTRIES && doc->actors[list[i]].country[c][0]; c++) {
            kh_view country = kh_view_of(doc->actors[list[i]].country[c]);
            if (!seen_before(doc, list, i, country))
                add(j, "|", country);
        }
    return take(j);
}

/* A day, or the first and the last as ISO 8601 joins them. */
static kh_view date(joiner *j, const kh_event *e)
{
    int32_t day = e->day == KH_NO_DAY ? e->last : e->day, last = e->last == KH_NO_DAY ? e->day : e->last;
    char z[16];
    if (day == KH_NO_DAY)
        return (kh_view){ NULL, 0 };
    kh_day_write(day, z);
    kh_buffer_text(j->out, z);
    if (last != day) {
        kh_day_write(last, z);
        kh_buffer_printf(j->out, "/%s", z);
    }
    return take(j);
}

static kh_event_row make_row(joiner *j, const kh_doc *doc, const kh_event *e)
{
    kh_event_row row = {
        .id = e->id, .type = e->type, .mode = e->mode, .status = kh_view_of(kh_event_status_name(e->status)),
        .certainty = kh_view_of(kh_certainty_name(e->certainty)), .background = e->background, .confidence = (double)e->confidence,
        .actor = names(j, doc, e->actors, e->actor_count), .recipient = names(j, doc, e->recipients, e->recipient_count),
        .actor_country = countries(j, doc, e->actors, e->actor_count),
        .recipient_country = countries(j, doc, e->recipients, e->recipient_count), .date = date(j, e),
        .killed = e->toll[KH_KILLED].best, .injured = e->toll[KH_INJURED].best, .start = e->trigger.from, .end = e->trigger.to,
        .sentence_start = e->sentence.from, .sentence_end = e->sentence.to, .rule = e->rule,
    };
    if (e->place != KH_NONE) {
        const kh_place *p = &doc->places[e->place];
        row.place = p->name.n ? p->name : kh_doc_view(doc, p->span);
        row.place_country = kh_view_of(p->country);
    }
    return row;
}

kh_status kh_result_make_rows(kh_result *r, kh_error *err)
{
    kh_buffer out;
    kh_buffer_init(&out, NULL, 0);
    joiner j = { &out, r->arena, false };
    r->rows = kh_arena_array(r->arena, r->doc.event_count, sizeof *r->rows);
    for (uint32_t i = 0; r->rows && i < r->doc.event_count; i++)
        if (kh_result_keeps(r, &r->doc.events[i]))
            r->rows[r->row_count++] = make_row(&j, &r->doc, &r->doc.events[i]);
    kh_buffer_release(&out);
    return r->rows && !j.failed ? KH_OK : kh_arena_fail(r->arena, err);
}

size_t kh_result_events(const kh_result *r) { return r->row_count; }

void kh_result_event(const kh_result *r, size_t i, kh_event_row *row)
{
    static const kh_event_row none = { .killed = -1, .injured = -1 };
    *row = i < r->row_count ? r->rows[i] : none;
}

/* ------------------------------------------------------------------ into a store */

/* Offsets in a store are bytes whatever the coder counts in, so that all its events can be read alike. */
static kh_status write_events(const kh_result *r, kh_buffer *all, kh_event_bytes *events, kh_error *err)
{
    uint32_t n = 0;
    size_t at = 0;
    for (uint32_t i = 0; i < r->doc.event_count; i++) {
        const kh_event *e = &r->doc.events[i];
        if (!kh_result_keeps(r, e))
            continue;
        if (kh_export_event(&r->doc, e, false, all))
            return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
        events[n++] = (kh_event_bytes){ e, { NULL, all->n - at } };
        at = all->n;
    }
    at = 0;                     /* the buffer moves no more: the views can point into it */
    for (uint32_t i = 0; i < n; at += events[i++].json.n)
        events[i].json.p = all->p + at;
    return KH_OK;
}

kh_status kh_store_add(kh_store *store, const kh_result *r, kh_error *err)
{
    kh_buffer all;
    kh_buffer_init(&all, NULL, 0);
    size_t size = (r->row_count + 1u) * sizeof(kh_event_bytes);
    kh_event_bytes *events = kh_resize(NULL, NULL, 0, size);
    kh_status s = events ? write_events(r, &all, events, err) : kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    if (!s)
        s = kh_store_keep(store, &r->doc, events, r->row_count, err);
    kh_resize(NULL, events, size, 0);
    kh_buffer_release(&all);
    return s;
}
