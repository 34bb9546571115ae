/* khabar compare: our events against the rows of others, matched or missed, and why. */
#include "compare.h"

#include <stdlib.h>
#include <string.h>

typedef struct comparing {
    const cli_options *options;
    const cli_roles *roles;
    kh_exporter *exporter;
    cli_text line, heading;      /* of our rows; their names */
    char **names;
    char **cells;
    size_t columns;
    cli_records ours, theirs;
    size_t outside, bad;         /* of ours: beyond the days and countries of the file; of theirs: left out */
    int32_t from, to;            /* the days of the file, and its countries */
    const char **countries;
    size_t country_count;
    bool failed, stopped;
} comparing;

/* ------------------------------------------------------------------ ours */

static size_t split(char *line, char **cells, size_t most)
{
    size_t n = 0;
    for (char *rest = line; rest && n < most;)
        cells[n++] = strsep(&rest, "\t");
    return n;
}

static const char *cell_of_ours(const void *row, const char *name)
{
    const comparing *c = row;
    for (size_t i = 0; i < c->columns; i++)
        if (strcmp(c->names[i], name) == 0)
            return c->cells[i];
    return "";
}

/* Whether the file could have a row of it: its days, and a country of which it tells. */
static bool inside(const comparing *c, const cli_record *r)
{
    int32_t days = (int32_t)c->options->days;
    bool country = false;
    for (size_t i = 0; i < c->country_count && !country; i++)
        country = strcmp(c->countries[i], r->country) == 0;
    return country && r->from != CLI_NO_DAY && r->to >= c->from - days && r->from <= c->to + days;
}

static void keep(comparing *c, cli_record *r)
{
    bool in = inside(c, r);
    c->outside += !in;
    if (in && cli_records_add(&c->ours, r))
        return;
    c->failed |= in;
    cli_record_free(r);
}

static void read_ours(comparing *c, char *line)
{
    cli_record r;
    char why[160];
    if (!c->names) {
        cli_text_add(&c->heading, line);
        cli_text_sink(&c->heading, "", 1);
        c->columns = 1;
        for (const char *z = line; *z; z++)
            c->columns += *z == '\t';
        c->names = calloc(c->columns * 2, sizeof *c->names);
        c->failed |= c->heading.failed || !c->names;
        if (c->failed)
            return;
        c->cells = c->names + c->columns;
        split(c->heading.p, c->names, c->columns);
    } else if (split(line, c->cells, c->columns) == c->columns && cli_record_read(c->roles, (cli_row){ cell_of_ours, c }, &r, why))
        keep(c, &r);
}

static int take_row(void *ctx, const char *p, size_t n)
{
    comparing *c = ctx;
    while (n && !c->failed) {
        const char *end = memchr(p, '\n', n);
        size_t k = end ? (size_t)(end - p) : n;
        cli_text_sink(&c->line, p, k);
        if (end) {
            cli_text_sink(&c->line, "", 1);
            c->failed |= c->line.failed;
            if (!c->failed)
                read_ours(c, c->line.p);
            c->line.n = 0;
            k++;
        }
        p += k;
        n -= k;
    }
    return c->failed;
}

static int add_event(void *ctx, kh_view event, kh_view text)
{
    comparing *c = ctx;
    kh_error err = { 0 };
    c->stopped = cli_interrupted();
    return c->stopped || kh_exporter_add(c->exporter, event, text, &err) != KH_OK;
}

/* ------------------------------------------------------------------ the way through */

static bool add_country(comparing *c, const char *country)
{
    for (size_t i = 0; i < c->country_count; i++)
        if (strcmp(c->countries[i], country) == 0)
            return true;
    const char **grown = realloc(c->countries, (c->country_count + 1) * sizeof *grown);
    if (!grown)
        return false;
    c->countries = grown;
    c->countries[c->country_count++] = country;
    return true;
}

/* Of which days and countries the file tells. */
static bool set_bounds(comparing *c)
{
    bool good = true;
    c->from = INT32_MAX;
    c->to = INT32_MIN;
    for (size_t i = 0; i < c->theirs.count && good; i++) {
        const cli_record *r = &c->theirs.all[i];
        good = add_country(c, r->country);
        if (r->from == CLI_NO_DAY)
            continue;
        c->from = r->from < c->from ? r->from : c->from;
        c->to = r->to > c->to ? r->to : c->to;
    }
    return good;
}

static int open_rows(comparing *c)
{
    kh_error err = { 0 };
    kh_export_options options = { .layout = c->options->layout, .form = KH_EXPORT_TSV, .sink = take_row, .ctx = c };
    kh_exporter *empty = NULL;
    kh_status s = kh_exporter_new(&c->options->model, &options, &empty, &err);
    if (!s)                      /* an exporter of nothing gives the names of the columns */
        s = kh_exporter_finish(empty, NULL, &err);
    kh_exporter_free(empty);
    options.no_heading = true;
    if (!s)
        s = kh_exporter_new(&c->options->model, &options, &c->exporter, &err);
    if (s)
        cli_say_error("lexicon", 0, &err);
    return cli_exit_of(s);
}

static int read_store(comparing *c, kh_store *store)
{
    kh_error err = { 0 };
    kh_status s = kh_store_each(store, &c->options->query, add_event, c, &err);
    if (c->stopped)
        return CLI_INTERRUPTED;
    if (c->failed)
        return cli_say_memory();
    if (s == KH_E_USAGE)
        return cli_say_usage(err.message, NULL);
    if (s)
        cli_say_error(c->options->db, 0, &err);
    return s == KH_OK ? CLI_DONE : s == KH_E_NOMEM ? CLI_MEMORY : CLI_STORE;
}

static char *heading_of(const comparing *c)
{
    cli_text all = { 0 };
    for (size_t i = 0; i < c->columns; i++)
        cli_text_printf(&all, "%s%s", i ? "\t" : "", c->names[i]);
    cli_text_sink(&all, "", 1);
    if (all.failed)
        cli_text_free(&all);
    return all.p;
}

static int run(comparing *c, kh_store *store)
{
    int code = open_rows(c);
    char *heading = code ? NULL : heading_of(c);
    if (!code)
        code = heading ? cli_rows_read(c->options->with, c->roles, heading, &c->theirs, &c->bad) : cli_say_memory();
    free(heading);
    if ((code && code != CLI_SOME) || !c->theirs.count) {
        if (code == CLI_DONE)
            cli_say(c->options->with, 0, "no rows to compare with", "");
        return code ? code : CLI_SOME;
    }
    int read = set_bounds(c) ? read_store(c, store) : cli_say_memory();
    if (read)
        return read;
    if (!cli_match(c->roles, &c->ours, &c->theirs, c->options->days, c->options->km))
        return cli_say_memory();
    const cli_comparison all = { c->options, c->roles, &c->ours, &c->theirs, c->outside, c->bad };
    return cli_worse(code, cli_comparison_print(&all));
}

int cli_compare(const cli_options *o)
{
    comparing c = { .options = o, .roles = cli_roles_of(o->layout) };
    kh_store *store = NULL;
    if (!o->db)
        return cli_say_usage("--db FILE is missing", NULL);
    if (!o->with)
        return cli_say_usage("--with FILE is missing", NULL);
    if (!c.roles)
        return cli_say_usage(o->layout ? "layouts to compare with are acled, ged, gdelt, polecat" : "--layout NAME is missing", o->layout);
    if (o->count)
        return cli_say_usage("compare takes no file but --db FILE and --with FILE", o->files[0]);
    int code = cli_store_open(o, CLI_STORE, &store);
    if (code)
        return code;
    code = run(&c, store);
    kh_exporter_free(c.exporter);
    kh_store_close(store);
    cli_records_free(&c.ours);
    cli_records_free(&c.theirs);
    cli_text_free(&c.line);
    cli_text_free(&c.heading);
    free(c.names);
    free(c.countries);
    return code;
}
