/* UCDP GED's columns that are more than a field: kinds of violence, sides, and whose dead they are. */
#include "export/layout.h"

#include <math.h>

static const json_t *side_a(const kh_row *r) { return json_array_get(kh_at(r->event, "actors"), 0); }

typedef enum violence { UNCLEAR = 0, STATE_BASED = 1, NON_STATE = 2, ONE_SIDED = 3 } violence;

/* Who is hit: with arms; without, also where nobody says so of plain people. */
static bool armed(kh_force f) { return f == KH_FORCE_STATE || f == KH_FORCE_ARMED; }

static violence kind(const kh_row *r)
{
    const json_t *b = kh_victim(r);
    kh_force a = kh_force_of(r, side_a(r)), f = kh_force_of(r, b);
    bool state = a == KH_FORCE_STATE || a == KH_FORCE_GOVERNMENT;
    bool people = f == KH_FORCE_NONE || f == KH_FORCE_GOVERNMENT || (f == KH_FORCE_UNKNOWN && kh_view_is(kh_at_text(b, "kind"), "person"));
    if (!b || !(state || a == KH_FORCE_ARMED))
        return UNCLEAR;
    if (armed(f))
        return state || f == KH_FORCE_STATE ? STATE_BASED : NON_STATE;
    return people ? ONE_SIDED : UNCLEAR;
}

/* ------------------------------------------------------------------ sides */

static bool is_state(const kh_row *r, const json_t *a)
{
    kh_force f = kh_force_of(r, a);
    return f == KH_FORCE_STATE || f == KH_FORCE_GOVERNMENT;
}

static kh_view country_name(const kh_row *r, kh_view country)
{
    const kh_codes *codes = &r->layout->codes[KH_COUNTRIES_TABLE];
    kh_view name = kh_code(codes, country, "ucdp");
    return name.n ? name : kh_code(codes, country, "name");
}

static void side_name(const kh_row *r, bool a, kh_buffer *out)
{
    const json_t *who = a ? side_a(r) : kh_victim(r);
    kh_view country = country_name(r, kh_country_of(who)), name = kh_at_text(who, "name");
    if (!a && kind(r) == ONE_SIDED)
        kh_buffer_text(out, "Civilians");
    else if (is_state(r, who) && country.n)
        kh_buffer_printf(out, "Government of %.*s", (int)country.n, country.p);
    else
        kh_buffer_view(out, name.n || kh_is_thing(who) ? name : kh_at_text(who, "text"));
}

static void dyad(const kh_row *r, kh_buffer *out)
{
    size_t before = out->n;
    side_name(r, true, out);
    size_t between = out->n;
    kh_buffer_text(out, " - ");
    side_name(r, false, out);
    if (!out->failed && (between == before || out->n == between + 3))
        out->n = before;                     /* a dyad has two sides */
}

static void state_number(const kh_row *r, bool a, kh_buffer *out)
{
    const json_t *who = a ? side_a(r) : kh_victim(r);
    if (is_state(r, who) && (a || kind(r) != ONE_SIDED))
        kh_buffer_view(out, kh_code(&r->layout->codes[KH_COUNTRIES_TABLE], kh_country_of(who), "gw"));
}

/* ------------------------------------------------------------------ dead */

/* Their own dead are side A's. Of the others the parts that the text tells apart, the rest by who was hit. */
typedef struct dead { int64_t a, b, civilians, unknown; } dead;

static dead count(const kh_row *r)
{
    int64_t own = kh_toll_best(r->event, "perpetrators"), all = kh_toll_best(r->event, "killed"), told = 0;
    const json_t *parts = kh_at(r->event, "toll.killed.parts");
    dead d = { .a = own > 0 ? own : 0 };
    all = all > 0 ? all : 0;
    for (size_t i = 0; i < json_array_size(parts); i++) {
        const json_t *p = json_array_get(parts, i);
        int64_t n = kh_at_number(p, "best");
        kh_force f = kh_force_of(r, p);
        if (n <= 0 || told + n > all || f == KH_FORCE_UNKNOWN)
            continue;
        told += n;
        d.b += armed(f) ? n : 0;
        d.civilians += armed(f) ? 0 : n;
    }
    violence v = kind(r);
    if (v == ONE_SIDED)
        d.civilians += all - told;
    else if (v != UNCLEAR && told == 0)
        d.b += all;
    else
        d.unknown = all - told;
    return d;
}

/* low, best or high of all dead; what is not told is as the nearest that is. */
static int64_t sum(const kh_row *r, const char *which)
{
    static const char *const harms[] = { "killed", "perpetrators" };
    int64_t all = 0;
    for (int i = 0; i < 2; i++) {
        const json_t *t = kh_at(kh_at(r->event, "toll"), harms[i]);
        int64_t best = kh_toll_best(r->event, harms[i]), n = kh_at_number(t, which);
        all += best < 0 ? 0 : n < 0 ? best : n;
    }
    return all;
}

/* ------------------------------------------------------------------ the rest */

static const double CELL = 0.5;              /* degrees of a PRIO-GRID cell, numbered from the south-west, 720 in a row */

static void point(const kh_row *r, bool grid, kh_buffer *out)
{
    double y, x;
    if (!kh_at_point(r->event, &y, &x))
        return;
    if (!grid) {
        kh_buffer_printf(out, "POINT (%.10g %.10g)", x, y);
        return;
    }
    double row = floor((y + 90) / CELL), column = floor((x + 180) / CELL);
    row = row > 359 ? 359 : row;
    column = column > 719 ? 719 : column;
    kh_buffer_printf(out, "%.0f", row * 720 + column + 1);
}

static void source(const kh_row *r, kh_buffer *out)
{
    static const char *const fields[] = { "outlet", "published", "title" };
    const json_t *article = kh_at(r->event, "article");
    size_t before = out->n;
    for (int i = 0; i < 3; i++) {
        kh_view v = kh_at_text(article, fields[i]);
        if (v.n)
            kh_buffer_text(out, out->n > before ? "," : "");
        kh_buffer_view(out, v);
    }
}

void kh_value_ged(const kh_row *r, kh_view words, kh_buffer *out)
{
    dead d = count(r);
    const struct { const char *name; int64_t n; } numbers[] = {
        { "deaths_a", d.a }, { "deaths_b", d.b }, { "deaths_civilians", d.civilians }, { "deaths_unknown", d.unknown },
        { "best", sum(r, "best") }, { "high", sum(r, "high") }, { "low", sum(r, "low") },
        { "clarity", kh_at_number(r->event, "count") > 1 ? 2 : 1 },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (kh_view_is(words, numbers[i].name)) {
            kh_buffer_printf(out, "%lld", (long long)numbers[i].n);
            return;
        }
    if (kh_view_is(words, "type")) {
        if (kind(r) != UNCLEAR)
            kh_buffer_printf(out, "%d", (int)kind(r));
    } else if (kh_view_is(words, "side_a") || kh_view_is(words, "side_b"))
        side_name(r, kh_view_is(words, "side_a"), out);
    else if (kh_view_is(words, "dyad"))
        dyad(r, out);
    else if (kh_view_is(words, "gwnoa") || kh_view_is(words, "gwnob"))
        state_number(r, kh_view_is(words, "gwnoa"), out);
    else if (kh_view_is(words, "wkt") || kh_view_is(words, "priogrid"))
        point(r, kh_view_is(words, "priogrid"), out);
    else if (kh_view_is(words, "source"))
        source(r, out);
}
