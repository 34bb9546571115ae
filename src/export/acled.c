/* ACLED's columns that are more than a field: kinds of events and of actors, its days and precisions. lexicon/codes/acled.tsv. */
#include "export/layout.h"

enum { NOBODY = 0, STATE = 1, REBELS = 2, MILITIA = 3, RIOTERS = 5, PROTESTERS = 6, CIVILIANS = 7, OTHERS = 8 };

/* ------------------------------------------------------------------ kinds of events */

static bool holds(const kh_row *r, kh_view when)
{
    const json_t *list = kh_at(r->event, "recipients");
    size_t n = json_array_size(list), armed = 0, things = 0;
    for (size_t i = 0; i < n; i++) {
        const json_t *a = json_array_get(list, i);
        kh_force f = kh_force_of(r, a);
        bool thing = kh_is_thing(a);
        things += thing;
        armed += !thing && (f == KH_FORCE_STATE || f == KH_FORCE_ARMED);
    }
    if (kh_view_is(when, "armed"))
        return armed > 0;
    if (kh_view_is(when, "unarmed"))
        return n > things && armed == 0;
    if (kh_view_is(when, "things"))
        return n > 0 && things == n && kh_toll_best(r->event, "killed") <= 0 && kh_toll_best(r->event, "injured") <= 0;
    if (kh_view_is(when, "deadly"))
        return kh_toll_best(r->event, "killed") > 0 || kh_toll_best(r->event, "injured") > 0;
    return !when.n;
}

/* A column of the row of codes/acled that fits the event; empty where ACLED has nothing for it. */
static kh_view kind(const kh_row *r, const char *column)
{
    kh_view type = kh_at_text(r->event, "type"), mode = kh_at_text(r->event, "mode");
    const kh_table *t;
    for (size_t i = 0; (t = kh_lexicon_next(r->layout->lexicon, "codes/acled", &i));)
        for (size_t row = 0; row < kh_table_rows(t); row++)
            if (kh_view_eq(kh_table_cell(t, row, 0), type) && kh_view_eq(kh_table_cell(t, row, 1), mode) && holds(r, kh_table_cell(t, row, 2)))
                return kh_table_cell(t, row, kh_table_column(t, column));
    return (kh_view){ NULL, 0 };
}

bool kh_acled_has(const kh_row *r) { return kind(r, "sub").n > 0; }

/* ------------------------------------------------------------------ kinds of actors */

static const json_t *first(const kh_row *r, bool actor) { return actor ? json_array_get(kh_at(r->event, "actors"), 0) : kh_victim(r); }

static bool foreign(const kh_row *r, const json_t *a)
{
    const json_t *countries = kh_at(a, "country");
    kh_view here = kh_at_text(r->event, "place.country");
    bool own = !here.n || json_array_size(countries) == 0;
    for (size_t i = 0; i < json_array_size(countries); i++)
        own |= kh_view_eq(kh_list_text(countries, i), here);
    return !own;
}

static int inter(const kh_row *r, bool actor)
{
    const json_t *a = first(r, actor);
    kh_view event = kind(r, "event"), type = kh_at_text(r->event, "type");
    kh_force force = kh_force_of(r, a);
    if (kh_view_is(type, "PROTEST") && actor)
        return kh_view_is(event, "Riots") ? RIOTERS : PROTESTERS;
    if (!a || kh_is_thing(a))
        return NOBODY;
    if (kh_view_is(event, "Protests") && !actor && force != KH_FORCE_STATE && force != KH_FORCE_GOVERNMENT)
        return PROTESTERS;
    if (force == KH_FORCE_STATE || force == KH_FORCE_GOVERNMENT)
        return foreign(r, a) ? OTHERS : STATE;
    if (force == KH_FORCE_ARMED)
        return kh_view_is(kh_at_text(a, "sector"), "REB") ? REBELS : MILITIA;
    if (force == KH_FORCE_NONE)
        return CIVILIANS;
    return kh_at_text(a, "kind").n && !kh_at_text(a, "sector").n && kh_view_is(kh_at_text(a, "kind"), "person") ? CIVILIANS : NOBODY;
}

static void of_country(const kh_row *r, kh_view country, const char *before, const char *after, kh_buffer *out)
{
    const kh_codes *codes = &r->layout->codes[KH_COUNTRIES_TABLE];
    kh_view name = kh_code(codes, country, "acled");
    if (!name.n)
        name = kh_code(codes, country, "name");
    kh_buffer_text(out, before);
    if (name.n)
        kh_buffer_printf(out, "%s%.*s%s", *after ? " (" : " of ", (int)name.n, name.p, after);
}

static void name_of(const json_t *a, kh_buffer *out)
{
    kh_view name = kh_at_text(a, "name");
    kh_buffer_view(out, name.n ? name : kh_at_text(a, "text"));
}

/* Crowds and civilians stand under ACLED's own words, forces without a name under those of their state. */
static void actor_name(const kh_row *r, bool actor, kh_buffer *out)
{
    const json_t *a = first(r, actor);
    kh_view country = kh_country_of(a), here = kh_at_text(r->event, "place.country"), sector = kh_at_text(a, "sector");
    int code = inter(r, actor);
    if (code == RIOTERS || code == PROTESTERS || code == CIVILIANS)
        of_country(r, here.n ? here : country, code == RIOTERS ? "Rioters" : code == PROTESTERS ? "Protesters" : "Civilians", ")", out);
    else if (!kh_at_text(a, "name").n && country.n && (kh_view_is(sector, "MIL") || kh_view_is(sector, "COP") || kh_view_is(sector, "GOV")))
        of_country(r, country, kh_view_is(sector, "MIL") ? "Military Forces" : kh_view_is(sector, "COP") ? "Police Forces" : "Government", "", out);
    else
        name_of(a, out);
}

/* The others of a side; where the first stands under a common name, that one too. */
static void associated(const kh_row *r, bool actor, kh_buffer *out)
{
    const json_t *list = kh_at(r->event, actor ? "actors" : "recipients");
    int code = inter(r, actor);
    bool common = code == RIOTERS || code == PROTESTERS || code == CIVILIANS;
    size_t before = out->n;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *a = json_array_get(list, i);
        if (kh_is_thing(a) || (a == first(r, actor) && (!common || !kh_at_text(a, "name").n)))
            continue;
        if (out->n > before)
            kh_buffer_text(out, r->layout->between);
        name_of(a, out);
    }
}

static void put_code(int code, kh_buffer *out)
{
    if (code != NOBODY)
        kh_buffer_printf(out, "%d", code);
}

static void interaction(const kh_row *r, kh_buffer *out)
{
    int a = inter(r, true), b = inter(r, false);
    int low = a && (a < b || !b) ? a : b, high = low == a ? b : a;
    put_code(low * 10 + high, out);
}

/* ------------------------------------------------------------------ days and places */

/* The day, or the middle of the days it may have been. */
static void date(const kh_row *r, bool year, kh_buffer *out)
{
    int32_t from, to;
    char z[16];
    if (!kh_day_read(kh_at_text(r->event, "date.start"), &from))
        return;
    if (!kh_day_read(kh_at_text(r->event, "date.end"), &to) || to < from)
        to = from;
    kh_day_write(from + (to - from) / 2, z);
    kh_buffer_add(out, z, year ? 4 : 10);
}

static void coarser(const kh_row *r, const char *path, const char *scale, kh_buffer *out)
{
    int64_t n = kh_at_number(r->event, path);
    if (n >= 1 && n <= 7)
        kh_buffer_add(out, &scale[n - 1], 1);
}

static void id(const kh_row *r, kh_buffer *out)
{
    kh_view country = kh_at_text(r->event, "place.country");
    kh_buffer_view(out, country);
    kh_buffer_printf(out, "%lld", (long long)kh_row_number(r));
}

static bool civilians_hit(const kh_row *r)
{
    int code = inter(r, false);
    kh_view disorder = kind(r, "disorder");
    return kh_view_starts(disorder, KH_LIT("Political violence")) && (code == CIVILIANS || code == PROTESTERS);
}

void kh_value_acled(const kh_row *r, kh_view words, kh_buffer *out)
{
    if (kh_view_is(words, "id"))
        id(r, out);
    else if (kh_view_is(words, "date") || kh_view_is(words, "year"))
        date(r, kh_view_is(words, "year"), out);
    else if (kh_view_is(words, "time"))
        coarser(r, "date.precision", "1223333", out);
    else if (kh_view_is(words, "geo"))
        coarser(r, "place.precision", "1223333", out);
    else if (kh_view_is(words, "event") || kh_view_is(words, "sub") || kh_view_is(words, "disorder"))
        kh_buffer_view(out, kind(r, kh_view_is(words, "event") ? "event" : kh_view_is(words, "sub") ? "sub" : "disorder"));
    else if (kh_view_is(words, "actor1") || kh_view_is(words, "actor2"))
        actor_name(r, kh_view_is(words, "actor1"), out);
    else if (kh_view_is(words, "assoc1") || kh_view_is(words, "assoc2"))
        associated(r, kh_view_is(words, "assoc1"), out);
    else if (kh_view_is(words, "inter1") || kh_view_is(words, "inter2"))
        put_code(inter(r, kh_view_is(words, "inter1")), out);
    else if (kh_view_is(words, "interaction"))
        interaction(r, out);
    else if (kh_view_is(words, "civilian") && civilians_hit(r))
        kh_buffer_text(out, "Civilian targeting");
}
