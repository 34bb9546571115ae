/*
 * mkgaz: compiles a table of places (tools/mkgaz.py) to models/places.khg, laid out as docs/formats.md says.
 *
 *     mkgaz PLACES.tsv OUT.khg
 *
 * Errors name the line. The output is written beside OUT and renamed, so that a failure leaves the old file.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "places/gazetteer.h"

enum { COLUMNS = 9, BUCKETS = 1 << 17, MOST = 255 };

typedef struct place { uint32_t id, people, name; int32_t lat, lon; uint16_t admin1, country; uint8_t kind; } place;
typedef struct entry { kh_view key; uint32_t *places, slot; size_t count, capacity; } entry;

typedef struct maker {
    kh_arena *arena, *scratch;
    place *places;
    size_t count, capacity;
    entry *entries;
    size_t entry_count, entry_capacity;
    kh_map by_key, strings, countries, admins;
    kh_buffer strs, ctry, adm1;
    uint32_t country_count, admin_count;
} maker;

static void die(const char *what, unsigned long line)
{
    fprintf(stderr, "mkgaz: line %lu: %s\n", line, what);
    exit(1);
}

static void *need(void *p)
{
    if (!p)
        die("out of memory", 0);
    return p;
}

static void add32(kh_buffer *b, uint32_t v) { kh_buffer_add(b, (const char *)&v, 4); }

static uint32_t string_of(maker *m, kh_view text)
{
    if (text.n > 255)
        text.n = 255;
    bool fresh;
    kh_view key = kh_arena_copy(m->arena, text);
    uint32_t *at = need(kh_map_make(&m->strings, key, &fresh));
    if (fresh) {
        *at = (uint32_t)m->strs.n;
        char n = (char)text.n;
        kh_buffer_add(&m->strs, &n, 1);
        kh_buffer_view(&m->strs, text);
    }
    return *at;
}

static uint16_t country_of(maker *m, kh_view code, unsigned long line)
{
    bool fresh;
    if (code.n != 3)
        die("a country has three letters", line);
    uint32_t *at = need(kh_map_make(&m->countries, kh_arena_copy(m->arena, code), &fresh));
    if (fresh) {
        *at = m->country_count++;
        kh_buffer_view(&m->ctry, code);
        kh_buffer_add(&m->ctry, "", 1);
    }
    return (uint16_t)*at;
}

static uint16_t admin_of(maker *m, kh_view name, unsigned long line)
{
    bool fresh;
    if (!name.n)
        return 0xFFFF;
    uint32_t *at = need(kh_map_make(&m->admins, kh_arena_copy(m->arena, name), &fresh));
    if (fresh) {
        if (m->admin_count >= 0xFFFF)
            die("too many provinces", line);
        *at = m->admin_count++;
        add32(&m->adm1, string_of(m, name));
    }
    return (uint16_t)*at;
}

static uint8_t kind_of(kh_view name, unsigned long line)
{
    for (int k = 0; k < KH_GAZ_KIND_COUNT; k++)
        if (kh_view_is(name, kh_gaz_kind_name((kh_gaz_kind)k)))
            return (uint8_t)k;
    die("unknown kind", line);
    return 0;
}

static double number_of(kh_view cell, double low, double high, const char *what, unsigned long line)
{
    char text[32], *end;
    if (!cell.n || cell.n >= sizeof text)
        die(what, line);
    memcpy(text, cell.p, cell.n);
    text[cell.n] = 0;
    double v = strtod(text, &end);
    if (*end || v < low || v > high)
        die(what, line);
    return v;
}

/* Adds the place under the folded name; the first name of a place is its own, others are marked. */
static void index_name(maker *m, kh_view name, uint32_t place_at, bool alternate)
{
    kh_gaz_key key = { .n = 0 };
    kh_arena_reset(m->scratch);
    while (name.n)
        if (!kh_gaz_key_add(&key, m->scratch, kh_view_cut(&name, ' ')))
            return;                                        /* longer than any name of a text that is looked up */
    if (key.n < 3)
        return;
    bool fresh;
    kh_view kept = kh_arena_copy(m->arena, (kh_view){ key.p, key.n });
    uint32_t *at = need(kh_map_make(&m->by_key, kept, &fresh));
    if (fresh) {
        m->entries = need(kh_arena_grow(m->arena, m->entries, &m->entry_capacity, m->entry_count + 1, sizeof *m->entries));
        m->entries[m->entry_count] = (entry){ .key = kept, .slot = (uint32_t)kh_hash(kept, 0) & (BUCKETS - 1) };
        *at = (uint32_t)m->entry_count++;
    }
    entry *e = &m->entries[*at];
    if (e->count == MOST || (e->count && (e->places[e->count - 1] & 0x7FFFFF) == place_at))
        return;
    e->places = need(kh_arena_grow(m->arena, e->places, &e->capacity, e->count + 1, sizeof *e->places));
    e->places[e->count++] = place_at | (alternate ? 0x800000u : 0);
}

static void read_line(maker *m, kh_view text, unsigned long line)
{
    kh_view cell[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        cell[i] = kh_view_cut(&text, '\t');
    int64_t id = 0, people = 0;
    if (!kh_view_to_int(cell[1], &id) || id < 0 || id > UINT32_MAX || !kh_view_to_int(cell[6], &people) || people < 0 || people > UINT32_MAX)
        die("id and population are whole numbers", line);
    if (!cell[7].n)
        die("a place without a name", line);
    if (m->count == 0x7FFFFF)
        die("too many places", line);
    m->places = need(kh_arena_grow(m->arena, m->places, &m->capacity, m->count + 1, sizeof *m->places));
    place *p = &m->places[m->count];
    double lat = number_of(cell[4], -90, 90, "latitude out of range", line), lon = number_of(cell[5], -180, 180, "longitude out of range", line);
    *p = (place){ .id = (uint32_t)id, .people = (uint32_t)people, .kind = kind_of(cell[0], line), .country = country_of(m, cell[2], line),
                  .admin1 = admin_of(m, cell[3], line), .lat = (int32_t)(lat * 1e5 + (lat < 0 ? -0.5 : 0.5)),
                  .lon = (int32_t)(lon * 1e5 + (lon < 0 ? -0.5 : 0.5)), .name = string_of(m, cell[7]) };
    index_name(m, cell[7], (uint32_t)m->count, false);
    while (cell[8].n)
        index_name(m, kh_view_cut(&cell[8], '|'), (uint32_t)m->count, true);
    m->count++;
}

static int by_slot(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->slot != y->slot)
        return x->slot < y->slot ? -1 : 1;
    return kh_view_compare(x->key, y->key);
}

static void pad(kh_buffer *b)
{
    while (b->n % 4)
        kh_buffer_add(b, "", 1);
}

static void put_index(maker *m, kh_buffer *buck, kh_buffer *entr)
{
    qsort(m->entries, m->entry_count, sizeof *m->entries, by_slot);
    uint32_t slot = 0;
    for (size_t i = 0; i <= m->entry_count; i++) {
        uint32_t upto = i < m->entry_count ? m->entries[i].slot : BUCKETS;
        for (; slot <= upto && slot <= BUCKETS; slot++)
            add32(buck, (uint32_t)entr->n);
        if (i == m->entry_count)
            break;
        const entry *e = &m->entries[i];
        char n = (char)e->key.n, count = (char)e->count;
        kh_buffer_add(entr, &n, 1);
        kh_buffer_view(entr, e->key);
        kh_buffer_add(entr, &count, 1);
        for (size_t k = 0; k < e->count; k++)
            kh_buffer_add(entr, (const char *)&e->places[k], 3);
    }
}

static void put_places(const maker *m, kh_buffer *b)
{
    for (size_t i = 0; i < m->count; i++) {
        const place *p = &m->places[i];
        add32(b, p->id);
        add32(b, (uint32_t)p->lat);
        add32(b, (uint32_t)p->lon);
        add32(b, p->people);
        add32(b, p->name);
        kh_buffer_add(b, (const char *)&p->admin1, 2);
        kh_buffer_add(b, (const char *)&p->country, 2);
        kh_buffer_add(b, (const char[4]){ (char)p->kind, 0, 0, 0 }, 4);
    }
}

static void write_file(maker *m, const char *path)
{
    kh_buffer out, part[6];
    static const char names[6][5] = { "CTRY", "ADM1", "PLAC", "STRS", "BUCK", "ENTR" };
    kh_buffer_init(&out, NULL, 0);
    for (int i = 0; i < 6; i++)
        kh_buffer_init(&part[i], NULL, 0);
    part[0] = m->ctry;
    part[1] = m->adm1;
    put_places(m, &part[2]);
    part[3] = m->strs;
    put_index(m, &part[4], &part[5]);
    uint64_t at = 32 + 6 * 24;
    kh_buffer_add(&out, "KHG1", 4);
    add32(&out, 1);
    add32(&out, 6);
    add32(&out, 0);
    for (int i = 0; i < 4; i++)
        add32(&out, 0);
    for (int i = 0; i < 6; i++) {
        uint64_t n = part[i].n;
        kh_buffer_add(&out, names[i], 4);
        add32(&out, 0);
        kh_buffer_add(&out, (const char *)&at, 8);
        kh_buffer_add(&out, (const char *)&n, 8);
        pad(&part[i]);
        at += part[i].n;
    }
    for (int i = 0; i < 6; i++)
        kh_buffer_add(&out, part[i].p, part[i].n);
    if (out.failed)
        die("out of memory", 0);
    kh_digest d = kh_digest_of((kh_view){ out.p + 32, out.n - 32 });
    memcpy(out.p + 16, &d.hi, 8);
    memcpy(out.p + 24, &d.lo, 8);
    char beside[1024];
    if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside)
        die("the path is too long", 0);
    FILE *f = fopen(beside, "wb");
    bool good = f && fwrite(out.p, 1, out.n, f) == out.n;
    if (f && fclose(f) != 0)
        good = false;
    if (!good || rename(beside, path) != 0) {
        fprintf(stderr, "mkgaz: %s: %s\n", path, strerror(errno));
        remove(beside);
        exit(1);
    }
    printf("%zu places, %zu names, %zu bytes\n", m->count, m->entry_count, out.n);
    for (int i = 0; i < 6; i++)            /* the maker's own three are among them */
        kh_buffer_release(&part[i]);
    kh_buffer_release(&out);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: mkgaz PLACES.tsv OUT.khg\n");
        return 2;
    }
    maker m = { .arena = kh_arena_new(NULL, 0), .scratch = kh_arena_new(NULL, 0) };
    kh_mapped file;
    kh_error err = { 0 };
    if (kh_mapped_open(argv[1], &file, &err)) {
        fprintf(stderr, "mkgaz: %s: %s\n", argv[1], err.message);
        return 1;
    }
    if (!m.arena || !m.scratch || !kh_map_init(&m.by_key, m.arena, 1 << 20) || !kh_map_init(&m.strings, m.arena, 1 << 19) ||
        !kh_map_init(&m.countries, m.arena, 512) || !kh_map_init(&m.admins, m.arena, 8192))
        die("out of memory", 0);
    kh_buffer_init(&m.strs, NULL, 0);
    kh_buffer_init(&m.ctry, NULL, 0);
    kh_buffer_init(&m.adm1, NULL, 0);
    kh_view rest = file.bytes;
    for (unsigned long line = 1; rest.n; line++) {
        kh_view text = kh_view_cut(&rest, '\n');
        if (text.n)
            read_line(&m, text, line);
    }
    write_file(&m, argv[2]);
    kh_mapped_close(&file);
    kh_arena_free(m.arena);
    kh_arena_free(m.scratch);
    return 0;
}
