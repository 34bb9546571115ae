/* open_toll.c: reads the words for numbers and for harm to people. */
#include "events/toll.h"

#include <string.h>

/* The value of "name=" in a note, the empty view if it has none. */
static kh_view noted(kh_view note, const char *name)
{
    size_t n = strlen(name);
    while (note.n > 0) {
        kh_view w = kh_view_cut(&note, ' ');
        if (w.n > 0 && w.p[w.n - 1] == ';')
            w.n--;
        if (w.n > n && memcmp(w.p, name, n) == 0 && w.p[n] == '=')
            return (kh_view){ w.p + n + 1, w.n - n - 1 };
    }
    return (kh_view){ NULL, 0 };
}

static int64_t figure_of(kh_view cell)
{
    int64_t n = -1;
    return kh_view_to_int(cell, &n) ? n : -1;
}

static kh_status read_numbers(kh_counts *c, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int form = kh_table_column(t, "form"), low = kh_table_column(t, "low"), best = kh_table_column(t, "best");
    int high = kh_table_column(t, "high"), note = kh_table_column(t, "note");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        kh_view words = kh_arena_copy(arena, kh_table_cell(t, r, form)), keys = kh_table_cell(t, r, note), kind = noted(keys, "kind");
        if (!words.p)
            return kh_arena_fail(arena, err);
        for (size_t i = 0; i < words.n; i++)
            if (words.p[i] == '-')
                ((char *)words.p)[i] = ' ';            /* our copy; tokens are cut at hyphens */
        bool fresh = false;
        uint32_t *value = kh_map_make(&c->number_of, words, &fresh);
        void *grown = value ? kh_arena_grow(arena, c->numbers, &c->number_room, c->number_count + 1, sizeof *c->numbers) : NULL;
        if (!grown)
            return kh_arena_fail(arena, err);
        c->numbers = grown;
        kh_number *n = &c->numbers[c->number_count++];
        memset(n, 0, sizeof *n);
        n->kind = kh_view_is(kind, "quant") ? KH_QUANTITY : kh_view_is(kind, "hedge") ? KH_HEDGE
                : kh_view_is(kind, "group") ? KH_COLLECTIVE : KH_EXACT;
        n->low_of = kh_table_cell(t, r, low);
        n->best_of = kh_table_cell(t, r, best);
        n->high_of = kh_table_cell(t, r, high);
        n->low = figure_of(n->low_of);
        n->best = figure_of(n->best_of);
        n->high = figure_of(n->high_of);
        n->mult = figure_of(noted(keys, "mult"));
        n->share = figure_of(noted(keys, "share"));
        n->more = kh_view_is(noted(keys, "add"), "1");
        n->after = kh_view_is(noted(keys, "after"), "1");
        n->part = kh_view_is(noted(keys, "part"), "1");
        *value = (uint32_t)c->number_count;
    }
    return KH_OK;
}

/* "gun down", "lose obj:life", "be treated obl:for:injury": false where the row has no head. */
static bool read_form(kh_carrier *k, kh_view form, kh_view *head)
{
    *head = (kh_view){ NULL, 0 };
    while (form.n > 0) {
        kh_view part = kh_view_cut(&form, ' ');
        const char *colon = part.n ? memrchr(part.p, ':', part.n) : NULL;
        if (colon) {
            size_t n = (size_t)(colon - part.p);
            k->need = (kh_need){ { part.p, n }, { colon + 1, part.n - n - 1 }, false };
        } else if (kh_view_is(part, "be") && head->n == 0 && form.n > 0) {
            k->passive = true;
        } else if (head->n == 0) {
            *head = part;
        } else if (k->pos == 'n') {        /* "death toll": the last word is the head */
            k->near = *head;
            *head = part;
        } else {
            k->near = part;
        }
    }
    return head->n > 0;
}

static int8_t harm_of(kh_view name)
{
    for (int h = 0; h < KH_HARM_COUNT; h++)
        if (kh_view_is(name, kh_harm_name((kh_harm)h)))
            return (int8_t)h;
    return -1;
}

static kh_status read_carriers(kh_counts *c, const kh_table *t, kh_arena *arena, kh_error *err)
{
    int form = kh_table_column(t, "form"), pos = kh_table_column(t, "pos"), slot = kh_table_column(t, "slot");
    int harm = kh_table_column(t, "harm"), side = kh_table_column(t, "side"), note = kh_table_column(t, "note");
    for (size_t r = 0; r < kh_table_rows(t); r++) {
        kh_view p = kh_table_cell(t, r, pos), head, keys = kh_table_cell(t, r, note);
        kh_carrier k = { .slots = kh_table_cell(t, r, slot), .harm = harm_of(kh_table_cell(t, r, harm)) };
        if (p.n != 1)
            continue;
        k.pos = p.p[0];
        k.perpetrator = kh_view_is(kh_table_cell(t, r, side), "perpetrator");
        k.weak = kh_view_is(noted(keys, "weak"), "1");
        k.quiet = kh_view_is(noted(keys, "quiet"), "1");
        k.people = kh_view_is(noted(keys, "of"), "people");
        if (!read_form(&k, kh_table_cell(t, r, form), &head))
            continue;
        bool fresh = false;
        uint32_t *last = kh_map_make(&c->carrier_of, head, &fresh);
        void *grown = last ? kh_arena_grow(arena, c->carriers, &c->carrier_room, c->carrier_count + 1, sizeof *c->carriers) : NULL;
        if (!grown)
            return kh_arena_fail(arena, err);
        c->carriers = grown;
        k.next = *last ? *last - 1 : KH_NONE;
        c->carriers[c->carrier_count++] = k;
        *last = (uint32_t)c->carrier_count;
    }
    return KH_OK;
}

kh_status kh_events_open_counts(const kh_lexicon *lexicon, kh_arena *arena, kh_counts **counts, kh_error *err)
{
    kh_counts *c = kh_arena_get(arena, sizeof *c);
    if (!c || !kh_map_init(&c->number_of, arena, 512) || !kh_map_init(&c->carrier_of, arena, 512))
        return kh_arena_fail(arena, err);
    kh_status s = KH_OK;
    size_t i = 0;
    for (const kh_table *t; s == KH_OK && (t = kh_lexicon_next(lexicon, "en/numbers", &i)) != NULL;)
        s = read_numbers(c, t, arena, err);
    i = 0;
    for (const kh_table *t; s == KH_OK && (t = kh_lexicon_next(lexicon, "en/toll", &i)) != NULL;)
        s = read_carriers(c, t, arena, err);
    *counts = c;
    return s;
}
