#include "marks.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 8 /* marks within marks; deeper ones are left out */ };

static const struct { char letter; const char *name, *colour; } kinds[CLI_MARK_COUNT] = {
    [CLI_MARK_EVENT] = { 'E', "event", "\033[1;31m" },     [CLI_MARK_ACTOR] = { 'A', "actor", "\033[33m" },
    [CLI_MARK_RECIPIENT] = { 'R', "recipient", "\033[36m" }, [CLI_MARK_PLACE] = { 'P', "place", "\033[32m" },
    [CLI_MARK_DATE] = { 'D', "date", "\033[34m" },         [CLI_MARK_TOLL] = { 'T', "toll", "\033[35m" },
    [CLI_MARK_SOURCE] = { 'S', "source", "\033[4m" },      [CLI_MARK_WEAPON] = { 'W', "weapon", "\033[1;35m" },
};

/* ------------------------------------------------------------------ collecting */

typedef struct list { cli_mark *marks; size_t count, room; } list;

static void add(list *l, const json_t *from, const json_t *to, size_t length, cli_mark_kind kind, int event)
{
    json_int_t a = json_integer_value(from), b = to ? json_integer_value(to) : a + (json_int_t)length;
    if (!json_is_integer(from) || a < 0 || b <= a)
        return;
    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 64;
        cli_mark *grown = realloc(l->marks, room * sizeof *grown);
        if (!grown)
            return;                                /* a mark less; the text stays whole */
        l->marks = grown;
        l->room = room;
    }
    l->marks[l->count++] = (cli_mark){ (size_t)a, (size_t)b, kind, event };
}

static void add_span(list *l, const json_t *o, cli_mark_kind kind, int event)
{
    add(l, cli_field(o, "start"), cli_field(o, "end"), 0, kind, event);
}

static void add_from(list *l, const json_t *o, cli_mark_kind kind, int event)
{
    add(l, cli_field(o, "from"), NULL, strlen(cli_field_text(o, "text")), kind, event);
}

static void add_spans(list *l, const json_t *array, cli_mark_kind kind, int event)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        add_span(l, json_array_get(array, i), kind, event);
}

static void add_event(list *l, const json_t *entry, int number)
{
    const json_t *e = cli_field(entry, "event"), *tolls = cli_field(e, "toll"), *v;
    const char *key;
    add_span(l, cli_field(e, "trigger"), CLI_MARK_EVENT, number);
    add_spans(l, cli_field(e, "mentions"), CLI_MARK_EVENT, number);
    add_spans(l, cli_field(e, "actors"), CLI_MARK_ACTOR, number);
    add_spans(l, cli_field(e, "recipients"), CLI_MARK_RECIPIENT, number);
    add_from(l, cli_field(e, "place"), CLI_MARK_PLACE, number);
    add_from(l, cli_field(e, "from_place"), CLI_MARK_PLACE, number);
    add_from(l, cli_field(e, "date"), CLI_MARK_DATE, number);
    add_span(l, cli_field(e, "weapon"), CLI_MARK_WEAPON, number);
    add_span(l, cli_field(e, "source"), CLI_MARK_SOURCE, number);          /* the cue */
    add_span(l, cli_field(entry, "source"), CLI_MARK_SOURCE, number);      /* who says so */
    json_object_foreach((json_t *)tolls, key, v)
        add_span(l, v, CLI_MARK_TOLL, number);
}

/* Outer marks before inner ones; the same words by kind, then by event. */
static int by_place(const void *x, const void *y)
{
    const cli_mark *a = x, *b = y;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to > b->to ? -1 : 1;
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : a->event - b->event;
}

cli_mark *cli_marks_of(const json_t *explanation, size_t *count)
{
    list l = { 0 };
    const json_t *events = cli_field(explanation, "events");
    for (size_t i = 0; i < json_array_size(events); i++)
        add_event(&l, json_array_get(events, i), (int)i + 1);
    if (l.count)
        qsort(l.marks, l.count, sizeof *l.marks, by_place);
    *count = l.count;
    return l.marks;
}

/* ------------------------------------------------------------------ writing */

typedef struct writer {
    cli_text *out;
    const char *text;
    bool colour;
    const cli_mark *marks;
    size_t count;
    struct { size_t to; size_t first, end; } open[DEPTH];     /* marks of the same words stand together: [first, end) */
    int depth;
} writer;

static void begin(writer *w, size_t first, size_t end)
{
    const cli_mark *m = &w->marks[first];
    if (w->colour) {
        cli_text_add(w->out, kinds[m->kind].colour);
        return;
    }
    cli_text_add(w->out, "[");
    for (size_t i = first; i < end; i++)
        if (i == first || w->marks[i].kind != w->marks[i - 1].kind || w->marks[i].event != w->marks[i - 1].event)
            cli_text_printf(w->out, "%s%c%d", i == first ? "" : ",", kinds[w->marks[i].kind].letter, w->marks[i].event);
    cli_text_add(w->out, " ");
}

/* Ends the innermost mark. In colour, only events carry their number. */
static void end(writer *w)
{
    size_t first = w->open[--w->depth].first, last = w->open[w->depth].end;
    if (!w->colour) {
        cli_text_add(w->out, "]");
        return;
    }
    cli_text_add(w->out, "\033[0m");
    for (size_t i = first; i < last; i++)
        if (w->marks[i].kind == CLI_MARK_EVENT && (i == first || w->marks[i].event != w->marks[i - 1].event))
            cli_text_printf(w->out, "\033[2m[%d]\033[0m", w->marks[i].event);
    if (w->depth)
        cli_text_add(w->out, kinds[w->marks[w->open[w->depth - 1].first].kind].colour);
}

/* Text up to `to`, ending marks on the way. */
static size_t copy(writer *w, size_t at, size_t to)
{
    while (w->depth && w->open[w->depth - 1].to <= to) {
        size_t stop = w->open[w->depth - 1].to;
        cli_text_shown(w->out, w->text + at, stop - at);
        at = stop;
        end(w);
    }
    cli_text_shown(w->out, w->text + at, to - at);
    return to;
}

static size_t first_from(const cli_mark *marks, size_t count, size_t from)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (marks[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void cli_marks_write(cli_text *out, const char *text, size_t from, size_t to, const cli_mark *marks, size_t count, bool colour)
{
    writer w = { .out = out, .text = text, .colour = colour, .marks = marks, .count = count };
    size_t at = from;
    for (size_t i = first_from(marks, count, from), next; i < count && marks[i].from < to; i = next) {
        for (next = i + 1; next < count && marks[next].from == marks[i].from && marks[next].to == marks[i].to; next++)
            continue;
        size_t stop = marks[i].to < to ? marks[i].to : to;
        at = copy(&w, at, marks[i].from);
        if (w.depth && stop > w.open[w.depth - 1].to)
            stop = w.open[w.depth - 1].to;         /* marks that cross: the later one ends with the earlier */
        if (w.depth == DEPTH)
            continue;
        begin(&w, i, next);
        w.open[w.depth].to = stop;
        w.open[w.depth].first = i;
        w.open[w.depth++].end = next;
    }
    copy(&w, at, to);
}

void cli_marks_legend(cli_text *out, bool colour)
{
    for (int k = 0; k < CLI_MARK_COUNT; k++) {
        cli_text_add(out, k ? ", " : "");
        if (colour)
            cli_text_printf(out, "%s%s\033[0m", kinds[k].colour, kinds[k].name);
        else
            cli_text_printf(out, "%c %s", kinds[k].letter, kinds[k].name);
    }
}
