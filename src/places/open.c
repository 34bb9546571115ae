/* Tables of the stage: places/ *.tsv for points, actors/states.tsv for the names of countries, en/places.tsv for words. */
#include "places/table.h"

#include <stdlib.h>
#include <string.h>

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

static void countries_of(kh_view cell, kh_spot *s)
{
    kh_view a = kh_view_cut(&cell, '|'), b = kh_view_cut(&cell, '|');
    if (a.n == 3)
        memcpy(s->country, a.p, 3);
    if (b.n == 3)
        memcpy(s->country2, b.p, 3);
}

static bool add(kh_places *p, kh_arena *arena, const kh_spot *s, kh_view names)
{
    kh_spot *grown = kh_arena_grow(arena, p->spots, &p->capacity, p->count + 1, sizeof *grown);
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

static bool add_names(kh_places *p, kh_arena *arena, const kh_spot *s, kh_view names) { return !names.n || add(p, arena, s, names); }

/* ------------------------------------------------------------------ countries */

static bool add_lands(kh_places *p, const kh_lexicon *x, kh_arena *arena)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(x, "places/countries", &i));) {
        int country = kh_table_column(t, "country"), tld = kh_table_column(t, "tld"), lat = kh_table_column(t, "lat"),
            lon = kh_table_column(t, "lon"), capital = kh_table_column(t, "capital"), neighbours = kh_table_column(t, "neighbours");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            kh_land *grown = kh_arena_grow(arena, p->lands, &p->land_capacity, p->land_count + 1, sizeof *grown);
            if (!grown)
                return false;
            p->lands = grown;
            kh_view code = kh_table_cell(t, r, country), net = kh_table_cell(t, r, tld);
            if (code.n != 3 || net.n > 3)
                continue;
            kh_land land = { .capital = kh_table_cell(t, r, capital), .neighbours = kh_table_cell(t, r, neighbours) };
            memcpy(land.code, code.p, 3);
            if (net.n)
                memcpy(land.tld, net.p, net.n);
            land.located = real(kh_table_cell(t, r, lat), &land.lat) && real(kh_table_cell(t, r, lon), &land.lon);
            p->lands[p->land_count++] = land;
        }
    }
    return true;
}

const kh_land *kh_places_land(const kh_places *p, const char country[4])
{
    for (size_t i = p->land_count; country[0] && i-- > 0;)        /* a user's row wins */
        if (memcmp(p->lands[i].code, country, 4) == 0)
            return &p->lands[i];
    return NULL;
}

bool kh_places_neighbours(const kh_places *p, const char a[4], const char b[4])
{
    const kh_land *land = kh_places_land(p, a);
    return land && kh_view_has_word(land->neighbours, kh_view_of(b));
}

/* "Pakistani" gives "Pakistanis" too. */
static bool add_people(kh_places *p, kh_arena *arena, const kh_spot *s, kh_view demonyms)
{
    if (!add_names(p, arena, s, demonyms))
        return false;
    while (demonyms.n) {
        kh_view one = kh_view_cut(&demonyms, '|');
        kh_view many = kh_arena_printf(arena, "%.*ss", (int)one.n, one.p);
        if (!many.p || !add(p, arena, s, many))
            return false;
    }
    return true;
}

/* The row of our tables that has this very name, for a region that stands among the states. */
static const kh_spot *same_name(const kh_places *p, const kh_spot *s, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (kh_view_eq(p->spots[i].name, s->name) && p->spots[i].located && !p->spots[i].adjective && memcmp(p->spots[i].country, s->country, 3) == 0)
            return &p->spots[i];
    return NULL;
}

/* The first row of a code is the country; what follows under the same code are its regions, whose point another table has. */
static bool add_state(kh_places *p, kh_arena *arena, const kh_table *t, size_t r, bool fresh, size_t tables)
{
    kh_spot s = { .name = kh_table_cell(t, r, kh_table_column(t, "name")), .kind = KH_LIT("country"), .state = fresh, .table = true };
    countries_of(kh_table_cell(t, r, kh_table_column(t, "country")), &s);
    const kh_land *land = kh_places_land(p, s.country);
    const kh_spot *region = fresh ? NULL : same_name(p, &s, tables);
    if (!land || (!fresh && !region))
        return true;
    if (fresh) {
        s.id = kh_arena_printf(arena, "iso:%s", s.country);
        s.lat = land->lat;
        s.lon = land->lon;
        s.located = land->located;
        if (!s.id.p || !add(p, arena, &s, s.name))
            return false;
    } else {
        s = *region;
    }
    s.alternate = true;
    if (!add_names(p, arena, &s, kh_table_cell(t, r, kh_table_column(t, "aliases"))))
        return false;
    s.adjective = true;
    return add_names(p, arena, &s, kh_table_cell(t, r, kh_table_column(t, "adjectives"))) &&
           add_people(p, arena, &s, kh_table_cell(t, r, kh_table_column(t, "demonyms")));
}

static bool add_states(kh_places *p, const kh_lexicon *x, kh_arena *arena)
{
    kh_map seen;
    size_t i = 0, tables = p->count;
    if (!kh_map_init(&seen, arena, 512))
        return false;
    for (const kh_table *t; (t = kh_lexicon_next(x, "actors/states", &i));)
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            bool fresh = false;
            if (!kh_map_make(&seen, kh_table_cell(t, r, kh_table_column(t, "country")), &fresh) || !add_state(p, arena, t, r, fresh, tables))
                return false;
        }
    return true;
}

/* ------------------------------------------------------------------ places */

enum { COLUMNS = 11 };

static bool add_row(kh_places *p, const kh_table *t, size_t r, const int columns[COLUMNS], kh_arena *arena)
{
    kh_view id = kh_table_cell(t, r, columns[0]), people = kh_table_cell(t, r, columns[8]), aliases = kh_table_cell(t, r, columns[7]);
    kh_spot s = { .name = kh_table_cell(t, r, columns[1]), .kind = kh_table_cell(t, r, columns[2]), .table = true,
                  .admin1 = kh_table_cell(t, r, columns[4]) };
    countries_of(kh_table_cell(t, r, columns[3]), &s);
    s.located = real(kh_table_cell(t, r, columns[5]), &s.lat) && real(kh_table_cell(t, r, columns[6]), &s.lon);
    s.state = kh_view_is(s.kind, "country");
    kh_view_to_int(people, &s.people);
    s.id = kh_arena_printf(arena, "%s%.*s", memchr(id.p ? id.p : "", ':', id.n) ? "" : "kh:", (int)id.n, id.p ? id.p : "");
    if (!s.id.p || !add(p, arena, &s, s.name))
        return false;
    kh_spot adjective = s, code = s;
    s.alternate = adjective.adjective = code.code = true;
    return add_names(p, arena, &s, aliases) && add_names(p, arena, &adjective, kh_table_cell(t, r, columns[9])) &&
           add_names(p, arena, &code, kh_table_cell(t, r, columns[10]));
}

static bool add_places(kh_places *p, const kh_lexicon *x, kh_arena *arena)
{
    static const char *const columns[COLUMNS] = { "id", "name", "kind", "country", "admin1", "lat", "lon", "aliases", "population", "adjectives",
                                                  "codes" };
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(x, "places/", &i));) {
        if (kh_view_is(kh_table_name(t), "places/countries"))
            continue;
        int at[COLUMNS];
        for (int c = 0; c < COLUMNS; c++)
            at[c] = kh_table_column(t, columns[c]);
        for (size_t r = 0; r < kh_table_rows(t); r++)
            if (!add_row(p, t, r, at, arena))
                return false;
    }
    return true;
}

/* ------------------------------------------------------------------ groups */

static bool has_blank(kh_view v)
{
    return v.n && (memchr(v.p, ' ', v.n) || memchr(v.p, '-', v.n));
}

static bool add_groups(kh_places *p, const kh_lexicon *x)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(x, "actors/groups", &i));) {
        int name = kh_table_column(t, "name"), aliases = kh_table_column(t, "aliases");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            kh_view own = kh_table_cell(t, r, name), others = kh_table_cell(t, r, aliases);
            if (has_blank(own) && !kh_phrases_add(p->groups, own, 0, false))
                return false;
            while (others.n) {
                kh_view one = kh_view_cut(&others, '|');
                if (has_blank(one) && !kh_phrases_add(p->groups, one, 0, false))
                    return false;
            }
        }
    }
    return true;
}

/* ------------------------------------------------------------------ words */

static bool add_words(kh_places *p, const kh_lexicon *x, kh_arena *arena)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(x, "en/places", &i));) {
        int word = kh_table_column(t, "word"), kind = kh_table_column(t, "kind"), value = kh_table_column(t, "value");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            kh_view k = kh_table_cell(t, r, kind), w = kh_table_cell(t, r, word), v = kh_table_cell(t, r, value);
            kh_view key = kh_arena_printf(arena, "%.*s %.*s", (int)k.n, k.p ? k.p : "", (int)w.n, w.p ? w.p : "");
            kh_view *values = kh_arena_grow(arena, p->values, &p->value_capacity, p->value_count + 1, sizeof *values);
            uint32_t *at = key.p && values ? kh_map_make(&p->words, key, NULL) : NULL;
            if (!at)
                return false;
            p->values = values;
            *at = (uint32_t)p->value_count;
            p->values[p->value_count++] = v;
        }
    }
    return true;
}

bool kh_places_word(const kh_places *p, const char *kind, kh_view word, kh_view *value)
{
    char key[64];
    size_t n = strlen(kind);
    if (!word.n || word.n + n + 1 > sizeof key)
        return false;
    memcpy(key, kind, n);
    key[n++] = ' ';
    for (size_t i = 0; i < word.n; i++)
        key[n++] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    const uint32_t *hit = kh_map_find(&p->words, (kh_view){ key, n });
    if (hit && value)
        *value = p->values[*hit];
    return hit != NULL;
}

kh_status kh_places_open(const kh_gazetteer *gazetteer, const kh_lexicon *lexicon, kh_arena *arena, kh_places **places, kh_error *err)
{
    kh_places *p = kh_arena_get(arena, sizeof *p);
    if (!p || !(p->names = kh_phrases_new(arena)) || !(p->groups = kh_phrases_new(arena)) || !kh_map_init(&p->words, arena, 1024) || !add_lands(p, lexicon, arena) ||
        !add_places(p, lexicon, arena) || !add_states(p, lexicon, arena) || !add_words(p, lexicon, arena) || !add_groups(p, lexicon))
        return kh_arena_fail(arena, err);
    p->gazetteer = gazetteer;
    *places = p;
    return KH_OK;
}
