/* Asking for incidents, and correcting them. */
#include "store/sqlite.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static kh_view text_of(sqlite3_stmt *st, int i)
{
    const char *p = (const char *)sqlite3_column_text(st, i);
    return (kh_view){ p, p ? (size_t)sqlite3_column_bytes(st, i) : 0 };
}

static json_t *json_of(sqlite3_stmt *st, int i)
{
    return sqlite3_column_type(st, i) == SQLITE_NULL      ? json_null()
           : sqlite3_column_type(st, i) == SQLITE_INTEGER ? json_integer(sqlite3_column_int64(st, i))
           : sqlite3_column_type(st, i) == SQLITE_FLOAT   ? json_real(sqlite3_column_double(st, i))
                                                          : json_stringn(text_of(st, i).p, text_of(st, i).n);
}

static int bind_views(sqlite3_stmt *st, const kh_view *list, size_t n)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
        if ((int)i < sqlite3_bind_parameter_count(st))
            rc = kh_sqlite_bind(st, (int)i + 1, list[i]);
    return rc;
}

/* Rows of a statement as a list of objects named as the columns. */
static int rows(const kh_sqlite *s, const char *sql, const kh_view *bound, size_t n, json_t *list)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
    rc = rc == SQLITE_OK ? bind_views(st, bound, n) : rc;
    while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        json_t *row = json_object();
        for (int i = 0; i < sqlite3_column_count(st); i++)
            json_object_set_new(row, sqlite3_column_name(st, i), json_of(st, i));
        rc = json_array_append_new(list, row) ? SQLITE_NOMEM : SQLITE_OK;
    }
    sqlite3_finalize(st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* ------------------------------------------------------------------ one and many */

static int add_members(const kh_sqlite *s, json_t *incident)
{
    static const char sql[] =
        "SELECT e.id AS event, a.id AS article, a.outlet, a.published, m.probability, m.reason, e.type, e.day AS date_start,"
        " json_extract(e.json, '$.place.name') AS place, json_extract(e.json, '$.toll.killed.best') AS killed,"
        " json_extract(e.json, '$.trigger.text') AS trigger FROM coded e JOIN incident_member m ON m.event = e.n JOIN articles a ON a.n = e.article"
        " WHERE e.id = ?1 ORDER BY e.n DESC LIMIT 1";
    json_t *members = json_array();
    int rc = SQLITE_OK;
    size_t i;
    json_t *id;
    json_array_foreach(json_object_get(incident, "events"), i, id)
        if (rc == SQLITE_OK)
            rc = rows(s, sql, &(kh_view){ json_string_value(id), json_string_length(id) }, 1, members);
    json_object_set_new(incident, "members", members);
    return rc;
}

static int add_history(const kh_sqlite *s, kh_view id, kh_view as_of, json_t *incident)
{
    json_t *versions = json_array();
    int rc = rows(s, "SELECT v.version, v.day, v.at, a.id AS article, v.what, json_extract(v.state, '$.reports') AS reports,"
                     " json_extract(v.state, '$.toll.killed.best') AS killed, json_extract(v.state, '$.place.name') AS place"
                     " FROM incident_version v JOIN incident i ON i.n = v.incident"
                     " LEFT JOIN articles a ON a.n = v.article WHERE i.id = ?1 AND (?2 IS NULL OR v.day <= ?2) ORDER BY v.version",
                  (kh_view[]){ id, as_of }, 2, versions);
    json_object_set_new(incident, "versions", versions);
    return rc;
}

static const char *standing_of(const json_t *state, bool merged)
{
    return json_integer_value(json_object_get(state, "reports")) > 0 ? "current" : merged ? "merged" : "withdrawn";
}

static kh_status give(const kh_sqlite *s, const kh_incident_query *q, sqlite3_stmt *st, kh_each each, void *ctx, kh_error *err)
{
    json_t *state = json_loadb(text_of(st, 4).p ? text_of(st, 4).p : "{}", text_of(st, 4).n, 0, NULL), *out = json_object();
    const char *standing = standing_of(state, sqlite3_column_type(st, 3) != SQLITE_NULL);
    kh_status status = KH_OK;
    if (q->id.n || strcmp(standing, "current") == 0) {
        json_object_set_new(out, "id", json_of(st, 0));
        json_object_set_new(out, "version", json_of(st, 1));
        json_object_set_new(out, "type", json_of(st, 2));
        json_object_set_new(out, "standing", json_string(standing));
        json_object_set_new(out, "merged_into", strcmp(standing, "merged") == 0 ? json_of(st, 3) : json_null());
        json_object_update(out, state);
        int rc = q->id.n ? add_members(s, out) : SQLITE_OK;
        rc = rc == SQLITE_OK && q->id.n ? add_history(s, text_of(st, 0), q->as_of, out) : rc;
        char *text = json_dumps(out, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(8));
        void *(*unused)(size_t);
        void (*release)(void *);
        json_get_alloc_funcs(&unused, &release);
        if (rc != SQLITE_OK || !text)
            status = kh_sqlite_fail(s, err, rc != SQLITE_OK ? rc : SQLITE_NOMEM);
        else if (each(ctx, kh_view_of(text), (kh_view){ NULL, 0 }))
            status = kh_fail(err, KH_E_SINK, 0, "output was refused");
        if (text)
            release(text);
    }
    json_decref(out);
    json_decref(state);
    return status;
}

static kh_status check(const kh_incident_query *q, kh_error *err)
{
    const kh_view days[] = { q->from, q->to, q->as_of };
    for (int i = 0; i < 3; i++) {
        int32_t day;
        if (days[i].n && (days[i].n != 10 || !kh_day_read(days[i], &day)))
            return kh_fail(err, KH_E_USAGE, 0, "a day is written YYYY-MM-DD");
    }
    return KH_OK;
}

kh_status kh_sqlite_incident_query(void *db, const kh_incident_query *q, kh_each each, void *ctx, kh_error *err)
{
    static const char sql[] =
        "SELECT i.id, v.version, i.type, (SELECT k.id FROM incident k WHERE k.n = i.merged_into), v.state FROM incident i"
        " JOIN incident_version v ON v.incident = i.n AND v.version ="
        " (SELECT max(w.version) FROM incident_version w WHERE w.incident = i.n AND (?2 IS NULL OR w.day <= ?2))"
        " WHERE (?1 IS NULL OR i.id = ?1) AND (?3 IS NULL OR i.day >= ?3) AND (?4 IS NULL OR i.day <= ?4) AND (?5 IS NULL OR i.country = ?5)"
        " AND (?6 IS NULL OR i.type = ?6) ORDER BY i.day, i.n";
    const kh_sqlite *s = db;
    kh_status status = check(q, err);
    if (status)
        return status;
    sqlite3_stmt *st = NULL;
    size_t given = 0;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
    rc = rc == SQLITE_OK ? bind_views(st, (kh_view[]){ q->id, q->as_of, q->from, q->to, q->country, q->type }, 6) : rc;
    while (!status && rc == SQLITE_OK && (!q->limit || given < q->limit) && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        status = give(s, q, st, each, ctx, err);
        given++;
        rc = SQLITE_OK;
    }
    if (!status && rc != SQLITE_OK && rc != SQLITE_DONE)
        status = kh_sqlite_fail(s, err, rc);
    sqlite3_finalize(st);
    if (!status && q->id.n && !given)
        return kh_fail(err, KH_E_USAGE, 0, q->as_of.n ? "no such incident on that day" : "no such incident");
    return status;
}

/* ------------------------------------------------------------------ corrections */

/* The row of an incident that may be corrected. */
static kh_status find(const kh_sqlite *s, kh_view id, int64_t *n, kh_error *err)
{
    sqlite3_stmt *st = NULL;
    kh_status status = KH_OK;
    int rc = sqlite3_prepare_v2(s->db, "SELECT i.n, k.id, i.withdrawn FROM incident i LEFT JOIN incident k ON k.n = i.merged_into WHERE i.id = ?1", -1,
                                &st, NULL);
    rc = rc == SQLITE_OK ? kh_sqlite_bind(st, 1, id) : rc;
    rc = rc == SQLITE_OK ? sqlite3_step(st) : rc;
    int shown = (int)(id.n < 40 ? id.n : 40);
    if (rc == SQLITE_DONE)
        status = kh_fail(err, KH_E_USAGE, 0, "no such incident: %.*s", shown, id.p ? id.p : "");
    else if (rc != SQLITE_ROW)
        status = kh_sqlite_fail(s, err, rc);
    else if (text_of(st, 1).n)
        status = kh_fail(err, KH_E_USAGE, 0, "%.*s was merged into %.30s; correct that one", shown, id.p, text_of(st, 1).p);
    else if (sqlite3_column_int(st, 2))
        status = kh_fail(err, KH_E_USAGE, 0, "%.*s was withdrawn: no report tells it any more", shown, id.p);
    else
        *n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return status;
}

static int change(const kh_sqlite *s, const char *sql, int64_t a, int64_t b, kh_view c, int *changed)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(st, 1, a) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(st, 2, b) : rc;
    if (sqlite3_bind_parameter_count(st) > 2)
        rc = rc == SQLITE_OK ? kh_sqlite_bind(st, 3, c) : rc;
    rc = rc == SQLITE_OK ? sqlite3_step(st) : rc;
    sqlite3_finalize(st);
    *changed = sqlite3_changes(s->db);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int keep_correction(const kh_sqlite *s, const char *what, kh_view id, kh_view other, kh_view events)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, "INSERT INTO incident_correction(at, what, incident, other, events)"
                                       " VALUES(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1, ?2, ?3, ?4)", -1, &st, NULL);
    rc = rc == SQLITE_OK ? bind_views(st, (kh_view[]){ kh_view_of(what), id, other, events }, 4) : rc;
    rc = rc == SQLITE_OK ? sqlite3_step(st) : rc;
    sqlite3_finalize(st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static kh_status end(const kh_sqlite *s, kh_status status, kh_error *err)
{
    status = status ? status : kh_sqlite_run(s, "COMMIT", err);
    if (status)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

static kh_status begin(kh_sqlite *s, kh_error *err)
{
    kh_status status = kh_sqlite_prepare(s, err);
    return status ? status : kh_sqlite_run(s, "BEGIN IMMEDIATE", err);
}

kh_status kh_sqlite_merge(void *db, kh_view id, kh_view into, kh_error *err)
{
    kh_sqlite *s = db;
    int64_t a = 0, b = 0;
    int n;
    char what[80];
    kh_status status = begin(s, err);
    if (status)
        return status;
    status = find(s, id, &a, err);
    status = status ? status : find(s, into, &b, err);
    if (!status && a == b)
        status = kh_fail(err, KH_E_USAGE, 0, "an incident cannot be merged into itself");
    if (status)
        return end(s, status, err);
    int rc = change(s, "UPDATE incident_member SET incident = ?2 WHERE incident = ?1", a, b, (kh_view){ NULL, 0 }, &n);
    rc = rc == SQLITE_OK ? change(s, "UPDATE incident SET merged_into = ?2 WHERE n = ?1 OR merged_into = ?1", a, b, (kh_view){ NULL, 0 }, &n) : rc;
    snprintf(what, sizeof what, "merged into %.*s", (int)(into.n < 40 ? into.n : 40), into.p);
    rc = rc == SQLITE_OK ? kh_sqlite_fuse(s, a, 0, (kh_view){ NULL, 0 }, what) : rc;
    snprintf(what, sizeof what, "took in %.*s", (int)(id.n < 40 ? id.n : 40), id.p);
    rc = rc == SQLITE_OK ? kh_sqlite_fuse(s, b, 0, (kh_view){ NULL, 0 }, what) : rc;
    rc = rc == SQLITE_OK ? keep_correction(s, "merge", id, into, (kh_view){ NULL, 0 }) : rc;
    return end(s, rc == SQLITE_OK ? KH_OK : kh_sqlite_fail(s, err, rc), err);
}

/* A new incident beside the old one, to whose days and country it belongs. */
static int open_beside(const kh_sqlite *s, int64_t old, kh_view id, int64_t *made)
{
    int n, rc = change(s, "INSERT INTO incident(id, type, country, day) SELECT ?3, type, country, day FROM incident WHERE n = ?1 AND ?2 = 0", old, 0, id, &n);
    *made = sqlite3_last_insert_rowid(s->db);
    return rc;
}

static kh_status move_events(const kh_sqlite *s, int64_t from, int64_t to, const kh_view *events, size_t count, kh_buffer *list, kh_error *err)
{
    int n = 0;
    for (size_t i = 0; i < count; i++) {
        int rc = change(s, "UPDATE incident_member SET incident = ?2 WHERE incident = ?1 AND event IN (SELECT n FROM coded WHERE id = ?3)", from, to,
                        events[i], &n);
        if (rc != SQLITE_OK)
            return kh_sqlite_fail(s, err, rc);
        if (n == 0)
            return kh_fail(err, KH_E_USAGE, 0, "no such event in the incident: %.*s", (int)(events[i].n < 40 ? events[i].n : 40), events[i].p);
        kh_buffer_text(list, i ? " " : "");
        kh_buffer_view(list, events[i]);
    }
    int rc = change(s, "UPDATE incident_member SET incident = incident WHERE incident = ?1 AND gone IS NULL AND ?2 = 0", from, 0, (kh_view){ NULL, 0 }, &n);
    if (rc != SQLITE_OK)
        return kh_sqlite_fail(s, err, rc);
    return n ? KH_OK : kh_fail(err, KH_E_USAGE, 0, "a split must leave an event behind");
}

enum { SPLITS = 100 };                     /* of the same event out of the same incident */

kh_status kh_sqlite_split(void *db, kh_view id, const kh_view *events, size_t count, char made[32], kh_error *err)
{
    kh_sqlite *s = db;
    int64_t old = 0, fresh = 0;
    char key[200], hex[33], what[80];
    kh_buffer list;
    if (!count)
        return kh_fail(err, KH_E_USAGE, 0, "no event to split off");
    kh_status status = begin(s, err);
    if (status)
        return status;
    kh_buffer_init(&list, s->alloc, 1 << 20);
    status = find(s, id, &old, err);
    int rc = SQLITE_OK;
    for (int again = 0; !status && (again == 0 || (rc & 0xff) == SQLITE_CONSTRAINT) && again < SPLITS; again++) {      /* split, merged back, split again */
        int n = snprintf(key, sizeof key, "split|%.*s|%.*s", (int)(id.n < 60 ? id.n : 60), id.p, (int)(events[0].n < 60 ? events[0].n : 60), events[0].p);
        if (again)
            n += snprintf(key + n, sizeof key - (size_t)n, "|%d", again);
        kh_digest_hex(kh_digest_of((kh_view){ key, (size_t)n }), hex);
        snprintf(made, 32, "i:%.16s", hex);
        rc = open_beside(s, old, kh_view_of(made), &fresh);
    }
    if (!status && rc == SQLITE_OK)
        status = move_events(s, old, fresh, events, count, &list, err);
    if (!status && rc == SQLITE_OK) {
        snprintf(what, sizeof what, "split from %.*s", (int)(id.n < 40 ? id.n : 40), id.p);
        rc = kh_sqlite_fuse(s, fresh, 0, (kh_view){ NULL, 0 }, what);
        snprintf(what, sizeof what, "gave up %s", made);
        rc = rc == SQLITE_OK ? kh_sqlite_fuse(s, old, 0, (kh_view){ NULL, 0 }, what) : rc;
        rc = rc == SQLITE_OK ? keep_correction(s, "split", id, kh_view_of(made), (kh_view){ list.p, list.n }) : rc;
    }
    kh_buffer_release(&list);
    return end(s, status ? status : rc == SQLITE_OK ? KH_OK : kh_sqlite_fail(s, err, rc), err);
}
