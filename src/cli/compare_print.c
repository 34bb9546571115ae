/* What a comparison found: tables for people, rows for programs. */
#include "compare.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED = 20, NAME = 30 };     /* on a terminal */

/* ------------------------------------------------------------------ counts by country, week and kind */

typedef struct group { char name[64]; size_t matched, only_ours, only_theirs; } group;
typedef enum by { BY_COUNTRY = 0, BY_WEEK, BY_TYPE, BYS } by;
static const char *const by_names[BYS] = { "country", "week", "type" };

static void name_of(by what, const cli_record *r, char out[64])
{
    char week[16];
    cli_week_text(r->day, week);
    const char *name = what == BY_COUNTRY ? r->country_name : what == BY_WEEK ? week : r->type;
    snprintf(out, 64, "%s", *name ? name : "unknown");
}

static int by_name(const void *a, const void *b) { return strcmp(((const group *)a)->name, ((const group *)b)->name); }

/* One group a record, sorted and then added up. A match is one of theirs, however many of ours tell of it. */
static group *count(const cli_comparison *c, by what, size_t *n)
{
    group *all = calloc(c->ours->count + c->theirs->count + 1, sizeof *all);
    size_t k = 0;
    for (size_t i = 0; all && i < c->theirs->count; i++) {
        const cli_record *r = &c->theirs->all[i];
        name_of(what, r, all[k].name);
        all[k].matched = r->matches > 0;
        all[k++].only_theirs = r->matches == 0;
    }
    for (size_t i = 0; all && i < c->ours->count; i++)
        if (c->ours->all[i].match == CLI_NONE) {
            name_of(what, &c->ours->all[i], all[k].name);
            all[k++].only_ours = 1;
        }
    *n = 0;
    if (!all)
        return NULL;
    qsort(all, k, sizeof *all, by_name);
    for (size_t i = 0; i < k; i++) {
        if (*n && strcmp(all[*n - 1].name, all[i].name) == 0) {
            group *g = &all[*n - 1];
            g->matched += all[i].matched;
            g->only_ours += all[i].only_ours;
            g->only_theirs += all[i].only_theirs;
        } else
            all[(*n)++] = all[i];
    }
    return all;
}

static group total(const cli_comparison *c, size_t *ours_matched)
{
    group all = { .name = "all" };
    *ours_matched = 0;
    for (size_t i = 0; i < c->theirs->count; i++) {
        all.matched += c->theirs->all[i].matches > 0;
        all.only_theirs += c->theirs->all[i].matches == 0;
    }
    for (size_t i = 0; i < c->ours->count; i++) {
        all.only_ours += c->ours->all[i].match == CLI_NONE;
        *ours_matched += c->ours->all[i].match != CLI_NONE;
    }
    return all;
}

/* ------------------------------------------------------------------ rows */

static const char *const fields[] = { "row", "name", "theirs", "line", "ours", "day", "country", "place", "type", "days", "km", "dead_theirs", "dead_ours",
                                      "nearest", "reason", "matched", "only_ours", "only_theirs" };
enum { FIELDS = sizeof fields / sizeof *fields };

static void csv_value(cli_text *out, const json_t *v)
{
    if (json_is_integer(v))
        cli_text_printf(out, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        cli_text_printf(out, "%.10g", json_real_value(v));
    for (size_t i = 0; i < json_array_size(v); i++)
        cli_text_printf(out, "%s%s", i ? "|" : "", json_string_value(json_array_get(v, i)));
    const char *z = json_string_value(v);
    bool quotes = z && strpbrk(z, ",\"\r\n");
    cli_text_add(out, quotes ? "\"" : "");
    for (; z && *z; z++)
        cli_text_sink(out, *z == '"' ? "\"\"" : z, *z == '"' ? 2 : 1);
    cli_text_add(out, quotes ? "\"" : "");
}

/* Takes `row`. */
static int put_row(const cli_comparison *c, json_t *row)
{
    cli_text out = { 0 };
    if (c->options->format == CLI_FORMAT_ROWS) {
        for (size_t i = 0; row && i < FIELDS; i++) {
            cli_text_add(&out, i ? "," : "");
            csv_value(&out, json_object_get(row, fields[i]));
        }
        cli_text_add(&out, "\r\n");
    } else {
        char *line = row ? json_dumps(row, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
        out.failed |= !line;
        cli_text_add(&out, line ? line : "");
        cli_text_add(&out, "\n");
        free(line);
    }
    int code = row && !out.failed ? cli_put(out.p, out.n) : cli_say_memory();
    cli_text_free(&out);
    json_decref(row);
    return code;
}

static json_t *number_or_null(long long n) { return n < 0 ? json_null() : json_integer(n); }

static json_t *row_of(const char *what, const cli_record *r)
{
    char day[16];
    cli_day_text(r->day, day);
    return json_pack("{s:s,s:s,s:s,s:s,s:s}", "row", what, "day", day, "country", r->country_name, "place", r->place, "type", r->type);
}

static int by_match(const void *a, const void *b)
{
    const cli_record *x = *(const cli_record *const *)a, *y = *(const cli_record *const *)b;
    return x->match != y->match ? (x->match < y->match ? -1 : 1) : x < y ? -1 : x > y;
}

/* One of theirs and those of ours that tell of it; days and km are those of the nearest. */
static json_t *matched_row(const cli_record *theirs, cli_record *const *ours, size_t n)
{
    const cli_record *best = ours[0];
    json_t *ids = json_array(), *row = row_of("matched", theirs);
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(ids, json_string(ours[i]->id));
        if (ours[i]->days < best->days || (ours[i]->days <= best->days && ours[i]->km < best->km))
            best = ours[i];
    }
    json_object_set_new(row, "theirs", json_string(theirs->id));
    json_object_set_new(row, "line", json_integer(theirs->line));
    json_object_set_new(row, "ours", ids);
    json_object_set_new(row, "days", json_integer((json_int_t)best->days));
    json_object_set_new(row, "km", best->km < 0 ? json_null() : json_real(round(best->km * 10) / 10));
    json_object_set_new(row, "dead_theirs", number_or_null(theirs->dead));
    json_object_set_new(row, "dead_ours", number_or_null(best->dead));
    return row;
}

static json_t *missed_row(const cli_record *r, bool ours, const cli_records *other)
{
    json_t *row = row_of(ours ? "only ours" : "only theirs", r);
    if (ours)
        json_object_set_new(row, "ours", json_pack("[s]", r->id));
    else {
        json_object_set_new(row, "theirs", json_string(r->id));
        json_object_set_new(row, "line", json_integer(r->line));
    }
    json_object_set_new(row, ours ? "dead_ours" : "dead_theirs", number_or_null(r->dead));
    json_object_set_new(row, "nearest", r->near == CLI_NONE ? json_null() : json_string(other->all[r->near].id));
    json_object_set_new(row, "reason", json_string(r->why));
    return row;
}

static int put_matched(const cli_comparison *c)
{
    cli_record **list = malloc((c->ours->count + 1) * sizeof *list);
    size_t n = 0;
    int code = list ? CLI_DONE : cli_say_memory();
    for (size_t i = 0; list && i < c->ours->count; i++)
        if (c->ours->all[i].match != CLI_NONE)
            list[n++] = &c->ours->all[i];
    if (list)
        qsort(list, n, sizeof *list, by_match);
    for (size_t i = 0, end; i < n && !code; i = end) {
        for (end = i + 1; end < n && list[end]->match == list[i]->match;)
            end++;
        code = put_row(c, matched_row(&c->theirs->all[list[i]->match], list + i, end - i));
    }
    free(list);
    return code;
}

static int put_missed(const cli_comparison *c, bool ours)
{
    const cli_records *side = ours ? c->ours : c->theirs, *other = ours ? c->theirs : c->ours;
    int code = CLI_DONE;
    for (size_t i = 0; i < side->count && !code; i++)
        if (ours ? side->all[i].match == CLI_NONE : !side->all[i].matches)
            code = put_row(c, missed_row(&side->all[i], ours, other));
    return code;
}

static json_t *group_row(const char *what, const group *g)
{
    return json_pack("{s:s,s:s,s:I,s:I,s:I}", "row", what, "name", g->name, "matched", (json_int_t)g->matched, "only_ours", (json_int_t)g->only_ours,
                     "only_theirs", (json_int_t)g->only_theirs);
}

static int put_groups(const cli_comparison *c)
{
    int code = CLI_DONE;
    for (int b = 0; b < BYS && !code; b++) {
        char what[16];
        size_t n;
        group *all = count(c, (by)b, &n);
        snprintf(what, sizeof what, "by %s", by_names[b]);
        for (size_t i = 0; i < n && !code; i++)
            code = put_row(c, group_row(what, &all[i]));
        code = all ? code : cli_say_memory();
        free(all);
    }
    return code;
}

static int put_rows(const cli_comparison *c)
{
    size_t ours_matched;
    group all = total(c, &ours_matched);
    int code = CLI_DONE;
    for (size_t i = 0; i < FIELDS && c->options->format == CLI_FORMAT_ROWS && !code; i++) {
        code = cli_put(fields[i], strlen(fields[i]));
        code = code ? code : cli_put(i + 1 < FIELDS ? "," : "\r\n", i + 1 < FIELDS ? 1 : 2);
    }
    code = code ? code : put_matched(c);
    code = code ? code : put_missed(c, false);
    code = code ? code : put_missed(c, true);
    code = code ? code : put_groups(c);
    json_t *row = group_row("all", &all);
    json_object_set_new(row, "ours_matched", json_integer((json_int_t)ours_matched));
    json_object_set_new(row, "outside", json_integer((json_int_t)c->outside));
    json_object_set_new(row, "left_out", json_integer((json_int_t)c->bad));
    if (code) {
        json_decref(row);
        return code;
    }
    return put_row(c, row);
}

/* ------------------------------------------------------------------ tables */

/* A cell of `width`, cut or filled with blanks. */
static void cell(cli_text *out, const char *z, size_t width)
{
    cli_text shown = { 0 };
    cli_text_shown(&shown, z, strlen(z));
    size_t n = shown.n;
    while (n && cli_width(shown.p, n) > width)
        do
            n--;
        while (n && (shown.p[n] & 0xC0) == 0x80);
    cli_text_sink(out, shown.p, n);
    for (size_t w = cli_width(shown.p, n); w < width; w++)
        cli_text_add(out, " ");
    out->failed |= shown.failed;
    cli_text_free(&shown);
}

static void show_groups(cli_text *out, const cli_comparison *c, by what)
{
    size_t n;
    group *all = count(c, what, &n);
    cli_text_printf(out, "\nby %-*s %8s %10s %12s\n", NAME - 3, by_names[what], "matched", "only ours", "only theirs");
    for (size_t i = 0; i < n; i++) {
        cell(out, all[i].name, NAME);
        cli_text_printf(out, " %8zu %10zu %12zu\n", all[i].matched, all[i].only_ours, all[i].only_theirs);
    }
    out->failed |= !all;
    free(all);
}

static void show_missed(cli_text *out, const cli_comparison *c, bool ours)
{
    const cli_records *side = ours ? c->ours : c->theirs, *other = ours ? c->theirs : c->ours;
    size_t n = 0;
    for (size_t i = 0; i < side->count; i++) {
        const cli_record *r = &side->all[i];
        char day[16];
        if ((ours ? r->match != CLI_NONE : r->matches > 0) || n++ >= LISTED)
            continue;
        if (n == 1)
            cli_text_printf(out, "\nonly %s, and the nearest %s\n", ours ? "ours" : "theirs", ours ? "of theirs" : "of ours");
        cli_day_text(r->day, day);
        cell(out, r->id, 20);
        cli_text_printf(out, "  %-10s  ", day);
        cell(out, r->place, 16);
        cli_text_add(out, "  ");
        cell(out, r->type, 26);
        cli_text_add(out, "  ");
        cli_text_shown(out, r->why, strlen(r->why));
        if (r->near != CLI_NONE && strncmp(r->why, "nearer", 6) != 0) {
            cli_text_add(out, ": ");
            cli_text_shown(out, other->all[r->near].id, strlen(other->all[r->near].id));
        }
        cli_text_add(out, "\n");
    }
    if (n > LISTED)
        cli_text_printf(out, "and %zu more; --format jsonl gives all\n", n - LISTED);
}

static int show(const cli_comparison *c)
{
    size_t ours_matched;
    group all = total(c, &ours_matched);
    cli_text out = { 0 };
    cli_text_shown(&out, c->options->with, strlen(c->options->with));
    cli_text_printf(&out, ": %zu rows of %s", c->theirs->count, c->roles->layout);
    if (c->bad)
        cli_text_printf(&out, ", %zu more left out", c->bad);
    cli_text_printf(&out, "; %zu of our events in its days and countries, %zu outside\n", c->ours->count, c->outside);
    cli_text_printf(&out, "matched: %zu of theirs by %zu of ours; only ours: %zu; only theirs: %zu\n", all.matched, ours_matched, all.only_ours, all.only_theirs);
    for (int b = 0; b < BYS; b++)
        show_groups(&out, c, (by)b);
    show_missed(&out, c, false);
    show_missed(&out, c, true);
    int code = out.failed ? cli_say_memory() : cli_put(out.p, out.n);
    cli_text_free(&out);
    return code;
}

int cli_comparison_print(const cli_comparison *c)
{
    return cli_format_of(c->options) == CLI_FORMAT_TABLE ? show(c) : put_rows(c);
}
