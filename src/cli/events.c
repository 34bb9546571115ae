/* Events as a table, as rows of a layout, or as lines of JSON as they are. */
#include "fields.h"

#include <string.h>
#include <unistd.h>

static int put_row(void *ctx, const char *p, size_t n)
{
    cli_events *e = ctx;
    e->code = cli_put(p, n);
    return e->code != CLI_DONE;
}

static int open_rows(cli_events *e, const cli_options *o)
{
    kh_error err = { 0 };
    kh_export_options options = { .layout = o->layout, .form = o->form, .chars = o->coder.flags & KH_OFFSETS_CHARS, .sink = put_row, .ctx = e };
    kh_status s = kh_exporter_new(&o->model, &options, &e->exporter, &err);
    if (s == KH_E_USAGE) {
        char what[320];
        snprintf(what, sizeof what, "formats are table, jsonl, csv, tsv; %s", err.message);
        return cli_say_usage(what, o->layout);
    }
    if (s)
        cli_say_error("lexicon", 0, &err);
    return cli_exit_of(s);
}

int cli_events_begin(cli_events *e, const cli_options *o)
{
    *e = (cli_events){ .format = cli_format_of(o), .colour = cli_colour(), .columns = cli_columns(), .layout = o->layout };
    if (e->format == CLI_FORMAT_ROWS)
        e->code = open_rows(e, o);
    return e->code;
}

static void table_event(cli_events *e, cli_text *out, const json_t *event)
{
    const char *article = cli_field_text(event, "article.id");
    if (!e->begun)
        cli_table_head(out, e->columns, e->colour);
    e->begun = true;
    if (!e->article[0] || strncmp(e->article, article, sizeof e->article - 1) != 0)
        cli_table_article(out, event, e->colour);
    snprintf(e->article, sizeof e->article, "%s", article);
    cli_table_row(out, event, e->columns, e->colour);
}

static void add_to_table(cli_events *e, kh_view v)
{
    json_t *event = json_loadb(v.p, v.n, JSON_ALLOW_NUL, NULL);
    cli_text out = { 0 };
    if (!event)
        return;                                   /* our own output: only memory can fail here */
    e->count++;
    table_event(e, &out, event);
    e->code = out.failed ? CLI_MEMORY : cli_put(out.p, out.n);
    cli_text_free(&out);
    json_decref(event);
}

static void add_row(cli_events *e, kh_view event, kh_view text)
{
    kh_error err = { 0 };
    kh_status s = kh_exporter_add(e->exporter, event, text, &err);
    if (s && s != KH_E_SINK) {
        cli_say_error("an event", 0, &err);
        e->code = cli_exit_of(s);
    }
}

static int put_line(kh_view event)
{
    int code = cli_put(event.p, event.n);
    return code ? code : cli_put("\n", 1);
}

int cli_events_add(void *ctx, kh_view event, kh_view text)
{
    cli_events *e = ctx;
    if (e->code)
        return 1;
    if (e->format == CLI_FORMAT_JSONL)
        e->code = put_line(event);
    else if (e->format == CLI_FORMAT_ROWS)
        add_row(e, event, text);
    else
        add_to_table(e, event);
    return e->code != CLI_DONE;
}

int cli_events_sink(void *ctx, const char *p, size_t n)
{
    cli_events *e = ctx;
    if (e->format == CLI_FORMAT_JSONL)
        e->code = e->code ? e->code : cli_put(p, n);
    while (e->format != CLI_FORMAT_JSONL && n && !e->code) {
        const char *end = memchr(p, '\n', n);
        size_t k = end ? (size_t)(end - p) + 1 : n;
        cli_text_sink(&e->line, p, k);
        if (e->line.failed)
            e->code = CLI_MEMORY;
        else if (end)
            cli_events_add(e, (kh_view){ e->line.p, e->line.n - 1 }, e->text);
        if (end)
            e->line.n = 0;
        p += k;
        n -= k;
    }
    return e->code != CLI_DONE;
}

void cli_say_left_out(const char *layout, const kh_export_counts *c)
{
    if (c->left_out)
        fprintf(stderr, "khabar: %llu of %llu events have no place in the layout %s\n", (unsigned long long)c->left_out,
                (unsigned long long)(c->events + c->left_out), layout ? layout : "events");
}

static void end_rows(cli_events *e)
{
    kh_error err = { 0 };
    kh_export_counts counts = { 0 };
    kh_status s = e->code ? KH_OK : kh_exporter_finish(e->exporter, &counts, &err);
    if (s && s != KH_E_SINK) {
        cli_say_error("an event", 0, &err);
        e->code = cli_exit_of(s);
    }
    e->code = e->code ? e->code : cli_flush();
    if (!e->code)
        cli_say_left_out(e->layout, &counts);
    kh_exporter_free(e->exporter);
}

int cli_events_end(cli_events *e)
{
    if (e->exporter)
        end_rows(e);
    if (e->format == CLI_FORMAT_TABLE && !e->count && isatty(STDERR_FILENO))
        fprintf(stderr, "khabar: no events\n");
    cli_text_free(&e->line);
    return e->code;
}
