/* open.c: reads the actor tables into entities and two phrase look-ups. */
#include "actors/table.h"

#include <string.h>

/* "1994", "1994-05" or a day. The end of a year or month where `last`. */
static int32_t read_day(kh_view v, bool last)
{
    int32_t day;
    if (v.n >= 10 && kh_day_read(v, &day))
        return day;
    int64_t year, month;
    if (v.n == 4 && kh_view_to_int(v, &year))
        return last ? kh_day_of((int)year, 12, 31) : kh_day_of((int)year, 1, 1);
    if (v.n != 7 || !kh_view_to_int((kh_view){ v.p, 4 }, &year) || !kh_view_to_int((kh_view){ v.p + 5, 2 }, &month))
        return KH_NO_DAY;
    if (month < 1 || month > 12)
        return KH_NO_DAY;
    if (!last)
        return kh_day_of((int)year, (int)month, 1);
    return month == 12 ? kh_day_of((int)year, 12, 31) : kh_day_of((int)year, (int)month + 1, 1) - 1;
}

static void put_code(char out[4], kh_view v)
{
    memset(out, 0, 4);
    if (v.n && v.n <= 3)
        memcpy(out, v.p, v.n);
}

static bool add_list(kh_actors *a, kh_view list, uint32_t e, matched by)
{
    while (list.n) {
        kh_view one = kh_view_trim(kh_view_cut(&list, '|'));
        if (one.n && !kh_phrases_add(a->names, one, e << MATCHED_BITS | by, false))
            return false;
    }
    return true;
}

/* "Afghan" -> "Afghans"; words that have a plural of their own form ("French", "Chinese", "British") get none. */
static bool add_plurals(kh_actors *a, kh_view list, uint32_t e, kh_arena *arena)
{
    while (list.n) {
        kh_view one = kh_view_trim(kh_view_cut(&list, '|'));
        if (!one.n || kh_view_ends(one, KH_LIT("s")) || kh_view_ends(one, KH_LIT("ese")) || kh_view_ends(one, KH_LIT("sh")) ||
            kh_view_ends(one, KH_LIT("ch")))
            continue;
        kh_view many = kh_arena_printf(arena, "%.*ss", (int)(one.n < 200 ? one.n : 200), one.p);
        if (!many.p || !kh_phrases_add(a->names, many, e << MATCHED_BITS | BY_DEMONYM, false))
            return false;
    }
    return true;
}

static bool read_row(kh_actors *a, const kh_table *t, size_t row, source from, kh_arena *arena)
{
    kh_view id = kh_table_cell(t, row, kh_table_column(t, "id")), name = kh_table_cell(t, row, kh_table_column(t, "name"));
    if (!id.n || !name.n || a->entity_count >= UINT32_MAX >> (MATCHED_BITS + 1))
        return true;
    entity *list = kh_arena_grow(arena, a->entities, &a->entity_capacity, a->entity_count + 1, sizeof *list);
    if (!list)
        return false;
    a->entities = list;
    uint32_t at = (uint32_t)a->entity_count++;
    entity *e = &list[at];
    *e = (entity){ .id = id, .name = name, .source = (uint8_t)from, .first_kid = KH_NONE, .next_kid = KH_NONE };
    e->parent = kh_table_cell(t, row, kh_table_column(t, "parent"));
    e->rule = kh_table_rule(t, row, arena);
    kh_view countries = kh_table_cell(t, row, kh_table_column(t, "country"));
    for (int i = 0; i < KH_COUNTRIES && countries.n; i++)
        put_code(e->country[i], kh_view_trim(kh_view_cut(&countries, '|')));
    put_code(e->sector, kh_table_cell(t, row, kh_table_column(t, "sector")));
    e->from = read_day(kh_table_cell(t, row, kh_table_column(t, "from")), false);
    e->until = read_day(kh_table_cell(t, row, kh_table_column(t, "until")), true);
    bool fresh;
    uint32_t *slot = kh_map_make(&a->ids, id, &fresh);
    if (!slot || !e->rule.p)
        return false;
    if (fresh)
        *slot = at;
    if (!kh_phrases_add(a->names, name, at << MATCHED_BITS | BY_NAME, false) ||
        !add_list(a, kh_table_cell(t, row, kh_table_column(t, "aliases")), at, BY_NAME))
        return false;
    if (from != FROM_STATES)
        return true;
    kh_view demonyms = kh_table_cell(t, row, kh_table_column(t, "demonyms"));
    return add_list(a, kh_table_cell(t, row, kh_table_column(t, "adjectives")), at, BY_ADJECTIVE) &&
           add_list(a, demonyms, at, BY_DEMONYM) && add_plurals(a, demonyms, at, arena) &&
           add_list(a, kh_table_cell(t, row, kh_table_column(t, "capital")), at, BY_SEAT) &&
           add_list(a, kh_table_cell(t, row, kh_table_column(t, "seats")), at, BY_SEAT);
}

static bool read_role(kh_actors *a, const kh_table *t, size_t row, kh_arena *arena)
{
    kh_view noun = kh_table_cell(t, row, kh_table_column(t, "noun")), many = kh_table_cell(t, row, kh_table_column(t, "plural"));
    if (!noun.n)
        return true;
    role *list = kh_arena_grow(arena, a->roles, &a->role_capacity, a->role_count + 1, sizeof *list);
    if (!list)
        return false;
    a->roles = list;
    uint32_t at = (uint32_t)a->role_count++;
    role *r = &list[at];
    *r = (role){ .rule = kh_table_rule(t, row, arena) };
    put_code(r->sector, kh_table_cell(t, row, kh_table_column(t, "sector")));
    kh_view kind = kh_table_cell(t, row, kh_table_column(t, "kind"));
    r->kind = kh_view_is(kind, "person") ? KH_KIND_PERSON : kh_view_is(kind, "group") ? KH_KIND_GROUP :
              kh_view_is(kind, "object") ? KH_KIND_OBJECT : KH_KIND_UNKNOWN;
    kh_view note = kh_table_cell(t, row, kh_table_column(t, "note"));
    r->plural_only = kh_view_starts(note, KH_LIT("plural only"));
    return r->rule.p && kh_phrases_add(a->role_words, noun, at, false) &&
           (!many.n || kh_phrases_add(a->role_words, many, at, false));
}

/* Hangs each row under its parent's first row, so that offshoots are found without a search. */
static void hang_kids(kh_actors *a)
{
    for (size_t i = a->entity_count; i-- > 0;) {
        entity *e = &a->entities[i];
        uint32_t *up = e->parent.n ? kh_map_find(&a->ids, e->parent) : NULL;
        if (!up)
            continue;
        e->next_kid = a->entities[*up].first_kid;
        a->entities[*up].first_kid = (uint32_t)i;
    }
}

kh_status kh_actors_open(const kh_lexicon *lexicon, kh_arena *arena, kh_actors **actors, kh_error *err)
{
    static const char *const names[SOURCE_COUNT] = { "actors/states", "actors/groups", "actors/leaders", "actors/bodies",
                                                     "actors/institutions", "actors/parties" };
    kh_actors *a = kh_arena_get(arena, sizeof *a);
    if (!a || !kh_map_init(&a->ids, arena, 8192) || !(a->names = kh_phrases_new(arena)) || !(a->role_words = kh_phrases_new(arena)))
        return kh_arena_fail(arena, err);
    for (int s = 0; s < SOURCE_COUNT; s++) {
        size_t i = 0;
        for (const kh_table *t; (t = kh_lexicon_next(lexicon, names[s], &i));)
            for (size_t row = 0; row < kh_table_rows(t); row++)
                if (!read_row(a, t, row, (source)s, arena))
                    return kh_arena_fail(arena, err);
    }
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(lexicon, "en/roles", &i));)
        for (size_t row = 0; row < kh_table_rows(t); row++)
            if (!read_role(a, t, row, arena))
                return kh_arena_fail(arena, err);
    hang_kids(a);
    *actors = a;
    return KH_OK;
}
