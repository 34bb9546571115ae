/* A file of rows in a layout of others, as it is found in the world: any order of columns, a heading or none, damage. */
#include "compare.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CELLS = 256, MAX_ROW = 1 << 20, MAX_TOLD = 10, MAX_NAME = 64 };

typedef struct rows {
    const char *path;
    const char *p;
    size_t n, at;
    uint32_t line;               /* of at */
    char part;                   /* ',', ';' or a tab */
    char *cells[MAX_CELLS], *names[MAX_CELLS];
    size_t count, name_count;
    char *bytes, *heading;       /* where cells and names point into */
    size_t told, bad;
} rows;

/* ------------------------------------------------------------------ one row */

static void count_lines(rows *f, size_t to)
{
    for (; f->at < to; f->at++)
        f->line += f->p[f->at] == '\n';
}

static size_t line_end(const rows *f, size_t at)
{
    const char *end = memchr(f->p + at, '\n', f->n - at);
    return end ? (size_t)(end - f->p) + 1 : f->n;
}

/* One cell from *at into *out; false where its quote is not closed. *at stands behind the mark that ends it, which `*end` gets. */
static bool read_cell(const rows *f, size_t *at, char **out, char *end)
{
    size_t i = *at, limit = f->n - i > MAX_ROW ? i + MAX_ROW : f->n;
    bool quoted = i < limit && f->p[i] == '"' && f->part != '\t';
    for (i += quoted; i < limit; i++) {
        char c = f->p[i];
        if (quoted && c == '"' && i + 1 < limit && f->p[i + 1] == '"')
            i++;
        else if (quoted && c == '"') {
            quoted = false;
            continue;
        } else if (!quoted && (c == f->part || c == '\n'))
            break;
        *(*out)++ = c ? c : ' ';
    }
    *end = i < limit ? f->p[i] : '\n';
    *at = i < f->n ? i + 1 : f->n;
    return !quoted && (i < limit || limit == f->n);
}

/* Takes what is no part of a cell off its ends: the \r of a line, the quotes that some writers of TSV put. */
static void trim_cell(char *cell, char *end, char part)
{
    while (end > cell && (end[-1] == '\r' || end[-1] == ' '))
        end--;
    *end = 0;
    if (part == '\t' && end - cell >= 2 && *cell == '"' && end[-1] == '"') {
        end[-1] = 0;
        memmove(cell, cell + 1, (size_t)(end - cell) - 1);
    }
}

/* Reads the row at f->at; NULL, or what is wrong with it. It ends where the next one begins, however damaged it is. */
static const char *read_row(rows *f)
{
    size_t at = f->at, most = (f->n - at > MAX_ROW ? MAX_ROW : f->n - at) + 1;
    char *out = realloc(f->bytes, most + MAX_CELLS), end = 0;
    f->count = 0;
    if (!out)
        return "out of memory";
    f->bytes = out;
    while (end != '\n') {
        char *begin = out;
        if (f->count == MAX_CELLS || !read_cell(f, &at, &out, &end) || at - f->at > MAX_ROW) {
            bool many = f->count == MAX_CELLS;
            count_lines(f, line_end(f, f->at));
            return many ? "more than 256 columns" : "a quote or a cell that does not end";
        }
        trim_cell(begin, out, f->part);
        f->cells[f->count++] = begin;
        out++;
    }
    count_lines(f, at);
    return NULL;
}

/* ------------------------------------------------------------------ names */

/* "Event ID" and "event_id" are one name. */
static bool same_name(const char *a, const char *b)
{
    for (;;) {
        while (*a && !isalnum((unsigned char)*a))
            a++;
        while (*b && !isalnum((unsigned char)*b))
            b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        if (!*a)
            return true;
        a++;
        b++;
    }
}

static size_t index_of(char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (same_name(names[i], name))
            return i;
    return CLI_NONE;
}

static const char *cell_named(const void *row, const char *name)
{
    const rows *f = row;
    size_t i = index_of(f->names, f->name_count, name);
    return i < f->count ? f->cells[i] : "";
}

/* The mark that parts the most cells of the first line. */
static char find_part(const rows *f)
{
    static const char marks[] = "\t,;";
    size_t end = line_end(f, 0), best = 0;
    char part = ',';
    for (int m = 0; marks[m]; m++) {
        size_t n = 0;
        for (size_t i = 0; i < end; i++)
            n += f->p[i] == marks[m];
        if (n > best) {
            best = n;
            part = marks[m];
        }
    }
    return part;
}

static bool keep_names(rows *f, char *const *cells, size_t count)
{
    size_t all = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        all += strlen(cells[i]) + 1;
    f->heading = malloc(all + 1);
    for (size_t i = 0; f->heading && i < count; i++) {
        f->names[i] = strcpy(f->heading + at, cells[i]);
        at += strlen(cells[i]) + 1;
    }
    f->name_count = count;
    return f->heading != NULL;
}

/* The first row is a heading where it has the names that matter; else the columns stand as the layout has them. */
static bool find_columns(rows *f, const cli_roles *roles, const char *heading, char why[160])
{
    char copy[8192], *names[MAX_CELLS], *rest = copy;
    size_t count = 0;
    const char *bad = read_row(f);
    snprintf(copy, sizeof copy, "%s", heading);
    copy[strcspn(copy, "\r\n")] = 0;
    while (rest && count < MAX_CELLS)
        names[count++] = strsep(&rest, "\t");
    if (bad) {
        snprintf(why, 160, "%s", bad);
        return false;
    }
    if (index_of(f->cells, f->count, roles->id) != CLI_NONE && index_of(f->cells, f->count, roles->day) != CLI_NONE &&
        index_of(f->cells, f->count, roles->type) != CLI_NONE)
        return keep_names(f, f->cells, f->count);
    size_t day = index_of(names, count, roles->day);
    if (f->count == count && day != CLI_NONE && cli_day_of(f->cells[day]) != CLI_NO_DAY) {
        f->at = 0;
        f->line = 1;
        return keep_names(f, names, count);
    }
    snprintf(why, 160, "no rows of %s: neither a heading with %s, %s and %s nor %zu columns (there are %zu)", roles->layout, roles->id, roles->day,
             roles->type, count, f->count);
    return false;
}

/* ------------------------------------------------------------------ all of them */

static void tell(rows *f, uint32_t line, const char *why)
{
    f->bad++;
    if (f->told++ < MAX_TOLD)
        cli_say(f->path, line, why, "; the row is left out");
}

/* Columns too many are damage unless they are empty: some files end their lines with stray marks. */
static bool right_width(const rows *f, char why[160])
{
    size_t n = f->count;
    while (n > f->name_count && !*f->cells[n - 1])
        n--;
    if (n == f->name_count)
        return true;
    snprintf(why, 160, "%zu columns where the heading has %zu", f->count, f->name_count);
    return false;
}

static int read_rows(rows *f, const cli_roles *roles, cli_records *records)
{
    while (f->at < f->n) {
        uint32_t line = f->line;
        size_t start = f->at;
        char why[160] = "";
        cli_record r;
        const char *bad = read_row(f);
        if (!bad && f->count == 1 && !*f->cells[0])
            continue;                        /* an empty line */
        if (bad || !right_width(f, why)) {
            tell(f, line, bad ? bad : why);
            if (f->line > line + 1) {        /* an open quote took more than its line: those after it are read again */
                f->at = line_end(f, start);
                f->line = line + 1;
            }
        } else if (!cli_record_read(roles, (cli_row){ cell_named, f }, &r, why) && *why)
            tell(f, line, why);
        else if (*why == 0) {
            r.line = line;
            if (!r.id || !cli_records_add(records, &r)) {
                cli_record_free(&r);
                return cli_say_memory();
            }
        }
    }
    if (f->told > MAX_TOLD)
        fprintf(stderr, "khabar: %s: %zu more rows are left out\n", f->path, f->told - MAX_TOLD);
    return f->bad ? CLI_SOME : CLI_DONE;
}

static int read_file(const char *path, cli_text *bytes)
{
    char chunk[1 << 16];
    size_t n;
    errno = 0;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    while (file && !bytes->failed && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
        cli_text_sink(bytes, chunk, n);
    bool good = file && !ferror(file) && !bytes->failed;
    int why = bytes->failed ? ENOMEM : errno ? errno : EIO;
    if (file && file != stdin)
        fclose(file);
    if (!good) {
        cli_say(path, 0, "cannot read: ", strerror(why));
        return why == ENOMEM ? CLI_MEMORY : CLI_SOME;
    }
    return CLI_DONE;
}

int cli_rows_read(const char *path, const cli_roles *roles, const char *heading, cli_records *records, size_t *bad)
{
    cli_text bytes = { 0 };
    char why[160];
    int code = read_file(path, &bytes);
    rows f = { .path = path, .p = bytes.p ? bytes.p : "", .n = bytes.n, .line = 1 };
    if (!code && f.n >= 3 && memcmp(f.p, "\xEF\xBB\xBF", 3) == 0) {
        f.p += 3;
        f.n -= 3;
    }
    f.part = code ? ',' : find_part(&f);
    if (!code && !f.n) {
        cli_say(path, 0, "an empty file, no rows to compare with", "");
        code = CLI_SOME;
    } else if (!code && !find_columns(&f, roles, heading, why)) {
        cli_say(path, 1, why, "");
        code = CLI_SOME;
        f.n = 0;
    } else if (!code)
        code = read_rows(&f, roles, records);
    *bad = f.bad;
    free(f.bytes);
    free(f.heading);
    cli_text_free(&bytes);
    return code;
}
