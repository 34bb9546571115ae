/*
 * Which of several namesakes is meant. A name's candidates start from what they are (size, kind), then gain by what the text tells of:
 * the country, the province, places close by, a container named behind a comma. One name has one sense in a text.
 */
#include "places/table.h"

#include <math.h>
#include <string.h>

#include "places/weights.h"

void kh_places_move(double *lat, double *lon, double km, double bearing)
{
    double a = *lat * KH_RADIANS, o = *lon * KH_RADIANS, d = km / KH_EARTH_KM, b = bearing * KH_RADIANS;
    double to = asin(sin(a) * cos(d) + cos(a) * sin(d) * cos(b));
    double turn = o + atan2(sin(b) * sin(d) * cos(a), cos(d) - sin(a) * sin(to));
    *lat = to / KH_RADIANS;
    *lon = fmod(turn / KH_RADIANS + 540, 360) - 180;
}

/* ------------------------------------------------------------------ prior */

static bool is_kind(const kh_spot *s, const char *kind) { return kh_view_is(s->kind, kind); }

static double fits_said(const kh_spot *s, kh_view said)
{
    if (!said.n || (s->state && !kh_view_is(said, "country")))
        return 0;
    if (kh_view_is(said, "town"))
        return is_kind(s, "province") || is_kind(s, "district") || is_kind(s, "region") ? -KH_W_SAID / 3 : KH_W_SAID / 3;
    if (kh_view_is(said, "province") || kh_view_is(said, "district"))
        return kh_view_eq(s->kind, said) || is_kind(s, "region") || is_kind(s, "tribal-area") ? KH_W_SAID
               : is_kind(s, "province") || is_kind(s, "district")                             ? KH_W_SAID / 3
                                                                                             : 0;
    return kh_view_eq(s->kind, said) ? KH_W_SAID : 0;
}

static double prior(const kh_spot *s, kh_view said)
{
    double w = s->people > 0 ? log10((double)s->people) * KH_W_PEOPLE : 2;
    if (s->state || is_kind(s, "continent") || is_kind(s, "area") || is_kind(s, "ocean"))
        w = KH_W_COUNTRY;
    else if (is_kind(s, "province"))
        w = fmax(s->table ? KH_W_OWN_PROVINCE : KH_W_PROVINCE, w * 0.75);
    else if (is_kind(s, "district"))
        w = fmax(KH_W_DISTRICT, w * 0.7);
    else if (is_kind(s, "capital"))
        w += KH_W_CAPITAL;
    else if (is_kind(s, "seat"))
        w += KH_W_SEAT;
    else if (is_kind(s, "part"))
        w += KH_W_PART;
    else if (is_kind(s, "airport"))
        w = KH_W_POINT;
    if (s->table && !s->state)
        w = fmax(w, KH_W_TABLE);
    if (s->alternate)
        w += KH_W_ALTERNATE;
    return w + fits_said(s, said);
}

/* ------------------------------------------------------------------ what the text says of countries and provinces */

enum { MAX_LANDS = 64 };
typedef struct evidence {
    char land[MAX_LANDS][4];
    double weight[MAX_LANDS], all;
    uint32_t count;
} evidence;

static void tell(evidence *e, const char country[4], double weight)
{
    if (!country[0] || weight <= 0)
        return;
    e->all += weight;
    for (uint32_t i = 0; i < e->count; i++)
        if (memcmp(e->land[i], country, 3) == 0) {
            e->weight[i] += weight;
            return;
        }
    if (e->count == MAX_LANDS)
        return;
    memcpy(e->land[e->count], country, 4);
    e->weight[e->count++] = weight;
}

static double told(const evidence *e, const char country[4])
{
    for (uint32_t i = 0; i < e->count; i++)
        if (memcmp(e->land[i], country, 3) == 0)
            return e->weight[i];
    return 0;
}

/* How sure the best candidate is before the text is known: by its distance to the next one in another country. */
static double sureness(const kh_group *g)
{
    uint32_t best = 0;
    double next = 0;
    for (uint32_t i = 1; i < g->count; i++)
        if (g->scores[i] > g->scores[best])
            best = i;
    for (uint32_t i = 0; i < g->count; i++)
        if (memcmp(g->spots[i].country, g->spots[best].country, 3) != 0 && g->scores[i] > next)
            next = g->scores[i];
    double lead = g->scores[best] - next;
    return lead <= 0 ? 0 : lead > 3 ? 1 : lead / 3;
}

static const kh_spot *top(const kh_group *g)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < g->count; i++)
        if (g->scores[i] > g->scores[best])
            best = i;
    return &g->spots[best];
}

/* What a name alone tells of countries, and of which. */
static double witness(const kh_group *g, const kh_spot **s)
{
    if (!g->count)
        return 0;
    *s = top(g);
    double often = g->mentions > 3 ? 2 : 1 + 0.3 * (g->mentions - 1);
    return ((*s)->state ? 1.0 : is_kind(*s, "province") ? 0.8 : 0.6) * often * sureness(g);
}

static void gather(const kh_finder *f, evidence *e)
{
    const kh_spot *s;
    for (size_t i = 0; i < f->group_count; i++) {
        double w = witness(&f->groups[i], &s);
        if (w > 0)
            tell(e, s->country, w);
    }
}

static bool ends_with_tld(kh_view outlet, const char tld[4])
{
    size_t n = strlen(tld);
    return n && outlet.n > n + 1 && outlet.p[outlet.n - n - 1] == '.' && memcmp(outlet.p + outlet.n - n, tld, n) == 0;
}

static const kh_land *outlet_land(const kh_finder *f)
{
    const kh_meta *m = &f->doc->meta;
    for (size_t i = 0; i < f->places->land_count; i++)
        if (ends_with_tld(m->outlet, f->places->lands[i].tld))
            return &f->places->lands[i];
    return NULL;
}

/* Is the candidate's province named in the text as a province? */
static bool province_named(const kh_finder *f, const kh_spot *s, const kh_group *own)
{
    if (!s->admin1.n || is_kind(s, "province"))
        return false;
    for (size_t i = 0; i < f->group_count; i++) {
        const kh_group *g = &f->groups[i];
        if (g == own || !g->count)
            continue;
        const kh_spot *t = top(g);
        if (is_kind(t, "province") && memcmp(t->country, s->country, 3) == 0 && kh_view_eq(t->admin1.n ? t->admin1 : t->name, s->admin1))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------ nearness */

static double closeness(double km) { return exp(-km / KH_CLOSE_KM); }

/* The KH_MAX_SUPPORT likeliest candidates of a group, by index. */
static uint32_t likely(const kh_group *g, uint32_t out[KH_MAX_SUPPORT])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t at = n < KH_MAX_SUPPORT ? n++ : KH_MAX_SUPPORT - 1;
        if (at == KH_MAX_SUPPORT - 1 && n == KH_MAX_SUPPORT && i >= KH_MAX_SUPPORT && g->scores[i] <= g->scores[out[at]])
            continue;
        for (; at > 0 && g->scores[out[at - 1]] < g->scores[i]; at--)
            out[at] = out[at - 1];
        out[at] = i;
    }
    return n;
}

/* What the other names of the text lend to each likely candidate: a place close by, weighed by how likely that one is. */
static void support(kh_finder *f, double (*gain)[KH_MAX_SUPPORT], uint32_t (*index)[KH_MAX_SUPPORT], const uint32_t *n, size_t count)
{
    for (size_t a = 0; a < count; a++)
        for (uint32_t i = 0; i < n[a]; i++) {
            const kh_group *g = &f->groups[a];
            const kh_spot *s = &g->spots[index[a][i]];
            double sum = 0;
            gain[a][i] = 0;
            if (!s->located || s->state)
                continue;
            for (size_t b = 0; b < count; b++) {
                if (a == b || !n[b])
                    continue;
                const kh_group *o = &f->groups[b];
                double best = 0, lead = o->scores[index[b][0]];
                for (uint32_t k = 0; k < n[b]; k++) {
                    const kh_spot *t = &o->spots[index[b][k]];
                    if (!t->located || t->state || lead - o->scores[index[b][k]] > 4)
                        continue;
                    double v = closeness(kh_km(s->lat, s->lon, t->lat, t->lon)) * exp(o->scores[index[b][k]] - lead);
                    best = v > best ? v : best;
                }
                sum += best;
            }
            gain[a][i] = KH_W_CLOSE * log2(1 + sum);
        }
}

static kh_status add_support(kh_finder *f)
{
    size_t count = f->group_count < KH_MAX_WEIGHED ? f->group_count : KH_MAX_WEIGHED;
    uint32_t (*index)[KH_MAX_SUPPORT] = kh_arena_array(f->scratch, count + 1, sizeof *index);
    double (*gain)[KH_MAX_SUPPORT] = kh_arena_array(f->scratch, count + 1, sizeof *gain);
    uint32_t *n = kh_arena_array(f->scratch, count + 1, sizeof *n);
    if (!index || !gain || !n)
        return kh_arena_fail(f->scratch, f->err);
    for (size_t a = 0; a < count; a++)
        n[a] = likely(&f->groups[a], index[a]);
    support(f, gain, index, n, count);
    for (size_t a = 0; a < count; a++)
        for (uint32_t i = 0; i < n[a]; i++)
            f->groups[a].scores[index[a][i]] += gain[a][i];
    return KH_OK;
}

/* ------------------------------------------------------------------ containment */

bool kh_places_holds(const kh_spot *out, const kh_spot *in)
{
    if (!out || !in)
        return false;
    if (out->state)
        return memcmp(out->country, in->country, 3) == 0 && !in->state;
    if (memcmp(out->country, in->country, 3) != 0 || in->state)
        return false;
    if (is_kind(out, "province") || is_kind(out, "region"))
        return (in->admin1.n && kh_view_eq(out->admin1.n ? out->admin1 : out->name, in->admin1)) ||
               (out->located && in->located && !in->admin1.n && kh_km(out->lat, out->lon, in->lat, in->lon) < 250);
    return out->located && in->located && kh_km(out->lat, out->lon, in->lat, in->lon) < 60;
}

static bool is_area(const kh_spot *s)
{
    return s->state || is_kind(s, "province") || is_kind(s, "district") || is_kind(s, "region") || is_kind(s, "island") || is_kind(s, "tribal-area");
}

/* "X, Y": candidates of X inside a candidate of Y, and the other way round, gain so much that nothing else counts. */
static void contain(kh_finder *f)
{
    for (size_t i = f->group_count; i-- > 0;) {             /* what contains stands behind: the outermost first */
        kh_group *in = &f->groups[i];
        if (in->inside == KH_NONE || in->inside == i)
            continue;
        kh_group *out = &f->groups[in->inside];
        double best = -1e9;
        uint32_t a = KH_NONE, b = KH_NONE;
        bool areas = false;
        for (uint32_t y = 0; y < out->count; y++)
            areas = areas || is_area(&out->spots[y]);
        for (uint32_t x = 0; x < in->count; x++)
            for (uint32_t y = 0; y < out->count; y++)
                if ((!areas || is_area(&out->spots[y])) && !(in->spots[x].adjective || out->spots[y].adjective) && kh_places_holds(&out->spots[y], &in->spots[x]) && in->scores[x] + out->scores[y] > best) {
                    best = in->scores[x] + out->scores[y];
                    a = x;
                    b = y;
                }
        if (a == KH_NONE) {
            if (in->partial && out->count)
                in->count = 0;                              /* only some of its words have a place, and that lies elsewhere */
            continue;
        }
        for (uint32_t x = 0; x < in->count; x++)
            if (kh_places_holds(&out->spots[b], &in->spots[x]))
                in->scores[x] += KH_W_INSIDE;
        out->scores[b] += KH_W_INSIDE / 2;
    }
}

/* ------------------------------------------------------------------ all */

static void pick(kh_group *g)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < g->count; i++)
        if (g->scores[i] > g->scores[best])
            best = i;
    kh_spot s = g->spots[0];
    double w = g->scores[0];
    g->spots[0] = g->spots[best];
    g->scores[0] = g->scores[best];
    g->spots[best] = s;
    g->scores[best] = w;
}

kh_status kh_places_resolve(kh_finder *f)
{
    evidence e = { .count = 0 };
    const kh_land *home = outlet_land(f);
    for (size_t i = 0; i < f->group_count; i++)
        for (uint32_t k = 0; k < f->groups[i].count; k++)
            f->groups[i].scores[k] = prior(&f->groups[i].spots[k], f->groups[i].said);
    contain(f);
    gather(f, &e);
    for (size_t i = 0; i < f->group_count; i++) {
        kh_group *g = &f->groups[i];
        const kh_spot *own = NULL;
        double mine = witness(g, &own), others = e.all - mine;       /* a name is no witness for itself */
        for (uint32_t k = 0; k < g->count; k++) {
            const kh_spot *s = &g->spots[k];
            double said = told(&e, s->country) - (own && memcmp(own->country, s->country, 3) == 0 ? mine : 0);
            double share = others > 0.1 ? said / others : 0;
            g->scores[k] += share > 0.01 ? KH_W_LAND * sqrt(share) : others > 0.5 ? KH_W_LAND_NONE : 0;
            if (home && memcmp(home->code, s->country, 3) == 0)
                g->scores[k] += KH_W_OUTLET;
            if (f->group_count <= 512 && province_named(f, s, g))
                g->scores[k] += KH_W_ADMIN;
        }
    }
    kh_status s = add_support(f);
    for (size_t i = 0; !s && i < f->group_count; i++)
        if (f->groups[i].count)
            pick(&f->groups[i]);
    return s;
}
