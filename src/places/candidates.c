/* What a name may stand for: rows of our tables and records of the gazetteer, one group for each name of a text. */
#include "places/table.h"

#include <string.h>

#include "places/weights.h"

static bool is_area(const kh_spot *s)
{
    return kh_view_is(s->kind, "province") || kh_view_is(s->kind, "district") || kh_view_is(s->kind, "region") || s->state ||
           kh_view_is(s->kind, "tribal-area");
}

/* A record of the gazetteer that one of our rows tells of already. */
static bool known(kh_group *g, const kh_spot *s)
{
    for (uint32_t i = 0; i < g->count; i++) {
        kh_spot *t = &g->spots[i];
        if (!t->table || !t->located || memcmp(t->country, s->country, 3) != 0 || is_area(t) != is_area(s))
            continue;
        if (kh_km(t->lat, t->lon, s->lat, s->lon) < (is_area(s) ? 300 : 30)) {
            if (!t->people)
                t->people = s->people;
            if (!t->admin1.n)
                t->admin1 = s->admin1;
            return true;
        }
    }
    return false;
}

static kh_status add_records(kh_finder *f, kh_group *g, const kh_gaz_hits *hits)
{
    for (uint32_t i = 0; i < hits->count && g->count < KH_MAX_CANDIDATES; i++) {
        kh_gaz_record r;
        if (!kh_gaz_get(f->places->gazetteer, hits, i, &r))
            continue;
        kh_spot s = { .name = r.name, .kind = kh_view_of(kh_gaz_kind_name(r.kind)), .admin1 = r.admin1, .lat = r.lat, .lon = r.lon,
                      .people = r.people, .located = true, .alternate = r.alternate };
        memcpy(s.country, r.country, 4);
        if (known(g, &s))
            continue;
        s.id = r.id ? kh_arena_printf(f->doc->arena, "gn:%u", r.id) : (kh_view){ NULL, 0 };
        if (r.id && !s.id.p)
            return kh_arena_fail(f->doc->arena, f->err);
        g->spots[g->count++] = s;
    }
    return KH_OK;
}

static bool named_so(const kh_finder *f, const kh_spot *s, kh_view key)
{
    kh_gaz_key own = { .n = 0 };
    kh_view name = s->name;
    while (name.n)
        if (!kh_gaz_key_add(&own, f->scratch, kh_view_cut(&name, ' ')))
            return false;
    return kh_view_eq((kh_view){ own.p, own.n }, key);
}

static void drop(kh_group *g, uint32_t i)
{
    memmove(&g->spots[i], &g->spots[i + 1], (g->count - i - 1) * sizeof *g->spots);
    g->count--;
}

/* Where a country has the name itself, no town of it that is sometimes called so is meant ("Mexico"); where a province has it, no
 * country that is sometimes called so is ("England"). */
static void settle(const kh_finder *f, kh_group *g, kh_view key)
{
    const kh_spot *state = NULL;
    bool province = false;
    for (uint32_t i = 0; i < g->count; i++) {
        const kh_spot *s = &g->spots[i];
        if (s->state && !s->adjective && named_so(f, s, key))
            state = s;
        province = province || (kh_view_is(s->kind, "province") && s->table && !s->adjective && named_so(f, s, key));
    }
    char code[4] = { 0 };
    if (state)
        memcpy(code, state->country, 4);
    for (uint32_t i = g->count; i-- > 0;)
        if ((state && !g->spots[i].state && g->spots[i].alternate && memcmp(g->spots[i].country, code, 3) == 0) ||
            (province && g->spots[i].state && g->spots[i].alternate))
            drop(g, i);
}

static kh_status make_group(kh_finder *f, kh_view key, kh_view said, const uint32_t *values, size_t value_count, const kh_gaz_hits *hits,
                            uint32_t *group)
{
    char text[160];
    if (key.n + said.n + 2 > sizeof text)
        return KH_OK;
    memcpy(text, key.p, key.n);
    text[key.n] = '|';
    if (said.n)
        memcpy(text + key.n + 1, said.p, said.n);
    kh_view whole = { text, key.n + 1 + said.n };
    const uint32_t *have = kh_map_find(&f->by_key, whole);
    if (have) {
        *group = *have;
        f->groups[*group].mentions++;
        return KH_OK;
    }
    kh_group *grown = kh_arena_grow(f->scratch, f->groups, &f->group_capacity, f->group_count + 1, sizeof *grown);
    kh_view kept = kh_arena_copy(f->scratch, whole);
    uint32_t *at = grown && kept.p ? kh_map_make(&f->by_key, kept, NULL) : NULL;
    size_t most = value_count + (hits->count < KH_MAX_CANDIDATES ? hits->count : KH_MAX_CANDIDATES);
    kh_group g = { .key = kept, .said = said, .inside = KH_NONE, .mentions = 1 };
    g.spots = kh_arena_array(f->scratch, most + 1, sizeof *g.spots);
    g.scores = kh_arena_array(f->scratch, most + 1, sizeof *g.scores);
    if (!at || !g.spots || !g.scores)
        return kh_arena_fail(f->scratch, f->err);
    for (size_t i = 0; i < value_count; i++)
        g.spots[g.count++] = f->places->spots[values[i]];
    f->groups = grown;
    kh_status s = add_records(f, &g, hits);
    settle(f, &g, key);
    *at = *group = (uint32_t)f->group_count;
    f->groups[f->group_count++] = g;
    return s;
}

/* A name ends with a capital or a figure ("6th of October City" does, "Kabul is" does not). */
static bool may_end(kh_view w)
{
    unsigned char c = w.n ? (unsigned char)w.p[0] : 0;
    return (c >= 'A' && c <= 'Z') || c >= 0x80 || (c >= '0' && c <= '9');
}

kh_status kh_places_lookup(kh_finder *f, const kh_word *words, size_t count, size_t at, size_t most, bool any_case, kh_view said,
                           size_t *length, uint32_t *group)
{
    const uint32_t *values = NULL;
    size_t n = 0, phrase = 0;
    *length = 0;
    *group = KH_NONE;
    size_t end = count - at < most ? count : at + most;
    kh_status s = kh_phrases_find(f->places->names, words, end, at, any_case, f->scratch, &phrase, &values, &n, f->err);
    if (s)
        return s;
    kh_gaz_key key = { .n = 0 }, best = { .n = 0 };
    kh_gaz_hits hits = { NULL, 0 }, none = { NULL, 0 };
    for (size_t i = at; i < end && i - at < KH_MAX_WORDS && kh_gaz_key_add(&key, f->scratch, words[i].text); i++) {
        kh_gaz_hits now;
        bool whole = i - at + 1 == phrase;
        if (f->places->gazetteer && i - at + 1 >= phrase && key.n >= 3 && may_end(words[i].text) &&
            kh_gaz_find(f->places->gazetteer, (kh_view){ key.p, key.n }, &now)) {
            hits = now;
            best = key;
            *length = i - at + 1;
        } else if (whole) {
            best = key;
        }
    }
    if (*length > phrase)
        n = 0;
    else if (phrase > *length)
        hits = none;
    *length = *length > phrase ? *length : phrase;
    if (!*length)
        return KH_OK;
    if (!best.n)
        return kh_gaz_key_add(&best, f->scratch, words[at].text) ? make_group(f, (kh_view){ best.p, best.n }, said, values, n, &hits, group) : KH_OK;
    return make_group(f, (kh_view){ best.p, best.n }, said, values, n, &hits, group);
}
