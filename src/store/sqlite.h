/* sqlite.h: a store in one file of SQLite. Internal to store/; docs/formats.md has the tables. */
#ifndef KH_STORE_SQLITE_H
#define KH_STORE_SQLITE_H

#include <sqlite3.h>

#include "store/store.h"

enum {
    KH_SQLITE_APPLICATION = 0x6B686272,    /* "khbr" */
    KH_SQLITE_VERSION = 2,                 /* user_version: of the tables */
    KH_SQLITE_WAIT = 20000,                /* ms that a writer waits for another one; commits take a few ms */
};

enum kh_sqlite_statement { KH_FIND_CURRENT, KH_FIND_TEXT, KH_OUTDATE_ARTICLE, KH_OUTDATE_EVENTS, KH_ADD_ARTICLE, KH_ADD_WORDS, KH_ADD_EVENT,
                           KH_ADD_SIDE, KH_SQLITE_STATEMENTS };

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

kh_status kh_sqlite_write(void *db, const kh_record *records, size_t count, kh_error *err);
kh_status kh_sqlite_query(void *db, const kh_query *query, kh_each each, void *ctx, kh_error *err);

/* Binds a view; an empty one is NULL. The bytes must live until the statement is reset. */
static inline int kh_sqlite_bind(sqlite3_stmt *st, int at, kh_view v)
{
    return v.n ? sqlite3_bind_text64(st, at, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8) : sqlite3_bind_null(st, at);
}

#endif
