/*
 * Names against a data set: exact span and type. The set is a table of tokens (TOKEN, tab, O | B-TYPE | I-TYPE, a third column ~ where
 * no space follows; "# doc = NAME" begins a document, an empty line a paragraph) or JSON Lines {"doc","text","spans":[[begin,end,TYPE]]}
 * with offsets in code points. Both are read as raw text. Types of other schemes are renamed to ours; types that we do not have are
 * left out on both sides, and told.
 */
#include "eval.h"

#include <stdlib.h>
#include <string.h>

enum { PER = 0, ORG, LOC, FAC, NORP, DATE, MONEY, PROD, MISC, TYPES };
static const char *const names[TYPES] = { "PER", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PROD", "MISC" };

static const struct { const char *theirs; int ours; } renamed[] = {
    { "person", PER },     { "politician", PER }, { "organisation", ORG }, { "politicalparty", ORG }, { "location", LOC },
    { "country", LOC },    { "misc", MISC },      { "Person", PER },       { "Organisation", ORG },   { "Location", LOC },
    { "Nationality", NORP }, { "Money", MONEY },  { "Temporal", DATE },    { "ORGANIZATION", ORG },   { "PERSON", PER },
    { "LOCATION", LOC },   { "GPE", LOC },        { "PRODUCT", PROD },
};

typedef struct span { uint32_t from, to; int type; } span;
typedef struct spans { span *list; size_t count, room; } spans;

typedef struct tally {
    size_t gold[TYPES], system[TYPES], right[TYPES];
    size_t gold_spans, system_spans, right_spans;      /* whatever their type */
    size_t documents;
    bool wanted[TYPES];
    json_t *left_out;            /* names of types that we do not have */
} tally;

static bool add(cli_eval_set *set, spans *s, uint32_t from, uint32_t to, int type)
{
    if (s->count == s->room) {
        size_t more = s->room ? s->room * 2 : 64;
        span *grown = realloc(s->list, more * sizeof *grown);
        if (!grown)
            return cli_eval_bad(set, KH_E_NOMEM, 0, "out of memory");
        s->list = grown;
        s->room = more;
    }
    s->list[s->count++] = (span){ from, to, type };
    return true;
}

/* -1: we do not have it. */
static int type_of(const char *p, size_t n)
{
    for (int i = 0; i < TYPES; i++)
        if (strlen(names[i]) == n && memcmp(names[i], p, n) == 0)
            return i;
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (strlen(renamed[i].theirs) == n && memcmp(renamed[i].theirs, p, n) == 0)
            return renamed[i].ours;
    return -1;
}

/* The type as an index, or -1 after counting it among what is left out. */
static int gold_type(tally *t, const char *p, size_t n)
{
    int type = type_of(p, n);
    char key[64];
    if (type >= 0)
        return type;
    snprintf(key, sizeof key, "%.*s", (int)(n < sizeof key ? n : sizeof key - 1), p);
    json_object_set_new(t->left_out, key, json_integer(json_integer_value(json_object_get(t->left_out, key)) + 1));
    return -1;
}

/* ------------------------------------------------------------------ counting */

static int by_place(const void *x, const void *y)
{
    const span *a = x, *b = y;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return a->type - b->type;
}

/* Sorted, equal ones once, types that are not wanted out. */
static void tidy(spans *s, const tally *t)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].type >= 0 && t->wanted[s->list[i].type])
            s->list[n++] = s->list[i];
    s->count = n;
    if (n)
        qsort(s->list, n, sizeof *s->list, by_place);
    for (size_t i = n = 0; i < s->count; i++)
        if (i == 0 || by_place(&s->list[i], &s->list[i - 1]) != 0)
            s->list[n++] = s->list[i];
    s->count = n;
}

static size_t without_types(spans *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (i == 0 || s->list[i].from != s->list[n - 1].from || s->list[i].to != s->list[n - 1].to)
            s->list[n++] = (span){ s->list[i].from, s->list[i].to, 0 };
    s->count = n;
    return n;
}

/* Calls `found` of each span that both have. */
static size_t common(const spans *a, const spans *b, size_t right[TYPES])
{
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        int order = by_place(&a->list[i], &b->list[j]);
        if (order == 0) {
            n++;
            if (right)
                right[a->list[i].type]++;
        }
        i += order <= 0;
        j += order >= 0;
    }
    return n;
}

static void count(tally *t, spans *gold, spans *system)
{
    tidy(gold, t);
    tidy(system, t);
    for (size_t i = 0; i < gold->count; i++)
        t->gold[gold->list[i].type]++;
    for (size_t i = 0; i < system->count; i++)
        t->system[system->list[i].type]++;
    common(gold, system, t->right);
    t->gold_spans += without_types(gold);
    t->system_spans += without_types(system);
    t->right_spans += common(gold, system, NULL);
}

/* ------------------------------------------------------------------ documents */

static bool read_system(cli_eval_set *set, kh_view text, spans *system)
{
    cli_text out = { 0 };
    bool good = cli_eval_run(set, text, KH_FORMAT_TEXT, 0, KH_LAYER_NAMES, &out);
    json_t *o = good ? json_loadb(out.p, out.n, JSON_ALLOW_NUL, NULL) : NULL;
    const json_t *list = json_object_get(o, "names");
    for (size_t i = 0; good && i < json_array_size(list); i++) {
        const json_t *n = json_array_get(list, i);
        const char *type = json_string_value(json_object_get(n, "type"));
        good = add(set, system, (uint32_t)json_integer_value(json_object_get(n, "start")),
                   (uint32_t)json_integer_value(json_object_get(n, "end")), type ? type_of(type, strlen(type)) : -1);
    }
    json_decref(o);
    cli_text_free(&out);
    return good;
}

static bool document(cli_eval_set *set, kh_view text, spans *gold, tally *t)
{
    spans system = { 0 };
    bool good = read_system(set, text, &system);
    if (good) {
        count(t, gold, &system);
        t->documents++;
    }
    free(system.list);
    return good;
}

static uint32_t signs(const char *p, size_t n)
{
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)p[i] & 0xC0) != 0x80;
    return count;
}

/* ------------------------------------------------------------------ a table of tokens */

typedef struct table {
    cli_text text;
    uint32_t signs;              /* of the text so far */
    spans gold;
    kh_view open;                /* type of the name that may go on; p NULL: none */
    const char *between;         /* before the next token */
} table;

static bool end_document(cli_eval_set *set, table *b, tally *t)
{
    bool good = !b->text.n || document(set, (kh_view){ b->text.p, b->text.n }, &b->gold, t);
    b->text.n = 0;
    b->gold.count = 0;
    b->signs = 0;
    b->open.p = NULL;
    b->between = "";
    return good;
}

static bool token(cli_eval_set *set, table *b, tally *t, uint32_t number, kh_view form, kh_view label, bool glued)
{
    bool named = label.n > 2 && label.p[1] == '-' && (label.p[0] == 'B' || label.p[0] == 'I');
    if (!named && !(label.n == 1 && label.p[0] == 'O'))
        return cli_eval_bad(set, KH_E_INPUT, number, "a label is O, B-TYPE or I-TYPE");
    kh_view kind = { label.p + 2, named ? label.n - 2 : 0 };
    cli_text_add(&b->text, b->between);
    b->signs += (uint32_t)strlen(b->between);
    uint32_t from = b->signs;
    cli_text_sink(&b->text, form.p, form.n);
    b->signs += signs(form.p, form.n);
    b->between = glued ? "" : " ";
    if (!named) {
        b->open.p = NULL;
        return true;
    }
    if (label.p[0] == 'I' && b->open.p && b->open.n == kind.n && memcmp(b->open.p, kind.p, kind.n) == 0) {
        b->gold.list[b->gold.count - 1].to = b->signs;
        return true;
    }
    b->open = kind;
    return add(set, &b->gold, from, b->signs, gold_type(t, kind.p, kind.n));
}

static bool table_line(cli_eval_set *set, table *b, tally *t, uint32_t number, kh_view line)
{
    static const char head[] = "# doc = ";
    while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\n'))
        line.n--;
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    if (!tab && line.n >= sizeof head - 1 && memcmp(line.p, head, sizeof head - 1) == 0)
        return end_document(set, b, t);
    if (!tab) {
        b->open.p = NULL;
        b->between = b->text.n ? "\n" : "";
        return true;
    }
    kh_view form = { line.p, (size_t)(tab - line.p) }, label = { tab + 1, line.n - form.n - 1 };
    const char *third = label.n ? memchr(label.p, '\t', label.n) : NULL;
    bool glued = third && label.p + label.n - third == 2 && third[1] == '~';
    if (third)
        label.n = (size_t)(third - label.p);
    return token(set, b, t, number, form, label, glued);
}

static bool read_table(cli_eval_set *set, tally *t)
{
    table b = { .between = "" };
    bool good = true;
    uint32_t number = 0;
    for (const char *p = set->bytes.p, *end = p + set->bytes.n; good && p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        good = table_line(set, &b, t, ++number, (kh_view){ p, (size_t)((stop ? stop : end) - p) });
        p = stop ? stop + 1 : end;
    }
    good = good && end_document(set, &b, t);
    if (good && b.text.failed)
        good = cli_eval_bad(set, KH_E_NOMEM, 0, "out of memory");
    cli_text_free(&b.text);
    free(b.gold.list);
    return good;
}

/* ------------------------------------------------------------------ JSON Lines */

static bool json_document(cli_eval_set *set, uint32_t number, kh_view line, tally *t)
{
    json_error_t e;
    json_t *o = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &e);
    const json_t *text = json_object_get(o, "text"), *list = json_object_get(o, "spans");
    spans gold = { 0 };
    bool good = json_is_string(text) && json_is_array(list);
    if (!good)
        cli_eval_bad(set, KH_E_INPUT, number, o ? "a document has \"text\" and \"spans\"" : "not JSON: %.120s", e.text);
    for (size_t i = 0; good && i < json_array_size(list); i++) {
        const json_t *s = json_array_get(list, i);
        json_int_t from = json_integer_value(json_array_get(s, 0)), to = json_integer_value(json_array_get(s, 1));
        const char *type = json_string_value(json_array_get(s, 2));
        if (!type || from < 0 || to <= from || to > UINT32_MAX)
            good = cli_eval_bad(set, KH_E_INPUT, number, "a span is [begin, end, TYPE]");
        else
            good = add(set, &gold, (uint32_t)from, (uint32_t)to, gold_type(t, type, strlen(type)));
    }
    good = good && document(set, (kh_view){ json_string_value(text), json_string_length(text) }, &gold, t);
    if (!good && !set->err.line)
        set->err.line = number;
    free(gold.list);
    json_decref(o);
    return good;
}

static bool read_json(cli_eval_set *set, tally *t)
{
    bool good = true;
    uint32_t number = 0;
    for (const char *p = set->bytes.p, *end = p + set->bytes.n; good && p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((stop ? stop : end) - p);
        number++;
        if (n && !(n == 1 && *p == '\r'))
            good = json_document(set, number, (kh_view){ p, n }, t);
        p = stop ? stop + 1 : end;
    }
    return good;
}

/* ------------------------------------------------------------------ figures */

static bool read_wanted(cli_eval_set *set, tally *t)
{
    const char *list = set->options->types ? set->options->types : "PER,ORG,LOC";
    bool all = strcmp(list, "all") == 0;
    for (int i = 0; i < TYPES; i++)
        t->wanted[i] = all;
    while (!all && *list) {
        size_t n = strcspn(list, ",");
        int type = type_of(list, n);
        if (type < 0)
            return cli_eval_bad(set, KH_E_USAGE, 0, "--types takes all, or of PER,ORG,LOC,FAC,NORP,DATE,MONEY,PROD,MISC");
        t->wanted[type] = true;
        list += n + (list[n] == ',');
    }
    return true;
}

static size_t sum(const size_t of[TYPES])
{
    size_t n = 0;
    for (int i = 0; i < TYPES; i++)
        n += of[i];
    return n;
}

static json_t *figures(tally *t)
{
    json_t *all = json_object(), *types = json_object();
    double f1 = 0;
    int kinds = 0;
    for (int i = 0; i < TYPES; i++) {
        if (!t->gold[i] && !t->system[i])
            continue;
        json_object_set_new(types, names[i], cli_eval_row(t->gold[i], t->system[i], t->right[i]));
        f1 += t->gold[i] ? 2.0 * (double)t->right[i] / (double)(t->gold[i] + t->system[i]) : 0.0;
        kinds += t->gold[i] > 0;
    }
    json_object_set_new(all, "micro", cli_eval_row(sum(t->gold), sum(t->system), sum(t->right)));
    json_object_set_new(all, "span", cli_eval_row(t->gold_spans, t->system_spans, t->right_spans));
    json_object_set_new(all, "macro_f1", json_real(kinds ? f1 / kinds : 0.0));
    json_object_set_new(all, "types", types);
    json_object_set_new(all, "documents", json_integer((json_int_t)t->documents));
    json_object_set(all, "left_out", t->left_out);
    return all;
}

json_t *cli_eval_names(cli_eval_set *set)
{
    tally t = { .left_out = json_object() };
    size_t i = 0;
    while (i < set->bytes.n && (set->bytes.p[i] == '\n' || set->bytes.p[i] == ' ' || set->bytes.p[i] == '\r'))
        i++;
    bool json = i < set->bytes.n && set->bytes.p[i] == '{';
    bool good = read_wanted(set, &t) && (json ? read_json(set, &t) : read_table(set, &t));
    json_t *all = good ? figures(&t) : NULL;
    json_decref(t.left_out);
    return all;
}
