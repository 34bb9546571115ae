/* The tables of a store, and whether a file has them. */
#include "store/sqlite.h"

#include <time.h>

/* An article's versions are rows of their own; nothing is ever deleted or written over but the mark that a version was replaced.
 * The word index is filled by the writer and not by triggers: SQLite 3.40 runs none that touch an FTS5 table in a schema that it is told
 * not to trust, and a store may come from anywhere. */
static const char version_1[] =
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

/* The tables' own names are given up to the views that people read (sqlite_views.c). */
static const char version_2[] = "ALTER TABLE events RENAME TO coded;";

/* What brings a store from each version to the next; a new one passes through all. What was released is not edited: add a step. */
static const char *const steps[][2] = {
    { version_1, NULL },
    { version_2, kh_sqlite_views },
    { kh_sqlite_incidents, NULL },
};
_Static_assert(sizeof steps / sizeof *steps == KH_SQLITE_VERSION, "each version is a step");

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

/* The version of the tables that are there, 0 in an empty database that nobody has written to. */
static kh_status look(kh_sqlite *s, int *found, kh_error *err)
{
    int application = 0, version = 0, things = 0;
    kh_status status = number(s, "SELECT count(*) FROM sqlite_schema", &things, err);
    if (!status)
        status = number(s, "PRAGMA application_id", &application, err);
    if (!status)
        status = number(s, "PRAGMA user_version", &version, err);
    if (status)
        return status;
    *found = version;
    bool fresh = things == 0 && application == 0 && version == 0;
    if (fresh || (application == KH_SQLITE_APPLICATION && version >= 1 && version <= KH_SQLITE_VERSION))
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

static kh_status take_steps(kh_sqlite *s, int from, kh_error *err)
{
    char mark[96];
    kh_status status = KH_OK;
    for (int v = from; v < KH_SQLITE_VERSION && !status; v++)
        for (int i = 0; i < 2 && steps[v][i] && !status; i++)
            status = kh_sqlite_run(s, steps[v][i], err);
    sqlite3_snprintf((int)sizeof mark, mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", KH_SQLITE_APPLICATION, KH_SQLITE_VERSION);
    return status ? status : kh_sqlite_run(s, mark, err);
}

/* Makes the tables, or brings those of an older version up to ours. */
static kh_status make(kh_sqlite *s, int version, kh_error *err)
{
    kh_status status = version == 0 ? write_ahead(s, err) : KH_OK;
    if (!status)
        status = kh_sqlite_run(s, "BEGIN IMMEDIATE", err);
    if (status)
        return status;
    status = look(s, &version, err);       /* another one may have been faster */
    if (!status && version < KH_SQLITE_VERSION)
        status = take_steps(s, version, err);
    if (!status)
        status = kh_sqlite_run(s, "COMMIT", err);
    if (status)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

kh_status kh_sqlite_schema(kh_sqlite *s, bool create, kh_error *err)
{
    int version = 0;
    kh_status status = look(s, &version, err);
    if (status || version == KH_SQLITE_VERSION)
        return status;
    if (version > 0 && sqlite3_db_readonly(s->db, "main") == 1)
        kh_fail(err, KH_E_STORE, 0, "a store of version %d that cannot be written, and must be to become one of version %d; copy it", version,
                KH_SQLITE_VERSION);
    else if (version > 0 || create)
        return make(s, version, err);
    else
        kh_fail(err, KH_E_STORE, 0, "an empty file, no store; khabar add makes one of it");
    kh_error_file(err, s->path);
    return KH_E_STORE;
}
