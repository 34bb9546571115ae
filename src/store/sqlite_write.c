/* Writing records, all in one transaction. */
#include "store/sqlite.h"

#include <string.h>

static const char *const sql[KH_SQLITE_STATEMENTS] = {
    [KH_FIND_CURRENT] = "SELECT n, version, text_hash, digest FROM articles WHERE id = ?1 AND superseded = 0",
    [KH_FIND_TEXT] = "SELECT 1 FROM articles WHERE id = ?1 AND text_hash = ?2",
    [KH_OUTDATE_ARTICLE] = "UPDATE articles SET superseded = 1 WHERE n = ?1",
    [KH_OUTDATE_EVENTS] = "UPDATE coded SET superseded = 1 WHERE article = ?1",
    [KH_ADD_ARTICLE] = "INSERT INTO articles(id, version, title, outlet, agency, url, published, language, coded_by, text_hash, digest, text, added)"
                       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
    [KH_ADD_WORDS] = "INSERT INTO words(rowid, title, text) VALUES(?1, ?2, ?3)",
    [KH_ADD_EVENT] = "INSERT INTO coded(article, id, type, mode, status, certainty, background, day, last, country, lat, lon, confidence, json)"
                     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    [KH_ADD_SIDE] = "INSERT INTO sides(event, role, number, id, name, country, sector) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [KH_FIND_COPY] = "SELECT f.family, f.signature FROM bands b JOIN families f ON f.article = b.article WHERE b.hash = ?1 AND b.article < ?2"
                     " ORDER BY b.article DESC LIMIT 1",
    [KH_ADD_FAMILY] = "INSERT INTO families(article, family, signature) VALUES(?1, ?2, ?3)",
    [KH_ADD_BAND] = "INSERT INTO bands(hash, article) VALUES(?1, ?2)",
    [KH_OLD_MEMBER] = "SELECT m.incident FROM incident_member m JOIN coded e ON e.n = m.event WHERE e.article = ?1 AND e.id = ?2 AND m.gone IS NULL",
    [KH_FIND_INCIDENTS] = "SELECT coalesce(merged_into, n) FROM incident WHERE type = ?1 AND country = ?2 AND day BETWEEN ?3 AND ?4"
                          " ORDER BY day DESC, n DESC LIMIT 64",
    [KH_FIND_UNDATED] = "SELECT coalesce(merged_into, n) FROM incident WHERE type = ?1 AND country = ?2 AND day = '' ORDER BY n DESC LIMIT 64",
    [KH_MEMBERS] = "SELECT m.features, e.article, f.family, e.id, a.id, a.published FROM incident_member m JOIN coded e ON e.n = m.event"
                   " JOIN articles a ON a.n = e.article JOIN families f ON f.article = e.article"
                   " WHERE m.incident = ?1 AND m.gone IS NULL ORDER BY m.event DESC LIMIT ?2",
    [KH_ADD_INCIDENT] = "INSERT INTO incident(id, type, country, day) VALUES(?1, ?2, ?3, ?4)",
    [KH_ADD_MEMBER] = "INSERT INTO incident_member(event, incident, probability, reason, features) VALUES(?1, ?2, ?3, ?4, ?5)",
    [KH_LEAVE] = "UPDATE incident_member SET gone = ?2 WHERE gone IS NULL AND event IN (SELECT n FROM coded WHERE article = ?1)",
    [KH_LEFT] = "SELECT DISTINCT m.incident FROM coded e JOIN incident_member m ON m.event = e.n WHERE e.article = ?1 AND m.gone = ?2 ORDER BY 1",
    [KH_LAST_VERSION] = "SELECT version, day, state FROM incident_version WHERE incident = ?1 ORDER BY version DESC LIMIT 1",
    [KH_ADD_VERSION] = "INSERT INTO incident_version(incident, version, day, article, what, state, at)"
                       " VALUES(?1, ?2, max(?3, coalesce(?4, strftime('%Y-%m-%d', 'now'))), ?5, ?6, ?7, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
    [KH_SET_STATE] = "UPDATE incident SET version = ?2, withdrawn = ?3, state = ?4 WHERE n = ?1",
};

kh_status kh_sqlite_prepare(kh_sqlite *s, kh_error *err)
{
    for (int i = 0; i < KH_SQLITE_STATEMENTS; i++) {
        if (s->statements[i])
            continue;
        int rc = sqlite3_prepare_v3(s->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL);
        if (rc != SQLITE_OK)
            return kh_sqlite_fail(s, err, rc);
    }
    return KH_OK;
}

/* Makes a statement ready for its next use; rc of its last step, where a row and the end are both well. */
int kh_sqlite_done(sqlite3_stmt *st, int rc)
{
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int run(sqlite3_stmt *st, int bound)
{
    return kh_sqlite_done(st, bound == SQLITE_OK ? sqlite3_step(st) : bound);
}

static int bind_all(sqlite3_stmt *st, int at, const kh_view *list, size_t n)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
        rc = kh_sqlite_bind(st, at + (int)i, list[i]);
    return rc;
}

static bool column_is(sqlite3_stmt *st, int column, kh_view v)
{
    const unsigned char *p = sqlite3_column_text(st, column);
    size_t n = (size_t)sqlite3_column_bytes(st, column);
    return p && n == v.n && memcmp(p, v.p, n) == 0;
}

/* What is there of a record's article: the current version's row (0 if none) and number, and whether the record adds nothing. */
typedef struct standing { int64_t row; int version; bool same, same_text; } standing;

static int find_current(kh_sqlite *s, const kh_record *r, standing *found)
{
    sqlite3_stmt *st = s->statements[KH_FIND_CURRENT];
    int rc = kh_sqlite_bind(st, 1, r->id);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    if (rc == SQLITE_ROW)
        *found = (standing){ sqlite3_column_int64(st, 0), sqlite3_column_int(st, 1), column_is(st, 3, r->digest), column_is(st, 2, r->text_hash) };
    return kh_sqlite_done(st, rc);
}

/* Whether an earlier version had this text. Such an article is an old one that came again, as in a folder that is added twice. */
static int find_text(kh_sqlite *s, const kh_record *r, bool *found)
{
    sqlite3_stmt *st = s->statements[KH_FIND_TEXT];
    int rc = bind_all(st, 1, (kh_view[]){ r->id, r->text_hash }, 2);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    *found = rc == SQLITE_ROW;
    return kh_sqlite_done(st, rc);
}

static int outdate(kh_sqlite *s, int64_t row)
{
    static const int both[] = { KH_OUTDATE_ARTICLE, KH_OUTDATE_EVENTS };
    int rc = SQLITE_OK;
    for (int i = 0; i < 2 && rc == SQLITE_OK; i++)
        rc = run(s->statements[both[i]], sqlite3_bind_int64(s->statements[both[i]], 1, row));
    return rc;
}

static int add_article(kh_sqlite *s, const kh_record *r, int version)
{
    sqlite3_stmt *st = s->statements[KH_ADD_ARTICLE];
    const kh_view fields[] = { r->title, r->outlet, r->agency, r->url, r->published, r->language, r->coded_by, r->text_hash, r->digest };
    int rc = kh_sqlite_bind(st, 1, r->id);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int(st, 2, version);
    if (rc == SQLITE_OK)
        rc = bind_all(st, 3, fields, sizeof fields / sizeof *fields);
    if (rc == SQLITE_OK)                   /* an empty text is a text */
        rc = sqlite3_bind_text64(st, 12, r->text.n ? r->text.p : "", r->text.n, SQLITE_STATIC, SQLITE_UTF8);
    return run(st, rc);
}

static int add_words(kh_sqlite *s, const kh_record *r, int64_t article)
{
    sqlite3_stmt *st = s->statements[KH_ADD_WORDS];
    int rc = sqlite3_bind_int64(st, 1, article);
    if (rc == SQLITE_OK)
        rc = bind_all(st, 2, (kh_view[]){ r->title, r->text }, 2);
    return run(st, rc);
}

static int add_sides(kh_sqlite *s, const kh_event_record *e, int64_t event)
{
    sqlite3_stmt *st = s->statements[KH_ADD_SIDE];
    int rc = SQLITE_OK;
    for (uint32_t i = 0; i < e->side_count && rc == SQLITE_OK; i++) {
        const kh_side *side = &e->sides[i];
        rc = sqlite3_bind_int64(st, 1, event);
        if (rc == SQLITE_OK)
            rc = sqlite3_bind_text(st, 2, side->role, -1, SQLITE_STATIC);
        if (rc == SQLITE_OK)
            rc = sqlite3_bind_int64(st, 3, side->number);
        if (rc == SQLITE_OK)
            rc = bind_all(st, 4, (kh_view[]){ side->id, side->name, side->country, side->sector }, 4);
        rc = run(st, rc);
    }
    return rc;
}

static int add_event(kh_sqlite *s, const kh_event_record *e, int64_t article, int64_t *row)
{
    sqlite3_stmt *st = s->statements[KH_ADD_EVENT];
    int rc = sqlite3_bind_int64(st, 1, article);
    if (rc == SQLITE_OK)
        rc = bind_all(st, 2, (kh_view[]){ e->id, e->type, e->mode, e->status, e->certainty }, 5);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int(st, 7, e->background);
    if (rc == SQLITE_OK)
        rc = bind_all(st, 8, (kh_view[]){ e->day, e->last, e->country }, 3);
    if (rc == SQLITE_OK && e->located)
        rc = sqlite3_bind_double(st, 11, e->lat);
    if (rc == SQLITE_OK && e->located)
        rc = sqlite3_bind_double(st, 12, e->lon);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_double(st, 13, e->confidence);
    if (rc == SQLITE_OK)
        rc = kh_sqlite_bind(st, 14, e->json);
    rc = run(st, rc);
    *row = sqlite3_last_insert_rowid(s->db);
    return rc == SQLITE_OK ? add_sides(s, e, *row) : rc;
}

/*
 * The same record as the current version adds nothing. The current text otherwise coded (other versions of program or lexicon, another
 * date given) and a text never seen replace it. A text that a later one replaced already adds nothing: adding an archive twice must
 * not turn its versions over each time.
 */
static int add_record(kh_sqlite *s, const kh_record *r)
{
    standing now = { 0 };
    bool old_text = false;
    int rc = find_current(s, r, &now);
    if (rc != SQLITE_OK || now.same)
        return rc;
    if (now.row && !now.same_text)
        rc = find_text(s, r, &old_text);
    if (rc != SQLITE_OK || old_text)
        return rc;
    if (now.row)
        rc = outdate(s, now.row);
    if (rc == SQLITE_OK)
        rc = add_article(s, r, now.version + 1);
    int64_t article = sqlite3_last_insert_rowid(s->db);
    if (rc == SQLITE_OK)
        rc = add_words(s, r, article);
    int64_t *rows = kh_resize(s->alloc, NULL, 0, (r->event_count + 1) * sizeof *rows);
    rc = rc == SQLITE_OK && !rows ? SQLITE_NOMEM : rc;
    for (uint32_t i = 0; i < r->event_count && rc == SQLITE_OK; i++)
        rc = add_event(s, &r->events[i], article, &rows[i]);
    if (rc == SQLITE_OK)
        rc = kh_sqlite_link(s, r, article, rows, now.row);
    kh_resize(s->alloc, rows, (r->event_count + 1) * sizeof *rows, 0);
    return rc;
}

kh_status kh_sqlite_write(void *db, const kh_record *records, size_t count, kh_error *err)
{
    kh_sqlite *s = db;
    kh_status status = kh_sqlite_prepare(s, err);
    if (!status)
        status = kh_sqlite_run(s, "BEGIN IMMEDIATE", err);
    if (status)
        return status;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < count && rc == SQLITE_OK; i++)
        rc = add_record(s, &records[i]);
    status = rc == SQLITE_OK ? kh_sqlite_run(s, "COMMIT", err) : kh_sqlite_fail(s, err, rc);
    if (status)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}
