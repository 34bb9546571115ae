/* The tables of a store, and whether a file has them. */
#include "store/sqlite.h"

#include <time.h>

/* An article's versions are rows of their own; nothing is ever deleted or written over but the mark that a version was replaced.
 * The word index is filled by the writer and not by triggers: SQLite 3.40 runs none that touch an FTS5 table in a schema that it is told
 * not to trust, and a store may come from anywhere. */
static const char tables[] =
    "CREATE TABLE articles(n INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, superseded INTEGER NOT NULL DEFAULT 0,"
    " title TEXT, outlet TEXT, agency TEXT, url TEXT, published TEXT, language TEXT, coded_by TEXT NOT NULL, added TEXT NOT NULL,"
    " text_hash TEXT NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL, UNIQUE(id, version));"
    "CREATE UNIQUE INDEX articles_current ON articles(id) WHERE superseded = 0;"

    "CREATE TABLE events(n INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(n) ON DELETE CASCADE, id TEXT NOT NULL,"
    " superseded INTEGER NOT NULL DEFAULT 0, type TEXT NOT NULL COLLATE NOCASE, mode TEXT COLLATE NOCASE,"
    " status TEXT NOT NULL COLLATE NOCASE, certainty TEXT NOT NULL COLLATE NOCASE, background INTEGER NOT NULL, day TEXT, last TEXT,"
    " country TEXT COLLATE NOCASE, lat REAL, lon REAL, confidence REAL NOT NULL, json TEXT NOT NULL);"
    "CREATE INDEX events_article ON events(article);"
    "CREATE INDEX events_when ON events(day IS NULL, day, id);"
    "CREATE INDEX events_country ON events(country);"
    "CREATE INDEX events_type ON events(type);"

    "CREATE TABLE sides(event INTEGER NOT NULL REFERENCES events(n) ON DELETE CASCADE, role TEXT NOT NULL, number INTEGER NOT NULL,"
    " id TEXT COLLATE NOCASE, name TEXT COLLATE NOCASE, country TEXT COLLATE NOCASE, sector TEXT COLLATE NOCASE);"
    "CREATE INDEX sides_event ON sides(event);"
    "CREATE INDEX sides_id ON sides(id);"
    "CREATE INDEX sides_name ON sides(name);"
    "CREATE INDEX sides_country ON sides(country, sector);"

    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='articles', content_rowid='n', tokenize='unicode61 remove_diacritics 2');";

static kh_status number(kh_sqlite *s, const char *sql, int *value, kh_error *err)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    *value = rc == SQLITE_ROW ? sqlite3_column_int(st, 0) : 0;
    kh_status status = rc == SQLITE_ROW ? KH_OK : kh_sqlite_fail(s, err, rc);
    sqlite3_finalize(st);
    return status;
}

/* fresh: an empty database that nobody has written to. */
static kh_status look(kh_sqlite *s, bool *fresh, kh_error *err)
{
    int application = 0, version = 0, things = 0;
    kh_status status = number(s, "SELECT count(*) FROM sqlite_schema", &things, err);
    if (!status)
        status = number(s, "PRAGMA application_id", &application, err);
    if (!status)
        status = number(s, "PRAGMA user_version", &version, err);
    if (status)
        return status;
    *fresh = things == 0 && application == 0 && version == 0;
    if (*fresh || (application == KH_SQLITE_APPLICATION && version == KH_SQLITE_VERSION))
        return KH_OK;
    if (application != KH_SQLITE_APPLICATION)
        kh_fail(err, KH_E_STORE, 0, "a database, but no store of khabar");
    else
        kh_fail(err, KH_E_STORE, 0, "the store is of version %d, and this khabar knows %d; use a newer khabar", version, KH_SQLITE_VERSION);
    kh_error_file(err, s->path);
    return KH_E_STORE;
}

/* Others may be making the same store. For this one step SQLite does not wait by itself: two that wait for each other would do so forever. */
static kh_status write_ahead(kh_sqlite *s, kh_error *err)
{
    kh_status status = KH_E_STORE;
    for (int waited = 0; waited < KH_SQLITE_WAIT / 10; waited++) {
        int rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (rc == SQLITE_OK)
            return KH_OK;
        status = kh_sqlite_fail(s, err, rc);
        if ((rc & 0xFF) != SQLITE_BUSY)
            break;
        nanosleep(&(struct timespec){ 0, 10 * 1000 * 1000 }, NULL);
    }
    return status;
}

static kh_status make(kh_sqlite *s, kh_error *err)
{
    bool fresh = true;
    kh_status status = write_ahead(s, err);
    if (!status)
        status = kh_sqlite_run(s, "BEGIN IMMEDIATE", err);
    if (status)
        return status;
    status = look(s, &fresh, err);         /* another one may have been faster */
    if (!status && fresh) {
        char mark[96];
        sqlite3_snprintf((int)sizeof mark, mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", KH_SQLITE_APPLICATION, KH_SQLITE_VERSION);
        status = kh_sqlite_run(s, tables, err);
        if (!status)
            status = kh_sqlite_run(s, mark, err);
    }
    if (!status)
        status = kh_sqlite_run(s, "COMMIT", err);
    if (status)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

kh_status kh_sqlite_schema(kh_sqlite *s, bool create, kh_error *err)
{
    bool fresh = false;
    kh_status status = look(s, &fresh, err);
    if (status || !fresh)
        return status;
    if (create)
        return make(s, err);
    kh_fail(err, KH_E_STORE, 0, "an empty file, no store; khabar add makes one of it");
    kh_error_file(err, s->path);
    return KH_E_STORE;
}
