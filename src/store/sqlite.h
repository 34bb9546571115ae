/* sqlite.h: a store in one file of SQLite. Internal to store/; docs/formats.md has the tables. */
#ifndef KH_STORE_SQLITE_H
#define KH_STORE_SQLITE_H

#include <sqlite3.h>

#include "store/store.h"

enum {
    KH_SQLITE_APPLICATION = 0x6B686272,    /* "khbr" */
    KH_SQLITE_VERSION = 3,                 /* user_version: of the tables */
    KH_SQLITE_WAIT = 20000,                /* ms that a writer waits for another one; commits take a few ms */
};

enum kh_sqlite_statement { KH_FIND_CURRENT, KH_FIND_TEXT, KH_OUTDATE_ARTICLE, KH_OUTDATE_EVENTS, KH_ADD_ARTICLE, KH_ADD_WORDS, KH_ADD_EVENT,
                           KH_ADD_SIDE,
                           /* of incidents, sqlite_link.c and sqlite_fuse.c */
                           KH_FIND_COPY, KH_ADD_FAMILY, KH_ADD_BAND, KH_OLD_MEMBER, KH_FIND_INCIDENTS, KH_FIND_UNDATED, KH_MEMBERS,
                           KH_ADD_INCIDENT, KH_ADD_MEMBER, KH_LEAVE, KH_LEFT, KH_LAST_VERSION, KH_ADD_VERSION, KH_SET_STATE,
                           KH_SQLITE_STATEMENTS };

typedef struct kh_sqlite {
    const kh_allocator *alloc;
    sqlite3 *db;
    sqlite3_stmt *statements[KH_SQLITE_STATEMENTS];   /* prepared at the first write */
    size_t path_size;
    char path[];
} kh_sqlite;

/* The error that an SQLite result amounts to, with the store's file. */
kh_status kh_sqlite_fail(const kh_sqlite *s, kh_error *err, int rc);
kh_status kh_sqlite_run(const kh_sqlite *s, const char *sql, kh_error *err);
/* Checks that the file is a store of ours; makes the tables in an empty one where `create`, and brings those of an
 * older version up to ours. */
kh_status kh_sqlite_schema(kh_sqlite *s, bool create, kh_error *err);
extern const char kh_sqlite_views[];       /* SQL that makes the views which people read */
extern const char kh_sqlite_incidents[];   /* the tables and the view of incidents */

kh_status kh_sqlite_write(void *db, const kh_record *records, size_t count, kh_error *err);
kh_status kh_sqlite_query(void *db, const kh_query *query, kh_each each, void *ctx, kh_error *err);

kh_status kh_sqlite_incident_query(void *db, const kh_incident_query *query, kh_each each, void *ctx, kh_error *err);
kh_status kh_sqlite_merge(void *db, kh_view id, kh_view into, kh_error *err);
kh_status kh_sqlite_split(void *db, kh_view id, const kh_view *events, size_t count, char made[32], kh_error *err);

/* Inside one transaction; results of SQLite. */
kh_status kh_sqlite_prepare(kh_sqlite *s, kh_error *err);
int kh_sqlite_done(sqlite3_stmt *st, int rc);              /* readies st for its next use; a row and the end are both SQLITE_OK */
/* Links an article's new events. `old`: the row of the version that it replaces, 0 none; its events leave their incidents. */
int kh_sqlite_link(kh_sqlite *s, const kh_record *r, int64_t article, const int64_t *rows, int64_t old);
/* Writes an incident anew from its members, and a version of it where that changes anything. `day`: of the report, empty for today. */
int kh_sqlite_fuse(kh_sqlite *s, int64_t incident, int64_t article, kh_view day, const char *what);

/* Binds a view; an empty one is NULL. The bytes must live until the statement is reset. */
static inline int kh_sqlite_bind(sqlite3_stmt *st, int at, kh_view v)
{
    return v.n ? sqlite3_bind_text64(st, at, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8) : sqlite3_bind_null(st, at);
}

#endif
