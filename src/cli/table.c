/* Events as a table that fits the terminal: cells are wrapped at words, three lines at most. */
#include "fields.h"

#include <stdlib.h>
#include <string.h>

enum { DATE = 0, WHAT, ACTOR, RECIPIENT, PLACE, STATUS, TOLL, CELLS };

static const char *const heads[CELLS] = { "date", "type, mode", "actor", "recipient", "place", "status", "toll" };

enum {
    LINES = 3,
    MARK = 1,                    /* cells of the sign for what was cut off */
    COUNTRY = 6                  /* precision from which on a place is a country, so that its code says nothing more */
};

static const char ellipsis[] = "\xE2\x80\xA6";

/* Date, type, status and toll need a fixed width; actor, recipient and place share what is left: on 80
 * columns each has room for "Afghanistan". */
static int widths(int columns, int width[CELLS])
{
    static const int fixed[CELLS] = { [DATE] = 10, [WHAT] = 11, [STATUS] = 12, [TOLL] = 8 };
    int gap = columns >= 100 ? 2 : 1, left = columns - gap * (CELLS - 1);
    for (int i = 0; i < CELLS; i++)
        left -= fixed[i];
    left = left < 15 ? 15 : left > 120 ? 120 : left;      /* wider cells are no easier to read */
    for (int i = 0; i < CELLS; i++)
        width[i] = fixed[i];
    width[ACTOR] = width[RECIPIENT] = left / 3;
    width[PLACE] = left - width[ACTOR] - width[RECIPIENT];
    return gap;
}

/* ------------------------------------------------------------------ cells */

static void shown(cli_text *out, const char *z) { cli_text_shown(out, z, strlen(z)); }

static void people(cli_text *out, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *a = json_array_get(list, i);
        const char *name = cli_field_text(a, "name");
        cli_text_add(out, i ? ", " : "");
        shown(out, *name ? name : cli_field_text(a, "text"));
    }
}

/* A month or a year is written as one where the interval is just that. */
static void date(cli_text *out, const json_t *event)
{
    const char *from = cli_field_text(event, "date.start"), *to = cli_field_text(event, "date.end");
    bool days = strlen(from) == 10 && strlen(to) == 10;
    if (!days || strcmp(from, to) == 0)
        cli_text_add(out, from);
    else if (strcmp(from + 4, "-01-01") == 0 && strcmp(to + 4, "-12-31") == 0 && strncmp(from, to, 4) == 0)
        cli_text_printf(out, "%.4s", from);
    else if (strncmp(from, to, 7) == 0 && strcmp(from + 8, "01") == 0 && atoi(to + 8) >= 28)
        cli_text_printf(out, "%.7s", from);
    else if (strncmp(from, to, 4) == 0)
        cli_text_printf(out, "%s to %s", from, to + 5);
    else
        cli_text_printf(out, "%.4s to %.4s", from, to);
}

static void place(cli_text *out, const json_t *event)
{
    const char *name = cli_field_text(event, "place.name"), *country = cli_field_text(event, "place.country");
    shown(out, *name ? name : cli_field_text(event, "place.text"));
    if (*country && out->n && json_integer_value(cli_field(event, "place.precision")) < COUNTRY)
        cli_text_printf(out, " %s", country);
}

static void status(cli_text *out, const json_t *event)
{
    const char *certainty = cli_field_text(event, "certainty");
    cli_text_add(out, cli_field_text(event, "status"));
    if (*certainty && strcmp(certainty, "fact") != 0)
        cli_text_printf(out, " %s", certainty);
    if (json_is_true(cli_field(event, "background")))
        cli_text_add(out, " background");
}

static void toll(cli_text *out, const json_t *event)
{
    static const char *const harms[] = { "killed", "injured", "arrested", "abducted", "displaced" };
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        const json_t *t = cli_field(cli_field(event, "toll"), harms[i]), *n = cli_field(t, "best");
        const char *about = "";
        if (!t)
            continue;
        if (!n && (n = cli_field(t, "low")))
            about = ">=";
        if (!n && (n = cli_field(t, "high")))
            about = "<=";
        cli_text_add(out, out->n ? ", " : "");
        cli_text_add(out, about);
        cli_field_add(out, n);
        cli_text_printf(out, " %s", harms[i]);
    }
}

static void fill(cli_text cells[CELLS], const json_t *event)
{
    const char *mode = cli_field_text(event, "mode");
    date(&cells[DATE], event);
    shown(&cells[WHAT], cli_field_text(event, "type"));
    if (*mode)
        cli_text_printf(&cells[WHAT], " %s", mode);
    people(&cells[ACTOR], cli_field(event, "actors"));
    people(&cells[RECIPIENT], cli_field(event, "recipients"));
    place(&cells[PLACE], event);
    status(&cells[STATUS], event);
    toll(&cells[TOLL], event);
}

/* ------------------------------------------------------------------ lines */

/* Length in bytes of the UTF-8 sign at p. */
static size_t sign(const char *p, size_t n)
{
    unsigned char c = (unsigned char)*p;
    size_t k = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return k < n ? k : n;
}

/* How many bytes from p fit into `width` cells, at a blank or after a hyphen where there is one. */
static size_t fitting(const char *p, size_t n, int width)
{
    size_t i = 0, good = 0;
    int used = 0;
    while (i < n) {
        size_t k = sign(p + i, n - i);
        int w = (int)cli_width(p + i, k);
        if (p[i] == ' ')
            good = i;
        if (used + w > width)
            break;
        used += w;
        i += k;
        if (p[i - 1] == '-')
            good = i;
    }
    return i == n ? n : good ? good : i ? i : sign(p, n);
}

/* Writes line `number` of a cell padded to its width; takes it off *rest. */
static void cell_line(cli_text *out, const cli_text *cell, size_t *at, int width, bool last_line, bool pad)
{
    while (*at < cell->n && cell->p[*at] == ' ')
        ++*at;
    const char *p = cell->n ? cell->p + *at : "";
    size_t left = cell->n - *at, n = fitting(p, left, width), used;
    bool cut = last_line && n < left;
    if (cut)
        n = fitting(p, n, width - MARK);
    used = cli_width(p, n) + (cut ? MARK : 0);
    cli_text_sink(out, p, n);
    cli_text_add(out, cut ? ellipsis : "");
    *at += n;
    for (; pad && used < (size_t)width; used++)
        cli_text_add(out, " ");
}

static void lines(cli_text *out, const cli_text cells[CELLS], int columns, const char *before, const char *after)
{
    int width[CELLS], gap = widths(columns, width);
    size_t at[CELLS] = { 0 };
    for (int line = 0; line < LINES; line++) {
        bool more = false;
        for (int i = 0; i < CELLS; i++)
            more = more || at[i] < cells[i].n;
        if (!more && line > 0)
            break;
        cli_text_add(out, before);
        size_t begin = out->n;
        for (int i = 0; i < CELLS; i++) {
            cell_line(out, &cells[i], &at[i], width[i], line == LINES - 1, i + 1 < CELLS);
            cli_text_add(out, i + 1 == CELLS ? "" : gap == 2 ? "  " : " ");
        }
        while (out->n > begin && out->p[out->n - 1] == ' ')
            out->n--;
        cli_text_printf(out, "%s\n", after);
    }
}

void cli_table_head(cli_text *out, int columns, bool colour)
{
    cli_text cells[CELLS] = { { 0 } };
    for (int i = 0; i < CELLS; i++)
        cli_text_add(&cells[i], heads[i]);
    lines(out, cells, columns, colour ? "\033[1m" : "", colour ? "\033[0m" : "");
    for (int i = 0; i < CELLS; i++)
        cli_text_free(&cells[i]);
}

void cli_table_article(cli_text *out, const json_t *event, bool colour)
{
    const char *title = cli_field_text(event, "article.title"), *outlet = cli_field_text(event, "article.outlet");
    cli_text_add(out, colour ? "\n\033[4m" : "\n");
    shown(out, *title ? title : cli_field_text(event, "article.id"));
    cli_text_add(out, colour ? "\033[0m" : "");
    if (*outlet) {
        cli_text_add(out, ", ");
        shown(out, outlet);
    }
    if (*cli_field_text(event, "article.published")) {
        cli_text_add(out, ", ");
        shown(out, cli_field_text(event, "article.published"));
    }
    cli_text_add(out, "\n");
}

/* What did not happen, or long ago, is dimmed. */
void cli_table_row(cli_text *out, const json_t *event, int columns, bool colour)
{
    cli_text cells[CELLS] = { { 0 } };
    const char *s = cli_field_text(event, "status");
    bool real = (strcmp(s, "occurred") == 0 || strcmp(s, "ongoing") == 0) && !json_is_true(cli_field(event, "background"));
    fill(cells, event);
    lines(out, cells, columns, colour && !real ? "\033[2m" : "", colour && !real ? "\033[0m" : "");
    for (int i = 0; i < CELLS; i++)
        cli_text_free(&cells[i]);
}
