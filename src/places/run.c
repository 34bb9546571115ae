/* Toponyms by the lexicon's tables: places/ *.tsv for points, actors/states.tsv for countries. */
#include "places/places.h"

#include <stdlib.h>
#include <string.h>

typedef struct spot {
    kh_view id, name, kind, admin1;
    char country[4], country2[4];
    double lat, lon;
    int64_t people;
    bool located, state, adjective;      /* adjective: "Afghan", for borders only */
} spot;

struct kh_places {
    spot *spots;
    size_t count, capacity;
    kh_phrases *names;
};

/* ------------------------------------------------------------------ tables */

static bool real(kh_view cell, double *value)
{
    char text[32];
    if (cell.n == 0 || cell.n >= sizeof text)
        return false;
    memcpy(text, cell.p, cell.n);
    text[cell.n] = 0;
    char *end;
    *value = strtod(text, &end);
    return *end == 0;
}

static void countries_of(kh_view cell, spot *s)
{
    kh_view a = kh_view_cut(&cell, '|'), b = kh_view_cut(&cell, '|');
    if (a.n == 3)
        memcpy(s->country, a.p, 3);
    if (b.n == 3)
        memcpy(s->country2, b.p, 3);
}

static bool add(kh_places *p, kh_arena *arena, const spot *s, kh_view names)
{
    spot *grown = kh_arena_grow(arena, p->spots, &p->capacity, p->count + 1, sizeof *grown);
    if (!grown)
        return false;
    p->spots = grown;
    p->spots[p->count] = *s;
    while (names.n)
        if (!kh_phrases_add(p->names, kh_view_cut(&names, '|'), (uint32_t)p->count, false))
            return false;
    p->count++;
    return true;
}

static bool add_places(kh_places *p, const kh_lexicon *x, kh_arena *arena)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(x, "places/", &i));) {
        int id = kh_table_column(t, "id"), name = kh_table_column(t, "name"), kind = kh_table_column(t, "kind"), country = kh_table_column(t, "country"),
            admin1 = kh_table_column(t, "admin1"), lat = kh_table_column(t, "lat"), lon = kh_table_column(t, "lon"),
            aliases = kh_table_column(t, "aliases"), people = kh_table_column(t, "population");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            spot s = { .id = kh_table_cell(t, r, id), .name = kh_table_cell(t, r, name), .kind = kh_table_cell(t, r, kind),
                       .admin1 = kh_table_cell(t, r, admin1) };
            countries_of(kh_table_cell(t, r, country), &s);
            s.located = real(kh_table_cell(t, r, lat), &s.lat) && real(kh_table_cell(t, r, lon), &s.lon);
            kh_view_to_int(kh_table_cell(t, r, people), &s.people);
            kh_view all = kh_arena_printf(arena, "%.*s|%.*s", (int)s.name.n, s.name.p, (int)kh_table_cell(t, r, aliases).n,
                                          kh_table_cell(t, r, aliases).n ? kh_table_cell(t, r, aliases).p : "");
            if (!all.p || !add(p, arena, &s, all))
                return false;
        }
    }
    return true;
}

static bool add_states(kh_places *p, const kh_lexicon *x, kh_arena *arena)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(x, "actors/states", &i));) {
        int id = kh_table_column(t, "id"), name = kh_table_column(t, "name"), country = kh_table_column(t, "country"),
            aliases = kh_table_column(t, "aliases"), adjectives = kh_table_column(t, "adjectives");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            spot s = { .id = kh_table_cell(t, r, id), .name = kh_table_cell(t, r, name), .kind = KH_LIT("country"), .state = true };
            countries_of(kh_table_cell(t, r, country), &s);
            if (!add(p, arena, &s, s.name) || !add(p, arena, &s, kh_table_cell(t, r, aliases)))
                return false;
            s.adjective = true;
            if (!add(p, arena, &s, kh_table_cell(t, r, adjectives)))
                return false;
        }
    }
    return true;
}

kh_status kh_places_open(const kh_gazetteer *gazetteer, const kh_lexicon *lexicon, kh_arena *arena, kh_places **places, kh_error *err)
{
    (void)gazetteer;
    kh_places *p = kh_arena_get(arena, sizeof *p);
    if (!p || !(p->names = kh_phrases_new(arena)) || !add_states(p, lexicon, arena) || !add_places(p, lexicon, arena))
        return kh_arena_fail(arena, err);
    *places = p;
    return KH_OK;
}

/* ------------------------------------------------------------------ reading */

typedef struct hit { uint32_t first, end; const spot *best; } hit;

/* Countries named by a state's own name are evidence for which of several namesakes is meant. */
static int weight(const spot *s, const char (*known)[4], size_t count)
{
    int w = s->state ? 40 : kh_view_is(s->kind, "capital") ? 30 : s->people > 1000000 ? 20 : s->people ? 10 : 15;
    for (size_t i = 0; i < count; i++)
        if (memcmp(known[i], s->country, 3) == 0)
            return w + 50;
    return w;
}

static int precision_of(const spot *s)
{
    static const struct { const char *kind; int precision; } table[] = {
        { "country", 6 }, { "province", 4 }, { "region", 5 }, { "tribal-area", 3 }, { "district", 3 }, { "border", 5 }, { "line", 5 },
        { "river", 5 }, { "sea", 7 }, { "gulf", 7 }, { "strait", 7 }, { "mountain", 5 }, { "desert", 5 }, { "valley", 3 }, { "peninsula", 5 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (kh_view_is(s->kind, table[i].kind))
            return table[i].precision;
    return 1;
}

static bool may_begin(const kh_doc *d, uint32_t t)
{
    kh_view f = kh_doc_form(d, t);
    return f.n && ((f.p[0] >= 'A' && f.p[0] <= 'Z') || (unsigned char)f.p[0] >= 0x80) && d->sentences[d->tokens[t].sentence].parsed;
}

static bool of_person(const kh_doc *d, uint32_t t)
{
    uint32_t n = kh_doc_name_of(d, t);
    return n != KH_NONE && d->names[n].type == KH_NAME_PER;
}

/* How the word stands: the subject of a verb acts, a modifier qualifies, the rest is a place. */
static kh_place_use use_of(const kh_doc *d, uint32_t first, uint32_t end, const spot *s)
{
    uint32_t head = first;
    for (uint32_t t = first; t < end; t++)
        if (d->tokens[t].head == KH_NONE || d->tokens[t].head < first || d->tokens[t].head >= end)
            head = t;
    const kh_token *k = &d->tokens[head];
    if (k->deprel == KH_COMPOUND || k->deprel == KH_AMOD)
        return KH_USE_MODIFIER;
    bool seat = s->state || kh_view_is(s->kind, "capital");
    if (seat && (k->deprel == KH_NSUBJ || k->deprel == KH_OBJ || k->deprel == KH_IOBJ || (k->deprel == KH_NMOD && k->sub == KH_SUB_POSS) ||
                 k->sub == KH_SUB_AGENT))
        return KH_USE_METONYM;
    kh_view prep = kh_doc_case(d, head);
    if (seat && (kh_view_is(prep, "by") || kh_view_is(prep, "against") || kh_view_is(prep, "with")))
        return KH_USE_METONYM;
    return KH_USE_LITERAL;
}

static kh_place make_place(const kh_doc *d, uint32_t first, uint32_t end, const spot *s)
{
    kh_place p = { .span = { d->tokens[first].span.from, d->tokens[end - 1].span.to }, .first = first, .end = end, .resolved = s->located,
                   .lat = s->lat, .lon = s->lon, .name = s->name, .id = s->id, .admin1 = s->admin1, .kind = s->kind, .inside = KH_NONE,
                   .precision = (uint8_t)precision_of(s), .score = 0.5f, .reason = "name in the tables" };
    memcpy(p.country, s->country, 4);
    memcpy(p.country2, s->country2, 4);
    p.use = use_of(d, first, end, s);
    kh_view prep = kh_doc_case(d, end - 1);
    p.near = kh_view_is(prep, "near") || kh_view_is(prep, "outside") || kh_view_is(prep, "around");
    if (p.near && p.precision == 1)
        p.precision = 2;
    return p;
}

static kh_status find_hits(const kh_places *p, const kh_doc *d, const kh_word *words, hit *hits, uint32_t *count, char (*known)[4],
                           size_t *known_count, bool choose, kh_arena *scratch, kh_error *err)
{
    *count = 0;
    for (uint32_t t = 0; t < d->token_count;) {
        size_t length = 0, n = 0;
        const uint32_t *values = NULL;
        if (may_begin(d, t) && !of_person(d, t)) {
            kh_mark mark = kh_arena_mark(scratch);
            kh_status s = kh_phrases_find(p->names, words, d->token_count, t, false, scratch, &length, &values, &n, err);
            kh_arena_rewind(scratch, mark);
            if (s)
                return s;
        }
        const spot *best = NULL;
        int top = -1;
        for (size_t i = 0; i < n; i++) {
            const spot *s = &p->spots[values[i]];
            int w = weight(s, (const char (*)[4])known, choose ? *known_count : 0);
            if (w > top) {
                top = w;
                best = s;
            }
            if (!choose && s->state && *known_count < 32)
                memcpy(known[(*known_count)++], s->country, 4);
        }
        if (best)
            hits[(*count)++] = (hit){ t, t + (uint32_t)length, best };
        t += length ? (uint32_t)length : 1;
    }
    return KH_OK;
}

static bool word_is(const kh_doc *d, uint32_t t, const char *z) { return t < d->token_count && kh_view_is(kh_doc_form(d, t), z); }

/* "the Afghan-Pakistan border": two neighbours with a hyphen or "and" and the word behind them. */
static bool border_pair(const kh_doc *d, const hit *a, const hit *b)
{
    return b->first <= a->end + 1 && a->best->state && b->best->state && memcmp(a->best->country, b->best->country, 3) != 0 &&
           word_is(d, b->end, "border");
}

kh_status kh_places_run(const kh_places *p, kh_doc *d, kh_arena *scratch, kh_error *err)
{
    d->place_count = 0;
    kh_word *words = kh_arena_array(scratch, (size_t)d->token_count + 1, sizeof *words);
    hit *hits = kh_arena_array(scratch, (size_t)d->token_count + 1, sizeof *hits);
    char known[32][4];
    size_t known_count = 0;
    uint32_t count;
    if (!words || !hits)
        return kh_arena_fail(scratch, err);
    for (uint32_t t = 0; t < d->token_count; t++)
        words[t] = (kh_word){ kh_doc_form(d, t), t > 0 && d->tokens[t - 1].space_after };
    kh_status s = find_hits(p, d, words, hits, &count, known, &known_count, false, scratch, err);
    if (!s)
        s = find_hits(p, d, words, hits, &count, known, &known_count, true, scratch, err);
    if (s)
        return s;
    kh_place airport = { 0 };
    size_t capacity = 0;
    uint32_t next = 0;
    for (uint32_t t = 0; t < d->token_count; t++) {
        kh_place made;
        bool have = false;
        if (next < count && hits[next].first == t) {
            hit h = hits[next++];
            if (next < count && border_pair(d, &h, &hits[next])) {
                made = make_place(d, h.first, hits[next].end + 1, h.best);
                memcpy(made.country2, hits[next].best->country, 4);
                made.border = true;
                made.use = KH_USE_LITERAL;
                made.precision = 5;
                t = hits[next++].end;
                have = true;
            } else if (!h.best->adjective) {
                made = make_place(d, h.first, h.end, h.best);
                if (kh_view_is(h.best->kind, "airport")) {
                    airport = made;
                    made.use = KH_USE_LITERAL;
                }
                t = h.end - 1;
                have = true;
            } else {
                t = h.end - 1;
            }
        } else if (airport.end && kh_view_is(d->tokens[t].lemma, "airport") && t >= airport.end) {
            made = airport;
            made.span = d->tokens[t].span;
            made.first = t;
            made.end = t + 1;
            made.use = KH_USE_LITERAL;
            made.reason = "the airport named before";
            have = true;
        }
        if (!have)
            continue;
        kh_place *grown = kh_arena_grow(d->arena, d->places, &capacity, (size_t)d->place_count + 1, sizeof *grown);
        if (!grown)
            return kh_arena_fail(d->arena, err);
        d->places = grown;
        d->places[d->place_count++] = made;
    }
    return KH_OK;
}
