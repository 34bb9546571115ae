/* GDELT's columns that are more than a field: CAMEO actor codes, levels of event codes, kinds of places. */
#include "export/layout.h"

/* PLOVER's codes of bodies beyond states that stand where a country would. */
static bool is_body(kh_view code)
{
    static const char *const bodies[] = { "IGO", "UNO", "NGO", "ISM", "IMG", "MNC" };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (kh_view_is(code, bodies[i]))
            return true;
    return false;
}

static void country(const kh_row *r, const json_t *a, kh_buffer *out)
{
    kh_view code = kh_country_of(a), cameo = kh_code(&r->layout->codes[KH_COUNTRIES_TABLE], code, "cameo");
    if (!is_body(code))
        kh_buffer_view(out, cameo.n ? cameo : code);
}

static kh_view role(const kh_row *r, const json_t *a)
{
    kh_view code = kh_country_of(a), sector = kh_at_text(a, "sector");
    const kh_codes *sectors = &r->layout->codes[KH_SECTORS_TABLE];
    return kh_code(sectors, sector.n && !is_body(code) && !kh_view_is(code, "EUR") ? sector : code.n == 3 && kh_code(sectors, code, "cameo").n ? code : sector, "cameo");
}

static kh_view group(const json_t *a) { return kh_view_is(kh_country_of(a), "UNO") ? KH_LIT("UNO") : (kh_view){ NULL, 0 }; }

static void upper(kh_view v, kh_buffer *out)
{
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i] >= 'a' && v.p[i] <= 'z' ? (char)(v.p[i] - 'a' + 'A') : v.p[i];
        kh_buffer_add(out, &c, 1);
    }
}

static void one(const kh_row *r, const json_t *a, kh_view words, kh_buffer *out)
{
    if (!a)
        return;
    kh_view name = kh_at_text(a, "name");
    bool code = kh_view_is(words, "code");
    if (kh_view_is(words, "name"))
        upper(name.n ? name : kh_at_text(a, "text"), out);
    if (code || kh_view_is(words, "country"))
        country(r, a, out);
    if (kh_view_is(words, "group"))
        kh_buffer_view(out, group(a));
    if (code || kh_view_is(words, "role"))
        kh_buffer_view(out, role(r, a));
    if (code)
        kh_buffer_view(out, group(a));
}

void kh_value_gdelt_actor(const kh_row *r, kh_view words, kh_buffer *out) { one(r, r->actor, words, out); }
void kh_value_gdelt_recipient(const kh_row *r, kh_view words, kh_buffer *out) { one(r, r->recipient, words, out); }

/* Geo_Type: 1 country, 2 state and 3 town of the USA, 4 town and 5 province elsewhere; 0 no place. */
static int geo_type(const kh_row *r)
{
    int64_t precision = kh_at_number(r->event, "place.precision");
    bool usa = kh_view_is(kh_at_text(r->event, "place.country"), "USA");
    if (precision < 1 || precision > 6)
        return 0;
    return precision == 6 ? 1 : precision >= 4 ? (usa ? 2 : 5) : usa ? 3 : 4;
}

static void full_name(const kh_row *r, kh_buffer *out)
{
    kh_view parts[] = { kh_at_text(r->event, "place.name"), kh_at_text(r->event, "place.admin1"),
                        kh_code(&r->layout->codes[KH_COUNTRIES_TABLE], kh_at_text(r->event, "place.country"), "name") };
    size_t before = out->n;
    for (int i = 0; i < 3; i++) {
        if (!parts[i].n || (i == 1 && geo_type(r) == 1) || (i > 0 && kh_view_eq(parts[i], parts[0]) && i == 2))
            continue;
        kh_buffer_text(out, out->n > before ? ", " : "");
        kh_buffer_view(out, parts[i]);
    }
}

static void fraction(const kh_row *r, kh_buffer *out)
{
    int32_t day;
    int y, m, d;
    if (!kh_day_read(kh_at_text(r->event, "date.start"), &day))
        return;
    kh_day_split(day, &y, &m, &d);
    kh_buffer_printf(out, "%.4f", y + ((m - 1) * 30 + d) / 365.0);      /* its code book's reckoning */
}

void kh_value_gdelt(const kh_row *r, kh_view words, kh_buffer *out)
{
    kh_view cameo = kh_at_text(r->event, "cameo");
    size_t digits = 0;
    while (digits < cameo.n && cameo.p[digits] >= '0' && cameo.p[digits] <= '9')
        digits++;
    if (kh_view_is(words, "base"))
        kh_buffer_add(out, cameo.p, digits < 3 ? digits : 3);
    else if (kh_view_is(words, "root"))
        kh_buffer_add(out, cameo.p, digits < 2 ? digits : 2);
    else if (kh_view_is(words, "mentions"))
        kh_buffer_printf(out, "%zu", json_array_size(kh_at(r->event, "mentions")));
    else if (kh_view_is(words, "geo"))
        kh_buffer_printf(out, "%d", geo_type(r));
    else if (kh_view_is(words, "fullname"))
        full_name(r, out);
    else if (kh_view_is(words, "fraction"))
        fraction(r, out);
}
