/* Opening and closing a store in SQLite, and its errors. */
#include "store/sqlite.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* SQLite's own reason may speak of the files that it wants beside the store. */
static const char *why_closed(const kh_sqlite *s, const char *why)
{
    if (access(s->path, F_OK) != 0)
        return why ? why : "no such folder";
    return access(s->path, R_OK) != 0 ? strerrordesc_np(errno) : "its folder cannot be written";
}

kh_status kh_sqlite_fail(const kh_sqlite *s, kh_error *err, int rc)
{
    int os = s->db ? sqlite3_system_errno(s->db) : 0;
    const char *why = os ? strerrordesc_np(os) : NULL;
    kh_status status = KH_E_STORE;
    switch (rc & 0xFF) {
    case SQLITE_NOMEM: status = kh_fail(err, KH_E_NOMEM, 0, "out of memory"); break;
    case SQLITE_FULL: status = kh_fail(err, KH_E_IO, 0, "no room left for the store; make some and add again"); break;
    case SQLITE_IOERR: status = kh_fail(err, KH_E_IO, 0, "the disk refused the store: %s", why ? why : sqlite3_errstr(rc)); break;
    case SQLITE_NOTADB: kh_fail(err, status, 0, "no store of khabar, nor any database"); break;
    case SQLITE_CORRUPT: kh_fail(err, status, 0, "the store is damaged; take a copy of it, or see sqlite3's .recover"); break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: kh_fail(err, status, 0, "another program holds the store; try again when it is done"); break;
    case SQLITE_READONLY: kh_fail(err, status, 0, "the store cannot be written"); break;
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: kh_fail(err, status, 0, "the store cannot be opened: %s", why_closed(s, why)); break;
    default: kh_fail(err, status, 0, "the store failed: %s", s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc));
    }
    kh_error_file(err, s->path);
    return status;
}

kh_status kh_sqlite_run(const kh_sqlite *s, const char *sql, kh_error *err)
{
    int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? KH_OK : kh_sqlite_fail(s, err, rc);
}

/* ------------------------------------------------------------------ opening */

/* Whether there is a plain file, so that a pipe or a folder is not mistaken for a store. */
static kh_status look_at_file(const char *where, bool create, kh_error *err)
{
    struct stat st;
    if (stat(where, &st) != 0) {
        if (errno == ENOENT && create)
            return KH_OK;
        kh_fail(err, KH_E_STORE, 0, errno == ENOENT ? "no store there; khabar add makes one" : "the store cannot be opened: %s", strerrordesc_np(errno));
    } else if (!S_ISREG(st.st_mode)) {
        kh_fail(err, KH_E_STORE, 0, "not a file, so no store");
    } else {
        return KH_OK;
    }
    kh_error_file(err, where);
    return KH_E_STORE;
}

static kh_status connect_to(kh_sqlite *s, const char *name, int flags, kh_error *err)
{
    int rc = sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK)
        return kh_sqlite_fail(s, err, rc);
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, KH_SQLITE_WAIT);
    /* A store may come from anywhere: what its tables say must not reach further than its tables. */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    return kh_sqlite_run(s, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA cell_size_check = ON;"
                            "PRAGMA journal_size_limit = 67108864", err);
}

/* A store in a folder that nobody may write to has no room for SQLite's shared memory. Where no log is left beside it the file alone is
 * whole, and is read as one that does not change. */
static kh_status open_immutable(kh_sqlite *s, kh_error *err)
{
    char *log = sqlite3_mprintf("%s-wal", s->path), *name = NULL;
    struct stat st;
    bool whole = log && (stat(log, &st) != 0 || st.st_size == 0);
    sqlite3_free(log);
    if (!whole)
        return KH_E_STORE;
    sqlite3_str *uri = sqlite3_str_new(NULL);
    sqlite3_str_appendall(uri, "file:");
    for (const char *c = s->path; *c; c++)
        if (strchr("?#%", *c))
            sqlite3_str_appendf(uri, "%%%02X", (unsigned char)*c);
        else
            sqlite3_str_appendchar(uri, 1, *c);
    sqlite3_str_appendall(uri, "?immutable=1");
    name = sqlite3_str_finish(uri);
    if (!name)
        return kh_sqlite_fail(s, err, SQLITE_NOMEM);
    sqlite3_close(s->db);
    s->db = NULL;
    kh_status status = connect_to(s, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    sqlite3_free(name);
    return status ? status : kh_sqlite_schema(s, false, err);
}

static kh_status open_database(kh_sqlite *s, bool create, kh_error *err)
{
    kh_status status = connect_to(s, s->path, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0), err);
    if (!status)
        status = kh_sqlite_schema(s, create, err);
    int rc = s->db ? sqlite3_errcode(s->db) : SQLITE_OK;
    if (status && !create && (rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY) && open_immutable(s, err) == KH_OK)
        status = KH_OK;
    if (!status && create && sqlite3_db_readonly(s->db, "main") == 1)
        status = kh_sqlite_fail(s, err, SQLITE_READONLY);
    return status;
}

static void sqlite_close(void *db)
{
    kh_sqlite *s = db;
    for (int i = 0; i < KH_SQLITE_STATEMENTS; i++)
        sqlite3_finalize(s->statements[i]);
    sqlite3_close(s->db);
    kh_resize(s->alloc, s, sizeof *s + s->path_size, 0);
}

static kh_status sqlite_open(const char *where, bool create, const kh_allocator *alloc, void **db, kh_error *err)
{
    kh_status status = look_at_file(where, create, err);
    if (status)
        return status;
    /* a path, whatever it looks like: SQLite would take ":memory:" and "" for something else */
    const char *folder = where[0] == '/' ? "" : "./";
    size_t size = strlen(folder) + strlen(where) + 1;
    kh_sqlite *s = kh_resize(alloc, NULL, 0, sizeof *s + size);
    if (!s)
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    *s = (kh_sqlite){ .alloc = alloc, .path_size = size };
    memcpy(s->path, folder, strlen(folder));
    memcpy(s->path + strlen(folder), where, strlen(where) + 1);
    status = open_database(s, create, err);
    if (status)
        sqlite_close(s);
    else
        *db = s;
    return status;
}

const kh_backend kh_backend_sqlite = { sqlite_open, sqlite_close, kh_sqlite_write, kh_sqlite_query, kh_sqlite_incident_query,
                                       kh_sqlite_merge, kh_sqlite_split };
