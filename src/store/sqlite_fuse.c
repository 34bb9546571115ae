/*
 * sqlite_fuse.c: what is known of an incident, made of its members anew whenever one comes or goes, and kept as a version. The rule of the
 * best number: of the latest day that a report gave one, the number of the most source families; among equals the higher. Low and
 * high are the ends of all that was reported. docs/formats.md tells the rest.
 */
#include "store/sqlite.h"

#include <jansson.h>
#include <string.h>

enum { MOST = 256, NAMED = 64 };   /* members that are fused, and named: the latest; an incident told ten thousand times costs no more */

typedef struct told { kh_link link; char *article, *event; } told;

typedef struct fusing { told *list; size_t n; kh_arena *arena; } fusing;

static json_t *text_or_null(kh_view v) { return v.n ? json_stringn(v.p, v.n) : json_null(); }

static json_t *number_or_null(int64_t v) { return v >= 0 ? json_integer(v) : json_null(); }

static json_t *day_or_null(int32_t day)
{
    char z[16];
    if (day == KH_NO_DAY)
        return json_null();
    kh_day_write(day, z);
    return json_string(z);
}

/* ------------------------------------------------------------------ best of all members */

/* How many source families gave this number on that day. */
static size_t families_with(const fusing *f, int harm, int64_t number, int32_t day)
{
    size_t count = 0;
    for (size_t i = 0; i < f->n; i++) {
        const kh_link *a = &f->list[i].link;
        bool seen = a->best[harm] != number || a->published != day;
        for (size_t k = 0; k < i && !seen; k++)
            seen = f->list[k].link.family == a->family && f->list[k].link.best[harm] == number && f->list[k].link.published == day;
        count += !seen;
    }
    return count;
}

static json_t *toll_of(const fusing *f, int harm)
{
    const told *best = NULL;
    int64_t low = -1, high = -1;
    size_t votes = 0;
    for (size_t i = 0; i < f->n; i++) {
        const kh_link *a = &f->list[i].link;
        int64_t least = a->low[harm] >= 0 ? a->low[harm] : a->best[harm], most = a->high[harm] > a->best[harm] ? a->high[harm] : a->best[harm];
        low = least >= 0 && (low < 0 || least < low) ? least : low;
        high = most > high ? most : high;
        if (a->best[harm] < 0 || (best && a->published < best->link.published))
            continue;
        size_t v = families_with(f, harm, a->best[harm], a->published);
        if (!best || a->published > best->link.published || v > votes || (v == votes && a->best[harm] > best->link.best[harm])) {
            best = &f->list[i];
            votes = v;
        }
    }
    if (!best)
        return NULL;
    return json_pack("{s:o,s:o,s:o,s:s}", "low", number_or_null(low), "best", number_or_null(best->link.best[harm]), "high", number_or_null(high),
                     "article", best->article);
}

static const told *best_place(const fusing *f)
{
    const told *best = NULL;
    for (size_t i = 0; i < f->n; i++) {
        const kh_link *a = &f->list[i].link;
        int64_t exact = a->place_precision ? a->place_precision : 8;
        if (a->place.n && (!best || exact < (best->link.place_precision ? best->link.place_precision : 8)))
            best = &f->list[i];
    }
    return best;
}

static const told *best_date(const fusing *f)
{
    const told *best = NULL;
    for (size_t i = 0; i < f->n; i++) {
        const kh_link *a = &f->list[i].link;
        if (a->day != KH_NO_DAY && (!best || a->last - a->day < best->link.last - best->link.day))
            best = &f->list[i];
    }
    return best;
}

/* One that any report tells as a fact is one; else what the latest says of who did it. */
static kh_view certainty(const fusing *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (kh_view_is(f->list[i].link.certainty, "fact"))
            return f->list[i].link.certainty;
    return f->n ? f->list[f->n - 1].link.certainty : (kh_view){ NULL, 0 };
}

/* The mode that most members have, the earlier of equals. */
static kh_view mode(const fusing *f)
{
    kh_view best = { NULL, 0 };
    size_t most = 0;
    for (size_t i = 0; i < f->n; i++) {
        size_t n = 0;
        for (size_t k = 0; k < f->n && f->list[i].link.mode.n; k++)
            n += kh_view_eq(f->list[i].link.mode, f->list[k].link.mode);
        if (n > most) {
            most = n;
            best = f->list[i].link.mode;
        }
    }
    return best;
}

static json_t *people(const fusing *f, int side)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->n; i++)
        for (kh_view rest = f->list[i].link.who[side]; rest.n;) {
            kh_view w = kh_view_cut(&rest, '|');
            bool seen = json_array_size(list) >= 16;
            for (size_t k = 0; k < json_array_size(list) && !seen; k++)
                seen = kh_view_is(w, json_string_value(json_array_get(list, k)));
            if (!seen)
                json_array_append_new(list, json_stringn(w.p, w.n));
        }
    return list;
}

static size_t different(const fusing *f, bool family)
{
    size_t count = 0;
    for (size_t i = 0; i < f->n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = family ? f->list[k].link.family == f->list[i].link.family : f->list[k].link.article == f->list[i].link.article;
        count += !seen;
    }
    return count;
}

/* The latest ones by name, so that the past can be shown. */
static json_t *events_of(const fusing *f)
{
    json_t *list = json_array();
    for (size_t i = f->n > NAMED ? f->n - NAMED : 0; i < f->n; i++)
        json_array_append_new(list, json_string(f->list[i].event));
    return list;
}

static json_t *state_of(const fusing *f)
{
    const told *p = best_place(f), *d = best_date(f);
    json_t *toll = json_object(), *place = json_null(), *date = json_null();
    for (int h = 0; h < KH_HARM_COUNT; h++) {
        json_t *t = toll_of(f, h);
        if (t)
            json_object_set_new(toll, kh_harm_name((kh_harm)h), t);
    }
    if (p)
        place = json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:s}", "name", text_or_null(p->link.place), "id", text_or_null(p->link.place_id), "country",
                          text_or_null(p->link.country), "admin1", text_or_null(p->link.admin1), "lat",
                          p->link.place_precision ? json_real(p->link.lat) : json_null(), "lon",
                          p->link.place_precision ? json_real(p->link.lon) : json_null(), "precision",
                          p->link.place_precision ? json_integer(p->link.place_precision) : json_null(), "article", p->article);
    if (d)
        date = json_pack("{s:o,s:o,s:s}", "start", day_or_null(d->link.day), "end", day_or_null(d->link.last), "article", d->article);
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:i,s:i,s:o}", "mode", text_or_null(mode(f)), "date", date, "place", place, "actors", people(f, 0),
                     "recipients", people(f, 1), "certainty", text_or_null(certainty(f)), "toll", toll, "reports", (int)different(f, false), "sources",
                     (int)different(f, true), "events", events_of(f));
}

/* ------------------------------------------------------------------ members and versions */

static char *copied(fusing *f, sqlite3_stmt *st, int column)
{
    const char *p = (const char *)sqlite3_column_text(st, column);
    return (char *)kh_arena_copy(f->arena, (kh_view){ p ? p : "", p ? (size_t)sqlite3_column_bytes(st, column) : 0 }).p;
}

/* Oldest first. */
static int read_members(kh_sqlite *s, int64_t incident, fusing *f)
{
    sqlite3_stmt *st = s->statements[KH_MEMBERS];
    int rc = sqlite3_bind_int64(st, 1, incident);
    rc = rc == SQLITE_OK ? sqlite3_bind_int(st, 2, MOST) : rc;
    f->list = kh_arena_array(f->arena, MOST, sizeof *f->list);
    rc = f->list ? rc : SQLITE_NOMEM;
    while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW && f->n < MOST) {
        told *t = &f->list[MOST - 1 - f->n];
        char *line = copied(f, st, 0);
        t->article = copied(f, st, 4);
        t->event = copied(f, st, 3);
        rc = line && t->article && t->event ? SQLITE_OK : SQLITE_NOMEM;
        if (rc == SQLITE_OK && kh_link_read(kh_view_of(line), &t->link)) {
            t->link.article = sqlite3_column_int64(st, 1);
            t->link.family = sqlite3_column_int64(st, 2);
            f->n++;
        }
    }
    if (f->list)
        memmove(f->list, f->list + MOST - f->n, f->n * sizeof *f->list);
    return kh_sqlite_done(st, rc);
}

static int set_state(kh_sqlite *s, int64_t incident, int version, bool withdrawn, const char *state)
{
    sqlite3_stmt *st = s->statements[KH_SET_STATE];
    int rc = sqlite3_bind_int64(st, 1, incident);
    rc = rc == SQLITE_OK ? sqlite3_bind_int(st, 2, version) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_int(st, 3, withdrawn) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 4, state, -1, SQLITE_STATIC) : rc;
    return kh_sqlite_done(st, rc == SQLITE_OK ? sqlite3_step(st) : rc);
}

static int add_version(kh_sqlite *s, int64_t incident, int64_t article, kh_view day, const char *what, bool withdrawn, const char *state)
{
    sqlite3_stmt *last = s->statements[KH_LAST_VERSION], *st = s->statements[KH_ADD_VERSION];
    char since[16] = "0000-01-01";
    int version = 0, rc = sqlite3_bind_int64(last, 1, incident);
    bool same = false;
    rc = rc == SQLITE_OK ? sqlite3_step(last) : rc;
    if (rc == SQLITE_ROW) {
        version = sqlite3_column_int(last, 0);
        sqlite3_snprintf((int)sizeof since, since, "%s", sqlite3_column_text(last, 1));
        same = strcmp((const char *)sqlite3_column_text(last, 2), state) == 0;
    }
    rc = kh_sqlite_done(last, rc);
    if (rc != SQLITE_OK || same)
        return rc;
    rc = sqlite3_bind_int64(st, 1, incident);
    rc = rc == SQLITE_OK ? sqlite3_bind_int(st, 2, version + 1) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 3, since, -1, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? kh_sqlite_bind(st, 4, day) : rc;
    if (article)
        rc = rc == SQLITE_OK ? sqlite3_bind_int64(st, 5, article) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 6, what, -1, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 7, state, -1, SQLITE_STATIC) : rc;
    rc = kh_sqlite_done(st, rc == SQLITE_OK ? sqlite3_step(st) : rc);
    return rc == SQLITE_OK ? set_state(s, incident, version + 1, withdrawn, state) : rc;
}

int kh_sqlite_fuse(kh_sqlite *s, int64_t incident, int64_t article, kh_view day, const char *what)
{
    fusing f = { .arena = kh_arena_new(s->alloc, 0) };
    if (!f.arena)
        return SQLITE_NOMEM;
    int rc = read_members(s, incident, &f);
    json_t *state = rc == SQLITE_OK ? state_of(&f) : NULL;
    char *text = state ? json_dumps(state, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(8)) : NULL;
    if (rc == SQLITE_OK)
        rc = text ? add_version(s, incident, article, day, what, f.n == 0, text) : SQLITE_NOMEM;
    void *(*unused)(size_t);
    void (*release)(void *);
    json_get_alloc_funcs(&unused, &release);
    if (text)
        release(text);
    json_decref(state);
    kh_arena_free(f.arena);
    return rc;
}
