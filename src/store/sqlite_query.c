/* Asking for events. Conditions are constants of ours; what the caller gave is bound, never written into the SQL. */
#include "store/sqlite.h"

#include <string.h>

/* Parameters by number, so that a condition may name one twice. */
enum { FROM = 1, TO, COUNTRY, ACTOR, ACTOR_COUNTRY, ACTOR_SECTOR, TYPE, MODE, STATUS, TEXT, ARTICLE, CONFIDENCE, LIMIT };

/* What of the actor was asked for: words as they stand, and as country:sector where they look so ("AFG:REB", ":MIL"). */
typedef struct asked_actor { kh_view whole, country, sector; } asked_actor;

static asked_actor read_actor(kh_view v)
{
    asked_actor a = { v, { NULL, 0 }, { NULL, 0 } };
    const char *colon = v.n ? memchr(v.p, ':', v.n) : NULL;
    if (colon) {
        a.country = (kh_view){ v.p, (size_t)(colon - v.p) };
        a.sector = (kh_view){ colon + 1, v.n - a.country.n - 1 };
    }
    return a;
}

static bool is_status(kh_view v)
{
    for (int i = 0; i < KH_EVENT_STATUS_COUNT; i++)
        if (kh_view_is(v, kh_event_status_name((kh_event_status)i)))
            return true;
    return false;
}

static kh_status check(const kh_query *q, kh_error *err)
{
    int32_t from = INT32_MIN, to = INT32_MAX;
    if ((q->from.n && (q->from.n != 10 || !kh_day_read(q->from, &from))) || (q->to.n && (q->to.n != 10 || !kh_day_read(q->to, &to))))
        return kh_fail(err, KH_E_USAGE, 0, "a day is written YYYY-MM-DD");
    if (from > to)
        return kh_fail(err, KH_E_USAGE, 0, "the first day is after the last");
    if (q->status.n && !is_status(q->status))
        return kh_fail(err, KH_E_USAGE, 0, "a status is occurred, ongoing, future, hypothetical or negated");
    if (!(q->min_confidence >= 0 && q->min_confidence <= 1))
        return kh_fail(err, KH_E_USAGE, 0, "a confidence is from 0 to 1");
    return KH_OK;
}

static void compose(const kh_query *q, const asked_actor *a, kh_buffer *sql)
{
    kh_buffer_text(sql, "SELECT e.n FROM coded e WHERE 1");
    if (!q->superseded)
        kh_buffer_text(sql, " AND e.superseded = 0");
    if (q->from.n || q->to.n)
        kh_buffer_text(sql, " AND (e.day IS NULL) = 0");    /* in the words of the index */
    if (q->from.n)
        kh_buffer_text(sql, " AND e.last >= ?1");
    if (q->to.n)
        kh_buffer_text(sql, " AND e.day <= ?2");
    if (q->country.n)
        kh_buffer_text(sql, " AND e.country = ?3");
    if (q->actor.n) {
        kh_buffer_text(sql, " AND e.n IN (SELECT s.event FROM sides s WHERE s.id = ?4 OR s.name = ?4 OR s.country = ?4");
        if (a->country.n || a->sector.n)
            kh_buffer_printf(sql, " OR (%s AND %s)", a->country.n ? "s.country = ?5" : "1", a->sector.n ? "s.sector = ?6" : "1");
        kh_buffer_text(sql, ")");
    }
    if (q->type.n)
        kh_buffer_text(sql, " AND e.type = ?7");
    if (q->mode.n)
        kh_buffer_text(sql, " AND e.mode = ?8");
    if (q->status.n)
        kh_buffer_text(sql, " AND e.status = ?9");
    if (q->text.n)
        kh_buffer_text(sql, " AND e.article IN (SELECT rowid FROM words WHERE words MATCH ?10)");
    if (q->article.n)
        kh_buffer_text(sql, " AND e.article IN (SELECT n FROM articles WHERE id = ?11)");
    if (q->min_confidence > 0)
        kh_buffer_text(sql, " AND e.confidence >= ?12");
    kh_buffer_text(sql, " ORDER BY e.day IS NULL, e.day, e.id, e.n");
    if (q->limit)
        kh_buffer_text(sql, " LIMIT ?13");
}

/* A parameter that the statement does not name is out of SQLite's range and needs no value. */
static int bind_view(sqlite3_stmt *st, int at, kh_view v)
{
    return v.n && at <= sqlite3_bind_parameter_count(st) ? kh_sqlite_bind(st, at, v) : SQLITE_OK;
}

static int bind_query(sqlite3_stmt *st, const kh_query *q, const asked_actor *a)
{
    const struct { int at; kh_view v; } views[] = {
        { FROM, q->from }, { TO, q->to }, { COUNTRY, q->country }, { ACTOR, a->whole }, { ACTOR_COUNTRY, a->country }, { ACTOR_SECTOR, a->sector },
        { TYPE, q->type }, { MODE, q->mode }, { STATUS, q->status }, { TEXT, q->text }, { ARTICLE, q->article },
    };
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof views / sizeof *views && rc == SQLITE_OK; i++)
        rc = bind_view(st, views[i].at, views[i].v);
    if (rc == SQLITE_OK && q->min_confidence > 0)
        rc = sqlite3_bind_double(st, CONFIDENCE, q->min_confidence);
    if (rc == SQLITE_OK && q->limit)
        rc = sqlite3_bind_int64(st, LIMIT, q->limit > INT64_MAX ? INT64_MAX : (int64_t)q->limit);
    return rc;
}

static kh_status query_failed(const kh_sqlite *s, const kh_query *q, int rc, kh_error *err)
{
    /* SQLite tells a fault in the words asked for as a general error, and only when it looks them up */
    if (rc == SQLITE_ERROR && q->text.n)
        return kh_fail(err, KH_E_USAGE, 0, "the words cannot be read (%s); put words with signs in double quotes", sqlite3_errmsg(s->db));
    return kh_sqlite_fail(s, err, rc);
}

static kh_view column(sqlite3_stmt *st, int i)
{
    const char *p = (const char *)sqlite3_column_text(st, i);
    return (kh_view){ p, p ? (size_t)sqlite3_column_bytes(st, i) : 0 };
}

static kh_status give_event(const kh_sqlite *s, sqlite3_stmt *fetch, int64_t n, kh_each each, void *ctx, kh_error *err)
{
    kh_status status = KH_OK;
    int rc = sqlite3_bind_int64(fetch, 1, n);
    rc = rc == SQLITE_OK ? sqlite3_step(fetch) : rc;
    kh_view json = rc == SQLITE_ROW ? column(fetch, 0) : (kh_view){ NULL, 0 };
    if (!json.p)
        status = kh_sqlite_fail(s, err, rc == SQLITE_ROW ? SQLITE_NOMEM : rc == SQLITE_DONE ? SQLITE_CORRUPT : rc);
    else if (each(ctx, json, column(fetch, 1)))
        status = kh_fail(err, KH_E_SINK, 0, "output was refused");
    sqlite3_reset(fetch);
    return status;
}

/* Rows are sorted without their JSON, which is fetched one by one from the same snapshot: sorting a million whole events would fill
 * gigabytes of temporary files. */
static kh_status give_rows(const kh_sqlite *s, const kh_query *q, sqlite3_stmt *st, kh_each each, void *ctx, kh_error *err)
{
    sqlite3_stmt *fetch = NULL;
    int rc = sqlite3_prepare_v2(s->db, q->texts ? "SELECT e.json, a.text FROM coded e JOIN articles a ON a.n = e.article WHERE e.n = ?1"
                                                : "SELECT json, NULL FROM coded WHERE n = ?1", -1, &fetch, NULL);
    if (rc != SQLITE_OK)
        return kh_sqlite_fail(s, err, rc);
    kh_status status = KH_OK;
    while (!status && (rc = sqlite3_step(st)) == SQLITE_ROW)
        status = give_event(s, fetch, sqlite3_column_int64(st, 0), each, ctx, err);
    sqlite3_finalize(fetch);
    return status ? status : rc == SQLITE_DONE ? KH_OK : query_failed(s, q, rc, err);
}

kh_status kh_sqlite_query(void *db, const kh_query *q, kh_each each, void *ctx, kh_error *err)
{
    const kh_sqlite *s = db;
    kh_status status = check(q, err);
    if (status)
        return status;
    asked_actor actor = read_actor(q->actor);
    kh_buffer sql;
    kh_buffer_init(&sql, s->alloc, 0);
    compose(q, &actor, &sql);
    sqlite3_stmt *st = NULL;
    int rc = SQLITE_NOMEM;
    if (!sql.failed)
        rc = sqlite3_prepare_v2(s->db, sql.p, (int)sql.n, &st, NULL);
    if (rc == SQLITE_OK)
        rc = bind_query(st, q, &actor);
    status = rc == SQLITE_OK ? give_rows(s, q, st, each, ctx, err) : query_failed(s, q, rc, err);
    sqlite3_finalize(st);
    kh_buffer_release(&sql);
    return status;
}
