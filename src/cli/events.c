/* Lines of JSON -> a table, CSV, or the lines as they are. */
#include "fields.h"

#include <string.h>
#include <unistd.h>

void cli_events_begin(cli_events *e, const cli_options *o)
{
    *e = (cli_events){ .format = cli_format_of(o), .colour = cli_colour(), .columns = cli_columns() };
}

static void head(cli_events *e, cli_text *out)
{
    if (!e->begun && e->format == CLI_FORMAT_CSV)
        cli_csv_head(out);
    if (!e->begun && e->format == CLI_FORMAT_TABLE && e->count)
        cli_table_head(out, e->columns, e->colour);
    e->begun = true;
}

static void table_event(cli_events *e, cli_text *out, const json_t *event)
{
    const char *article = cli_field_text(event, "article.id");
    if (!e->article[0] || strncmp(e->article, article, sizeof e->article - 1) != 0)
        cli_table_article(out, event, e->colour);
    snprintf(e->article, sizeof e->article, "%s", article);
    cli_table_row(out, event, e->columns, e->colour);
}

static void one_line(cli_events *e, const char *p, size_t n)
{
    json_t *event = json_loadb(p, n, JSON_ALLOW_NUL, NULL);
    cli_text out = { 0 };
    if (!event)
        return;                                   /* our own output: only memory can fail here */
    e->count++;
    head(e, &out);
    if (e->format == CLI_FORMAT_TABLE)
        table_event(e, &out, event);
    else
        cli_csv_row(&out, event);
    e->code = out.failed ? CLI_MEMORY : cli_put(out.p, out.n);
    cli_text_free(&out);
    json_decref(event);
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
            one_line(e, e->line.p, e->line.n);
        if (end)
            e->line.n = 0;
        p += k;
        n -= k;
    }
    return e->code != CLI_DONE;
}

int cli_events_end(cli_events *e)
{
    cli_text out = { 0 };
    if (!e->code)
        head(e, &out);
    if (out.n)
        e->code = cli_put(out.p, out.n);
    if (e->format == CLI_FORMAT_TABLE && !e->count && isatty(STDERR_FILENO))
        fprintf(stderr, "khabar: no events\n");
    cli_text_free(&out);
    cli_text_free(&e->line);
    return e->code;
}
