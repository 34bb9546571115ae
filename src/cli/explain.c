/* khabar explain: an article with its evidence marked, and why each event was coded or refused. */
#include "marks.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LABEL = 13 /* columns before the words of a line */ };

typedef struct view { bool json, colour; int columns; size_t articles; } view;

/* ------------------------------------------------------------------ lines */

/* Bytes of an escape sequence at p, 0 if there is none. */
static size_t escape(const char *p, size_t n)
{
    const char *end = n && *p == '\033' ? memchr(p, 'm', n) : NULL;
    return end ? (size_t)(end - p) + 1 : 0;
}

static size_t word(const char *p, size_t n, size_t *width)
{
    size_t i = 0, plain = 0, k;
    *width = 0;
    while (i < n && p[i] != ' ') {
        if ((k = escape(p + i, n - i))) {
            *width += cli_width(p + plain, i - plain);
            plain = i += k;
        } else {
            i++;
        }
    }
    *width += cli_width(p + plain, i - plain);
    return i;
}

/* A line of words; on a terminal (columns not 0) it is wrapped, and what follows the first line stands under `indent`. */
static void put_line(cli_text *out, const cli_text *words, size_t used, size_t indent, int columns)
{
    size_t i = 0, width;
    bool first = true;
    while (i < words->n) {
        size_t n = word(words->p + i, words->n - i, &width);
        bool fits = !columns || used + width + !first <= (size_t)columns;
        if (n && !fits && !first) {
            cli_text_printf(out, "\n%*s", (int)indent, "");
            used = indent;
            first = true;
        }
        if (n && !first)
            cli_text_add(out, " ");
        cli_text_sink(out, words->p + i, n);
        used += n ? width + !first : 0;
        first = first && !n;
        i += n + (i + n < words->n);
    }
    cli_text_add(out, "\n");
}

static void labelled(cli_text *out, const char *label, cli_text *words, const view *v)
{
    if (words->n) {
        cli_text_printf(out, "   %-*s", LABEL - 3, label);
        put_line(out, words, LABEL, LABEL, v->columns);
    }
    words->n = 0;
}

static void shown(cli_text *out, const char *z) { cli_text_shown(out, z, strlen(z)); }

static void quoted(cli_text *out, const char *z)
{
    cli_text_add(out, "\"");
    shown(out, z);
    cli_text_add(out, "\"");
}

/* ------------------------------------------------------------------ one event */

/* Who somebody is, and how that was found out. */
static void person(cli_text *out, const json_t *who, const json_t *why)
{
    const char *name = cli_field_text(who, "name"), *reason = cli_field_text(why, "reason"), *row = cli_field_text(why, "row");
    const json_t *via = cli_field(who, "via");
    size_t begin = out->n;
    quoted(out, cli_field_text(who, "text"));
    for (size_t i = 0; i < json_array_size(via); i++) {
        cli_text_add(out, " for ");
        quoted(out, cli_field_text(json_array_get(via, i), "text"));
    }
    begin = out->n;
    cli_text_add(out, " is ");
    if (*name)
        shown(out, name);
    if (*cli_field_text(who, "id"))
        cli_text_printf(out, " (%s)", cli_field_text(who, "id"));
    if (json_array_size(cli_field(who, "country"))) {
        cli_text_add(out, " ");
        cli_field_add(out, cli_field(who, "country"));
    }
    if (*cli_field_text(who, "sector"))
        cli_text_printf(out, " %s", cli_field_text(who, "sector"));
    if (out->n == begin + strlen(" is "))
        cli_text_add(out, "nobody that is known");
    cli_text_printf(out, "%s%s", *reason ? "; " : "", reason);
    if (*row)
        cli_text_printf(out, " (%s)", row);
}

static void people(cli_text *out, const char *label, const json_t *list, const json_t *whys, const view *v)
{
    cli_text words = { 0 };
    for (size_t i = 0; i < json_array_size(list); i++) {
        person(&words, json_array_get(list, i), json_array_get(whys, i));
        labelled(out, i ? "" : label, &words, v);
    }
    cli_text_free(&words);
}

static void source(cli_text *out, const json_t *e, const json_t *entry, const view *v)
{
    cli_text words = { 0 };
    const json_t *s = cli_field(e, "source");
    if (cli_field(s, "text"))
        person(&words, s, cli_field(entry, "source"));
    if (cli_field(s, "cue")) {
        cli_text_add(&words, words.n ? "; " : "");
        quoted(&words, cli_field_text(s, "cue"));
    }
    labelled(out, "source", &words, v);
    cli_text_free(&words);
}

static void place(cli_text *out, const char *label, const json_t *p, const json_t *why, const view *v)
{
    cli_text words = { 0 };
    if (p) {
        quoted(&words, cli_field_text(p, "text"));
        cli_text_add(&words, *cli_field_text(p, "name") ? " is " : " is not known");
        shown(&words, cli_field_text(p, "name"));
        if (*cli_field_text(p, "country"))
            cli_text_printf(&words, ", %s", cli_field_text(p, "country"));
        if (cli_field(p, "lat"))
            cli_text_printf(&words, ", %.3f %.3f, precision %d", json_real_value(cli_field(p, "lat")), json_real_value(cli_field(p, "lon")),
                            (int)json_integer_value(cli_field(p, "precision")));
        if (*cli_field_text(why, "reason"))
            cli_text_printf(&words, "; %s", cli_field_text(why, "reason"));
        if (*cli_field_text(p, "id"))
            cli_text_printf(&words, " (%s)", cli_field_text(p, "id"));
    }
    labelled(out, label, &words, v);
    cli_text_free(&words);
}

static void date(cli_text *out, const json_t *d, const view *v)
{
    cli_text words = { 0 };
    if (d) {
        const char *from = cli_field_text(d, "start"), *to = cli_field_text(d, "end");
        cli_text_printf(&words, "%s%s%s, precision %d; ", from, strcmp(from, to) ? " to " : "", strcmp(from, to) ? to : "",
                        (int)json_integer_value(cli_field(d, "precision")));
        if (*cli_field_text(d, "text"))
            quoted(&words, cli_field_text(d, "text"));
        else
            cli_text_add(&words, "the text names none, so shortly before the article");
    }
    labelled(out, "date", &words, v);
    cli_text_free(&words);
}

/* "3", or the bounds where the text leaves room. */
static void number(cli_text *out, const json_t *toll)
{
    static const char *const bounds[] = { "low", "high" }, *const words[] = { "at least", "at most" };
    const json_t *best = cli_field(toll, "best");
    size_t begin = out->n;
    cli_field_add(out, best);
    for (int i = 0; i < 2; i++) {
        const json_t *n = cli_field(toll, bounds[i]);
        if (!n || (best && json_integer_value(n) == json_integer_value(best)))
            continue;
        cli_text_printf(out, "%s%s ", out->n > begin ? ", " : "", words[i]);
        cli_field_add(out, n);
    }
}

static void tolls(cli_text *out, const json_t *list, const view *v)
{
    cli_text words = { 0 };
    const char *harm;
    const json_t *t;
    json_object_foreach((json_t *)list, harm, t) {
        cli_text_printf(&words, "%s ", strcmp(harm, "perpetrators") ? harm : "of the perpetrators");
        number(&words, t);
        cli_text_add(&words, "; ");
        quoted(&words, cli_field_text(t, "text"));
        labelled(out, "toll", &words, v);
    }
    cli_text_free(&words);
}

static void about(cli_text *out, const json_t *e, const json_t *events, const view *v)
{
    cli_text words = { 0 };
    const char *id = cli_field_text(e, "about");
    for (size_t i = 0; *id && i < json_array_size(events); i++)
        if (strcmp(cli_field_text(json_array_get(events, i), "event.id"), id) == 0)
            cli_text_printf(&words, "event %zu", i + 1);
    labelled(out, "about", &words, v);
    cli_text_free(&words);
}

static void title(cli_text *out, const json_t *e, size_t number, const view *v)
{
    const char *mode = cli_field_text(e, "mode");
    cli_text words = { 0 };
    cli_text_printf(&words, "%s%s%s%s%s, %s, %s%s, confidence %.2f (%s)", v->colour ? "\033[1m" : "", cli_field_text(e, "type"),
                    *mode ? " " : "", mode, v->colour ? "\033[0m" : "", cli_field_text(e, "status"), cli_field_text(e, "certainty"),
                    json_is_true(cli_field(e, "background")) ? ", background" : "", json_number_value(cli_field(e, "confidence")),
                    cli_field_text(e, "id"));
    cli_text_printf(out, "\n%-3zu", number);
    put_line(out, &words, 3, 3, v->columns);
    cli_text_free(&words);
}

/* The act in the words of the text, and the rule that read them. */
static void evidence(cli_text *out, const json_t *e, const char *text, const view *v)
{
    cli_text words = { 0 };
    const json_t *mentions = cli_field(e, "mentions");
    json_int_t trigger = json_integer_value(cli_field(e, "trigger.start"));
    quoted(&words, cli_field_text(e, "trigger.text"));
    for (size_t i = 0; i < json_array_size(mentions); i++) {
        const json_t *m = json_array_get(mentions, i);
        json_int_t from = json_integer_value(cli_field(m, "start")), to = json_integer_value(cli_field(m, "end"));
        if (from == trigger)
            continue;
        cli_text_add(&words, ", \"");
        cli_text_shown(&words, text + from, (size_t)(to - from));
        cli_text_add(&words, "\"");
    }
    labelled(out, "words", &words, v);
    cli_text_add(&words, cli_field_text(e, "rule"));
    labelled(out, "rule", &words, v);
    if (cli_field(e, "weapon")) {
        quoted(&words, cli_field_text(e, "weapon.text"));
        cli_text_printf(&words, " %s", cli_field_text(e, "weapon.kind"));
        labelled(out, "weapon", &words, v);
    }
    cli_text_free(&words);
}

static void one_event(cli_text *out, const json_t *events, size_t i, const char *text, const view *v)
{
    const json_t *entry = json_array_get(events, i), *e = cli_field(entry, "event");
    title(out, e, i + 1, v);
    evidence(out, e, text, v);
    people(out, "actor", cli_field(e, "actors"), cli_field(entry, "actors"), v);
    people(out, "recipient", cli_field(e, "recipients"), cli_field(entry, "recipients"), v);
    source(out, e, entry, v);
    date(out, cli_field(e, "date"), v);
    place(out, "place", cli_field(e, "place"), cli_field(entry, "place"), v);
    place(out, "from", cli_field(e, "from_place"), cli_field(entry, "from_place"), v);
    tolls(out, cli_field(e, "toll"), v);
    about(out, e, events, v);
}

/* ------------------------------------------------------------------ one article */

static void heading(cli_text *out, const json_t *article, const char *file, const view *v)
{
    cli_text words = { 0 };
    cli_text_add(&words, v->colour ? "\033[4m" : "");
    shown(&words, *cli_field_text(article, "title") ? cli_field_text(article, "title") : file);
    cli_text_add(&words, v->colour ? "\033[0m" : "");
    for (int i = 0; i < 2; i++) {
        const char *z = cli_field_text(article, i ? "published" : "outlet");
        cli_text_add(&words, *z ? ", " : "");
        shown(&words, z);
    }
    put_line(out, &words, 0, 0, v->columns);
    cli_text_free(&words);
}

static void article_text(cli_text *out, const json_t *o, const char *text, const view *v)
{
    const json_t *blocks = cli_field(o, "blocks");
    size_t count;
    cli_mark *marks = cli_marks_of(o, &count);
    cli_text words = { 0 };
    for (size_t i = 0; i < json_array_size(blocks); i++) {
        const json_t *b = json_array_get(blocks, i);
        size_t from = (size_t)json_integer_value(cli_field(b, "start")), to = (size_t)json_integer_value(cli_field(b, "end"));
        bool coded = json_is_true(cli_field(b, "coded"));
        words.n = 0;
        if (!coded)
            cli_text_printf(&words, "%s(%s, not coded: %s) ", v->colour ? "\033[2m" : "", cli_field_text(b, "role"), cli_field_text(b, "reason"));
        cli_marks_write(&words, text, from, to, marks, count, v->colour);
        cli_text_add(&words, !coded && v->colour ? "\033[0m" : "");
        cli_text_add(out, "\n");
        put_line(out, &words, 0, 0, v->columns);
    }
    words.n = 0;
    cli_text_add(out, "\n");
    cli_marks_legend(&words, v->colour);
    cli_text_add(&words, "; the number is the event's");
    if (count)
        put_line(out, &words, 0, 0, v->columns);
    cli_text_free(&words);
    free(marks);
}

static void refusals(cli_text *out, const json_t *list, const char *text, const view *v)
{
    cli_text words = { 0 };
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *r = json_array_get(list, i);
        json_int_t from = json_integer_value(cli_field(r, "sentence.start")), to = json_integer_value(cli_field(r, "sentence.end"));
        cli_text_add(out, i ? "" : "\nread, but not coded\n");
        quoted(&words, cli_field_text(r, "text"));
        cli_text_printf(&words, " (%s): %s; ", cli_field_text(r, "rule"), cli_field_text(r, "reason"));
        cli_text_shown(&words, text + from, (size_t)(to - from));
        cli_text_add(out, "   ");
        put_line(out, &words, 3, LABEL, v->columns);
        words.n = 0;
    }
    cli_text_free(&words);
}

static int print_article(void *ctx, const cli_done *article)
{
    view *v = ctx;
    json_t *o = article->text.n && !v->json ? json_loadb(article->text.p, article->text.n, JSON_ALLOW_NUL, NULL) : NULL;
    if (!o)
        return cli_put(article->text.p, article->text.n);
    const char *text = cli_field_text(o, "text");
    const json_t *events = cli_field(o, "events");
    cli_text out = { 0 };
    cli_text_add(&out, v->articles++ ? "\n\n" : "");
    heading(&out, cli_field(o, "article"), article->item->file, v);
    article_text(&out, o, text, v);
    if (!json_array_size(events))
        cli_text_add(&out, "no events\n");
    for (size_t i = 0; i < json_array_size(events); i++)
        one_event(&out, events, i, text, v);
    refusals(&out, cli_field(o, "refused"), text, v);
    int code = out.failed ? CLI_MEMORY : cli_put(out.p, out.n);
    cli_text_free(&out);
    json_decref(o);
    return code;
}

static kh_status write_explanation(const cli_options *o, const kh_result *r, cli_text *text, kh_error *err)
{
    (void)o;
    return kh_result_write(r, KH_WRITE_EXPLANATION, cli_text_sink, text, err);
}

int cli_explain(const cli_options *given)
{
    cli_options o = *given;
    view v = { .json = o.format == CLI_FORMAT_JSONL, .colour = cli_colour(), .columns = isatty(STDOUT_FILENO) ? cli_columns() : 0 };
    o.coder.flags |= KH_EXPLAIN;
    if (!v.json)
        o.coder.flags &= ~(uint32_t)KH_OFFSETS_CHARS;      /* offsets are not shown, and the marks want bytes */
    return cli_run(&o, &(cli_work){ .write = write_explanation, .done = print_article, .ctx = &v });
}
