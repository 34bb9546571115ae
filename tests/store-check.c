/* store-check FILE: opens a store as the library does, checks it as SQLite can, prints "id<TAB>events" of each current article and
 * exits 1 with a line on standard error where anything is wrong. For tests/store.sh and tests/kill.sh. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "khabar.h"

static int print_row(void *ctx, int n, char **values, char **names)
{
    (void)ctx;
    (void)names;
    return n != 2 || printf("%s\t%s\n", values[0], values[1]) < 0;
}

static int not_ok(void *ctx, int n, char **values, char **names)
{
    (void)n;
    (void)names;
    if (strcmp(values[0], "ok") == 0)
        return 0;
    fprintf(stderr, "%s: %s\n", (const char *)ctx, values[0]);
    return 1;
}

static const struct { const char *what, *sql; } checks[] = {
    { "integrity", "PRAGMA integrity_check" },
    { "word index", "INSERT INTO words(words) VALUES('integrity-check')" },
    { "links", "SELECT CASE count(*) WHEN 0 THEN 'ok' ELSE count(*) || ' without a row' END FROM pragma_foreign_key_check" },
    { "articles", "SELECT id || ' is current twice' FROM articles WHERE superseded = 0 GROUP BY id HAVING count(*) > 1" },
    { "texts", "SELECT id || ' is kept twice' FROM articles GROUP BY id, digest HAVING count(*) > 1" },
    { "events", "SELECT id || ' is there twice' FROM coded GROUP BY article, id, json HAVING count(*) > 1" },
    { "marks", "SELECT e.id || ' is marked unlike its article' FROM coded e JOIN articles a ON a.n = e.article WHERE a.superseded != e.superseded" },
};

int main(int argc, char **argv)
{
    kh_store *store = NULL;
    kh_error err = { 0 };
    if (argc != 2 || kh_store_open(argv[1], false, NULL, &store, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    kh_store_close(store);
    sqlite3 *db = NULL;
    int rc = sqlite3_open(argv[1], &db);
    sqlite3_busy_timeout(db, 20000);
    for (size_t i = 0; i < sizeof checks / sizeof *checks && rc == SQLITE_OK; i++)
        rc = sqlite3_exec(db, checks[i].sql, not_ok, (void *)checks[i].what, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, "SELECT a.id, count(e.n) FROM articles a LEFT JOIN coded e ON e.article = a.n WHERE a.superseded = 0"
                              " GROUP BY a.n ORDER BY a.id", print_row, NULL, NULL);
    if (rc != SQLITE_OK)
        fprintf(stderr, "%s: %s\n", argv[1], sqlite3_errmsg(db));
    sqlite3_close(db);
    return rc != SQLITE_OK;
}
