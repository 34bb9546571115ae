/* What stands in a cell: fields of the event, and the functions that all layouts share. */
#include "export/layout.h"

#include <string.h>

static const int64_t MOST = 1000000000000;   /* more of anything is no number of an event, and sums stay whole */

/* ------------------------------------------------------------------ fields */

static const json_t *get(const json_t *o, kh_view key)
{
    const json_t *v = o && key.n ? json_object_getn(o, key.p, key.n) : NULL;
    return json_is_null(v) ? NULL : v;
}

static const json_t *at_view(const json_t *o, kh_view path)
{
    while (o && path.n)
        o = get(o, kh_view_cut(&path, '.'));
    return o;
}

const json_t *kh_at(const json_t *o, const char *path) { return at_view(o, kh_view_of(path)); }

static kh_view text_of(const json_t *v)
{
    return json_is_string(v) ? (kh_view){ json_string_value(v), json_string_length(v) } : (kh_view){ NULL, 0 };
}

kh_view kh_at_text(const json_t *o, const char *path) { return text_of(kh_at(o, path)); }

int64_t kh_at_number(const json_t *o, const char *path)
{
    const json_t *v = kh_at(o, path);
    int64_t n = json_is_integer(v) ? json_integer_value(v) : -1;
    return n < MOST ? n : MOST;
}

bool kh_at_point(const json_t *event, double *lat, double *lon)
{
    const json_t *place = kh_at(event, "place"), *y = kh_at(place, "lat"), *x = kh_at(place, "lon");
    *lat = json_number_value(y);
    *lon = json_number_value(x);
    return json_is_number(y) && json_is_number(x) && *lat >= -90 && *lat <= 90 && *lon >= -180 && *lon <= 180;
}

kh_view kh_list_text(const json_t *list, size_t i) { return text_of(json_array_get(list, i)); }

/* One value, looked up where the column says so. */
static void atom(const kh_row *r, const json_t *v, kh_buffer *out)
{
    const kh_column *c = r->column;
    if (c->codes) {
        char column[32];
        for (int i = 0; i < 2; i++) {
            kh_view name = i ? c->or_code : c->code;
            snprintf(column, sizeof column, "%.*s", (int)(name.n < 31 ? name.n : 31), name.n ? name.p : "");
            kh_view found = name.n ? kh_code(c->codes, text_of(v), column) : (kh_view){ NULL, 0 };
            kh_buffer_view(out, found);
            if (found.n)
                return;
        }
    } else if (json_is_string(v))
        kh_buffer_view(out, text_of(v));
    else if (json_is_integer(v))
        kh_buffer_printf(out, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        kh_buffer_printf(out, "%.10g", json_real_value(v));
    else if (json_is_boolean(v))
        kh_buffer_text(out, json_is_true(v) ? "true" : "false");
}

static void value(const kh_row *r, const json_t *v, kh_buffer *out)
{
    if (!json_is_array(v)) {
        atom(r, v, out);
        return;
    }
    for (size_t i = 0; i < json_array_size(v); i++) {
        if (i)
            kh_buffer_text(out, r->layout->within);
        atom(r, json_array_get(v, i), out);
    }
}

/* The first of the keys "name/text" that has something. */
static void first_of(const kh_row *r, const json_t *o, kh_view keys, kh_buffer *out)
{
    size_t before = out->n;
    while (keys.n && out->n == before)
        value(r, get(o, kh_view_cut(&keys, '/')), out);
}

/* `keys` of each of a list, or of its first; empty where none has anything. */
static void of_list(const kh_row *r, const json_t *list, bool first, kh_view keys, kh_buffer *out)
{
    size_t before = out->n, joints = 0, n = first && json_array_size(list) ? 1 : json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        if (i)
            kh_buffer_text(out, r->layout->between);
        joints += i ? strlen(r->layout->between) : 0;
        first_of(r, json_array_get(list, i), keys, out);
    }
    if (!out->failed && out->n - before == joints)
        out->n = before;
}

static const json_t *root_of(const kh_row *r, kh_view *path)
{
    if (kh_view_starts(*path, KH_LIT("actor.")) || kh_view_starts(*path, KH_LIT("recipient.")))
        return kh_view_is(kh_view_cut(path, '.'), "actor") ? r->actor : r->recipient;
    return r->event;
}

static void field(const kh_row *r, kh_view path, kh_buffer *out)
{
    const char *list = path.n ? memchr(path.p, '[', path.n) : NULL;
    if (list && list + 3 < path.p + path.n) {
        kh_view head = { path.p, (size_t)(list - path.p) };
        bool first = list[1] == '0';
        const char *keys = list + (first ? 4 : 3);              /* behind "[0]." or "[]." */
        if (keys < path.p + path.n)
            of_list(r, at_view(r->event, head), first, (kh_view){ keys, (size_t)(path.p + path.n - keys) }, out);
        return;
    }
    const json_t *o = root_of(r, &path);
    for (const char *dot; path.n && (dot = memchr(path.p, '.', path.n));)
        o = get(o, kh_view_cut(&path, '.'));
    first_of(r, o, path, out);
}

static void constant(const kh_row *r, kh_view words, kh_buffer *out)
{
    (void)r;
    kh_buffer_add(out, words.p + 1, words.n - 1);
}

/* ------------------------------------------------------------------ what functions ask */

int64_t kh_row_number(const kh_row *r) { return (int64_t)(kh_hash(kh_at_text(r->event, "id"), r->number) >> 1); }

kh_view kh_country_of(const json_t *actor) { return kh_list_text(kh_at(actor, "country"), 0); }

int64_t kh_toll_best(const json_t *event, const char *harm)
{
    static const char *const kinds[] = { "best", "low", "high" };
    const json_t *t = kh_at(kh_at(event, "toll"), harm);
    int64_t n = -1;
    for (int i = 0; i < 3 && n < 0; i++)
        n = kh_at_number(t, kinds[i]);
    return n;
}

kh_force kh_force_of(const kh_row *r, const json_t *actor)
{
    static const char *const names[] = { "", "state", "government", "armed", "none" };
    const kh_codes *sectors = &r->layout->codes[KH_SECTORS_TABLE];
    kh_view force = kh_code(sectors, kh_at_text(actor, "sector"), "force");
    if (!force.n)
        force = kh_code(sectors, kh_country_of(actor), "force");
    for (int i = KH_FORCE_STATE; i <= KH_FORCE_NONE; i++)
        if (kh_view_is(force, names[i]))
            return (kh_force)i;
    return KH_FORCE_UNKNOWN;
}

bool kh_is_thing(const json_t *actor) { return kh_view_is(kh_at_text(actor, "kind"), "object"); }

const json_t *kh_victim(const kh_row *r)
{
    const json_t *list = kh_at(r->event, "recipients"), *person = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *a = json_array_get(list, i);
        kh_force f = kh_force_of(r, a);
        if (!kh_is_thing(a) && (f == KH_FORCE_STATE || f == KH_FORCE_ARMED))
            return a;
        person = person || kh_is_thing(a) ? person : a;
    }
    return person ? person : json_array_get(list, 0);
}

static size_t byte_of(const kh_row *r, int64_t at)
{
    size_t bytes = 0;
    if (!r->chars)
        return at < (int64_t)r->text.n ? (size_t)at : r->text.n;
    while (at-- > 0 && bytes < r->text.n)
        kh_utf8_next(r->text, &bytes);
    return bytes;
}

kh_view kh_row_sentence(const kh_row *r)
{
    int64_t from = kh_at_number(r->event, "sentence.start"), to = kh_at_number(r->event, "sentence.end");
    if (from < 0 || to <= from || !r->text.n)
        return kh_at_text(r->event, "trigger.text");
    size_t a = byte_of(r, from), b = byte_of(r, to);
    return (kh_view){ r->text.p + a, b - a };
}

/* ------------------------------------------------------------------ functions of all layouts */

static void number_of_row(const kh_row *r, kh_view words, kh_buffer *out)
{
    (void)words;
    kh_buffer_printf(out, "%lld", (long long)kh_row_number(r));
}

static void story(const kh_row *r, kh_view words, kh_buffer *out)
{
    (void)words;
    kh_buffer_printf(out, "%lld", (long long)(kh_hash(kh_at_text(r->event, "article.id"), 0) >> 1));
}

static void sentence(const kh_row *r, kh_view words, kh_buffer *out)
{
    (void)words;
    kh_buffer_view(out, kh_row_sentence(r));
}

/* PLOVER's "quad" or "score": of the mode, else of the type. */
static void plover(const kh_row *r, const char *column, kh_buffer *out)
{
    kh_view type = kh_at_text(r->event, "type"), mode = kh_at_text(r->event, "mode"), best = { NULL, 0 };
    const kh_table *t;
    for (size_t i = 0; (t = kh_lexicon_next(r->layout->lexicon, "codes/plover", &i));)
        for (size_t row = 0; row < kh_table_rows(t); row++) {
            kh_view m = kh_table_cell(t, row, 1);
            if (kh_view_eq(kh_table_cell(t, row, 0), type) && (!m.n || kh_view_eq(m, mode)))
                best = kh_table_cell(t, row, kh_table_column(t, column));
        }
    kh_buffer_view(out, best);
}

static void quad(const kh_row *r, kh_view words, kh_buffer *out)
{
    (void)words;
    plover(r, "quad", out);
}

static void score(const kh_row *r, kh_view words, kh_buffer *out)
{
    (void)words;
    plover(r, "score", out);
}

/* Contexts, and PLOVER's auxiliary ones for what khabar says in status and background. */
static void contexts(const kh_row *r, kh_view words, kh_buffer *out)
{
    static const struct { const char *status, *context; } told[] = { { "future", "future" }, { "hypothetical", "hypothetical" }, { "negated", "negation" } };
    size_t before = out->n;
    (void)words;
    value(r, kh_at(r->event, "contexts"), out);
    if (json_is_true(kh_at(r->event, "background")))
        kh_buffer_printf(out, "%shistorical", out->n > before ? r->layout->within : "");
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (kh_view_is(kh_at_text(r->event, "status"), told[i].status))
            kh_buffer_printf(out, "%s%s", out->n > before ? r->layout->within : "", told[i].context);
}

static void geonames(const kh_row *r, kh_view words, kh_buffer *out)
{
    kh_view id = kh_at_text(r->event, "place.id");
    (void)words;
    if (kh_view_starts(id, KH_LIT("gn:")))
        kh_buffer_add(out, id.p + 3, id.n - 3);
}

/* "khabar 0.1.0 en ...": the language of the model that read the text. */
static void language(const kh_row *r, kh_view words, kh_buffer *out)
{
    kh_view made = kh_at_text(r->event, "made_by");
    (void)words;
    kh_view_cut(&made, ' ');
    kh_view_cut(&made, ' ');
    kh_buffer_view(out, kh_view_cut(&made, ' '));
}

/* "1 2 place.name": where the place is known that exactly. */
static void within(const kh_row *r, kh_view words, kh_buffer *out)
{
    int64_t low = 0, high = 0, precision = kh_at_number(r->event, "place.precision");
    kh_view_to_int(kh_view_cut(&words, ' '), &low);
    kh_view_to_int(kh_view_cut(&words, ' '), &high);
    if (precision >= low && precision <= high)
        field(r, words, out);
}

/* ------------------------------------------------------------------ days */

typedef struct moment { int32_t day; int seconds; } moment;

/* Two digits of `z` at `i`, or 0. */
static int two(kh_view z, size_t i)
{
    bool digits = i + 2 <= z.n && z.p[i] >= '0' && z.p[i] <= '9' && z.p[i + 1] >= '0' && z.p[i + 1] <= '9';
    return digits ? (z.p[i] - '0') * 10 + z.p[i + 1] - '0' : 0;
}

/* YYYY-MM-DD, with Thh:mm[:ss] and an offset where there is one: as UTC. */
static bool read_moment(kh_view z, moment *m)
{
    *m = (moment){ KH_NO_DAY, 0 };
    if (z.n < 10 || !kh_day_read(z, &m->day))
        return false;
    if (z.n < 16 || (z.p[10] != 'T' && z.p[10] != ' '))
        return true;
    bool seconds = z.n >= 19 && z.p[16] == ':';
    size_t i = seconds ? 19 : 16;
    int all = two(z, 11) * 3600 + two(z, 14) * 60 + (seconds ? two(z, 17) : 0);
    if (i < z.n && (z.p[i] == '+' || z.p[i] == '-'))
        all += (z.p[i] == '+' ? -60 : 60) * (two(z, i + 1) * 60 + two(z, i + (i + 3 < z.n && z.p[i + 3] == ':' ? 4 : 3)));
    m->day += all < 0 ? -1 : all >= 86400 ? 1 : 0;
    m->seconds = (all + 86400) % 86400;
    return true;
}

/* "%Y%m%d date.start" */
static void day(const kh_row *r, kh_view words, kh_buffer *out)
{
    kh_view format = kh_view_cut(&words, ' ');
    kh_buffer cell;
    moment when;
    int y = 0, m = 0, d = 0;
    kh_buffer_init(&cell, out->alloc, 0);
    field(r, words, &cell);
    if (!cell.failed && read_moment((kh_view){ cell.p, cell.n }, &when)) {
        kh_day_split(when.day, &y, &m, &d);
        for (size_t i = 0; i < format.n; i++) {
            char c = format.p[i] == '%' && i + 1 < format.n ? format.p[++i] : 0;
            switch (c) {
            case 'Y': kh_buffer_printf(out, "%04d", y); break;
            case 'm': kh_buffer_printf(out, "%02d", m); break;
            case 'd': kh_buffer_printf(out, "%02d", d); break;
            case 'H': kh_buffer_printf(out, "%02d", when.seconds / 3600); break;
            case 'M': kh_buffer_printf(out, "%02d", when.seconds / 60 % 60); break;
            case 'S': kh_buffer_printf(out, "%02d", when.seconds % 60); break;
            default: kh_buffer_add(out, format.p + i, 1);
            }
        }
    }
    if (cell.failed)
        out->failed = cell.failed;
    kh_buffer_release(&cell);
}

/* ------------------------------------------------------------------ the table of functions */

kh_value kh_value_named(kh_view name)
{
    static const struct { const char *name; kh_value value; } all[] = {
        { "=", constant }, { "id", number_of_row }, { "story", story }, { "sentence", sentence }, { "quad", quad }, { "score", score },
        { "contexts", contexts }, { "geonames", geonames }, { "language", language }, { "within", within }, { "day", day },
        { "acled", kh_value_acled }, { "ged", kh_value_ged }, { "gdelt", kh_value_gdelt }, { "gdelt_actor", kh_value_gdelt_actor },
        { "gdelt_recipient", kh_value_gdelt_recipient },
    };
    if (!name.n)
        return field;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (kh_view_is(name, all[i].name))
            return all[i].value;
    return NULL;
}

void kh_layout_cell(kh_row *r, const kh_column *c, kh_buffer *out)
{
    r->column = c;
    if (c->value)
        c->value(r, c->words, out);
}

bool kh_layout_keeps(const kh_row *r)
{
    kh_view status = kh_at_text(r->event, "status");
    kh_keeps keeps = r->layout->keeps;
    bool real = (kh_view_is(status, "occurred") || kh_view_is(status, "ongoing")) && !json_is_true(kh_at(r->event, "background"));
    switch (keeps) {
    case KH_KEEPS_ALL: return true;
    case KH_KEEPS_REAL: return real;
    case KH_KEEPS_ACLED: return real && kh_acled_has(r);
    default: return real && kh_view_is(kh_at_text(r->event, "type"), "ASSAULT") &&
                    (kh_toll_best(r->event, "killed") > 0 || kh_toll_best(r->event, "perpetrators") > 0);
    }
}
