/* khabar eval events: hand-coded articles against what is coded of them, by field, with every case that is wrong. */
#include "eval.h"
#include "eval_match.h"
#include "fields.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 512 };             /* events of an article */

typedef struct scoring {
    cli_eval_set *set;
    const char *type;            /* the only one that counts, or NULL */
    bool any_status;             /* some hand-coded event tells its status; else only what occurred counts */
    size_t articles;
    cli_gold_count events, fields[CLI_GOLD_FIELDS];
    json_t *types;               /* counts by type */
    json_t *wrong;
} scoring;

/* ------------------------------------------------------------------ counts and cases */

static void count_type(scoring *s, const char *type, const char *what)
{
    json_t *row = json_object_get(s->types, type);
    if (!row) {
        row = json_pack("{s:i,s:i,s:i}", "gold", 0, "system", 0, "right", 0);
        json_object_set_new(s->types, type, row);
    }
    json_object_set_new(row, what, json_integer(json_integer_value(json_object_get(row, what)) + 1));
}

static json_t *names_of(const json_t *list)
{
    json_t *names = json_array();
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *p = json_array_get(list, i);
        const char *name = cli_field_text(p, "name");
        json_array_append_new(names, json_is_string(p) ? json_deep_copy(p) : json_string(*name ? name : cli_field_text(p, "text")));
    }
    return names;
}

/* A value in few words: days as "2014-05-01/2014-05-31", a place by its name, of tolls the best numbers. */
static json_t *shortly(const char *key, const json_t *v)
{
    const char *from = cli_field_text(v, "start"), *to = cli_field_text(v, "end"), *name = cli_field_text(v, "name"), *harm;
    if (json_is_array(v))
        return names_of(v);
    if (!json_is_object(v))
        return json_deep_copy(v);
    if (strcmp(key, "date") == 0)
        return strcmp(from, to) == 0 || !*to ? json_string(from) : json_sprintf("%s/%s", from, to);
    if (strcmp(key, "place") == 0)
        return json_string(*name ? name : cli_field_text(v, "text"));
    json_t *out = json_object(), *t;
    json_object_foreach((json_t *)v, harm, t) {
        const json_t *best = cli_field(t, "best");
        json_object_set(out, harm, (json_t *)(best ? best : t));
    }
    return out;
}

/* An event as people tell it: type, who, whom, where. */
static json_t *brief(const json_t *event)
{
    static const char *const keys[] = { "type", "mode", "status", "actors", "recipients", "date", "place", "toll" };
    json_t *out = event ? json_object() : json_null();
    for (size_t i = 0; event && i < sizeof keys / sizeof *keys; i++) {
        const json_t *v = cli_field(event, keys[i]);
        if (v)
            json_object_set_new(out, keys[i], shortly(keys[i], v));
    }
    return out;
}

/* `whole`: the events, else the field alone. */
static void add_case(scoring *s, const char *article, const char *field, const json_t *gold, const json_t *event, bool whole)
{
    json_t *both[] = { brief(gold), brief(event) };
    const char *trigger = cli_field_text(event, "trigger.text");
    json_t *row = json_pack("{s:s,s:s,s:s?}", "article", article, "field", field, "trigger", *trigger ? trigger : NULL);
    for (int i = 0; i < 2; i++) {
        json_t *part = whole ? both[i] : json_object_get(both[i], field);
        json_object_set_new(row, i ? "system" : "gold", part ? json_incref(part) : json_null());
        json_decref(both[i]);
    }
    json_array_append_new(s->wrong, row);
}

/* ------------------------------------------------------------------ one article */

typedef struct pairing {
    const json_t *gold[MOST], *coded[MOST];
    size_t gold_count, coded_count;
    bool gold_done[MOST], coded_done[MOST];
    size_t to[MOST];             /* of gold: its partner */
} pairing;

static bool same_type(const json_t *a, const json_t *b) { return strcasecmp(cli_field_text(a, "type"), cli_field_text(b, "type")) == 0; }

/* Joins those that have the most in common, first. `typed`: of one type; else at least `least` values must be the same. */
static void join(pairing *p, bool typed, size_t least)
{
    for (;;) {
        size_t best = 0, i = MOST, k = MOST;
        for (size_t g = 0; g < p->gold_count; g++)
            for (size_t e = 0; e < p->coded_count && !p->gold_done[g]; e++) {
                if (p->coded_done[e] || (typed && !same_type(p->gold[g], p->coded[e])))
                    continue;
                size_t n = cli_gold_common(p->gold[g], p->coded[e]) + 1;
                if (n > least && n > best) {
                    best = n;
                    i = g;
                    k = e;
                }
            }
        if (i == MOST)
            return;
        p->gold_done[i] = p->coded_done[k] = true;
        p->to[i] = k;
    }
}

static void score_pair(scoring *s, const char *article, const json_t *gold, const json_t *event)
{
    if (same_type(gold, event)) {
        s->events.right++;
        count_type(s, cli_field_text(event, "type"), "right");
    } else
        add_case(s, article, "type", gold, event, true);
    for (int f = 0; f < CLI_GOLD_FIELDS; f++) {
        cli_gold_count c = { 0 };
        cli_gold_compare((cli_gold_field)f, gold, event, &c);
        s->fields[f].gold += c.gold;
        s->fields[f].system += c.system;
        s->fields[f].right += c.right;
        if (c.right < c.gold || c.right < c.system)
            add_case(s, article, cli_gold_names[f], gold, event, false);
    }
}

static void score_article(scoring *s, const char *article, pairing *p)
{
    join(p, true, 0);
    join(p, false, 2);
    for (size_t i = 0; i < p->gold_count; i++) {
        char type[16];
        snprintf(type, sizeof type, "%s", cli_field_text(p->gold[i], "type"));
        for (char *c = type; *c; c++)
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        count_type(s, type, "gold");
        if (p->gold_done[i])
            score_pair(s, article, p->gold[i], p->coded[p->to[i]]);
        else
            add_case(s, article, "missed", p->gold[i], NULL, true);
    }
    for (size_t k = 0; k < p->coded_count; k++) {
        count_type(s, cli_field_text(p->coded[k], "type"), "system");
        if (!p->coded_done[k])
            add_case(s, article, "false", NULL, p->coded[k], true);
    }
    s->events.gold += p->gold_count;
    s->events.system += p->coded_count;
    s->articles++;
}

/* ------------------------------------------------------------------ reading */

static bool counts(const scoring *s, const json_t *event, bool coded)
{
    const char *status = cli_field_text(event, "status");
    bool real = (strcmp(status, "occurred") == 0 || strcmp(status, "ongoing") == 0) && !json_is_true(cli_field(event, "background"));
    return (!s->type || strcasecmp(s->type, cli_field_text(event, "type")) == 0) && (!coded || s->any_status || real);
}

/* What is coded of a line's article, as an array. */
static json_t *code(scoring *s, kh_view line)
{
    cli_text out = { 0 };
    json_t *all = json_array();
    if (!cli_eval_run(s->set, line, KH_FORMAT_JSON, KH_WRITE_EVENTS, 0, &out)) {
        json_decref(all);
        cli_text_free(&out);
        return NULL;
    }
    for (size_t at = 0; at < out.n;) {
        const char *end = memchr(out.p + at, '\n', out.n - at);
        size_t n = end ? (size_t)(end - out.p) - at : out.n - at;
        json_array_append_new(all, json_loadb(out.p + at, n, JSON_ALLOW_NUL, NULL));
        at += n + 1;
    }
    cli_text_free(&out);
    return all;
}

static void fill(const scoring *s, const json_t *list, bool coded, const json_t **to, size_t *count)
{
    for (size_t i = 0; i < json_array_size(list) && *count < MOST; i++)
        if (counts(s, json_array_get(list, i), coded))
            to[(*count)++] = json_array_get(list, i);
}

static const char *bad_article(const json_t *o)
{
    const json_t *events = json_object_get(o, "events");
    if (!json_is_object(o))
        return "not a JSON object";
    if (!json_is_string(json_object_get(o, "text")) && !json_is_string(json_object_get(o, "html")))
        return "an article has a text";
    if (!json_is_array(events))
        return "an article has events, a list of those that were coded by hand, which may be empty";
    for (size_t i = 0; i < json_array_size(events); i++) {
        const char *bad = cli_gold_bad(json_array_get(events, i));
        if (bad)
            return bad;
    }
    return NULL;
}

static bool score_line(scoring *s, kh_view line, uint32_t number, const json_t *o)
{
    pairing *p = calloc(1, sizeof *p);
    json_t *coded = p ? code(s, line) : NULL;
    char name[32];
    const char *id = json_string_value(json_object_get(o, "id"));
    snprintf(name, sizeof name, "line %u", number);
    if (!p || !coded) {
        free(p);
        s->set->err.line = number;
        return p ? false : cli_eval_bad(s->set, KH_E_NOMEM, number, "out of memory");
    }
    fill(s, json_object_get(o, "events"), false, p->gold, &p->gold_count);
    fill(s, coded, true, p->coded, &p->coded_count);
    score_article(s, id ? id : name, p);
    json_decref(coded);
    free(p);
    return true;
}

typedef bool (*on_line)(scoring *s, kh_view line, uint32_t number, const json_t *o);

static bool each_line(scoring *s, on_line each)
{
    kh_view all = s->set->bytes;
    uint32_t number = 0;
    for (size_t at = 0; at < all.n;) {
        const char *end = memchr(all.p + at, '\n', all.n - at);
        kh_view line = { all.p + at, end ? (size_t)(end - all.p) - at : all.n - at };
        at += line.n + 1;
        number++;
        if (line.n == 0 || (line.n == 1 && *line.p == '\r'))
            continue;
        json_error_t why;
        json_t *o = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &why);
        bool good = o ? each(s, line, number, o) : cli_eval_bad(s->set, KH_E_INPUT, number, "not JSON: %.120s", why.text);
        json_decref(o);
        if (!good)
            return false;
    }
    return true;
}

/* Everything is looked at before the first article is coded. */
static bool check_line(scoring *s, kh_view line, uint32_t number, const json_t *o)
{
    const char *bad = bad_article(o);
    (void)line;
    if (bad)
        return cli_eval_bad(s->set, KH_E_INPUT, number, "%s", bad);
    const json_t *events = json_object_get(o, "events");
    for (size_t i = 0; i < json_array_size(events); i++)
        s->any_status |= json_object_get(json_array_get(events, i), "status") != NULL;
    s->articles++;
    return true;
}

static json_t *figures(scoring *s)
{
    json_t *out = json_pack("{s:I,s:o}", "articles", (json_int_t)s->articles, "events", cli_eval_row(s->events.gold, s->events.system, s->events.right));
    json_t *types = json_object(), *row;
    const char *type;
    for (int f = 0; f < CLI_GOLD_FIELDS; f++)
        json_object_set_new(out, cli_gold_names[f], cli_eval_row(s->fields[f].gold, s->fields[f].system, s->fields[f].right));
    json_object_foreach(s->types, type, row)
        json_object_set_new(types, type, cli_eval_row((size_t)json_integer_value(json_object_get(row, "gold")),
                                                      (size_t)json_integer_value(json_object_get(row, "system")),
                                                      (size_t)json_integer_value(json_object_get(row, "right"))));
    json_object_set_new(out, "types", types);
    json_object_set(out, "wrong", s->wrong);
    return out;
}

json_t *cli_eval_events(cli_eval_set *set)
{
    kh_view type = set->options->query.type;
    scoring s = { .set = set, .type = type.n ? type.p : NULL, .types = json_object(), .wrong = json_array() };
    bool good = each_line(&s, check_line);
    if (good && !s.articles)
        good = cli_eval_bad(set, KH_E_INPUT, 0, "no articles");
    s.articles = 0;
    json_t *out = good && each_line(&s, score_line) ? figures(&s) : NULL;
    json_decref(s.types);
    json_decref(s.wrong);
    return out;
}

/* ------------------------------------------------------------------ for people */

static void show_row(cli_text *out, const char *name, const json_t *row)
{
    if (json_integer_value(json_object_get(row, "gold")) == 0 && json_integer_value(json_object_get(row, "system")) == 0)
        return;                              /* nobody coded it */
    cli_text_printf(out, "%-12s %9.3f %9.3f %9.3f %7lld %7lld %7lld\n", name, json_real_value(json_object_get(row, "precision")),
                    json_real_value(json_object_get(row, "recall")), json_real_value(json_object_get(row, "f1")),
                    (long long)json_integer_value(json_object_get(row, "right")), (long long)json_integer_value(json_object_get(row, "gold")),
                    (long long)json_integer_value(json_object_get(row, "system")));
}

static void show_value(cli_text *out, const json_t *v)
{
    char *z = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    cli_text_shown(out, z ? z : "", z ? strlen(z) : 0);
    free(z);
}

void cli_eval_events_show(cli_text *out, const json_t *figures)
{
    const json_t *types = json_object_get(figures, "types"), *wrong = json_object_get(figures, "wrong"), *row;
    const char *type;
    cli_text_printf(out, "%-12s %9s %9s %9s %7s %7s %7s\n", "", "precision", "recall", "f1", "right", "gold", "system");
    show_row(out, "events", json_object_get(figures, "events"));
    for (int f = 0; f < CLI_GOLD_FIELDS; f++)
        show_row(out, cli_gold_names[f], json_object_get(figures, cli_gold_names[f]));
    cli_text_add(out, "\n");
    json_object_foreach((json_t *)types, type, row)
        show_row(out, type, row);
    for (size_t i = 0; i < json_array_size(wrong); i++) {
        const json_t *w = json_array_get(wrong, i);
        cli_text_add(out, i ? "" : "\n");
        cli_text_shown(out, cli_field_text(w, "article"), strlen(cli_field_text(w, "article")));
        cli_text_printf(out, ", %s", cli_field_text(w, "field"));
        if (*cli_field_text(w, "trigger")) {
            cli_text_add(out, " of \"");
            cli_text_shown(out, cli_field_text(w, "trigger"), strlen(cli_field_text(w, "trigger")));
            cli_text_add(out, "\"");
        }
        if (cli_field(w, "gold")) {
            cli_text_add(out, "\n  gold   ");
            show_value(out, json_object_get(w, "gold"));
        }
        if (cli_field(w, "system")) {
            cli_text_add(out, "\n  system ");
            show_value(out, json_object_get(w, "system"));
        }
        cli_text_add(out, "\n");
    }
}
