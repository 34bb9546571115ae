/* The place that a name gives in its surroundings: borders, distances and directions, "near", and UCDP's precision. */
#include "places/table.h"

#include <stdlib.h>
#include <string.h>

static bool is(const kh_doc *d, uint32_t t, const char *z) { return t < d->token_count && kh_view_is(kh_doc_form(d, t), z); }

static bool in_sentence(const kh_doc *d, uint32_t t, uint32_t of) { return t < d->token_count && d->tokens[t].sentence == d->tokens[of].sentence; }

static uint8_t precision_of(const kh_spot *s)
{
    static const struct { const char *kind; uint8_t precision; } table[] = {
        { "country", 6 }, { "former-country", 6 }, { "province", 4 }, { "region", 5 }, { "tribal-area", 3 }, { "district", 3 }, { "border", 5 },
        { "line", 5 }, { "river", 5 }, { "sea", 7 }, { "ocean", 7 }, { "gulf", 7 }, { "strait", 7 }, { "mountain", 5 }, { "desert", 5 },
        { "valley", 3 }, { "peninsula", 5 }, { "continent", 6 }, { "area", 6 }, { "road", 5 }, { "lake", 5 }, { "island", 5 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (kh_view_is(s->kind, table[i].kind))
            return table[i].precision;
    return 1;
}

static kh_place plain(const kh_finder *f, const kh_mention *m)
{
    const kh_spot *s = kh_mention_spot(f, m);
    kh_place p = { .span = m->span, .first = m->first, .end = m->end, .inside = KH_NONE, .dateline = m->dateline };
    p.reason = m->reason ? m->reason : "the only place of that name";
    if (s) {
        p.resolved = s->located;
        p.lat = s->lat;
        p.lon = s->lon;
        p.name = s->name;
        p.id = s->id;
        p.admin1 = s->admin1;
        p.kind = s->kind;
        p.precision = precision_of(s);
        memcpy(p.country, s->country, 4);
        memcpy(p.country2, s->country2, 4);
        const kh_group *g = &f->groups[m->group];
        p.score = g->count > 1 ? 0.7f : 0.9f;
        if (g->count > 1)
            p.reason = "the likeliest of its namesakes in this text";
        if (m->facility && p.precision == 1)
            p.precision = 2;
        if (p.precision == 1 && kh_view_is(g->said, "district"))
            p.precision = 3;                                     /* a district that only its town stands for */
        if (m->part && (p.precision == 4 || p.precision == 6))
            p.precision = 5;                                     /* "northern Syria" is no district and not the country */
    }
    p.use = kh_places_use(f, m, s, &p.reason);
    return p;
}

/* ------------------------------------------------------------------ distance and direction */

static bool number_at(const kh_doc *d, uint32_t t, double *value)
{
    return kh_view_to_decimal(kh_doc_form(d, t), value) && *value >= 0 && *value < 5000;
}

static double as_double(kh_view v)
{
    char text[16] = { 0 };
    if (v.n && v.n < sizeof text)
        memcpy(text, v.p, v.n);
    return strtod(text, NULL);
}

/* "20 km (12 miles)" that ends before token t. */
static bool distance_before(const kh_finder *f, uint32_t t, double *km)
{
    const kh_doc *d = f->doc;
    kh_view unit;
    double n;
    uint32_t low = t > 10 ? t - 10 : 0;
    if (t > 0 && is(d, t - 1, "away"))
        t--;
    if (t > 0 && is(d, t - 1, ")")) {
        while (t > low && !is(d, t - 1, "("))
            t--;
        if (t <= low)
            return false;
        t--;
    }
    if (t > 0 && is(d, t - 1, "-"))
        t--;
    if (t < 2 || !kh_places_token(f, "unit", t - 1, &unit))
        return false;
    t -= 2;
    if (t > 0 && is(d, t, "-"))
        t--;
    if (!number_at(d, t, &n))
        return false;
    *km = n * as_double(unit);
    return true;
}

/* "20 km south of X", "south of X", "20 km from X". */
static void move(const kh_finder *f, const kh_mention *m, kh_place *p)
{
    const kh_doc *d = f->doc;
    uint32_t t = m->first;
    if (t > 0 && is(d, t - 1, "the"))
        t--;
    if (t < 2 || !p->resolved || !in_sentence(d, t - 2, m->first) || (!is(d, t - 1, "of") && !is(d, t - 1, "from")))
        return;
    kh_view bearing;
    double km = 0;
    bool turned = kh_places_token(f, "bearing", t - 2, &bearing), far = distance_before(f, turned ? t - 2 : t - 1, &km);
    if (!turned && !far)
        return;
    if (turned && is(d, t - 1, "from"))
        return;
    p->near = true;
    p->use = KH_USE_LITERAL;
    p->precision = p->precision > 2 ? p->precision : km > 50 ? 3 : 2;
    p->reason = "at a distance from the name";
    if (turned && far)
        kh_places_move(&p->lat, &p->lon, km, as_double(bearing));
}

/* ------------------------------------------------------------------ borders */

/* The country on the other side: a neighbour that the sentence tells of, else the text. */
static const char *other_side(const kh_finder *f, size_t i, const char country[4])
{
    const kh_doc *d = f->doc;
    uint32_t sentence = d->tokens[f->mentions[i].first].sentence;
    const char *later = NULL;
    for (size_t step = 1; step < f->count && step < 64; step++)
        for (int side = 0; side < 2; side++) {
            size_t k = side ? i + step : i - step;
            if (k >= f->count || f->mentions[k].first >= f->mentions[k].end)
                continue;
            const kh_spot *s = kh_mention_spot(f, &f->mentions[k]);
            if (!s || memcmp(s->country, country, 3) == 0 || !kh_places_neighbours(f->places, country, s->country))
                continue;
            if (d->tokens[f->mentions[k].first].sentence == sentence)
                return s->country;
            later = later ? later : s->country;
        }
    return later;
}

/* The point of a border: our own row for the two countries, else halfway between their middles. */
static void border_point(const kh_finder *f, kh_place *p)
{
    static const char *const kinds[] = { "border", "line", "crossing" };
    for (size_t k = 0; p->country2[0] && k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < f->places->count; i++) {
            const kh_spot *s = &f->places->spots[i];
            bool same = memcmp(s->country, p->country, 3) == 0 && memcmp(s->country2, p->country2, 3) == 0;
            bool turned = memcmp(s->country, p->country2, 3) == 0 && memcmp(s->country2, p->country, 3) == 0;
            if (s->located && kh_view_is(s->kind, kinds[k]) && (same || turned)) {
                p->lat = s->lat;
                p->lon = s->lon;
                p->resolved = true;
                p->name = k == 0 ? s->name : p->name;
                return;
            }
        }
    const kh_land *a = kh_places_land(f->places, p->country), *b = kh_places_land(f->places, p->country2);
    if (a && b && a->located && b->located) {
        p->lat = (a->lat + b->lat) / 2;
        p->lon = (a->lon + b->lon) / 2;
    }
}

static void be_border(const kh_finder *f, kh_place *p, const char *near, const char *far)
{
    kh_view none = { NULL, 0 };
    memset(p->country, 0, 4);
    memset(p->country2, 0, 4);
    if (near)
        memcpy(p->country, near, 3);
    if (far)
        memcpy(p->country2, far, 3);
    p->border = true;
    p->use = KH_USE_LITERAL;
    p->precision = 5;
    p->kind = KH_LIT("border");
    p->name = p->id = p->admin1 = none;
    p->reason = "a border of two countries";
    border_point(f, p);
}

static void widen(const kh_doc *d, kh_place *p, uint32_t first, uint32_t end)
{
    p->first = first < p->first ? first : p->first;
    p->end = end > p->end ? end : p->end;
    p->span = kh_span_join(p->span, kh_span_join(d->tokens[first].span, d->tokens[end - 1].span));
}

/* A border word that names the border itself, and not its guards. */
static bool border_word(const kh_finder *f, uint32_t t)
{
    return kh_places_token(f, "border", t, NULL) && f->doc->tokens[t].deprel != KH_COMPOUND;
}

/* "Afghan-Pakistan border", "border between X and Y": two neighbours and the word. */
static bool pair(const kh_finder *f, size_t i, kh_place *p)
{
    const kh_doc *d = f->doc;
    if (i + 1 >= f->count)
        return false;
    const kh_mention *a = &f->mentions[i], *b = &f->mentions[i + 1];
    const kh_spot *s = kh_mention_spot(f, a), *t = kh_mention_spot(f, b);
    if (!s || !t || b->first >= b->end || b->first < a->end || b->first > a->end + 1 || !s->state || !t->state || memcmp(s->country, t->country, 3) == 0)
        return false;
    if (border_word(f, b->end) && in_sentence(d, b->end, b->first)) {
        widen(d, p, a->first, b->end + 1);
        be_border(f, p, s->country, t->country);
        return true;
    }
    if (a->first >= 2 && is(d, a->first - 1, "between") && kh_places_token(f, "border", a->first - 2, NULL)) {
        widen(d, p, a->first - 2, b->end);
        be_border(f, p, s->country, t->country);
        return true;
    }
    return false;
}

/* The border word that leads to the name: "border with X", "the border in X"; KH_NONE if there is none. */
static uint32_t border_before(const kh_finder *f, const kh_mention *m, kh_view *link)
{
    const kh_doc *d = f->doc;
    uint32_t t = m->first;
    while (t > 0 && m->first - t < 3 && in_sentence(d, t - 1, m->first) &&
           (is(d, t - 1, "the") || is(d, t - 1, "neighbouring") || is(d, t - 1, "neighboring") || is(d, t - 1, "nearby") || kh_places_token(f, "part", t - 1, NULL)))
        t--;
    if (t < 2 || !in_sentence(d, t - 2, m->first) || !kh_places_token(f, "border", t - 2, NULL))
        return KH_NONE;
    *link = kh_doc_form(d, t - 1);
    return t - 2;
}

/* "across the border", "from over the frontier": how the border word itself is led in. */
static bool led_by(const kh_finder *f, uint32_t border, const char *kind)
{
    const kh_doc *d = f->doc;
    for (uint32_t t = border, steps = 0; t > 0 && steps < 4; steps++, t--) {
        if (!in_sentence(d, t - 1, border))
            return false;
        bool hit = kh_places_word(f->places, kind, kh_doc_form(d, t - 1), NULL);
        if (hit || !(is(d, t - 1, "the") || is(d, t - 1, "its") || is(d, t - 1, "their") || d->tokens[t - 1].upos == KH_ADJ))
            return hit;
    }
    return false;
}

static int across(const kh_finder *f, size_t i, uint32_t border, kh_place out[2])
{
    const kh_doc *d = f->doc;
    kh_place name = out[0];
    const char *other = other_side(f, i, name.country);
    kh_place line = name;
    line.first = border;
    line.end = border + 1;
    line.span = d->tokens[border].span;
    name.border = true;
    name.use = KH_USE_LITERAL;
    name.origin = border >= 2 && (is(d, border - 1, "from") || is(d, border - 2, "from") || (border >= 3 && is(d, border - 3, "from")));
    name.reason = "beyond the border";
    if (other)
        memcpy(name.country2, other, 4);
    if (!name.origin || !other) {
        out[0] = name;
        return 1;
    }
    char far[4];
    memcpy(far, name.country, 4);
    be_border(f, &line, other, far);
    line.reason = "this side of the border";
    line.origin = false;
    out[0] = line;
    out[1] = name;
    return 2;
}

static int border(const kh_finder *f, size_t i, uint32_t *used, kh_place out[2])
{
    const kh_doc *d = f->doc;
    const kh_mention *m = &f->mentions[i];
    const kh_spot *s = kh_mention_spot(f, m);
    kh_view link = { NULL, 0 };
    if (!s)
        return 0;
    if (pair(f, i, &out[0])) {
        *used = 2;
        return 1;
    }
    uint32_t word = border_before(f, m, &link);
    if (word != KH_NONE && (kh_view_is(link, "in") || kh_view_is(link, "into") || kh_view_is(link, "from") || kh_view_is(link, "inside")) &&
        led_by(f, word, "across"))
        return across(f, i, word, out);
    char near[4] = { 0 }, far[4];
    memcpy(far, s->country, 4);
    if (word != KH_NONE && (kh_view_is(link, "with") || kh_view_is(link, "of"))) {
        const char *other = other_side(f, i, s->country);
        if (other)
            memcpy(near, other, 3);
        widen(d, &out[0], word, m->end);
        if (kh_view_is(link, "with") || !other)
            be_border(f, &out[0], other ? near : far, other ? far : NULL);
        else
            be_border(f, &out[0], far, near);
        return 1;
    }
    if (s->state && border_word(f, m->end) && in_sentence(d, m->end, m->first) && d->tokens[m->end].upos == KH_NOUN) {
        const char *other = other_side(f, i, s->country);
        if (other)
            memcpy(near, other, 3);
        widen(d, &out[0], m->first, m->end + 1);
        be_border(f, &out[0], far, other ? near : NULL);
        return 1;
    }
    return 0;
}

/* ------------------------------------------------------------------ all */

int kh_places_make(const kh_finder *f, uint32_t i, uint32_t *used, kh_place out[2])
{
    const kh_mention *m = &f->mentions[i];
    *used = 1;
    out[0] = plain(f, m);
    if (m->given)
        return 1;
    if (m->dateline)
        return m->adjective ? 0 : 1;
    int n = border(f, i, used, out);
    if (n)
        return n;
    if (m->adjective)
        return 0;
    const kh_doc *d = f->doc;
    uint32_t head = kh_places_head(d, m->first, m->end);
    kh_view c = kh_places_case(d, head);
    out[0].near = kh_places_word(f->places, "near", c, NULL) && out[0].use == KH_USE_LITERAL;
    if (out[0].near && out[0].precision == 1)
        out[0].precision = 2;
    out[0].origin = kh_view_is(c, "from") && out[0].use == KH_USE_LITERAL;
    move(f, m, &out[0]);
    return 1;
}
