#include "lexicon/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

kh_lexicon *kh_lexicon_new(kh_arena *arena)
{
    kh_lexicon *x = kh_arena_get(arena, sizeof *x);
    if (x)
        x->arena = arena;
    return x;
}

bool kh_lexicon_add(kh_lexicon *x, kh_table *t)
{
    kh_table **grown = kh_arena_grow(x->arena, x->tables, &x->capacity, x->count + 1, sizeof *grown);
    if (!grown)
        return false;
    x->tables = grown;
    x->tables[x->count++] = t;
    return true;
}

static int by_name(const void *a, const void *b)
{
    const kh_table *x = *(kh_table *const *)a, *y = *(kh_table *const *)b;
    if (x->user != y->user)
        return x->user ? 1 : -1;
    return kh_view_compare(x->name, y->name);
}

void kh_lexicon_sort(kh_lexicon *x)
{
    if (x->count)
        qsort(x->tables, x->count, sizeof *x->tables, by_name);
}

void kh_lexicon_close(kh_lexicon *x)
{
    if (x)
        kh_mapped_close(&x->file);
}

kh_digest kh_lexicon_digest(const kh_lexicon *x) { return x->digest; }
size_t kh_lexicon_tables(const kh_lexicon *x) { return x->count; }
const kh_table *kh_lexicon_table(const kh_lexicon *x, size_t i) { return i < x->count ? x->tables[i] : NULL; }

const kh_table *kh_lexicon_next(const kh_lexicon *x, const char *name, size_t *i)
{
    kh_view want = kh_view_of(name);
    bool folder = want.n && want.p[want.n - 1] == '/';
    while (*i < x->count) {
        const kh_table *t = x->tables[(*i)++];
        if (folder ? kh_view_starts(t->name, want) : kh_view_eq(t->name, want))
            return t;
    }
    return NULL;
}

kh_view kh_table_name(const kh_table *t) { return t->name; }
bool kh_table_is_user(const kh_table *t) { return t->user; }
size_t kh_table_rows(const kh_table *t) { return t->rows; }
uint32_t kh_table_line(const kh_table *t, size_t row) { return t->lines[row]; }

static kh_view cell(const kh_table *t, size_t i) { return (kh_view){ t->pool + t->cells[i].at, t->cells[i].n }; }

int kh_table_column(const kh_table *t, const char *name)
{
    for (uint32_t c = 0; c < t->columns; c++)
        if (kh_view_is(cell(t, c), name))
            return (int)c;
    return -1;
}

kh_view kh_table_cell(const kh_table *t, size_t row, int column)
{
    if (column < 0 || (uint32_t)column >= t->columns || row >= t->rows)
        return (kh_view){ NULL, 0 };
    return cell(t, (row + 1) * t->columns + (size_t)column);
}

kh_view kh_table_rule(const kh_table *t, size_t row, kh_arena *arena)
{
    return kh_arena_printf(arena, "%.*s.tsv:%u", (int)t->name.n, t->name.p, t->lines[row]);
}

void kh_found(kh_finder *f, kh_status code, const char *file, uint32_t line, const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    kh_error e;
    kh_fail(&e, code, 0, "%s", text);
    kh_error_file(&e, file);
    e.line = line;
    if (f->count++ == 0)
        f->first = e;
    if (f->report)
        f->report(f->ctx, &e);
}
