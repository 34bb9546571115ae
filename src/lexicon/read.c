/* TSV folders -> tables. */
#include "lexicon/table.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Counts lines that hold a row, header included. */
static size_t count_rows(kh_view all)
{
    size_t n = 0;
    while (all.n) {
        kh_view line = kh_view_trim(kh_view_cut(&all, '\n'));
        n += line.n && line.p[0] != '#';
    }
    return n;
}

/* Splits a line into exactly `columns` cells; false with the number found otherwise. Missing trailing cells are empty. */
static bool split(kh_view line, const char *pool, kh_cell *cells, uint32_t columns, uint32_t *found)
{
    uint32_t n = 0;
    for (bool more = true; more; n++) {
        const char *tab = memchr(line.p, '\t', line.n);
        kh_view part = kh_view_trim((kh_view){ line.p, tab ? (size_t)(tab - line.p) : line.n });
        if (part.n > KH_LEXICON_MAX_CELL) {
            *found = UINT32_MAX;
            return false;
        }
        if (n < columns)
            cells[n] = (kh_cell){ part.n ? (uint32_t)(part.p - pool) : 0, (uint32_t)part.n };
        more = tab != NULL;
        if (tab)
            line = (kh_view){ tab + 1, line.n - (size_t)(tab + 1 - line.p) };
        if (n > KH_LEXICON_MAX_COLUMNS)
            break;
    }
    *found = n;
    for (uint32_t i = n; i < columns; i++)
        cells[i] = (kh_cell){ 0, 0 };
    return n <= columns;
}

static uint32_t columns_of(kh_view line)
{
    uint32_t n = 1;
    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == '\t';
    return n;
}

static kh_status parse(kh_view all, const char *path, kh_view name, kh_finder *f, kh_arena *arena, kh_table **table, kh_error *err)
{
    if (all.n >= 3 && memcmp(all.p, "\xEF\xBB\xBF", 3) == 0)
        all = (kh_view){ all.p + 3, all.n - 3 };
    size_t expected = count_rows(all);
    kh_table *t = kh_arena_get(arena, sizeof *t);
    if (!t)
        return kh_arena_fail(arena, err);
    *t = (kh_table){ .name = name, .pool = all.p ? all.p : "" };
    kh_cell *cells = NULL;
    uint32_t *lines = NULL, number = 0;
    kh_view rest = all;
    while (rest.n) {
        kh_view line = kh_view_cut(&rest, '\n');
        number++;
        while (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        kh_view bare = kh_view_trim(line);
        if (!bare.n || bare.p[0] == '#')
            continue;
        size_t bad = kh_utf8_bad(line);
        if (bad < line.n) {
            kh_found(f, KH_E_MODEL, path, number, "byte %zu of the line is not UTF-8", bad + 1);
            continue;
        }
        if (!cells) {
            t->columns = columns_of(line);
            if (t->columns > KH_LEXICON_MAX_COLUMNS) {
                kh_found(f, KH_E_MODEL, path, number, "header has %u columns, at most %d", t->columns, KH_LEXICON_MAX_COLUMNS);
                return KH_OK;
            }
            cells = kh_arena_array(arena, expected * t->columns, sizeof *cells);
            lines = kh_arena_array(arena, expected, sizeof *lines);
            if (!cells || !lines)
                return kh_arena_fail(arena, err);
        }
        uint32_t found, row = t->rows;
        bool header = row == 0 && !lines[0];
        kh_cell *at = cells + (header ? 0 : (size_t)(row + 1) * t->columns);
        if (!split(line, t->pool, at, t->columns, &found)) {
            if (found == UINT32_MAX)
                kh_found(f, KH_E_MODEL, path, number, "a cell is longer than %d bytes", KH_LEXICON_MAX_CELL);
            else
                kh_found(f, KH_E_MODEL, path, number, "%u columns, the header has %u", found, t->columns);
            continue;
        }
        if (header) {
            lines[0] = number;                 /* marks the header as read; the first row overwrites it */
            continue;
        }
        lines[t->rows++] = number;
    }
    t->cells = cells;
    t->lines = lines;
    *table = t->columns ? t : NULL;
    return KH_OK;
}

static kh_status read_file(const char *path, kh_view name, kh_finder *f, kh_lexicon *x, kh_error *err)
{
    kh_mapped m;
    kh_status s = kh_mapped_open(path, &m, err);
    if (s) {
        if (f->report) {
            kh_found(f, KH_E_MODEL, path, 0, "%s", err ? err->message : "cannot read");
            return KH_OK;
        }
        return s;
    }
    if (m.bytes.n > KH_LEXICON_MAX_FILE) {
        kh_found(f, KH_E_MODEL, path, 0, "file is larger than %d bytes", KH_LEXICON_MAX_FILE);
        kh_mapped_close(&m);
        return KH_OK;
    }
    kh_view bytes = kh_arena_copy(x->arena, m.bytes);     /* tables outlive the file */
    kh_mapped_close(&m);
    if (!bytes.p)
        return kh_arena_fail(x->arena, err);
    kh_table *t = NULL;
    s = parse(bytes, path, name, f, x->arena, &t, err);
    if (!s && t && !kh_lexicon_add(x, t))
        s = kh_arena_fail(x->arena, err);
    return s;
}

enum { MAX_DEPTH = 4 };

static kh_status read_folder(const char *folder, kh_view prefix, int depth, kh_finder *f, kh_lexicon *x, kh_error *err)
{
    struct dirent **list;
    int n = scandir(folder, &list, NULL, alphasort);
    if (n < 0) {
        kh_status s = kh_fail(err, KH_E_MODEL, 0, "cannot read folder: %s", strerror(errno));
        kh_error_file(err, folder);
        return s;
    }
    kh_status s = KH_OK;
    for (int i = 0; i < n; i++) {
        kh_view entry = kh_view_of(list[i]->d_name);
        if (!s && entry.p[0] != '.') {
            kh_view path = kh_arena_printf(x->arena, "%s/%s", folder, entry.p);
            kh_view name = kh_arena_printf(x->arena, "%.*s%s", (int)prefix.n, prefix.p ? prefix.p : "", entry.p);
            struct stat st;
            if (!path.p || !name.p)
                s = kh_arena_fail(x->arena, err);
            else if (stat(path.p, &st) == 0 && S_ISDIR(st.st_mode) && depth < MAX_DEPTH) {
                kh_view deeper = kh_arena_printf(x->arena, "%s/", name.p);
                s = deeper.p ? read_folder(path.p, deeper, depth + 1, f, x, err) : kh_arena_fail(x->arena, err);
            } else if (kh_view_ends(entry, KH_LIT(".tsv")))
                s = read_file(path.p, (kh_view){ name.p, name.n - 4 }, f, x, err);
        }
        free(list[i]);
    }
    free(list);
    return s;
}

kh_status kh_lexicon_read(const char *folder, kh_report report, void *ctx, kh_arena *arena, kh_lexicon **lexicon, kh_error *err)
{
    kh_lexicon *x = kh_lexicon_new(arena);
    if (!x)
        return kh_arena_fail(arena, err);
    kh_finder f = { report, ctx, { 0 }, 0 };
    kh_status s = read_folder(folder, (kh_view){ NULL, 0 }, 0, &f, x, err);
    if (s)
        return s;
    if (f.count && !report) {
        if (err)
            *err = f.first;
        return f.first.code;
    }
    kh_lexicon_sort(x);
    *lexicon = x;
    return KH_OK;
}
