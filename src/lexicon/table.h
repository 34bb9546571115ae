/* table.h: how tables lie in memory and in the compiled file. Internal to lexicon/. */
#ifndef KH_LEXICON_TABLE_H
#define KH_LEXICON_TABLE_H

#include "lexicon/lexicon.h"

typedef struct kh_cell { uint32_t at, n; } kh_cell;      /* bytes of the pool */

struct kh_table {
    kh_view name;                /* "actors/states" */
    const char *pool;            /* cells point here */
    const kh_cell *cells;        /* columns header cells, then rows * columns cells */
    const uint32_t *lines;       /* rows: line in the TSV */
    uint32_t columns, rows;
    bool user;
};

struct kh_lexicon {
    kh_arena *arena;
    kh_table **tables;
    size_t count, capacity;
    kh_mapped file;
    kh_digest digest;
};

enum { KH_LEXICON_MAX_CELL = 1 << 16, KH_LEXICON_MAX_FILE = 1 << 26, KH_LEXICON_MAX_COLUMNS = 64 };

kh_lexicon *kh_lexicon_new(kh_arena *arena);
bool kh_lexicon_add(kh_lexicon *lexicon, kh_table *table);      /* false: no memory */
void kh_lexicon_sort(kh_lexicon *lexicon);                       /* by name, user's last */

/* Findings go to `report`; without one the first is returned. */
typedef struct kh_finder { kh_report report; void *ctx; kh_error first; size_t count; } kh_finder;
void kh_found(kh_finder *finder, kh_status code, const char *file, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
