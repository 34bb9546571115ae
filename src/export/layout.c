/* Reading a layout from the lexicon. */
#include "export/layout.h"

#include <string.h>

static kh_status bad_row(const kh_table *t, size_t row, kh_error *err, const char *what, kh_view word)
{
    kh_view name = kh_table_name(t);
    char path[160];
    kh_fail(err, KH_E_MODEL, 0, "%s: %.*s", what, (int)(word.n < 60 ? word.n : 60), word.n ? word.p : "");
    snprintf(path, sizeof path, "%.*s.tsv", (int)name.n, name.p);
    kh_error_file(err, path);
    if (err)
        err->line = kh_table_line(t, row);
    return KH_E_MODEL;
}

static kh_status read_codes(const kh_lexicon *lexicon, const char *name, kh_arena *arena, kh_codes *codes, kh_error *err)
{
    size_t all = 0, n = 0;
    const kh_table *t;
    for (size_t i = 0; (t = kh_lexicon_next(lexicon, name, &i));)
        all += kh_table_rows(t);
    codes->rows = kh_arena_array(arena, all, sizeof *codes->rows);
    if (!codes->rows || !kh_map_init(&codes->keys, arena, (uint32_t)all))
        return kh_arena_fail(arena, err);
    for (size_t i = 0; (t = kh_lexicon_next(lexicon, name, &i));)
        for (size_t row = 0; row < kh_table_rows(t); row++) {
            bool fresh;
            uint32_t *at = kh_map_make(&codes->keys, kh_table_cell(t, row, 0), &fresh);
            if (!at)
                return kh_arena_fail(arena, err);
            codes->rows[n] = (struct kh_code_row){ t, row };
            *at = (uint32_t)n++;
        }
    return KH_OK;
}

kh_view kh_code(const kh_codes *codes, kh_view key, const char *column)
{
    const uint32_t *at = key.n ? kh_map_find(&codes->keys, key) : NULL;
    const struct kh_code_row *r = at ? &codes->rows[*at] : NULL;
    return r ? kh_table_cell(r->table, r->row, kh_table_column(r->table, column)) : (kh_view){ NULL, 0 };
}

/* ------------------------------------------------------------------ columns */

static bool cell_type(kh_view v, kh_cell_type *type)
{
    static const char *const names[] = { "text", "date", "integer", "real", "boolean" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kh_view_is(v, names[i])) {
            *type = (kh_cell_type)i;
            return true;
        }
    return false;
}

/* "countries.cow/gw" */
static bool read_look_up(kh_layout *l, kh_view v, kh_column *c)
{
    static const char *const names[KH_CODE_TABLES] = { "countries", "sectors", "cameo" };
    kh_view table = kh_view_cut(&v, '.');
    for (int i = 0; i < KH_CODE_TABLES; i++)
        if (kh_view_is(table, names[i]))
            c->codes = &l->codes[i];
    c->code = kh_view_cut(&v, '/');
    c->or_code = v;
    return c->codes && c->code.n;
}

static kh_status read_column(kh_layout *l, const kh_table *t, size_t row, kh_column *c, kh_error *err)
{
    kh_view type = kh_table_cell(t, row, kh_table_column(t, "type")), v = kh_table_cell(t, row, kh_table_column(t, "value"));
    c->name = kh_table_cell(t, row, kh_table_column(t, "column"));
    if (!c->name.n || !cell_type(type, &c->type))
        return bad_row(t, row, err, "a column has a name and a type (text, date, integer, real, boolean)", type);
    if (!v.n)
        return KH_OK;
    kh_view words = v;
    if (v.p[0] == '@') {
        kh_view name = kh_view_cut(&words, ' ');
        c->value = kh_value_named((kh_view){ name.p + 1, name.n - 1 });
        c->words = kh_view_trim(words);
    } else {
        const char *mark = memchr(v.p, '>', v.n);
        if (mark && !read_look_up(l, kh_view_trim((kh_view){ mark + 1, v.n - (size_t)(mark + 1 - v.p) }), c))
            return bad_row(t, row, err, "no table of codes with that column", v);
        c->words = kh_view_trim((kh_view){ v.p, mark ? (size_t)(mark - v.p) : v.n });
        c->value = kh_value_named(v.p[0] == '=' ? KH_LIT("=") : (kh_view){ NULL, 0 });
    }
    return c->value ? KH_OK : bad_row(t, row, err, "no such function", v);
}

/* A user's table of that name takes the place of ours. */
static kh_status read_columns(kh_layout *l, kh_arena *arena, kh_error *err)
{
    char name[64];
    const kh_table *t = NULL, *next;
    snprintf(name, sizeof name, "layouts/%.*s", (int)(l->name.n < 48 ? l->name.n : 48), l->name.p);
    for (size_t i = 0; (next = kh_lexicon_next(l->lexicon, name, &i));)
        t = next;
    if (!t || !kh_table_rows(t))
        return kh_fail(err, KH_E_MODEL, 0, "the lexicon has no columns of the layout (%s.tsv)", name);
    l->columns = kh_arena_array(arena, kh_table_rows(t), sizeof *l->columns);
    if (!l->columns)
        return kh_arena_fail(arena, err);
    kh_status s = KH_OK;
    for (size_t row = 0; row < kh_table_rows(t) && !s; row++)
        s = read_column(l, t, row, &l->columns[l->count++], err);
    return s;
}

/* ------------------------------------------------------------------ the layout */

static void set_joint(char out[3], kh_view v)
{
    out[0] = v.n ? v.p[0] : '|';
    if (out[0] == ';')
        out[1] = ' ';
}

static bool set_head(kh_layout *l, const kh_table *t, size_t row)
{
    static const char *const keeps[] = { "all", "real", "acled", "deadly" };
    kh_view rows = kh_table_cell(t, row, kh_table_column(t, "rows")), kept = kh_table_cell(t, row, kh_table_column(t, "keeps"));
    bool known = kh_view_is(rows, "event") || kh_view_is(rows, "pair"), found = false;
    l->name = kh_table_cell(t, row, 0);
    l->pairs = kh_view_is(rows, "pair");
    for (size_t i = 0; i < sizeof keeps / sizeof *keeps; i++)
        if (kh_view_is(kept, keeps[i])) {
            l->keeps = (kh_keeps)i;
            found = true;
        }
    l->form = kh_table_cell(t, row, kh_table_column(t, "form"));
    set_joint(l->between, kh_table_cell(t, row, kh_table_column(t, "between")));
    set_joint(l->within, kh_table_cell(t, row, kh_table_column(t, "within")));
    return known && found;
}

static kh_status no_layout(const kh_lexicon *lexicon, kh_error *err)
{
    char names[160] = "";
    const kh_table *t;
    for (size_t i = 0; (t = kh_lexicon_next(lexicon, "codes/layouts", &i));)
        for (size_t row = 0; row < kh_table_rows(t); row++) {
            kh_view v = kh_table_cell(t, row, 0);
            size_t n = strlen(names);
            if (v.n && n + v.n + 3 < sizeof names)
                snprintf(names + n, sizeof names - n, "%s%.*s", n ? ", " : "", (int)v.n, v.p);
        }
    return kh_fail(err, KH_E_USAGE, 0, "layouts are %s", names);
}

static kh_status find_head(kh_layout *l, kh_view name, kh_error *err)
{
    const kh_table *t;
    bool found = false;
    for (size_t i = 0; (t = kh_lexicon_next(l->lexicon, "codes/layouts", &i));)
        for (size_t row = 0; row < kh_table_rows(t); row++)
            if (kh_view_eq(kh_table_cell(t, row, 0), name)) {
                found = true;
                if (!set_head(l, t, row))
                    return bad_row(t, row, err, "rows are event or pair, keeps all, real, acled or deadly", name);
            }
    return found ? KH_OK : no_layout(l->lexicon, err);
}

kh_status kh_layout_open(const kh_lexicon *lexicon, kh_view name, kh_arena *arena, kh_layout **layout, kh_error *err)
{
    static const char *const tables[KH_CODE_TABLES] = { "codes/countries", "codes/sectors", "codes/cameo" };
    kh_layout *l = kh_arena_get(arena, sizeof *l);
    if (!l)
        return kh_arena_fail(arena, err);
    l->lexicon = lexicon;
    kh_status s = find_head(l, name, err);
    for (int i = 0; i < KH_CODE_TABLES && !s; i++)
        s = read_codes(lexicon, tables[i], arena, &l->codes[i], err);
    if (!s)
        s = read_columns(l, arena, err);
    if (!s)
        *layout = l;
    return s;
}
