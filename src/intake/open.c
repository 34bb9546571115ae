/* The tables that intake reads: what furniture of a page says, what its elements are called, labels, months, agencies. */
#include "intake/parts.h"

#include <string.h>

/* Marks at the ends of a label or button that say nothing. */
static bool is_edge(char c) { return c && strchr(":*.>|+-!\"'()", c) != NULL; }

kh_view kh_intake_fold(kh_view t, char *out)
{
    t = kh_view_trim(t);
    while (t.n > 1 && (is_edge(t.p[t.n - 1]) || kh_is_blank(t.p[t.n - 1])))
        t.n--;
    while (t.n > 1 && (is_edge(t.p[0]) || kh_is_blank(t.p[0]))) {
        t.p++;
        t.n--;
    }
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        if (!kh_is_blank(c))
            out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    return (kh_view){ out, n };
}

static kh_view folded(kh_arena *arena, kh_view cell)
{
    char *out = kh_arena_get(arena, cell.n + 1);
    return out ? kh_intake_fold(cell, out) : (kh_view){ NULL, 0 };
}

static bool role_of(kh_view name, kh_role *role)
{
    for (int r = 0; r < KH_ROLE_COUNT; r++)
        if (kh_view_is(name, kh_role_name((kh_role)r))) {
            *role = (kh_role)r;
            return true;
        }
    return false;
}

static kh_status bad_row(const kh_table *t, size_t row, const char *what, kh_view cell, kh_error *err)
{
    kh_view name = kh_table_name(t);
    char path[96];
    size_t n = name.n < sizeof path - 5 ? name.n : sizeof path - 5;
    memcpy(path, name.p, n);
    memcpy(path + n, ".tsv", 5);
    kh_status s = kh_fail(err, KH_E_MODEL, 0, "unknown %s: %.*s", what, (int)(cell.n < 60 ? cell.n : 60), cell.n ? cell.p : "");
    kh_error_file(err, path);
    if (err)
        err->line = kh_table_line(t, row);
    return s;
}

/* ------------------------------------------------------------------ en/furniture */

static kh_status add_furniture(kh_intake *x, kh_furniture f, kh_arena *arena, kh_error *err)
{
    uint32_t at = x->furniture_count++;
    f.form = f.match == KH_MATCH_START ? f.form : folded(arena, f.form);
    if (!f.form.p)
        return kh_arena_fail(arena, err);
    if (f.match == KH_MATCH_START && f.form.n) {
        uint32_t *first = &x->first[(unsigned char)kh_lower(f.form.p[0])];
        f.next = *first;
        *first = at + 1;
    } else if (f.match == KH_MATCH_WHOLE) {
        uint32_t *slot = kh_map_make(&x->whole, f.form, NULL);
        if (!slot)
            return kh_arena_fail(arena, err);
        *slot = at + 1;
    }
    x->furniture[at] = f;
    return KH_OK;
}

static kh_status read_furniture(const kh_lexicon *lexicon, kh_intake *x, kh_arena *arena, kh_error *err)
{
    static const char *const names[KH_MATCH_COUNT] = { "start", "whole", "part" };
    size_t i = 0, capacity = 0;
    for (const kh_table *t; (t = kh_lexicon_next(lexicon, "en/furniture", &i));) {
        int match = kh_table_column(t, "match"), form = kh_table_column(t, "form"), role = kh_table_column(t, "role");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            kh_view m = kh_table_cell(t, r, match);
            kh_furniture f = { .form = kh_table_cell(t, r, form), .match = KH_MATCH_COUNT };
            for (int k = 0; k < KH_MATCH_COUNT; k++)
                if (kh_view_is(m, names[k]))
                    f.match = (kh_match)k;
            if (f.match == KH_MATCH_COUNT)
                return bad_row(t, r, "match", m, err);
            if (!role_of(kh_table_cell(t, r, role), &f.role))
                return bad_row(t, r, "role", kh_table_cell(t, r, role), err);
            x->furniture = kh_arena_grow(arena, x->furniture, &capacity, (size_t)x->furniture_count + 1, sizeof f);
            kh_status s = x->furniture ? add_furniture(x, f, arena, err) : kh_arena_fail(arena, err);
            if (s)
                return s;
        }
    }
    return KH_OK;
}

static bool has_part(kh_view text, kh_view part)
{
    return part.n && text.n >= part.n && memmem(text.p, text.n, part.p, part.n) != NULL;
}

/* Begins with the words of form, in letters of any size, the last word whole. */
static bool starts_words(kh_view text, kh_view form)
{
    if (text.n < form.n)
        return false;
    for (size_t i = 0; i < form.n; i++)
        if (kh_lower(text.p[i]) != kh_lower(form.p[i]))
            return false;
    char last = form.p[form.n - 1], next = text.n > form.n ? text.p[form.n] : ' ';
    bool letter = (last | 32) >= 'a' && (last | 32) <= 'z', goes_on = (next | 32) >= 'a' && (next | 32) <= 'z';
    return !(letter && goes_on);
}

const kh_furniture *kh_intake_furniture(const kh_intake *x, kh_view block)
{
    enum { LONGEST = 400 };              /* a long paragraph is judged by its beginning */
    block = kh_view_trim(block);
    while (block.n > 1 && (is_edge(block.p[0]) || kh_is_blank(block.p[0]) || block.p[0] == '['))
        block = (kh_view){ block.p + 1, block.n - 1 };
    if (!block.n || !x)
        return NULL;
    for (uint32_t i = x->first[(unsigned char)kh_lower(block.p[0])]; i; i = x->furniture[i - 1].next)
        if (starts_words(block, x->furniture[i - 1].form))
            return &x->furniture[i - 1];
    char room[LONGEST];
    if (block.n > LONGEST)
        return NULL;
    kh_view f = kh_intake_fold(block, room);
    const uint32_t *hit = kh_map_find(&x->whole, f);
    if (hit)
        return &x->furniture[*hit - 1];
    for (uint32_t i = 0; i < x->furniture_count; i++)
        if (x->furniture[i].match == KH_MATCH_PART && has_part(f, x->furniture[i].form))
            return &x->furniture[i];
    return NULL;
}

/* ------------------------------------------------------------------ the other tables */

static bool put(kh_map *map, kh_view key, uint32_t value)
{
    uint32_t *slot = key.p ? kh_map_make(map, key, NULL) : NULL;
    if (slot)
        *slot = value;
    return slot != NULL;
}

static kh_status read_marks(const kh_lexicon *lexicon, kh_intake *x, kh_arena *arena, kh_error *err)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(lexicon, "pages/marks", &i));) {
        int form = kh_table_column(t, "form"), role = kh_table_column(t, "role");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            kh_role to;
            if (!role_of(kh_table_cell(t, r, role), &to))
                return bad_row(t, r, "role", kh_table_cell(t, r, role), err);
            if (!put(&x->marks, kh_table_cell(t, r, form), (uint32_t)to + 1))
                return kh_arena_fail(arena, err);
        }
    }
    return KH_OK;
}

static kh_status read_labels(const kh_lexicon *lexicon, kh_intake *x, kh_arena *arena, kh_error *err)
{
    static const char *const fields[KH_FIELD_COUNT] = { "", "title", "date", "author", "outlet", "agency", "url", "language", "id", "other",
                                                         "by", "and", "place", "self" };
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(lexicon, "en/labels", &i));) {
        int form = kh_table_column(t, "form"), field = kh_table_column(t, "field");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            uint32_t to = 0;
            for (uint32_t k = 1; k < KH_FIELD_COUNT; k++)
                if (kh_view_is(kh_table_cell(t, r, field), fields[k]))
                    to = k;
            if (!to)
                return bad_row(t, r, "field", kh_table_cell(t, r, field), err);
            if (!put(&x->labels, folded(arena, kh_table_cell(t, r, form)), to))
                return kh_arena_fail(arena, err);
        }
    }
    return KH_OK;
}

static kh_status read_months(const kh_lexicon *lexicon, kh_intake *x, kh_arena *arena, kh_error *err)
{
    size_t i = 0;
    for (const kh_table *t; (t = kh_lexicon_next(lexicon, "en/times", &i));) {
        int form = kh_table_column(t, "form"), kind = kh_table_column(t, "kind"), value = kh_table_column(t, "value");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            int64_t month;
            if (kh_view_is(kh_table_cell(t, r, kind), "month") && kh_view_to_int(kh_table_cell(t, r, value), &month) && month >= 1 &&
                month <= 12 &&
                !put(&x->months, folded(arena, kh_table_cell(t, r, form)), (uint32_t)month))
                return kh_arena_fail(arena, err);
        }
    }
    return KH_OK;
}

static kh_status read_agencies(const kh_lexicon *lexicon, kh_intake *x, kh_arena *arena, kh_error *err)
{
    size_t i = 0, capacity = 0, count = 0;
    for (const kh_table *t; (t = kh_lexicon_next(lexicon, "pages/agencies", &i));) {
        int form = kh_table_column(t, "form"), name = kh_table_column(t, "agency");
        for (size_t r = 0; r < kh_table_rows(t); r++) {
            x->agency_names = kh_arena_grow(arena, x->agency_names, &capacity, count + 1, sizeof *x->agency_names);
            if (!x->agency_names)
                return kh_arena_fail(arena, err);
            x->agency_names[count++] = kh_table_cell(t, r, name);
            if (!put(&x->agencies, kh_table_cell(t, r, form), (uint32_t)count))
                return kh_arena_fail(arena, err);
        }
    }
    return KH_OK;
}

kh_status kh_intake_open(const kh_lexicon *lexicon, kh_arena *arena, kh_intake **intake, kh_error *err)
{
    kh_intake *x = kh_arena_get(arena, sizeof *x);
    if (!x || !kh_map_init(&x->whole, arena, 256) || !kh_map_init(&x->marks, arena, 512) || !kh_map_init(&x->labels, arena, 64) ||
        !kh_map_init(&x->months, arena, 64) || !kh_map_init(&x->agencies, arena, 128))
        return kh_arena_fail(arena, err);
    kh_status s = read_furniture(lexicon, x, arena, err);
    if (!s)
        s = read_marks(lexicon, x, arena, err);
    if (!s)
        s = read_labels(lexicon, x, arena, err);
    if (!s)
        s = read_months(lexicon, x, arena, err);
    if (!s)
        s = read_agencies(lexicon, x, arena, err);
    if (!s)
        *intake = x;
    return s;
}

/* ------------------------------------------------------------------ look-ups of short words */

enum { WORD = 64 };

static uint32_t find_folded(const kh_map *map, kh_view word)
{
    char room[WORD];
    if (!word.n || word.n > WORD)
        return 0;
    const uint32_t *hit = kh_map_find(map, kh_intake_fold(word, room));
    return hit ? *hit : 0;
}

kh_field kh_intake_label(const kh_intake *x, kh_view label) { return (kh_field)find_folded(&x->labels, label); }
int kh_intake_month(const kh_intake *x, kh_view word) { return (int)find_folded(&x->months, word); }

kh_view kh_intake_agency(const kh_intake *x, kh_view name)
{
    const uint32_t *hit = kh_map_find(&x->agencies, kh_view_trim(name));
    return hit ? x->agency_names[*hit - 1] : (kh_view){ NULL, 0 };
}
