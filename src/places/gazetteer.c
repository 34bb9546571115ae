/*
 * The gazetteer file: header, sections, records, and an index from folded names to records. Everything that leads from one part of
 * the file to another is checked: sizes, order and hash when it opens, offsets inside entries when they are followed.
 */
#include "places/gazetteer.h"

#include <string.h>

enum { HEADER = 32, ENTRY = 24, SECTIONS = 6, RECORD = 28, BUCKETS_MAX = 1 << 24 };
typedef enum section { CTRY, ADM1, PLAC, STRS, BUCK, ENTR } section;
static const char names[SECTIONS][5] = { "CTRY", "ADM1", "PLAC", "STRS", "BUCK", "ENTR" };

struct kh_gazetteer {
    kh_mapped file;
    kh_digest digest;
    kh_view part[SECTIONS];
    uint32_t buckets, records;
};

const char *kh_gaz_kind_name(kh_gaz_kind kind)
{
    static const char *const kinds[KH_GAZ_KIND_COUNT] = { "town", "capital", "seat", "part", "province", "district", "airport" };
    return kind < KH_GAZ_KIND_COUNT ? kinds[kind] : "town";
}

/* ------------------------------------------------------------------ keys */

static bool put(kh_gaz_key *k, kh_view part)
{
    static const struct { const char *brief, *whole; } written[] = { { "st", "saint" }, { "mt", "mount" }, { "ft", "fort" } };
    for (size_t i = 0; i < sizeof written / sizeof *written; i++)
        if (kh_view_is(part, written[i].brief))
            part = kh_view_of(written[i].whole);
    if (k->n + part.n + 1 > sizeof k->p)
        return false;
    if (k->n)
        k->p[k->n++] = ' ';
    memcpy(k->p + k->n, part.p, part.n);
    k->n += part.n;
    return true;
}

bool kh_gaz_key_add(kh_gaz_key *k, kh_arena *scratch, kh_view word)
{
    kh_view w = kh_fold(scratch, word);
    if (word.n && !w.p)
        return false;
    for (size_t i = 0, from = 0; i <= w.n; i++)
        if (i == w.n || w.p[i] == '-' || w.p[i] == '\'' || w.p[i] == '/' || w.p[i] == ' ') {
            if (i > from && !put(k, (kh_view){ w.p + from, i - from }))
                return false;
            from = i + 1;
        }
    return true;
}

/* ------------------------------------------------------------------ opening */

static uint32_t u16(const char *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static uint32_t u32(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static uint64_t u64(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static kh_status bad(const char *path, kh_error *err, uint64_t at, const char *what)
{
    kh_status s = kh_fail(err, KH_E_MODEL, at, "gazetteer: %s", what);
    kh_error_file(err, path);
    return s;
}

static kh_status read_sections(kh_gazetteer *g, const char *path, kh_error *err)
{
    kh_view b = g->file.bytes;
    if (b.n < HEADER + SECTIONS * ENTRY || memcmp(b.p, "KHG1", 4) != 0)
        return bad(path, err, 0, "no gazetteer file");
    if (u32(b.p + 4) != 1 || u32(b.p + 8) != SECTIONS)
        return bad(path, err, 4, "of another version");
    g->digest = kh_digest_of((kh_view){ b.p + HEADER, b.n - HEADER });
    if (g->digest.hi != u64(b.p + 16) || g->digest.lo != u64(b.p + 24))
        return bad(path, err, 16, "damaged (its hash is another)");
    for (size_t i = 0; i < SECTIONS; i++) {
        const char *e = b.p + HEADER + i * ENTRY;
        uint64_t at = u64(e + 8), n = u64(e + 16);
        if (memcmp(e, names[i], 4) != 0 || at < HEADER + SECTIONS * ENTRY || at % 4 || at > b.n || n > b.n - at)
            return bad(path, err, HEADER + i * ENTRY, "a section lies outside the file");
        g->part[i] = (kh_view){ b.p + at, n };
    }
    return KH_OK;
}

/* A string lies in its section, and is UTF-8: it is written out as it stands. */
static bool string_fits(const kh_gazetteer *g, uint32_t at)
{
    if (at >= g->part[STRS].n || (unsigned char)g->part[STRS].p[at] >= g->part[STRS].n - at)
        return false;
    kh_view v = { g->part[STRS].p + at + 1, (unsigned char)g->part[STRS].p[at] };
    return kh_utf8_bad(v) == v.n;
}

static bool is_country(const char *p)
{
    return p[0] >= 'A' && p[0] <= 'Z' && p[1] >= 'A' && p[1] <= 'Z' && p[2] >= 'A' && p[2] <= 'Z';
}

static kh_status check(kh_gazetteer *g, const char *path, kh_error *err)
{
    const kh_view *s = g->part;
    if (s[CTRY].n % 4 || s[ADM1].n % 4 || s[PLAC].n % RECORD || s[BUCK].n % 4 || s[BUCK].n < 8 || s[PLAC].n / RECORD > 1 << 23)
        return bad(path, err, HEADER, "a section has an impossible size");
    g->records = (uint32_t)(s[PLAC].n / RECORD);
    g->buckets = (uint32_t)(s[BUCK].n / 4 - 1);
    if (g->buckets > BUCKETS_MAX || (g->buckets & (g->buckets - 1)))
        return bad(path, err, HEADER, "the number of buckets is no power of two");
    uint32_t last = 0;
    for (uint32_t i = 0; i <= g->buckets; i++) {
        uint32_t at = u32(s[BUCK].p + 4 * (size_t)i);
        if (at < last || at > s[ENTR].n)
            return bad(path, err, (uint64_t)(s[BUCK].p - g->file.bytes.p) + 4 * (uint64_t)i, "an index goes backwards or outside");
        last = at;
    }
    for (size_t i = 0; i < s[CTRY].n; i += 4)
        if (!is_country(s[CTRY].p + i))
            return bad(path, err, (uint64_t)(s[CTRY].p - g->file.bytes.p) + i, "no code of a country");
    for (size_t i = 0; i < s[ADM1].n; i += 4)
        if (!string_fits(g, u32(s[ADM1].p + i)))
            return bad(path, err, (uint64_t)(s[ADM1].p - g->file.bytes.p) + i, "a name lies outside");
    for (uint32_t i = 0; i < g->records; i++) {
        const char *r = s[PLAC].p + (size_t)i * RECORD;
        int32_t lat = (int32_t)u32(r + 4), lon = (int32_t)u32(r + 8);
        if (!string_fits(g, u32(r + 16)) || lat < -9000000 || lat > 9000000 || lon < -18000000 || lon > 18000000 ||
            (u16(r + 20) != 0xFFFF && u16(r + 20) >= s[ADM1].n / 4) || u16(r + 22) >= s[CTRY].n / 4)
            return bad(path, err, (uint64_t)(r - g->file.bytes.p), "a record is out of range");
    }
    return KH_OK;
}

kh_status kh_gazetteer_open(const char *path, kh_arena *arena, kh_gazetteer **gazetteer, kh_error *err)
{
    kh_gazetteer *g = kh_arena_get(arena, sizeof *g);
    if (!g)
        return kh_arena_fail(arena, err);
    kh_status s = kh_mapped_open(path, &g->file, err);
    if (s) {
        if (err)
            err->code = KH_E_MODEL;
        return KH_E_MODEL;
    }
    s = read_sections(g, path, err);
    if (!s)
        s = check(g, path, err);
    if (s) {
        kh_mapped_close(&g->file);
        return s;
    }
    *gazetteer = g;
    return KH_OK;
}

void kh_gazetteer_close(kh_gazetteer *g)
{
    if (g)
        kh_mapped_close(&g->file);
}

kh_digest kh_gazetteer_digest(const kh_gazetteer *g) { return g->digest; }

/* ------------------------------------------------------------------ looking up */

uint32_t kh_gaz_find(const kh_gazetteer *g, kh_view key, kh_gaz_hits *hits)
{
    *hits = (kh_gaz_hits){ NULL, 0 };
    if (!key.n || key.n > 255)
        return 0;
    uint32_t slot = (uint32_t)kh_hash(key, 0) & (g->buckets - 1);
    size_t at = u32(g->part[BUCK].p + 4 * (size_t)slot), end = u32(g->part[BUCK].p + 4 * ((size_t)slot + 1));
    const unsigned char *p = (const unsigned char *)g->part[ENTR].p;
    while (at < end) {
        size_t n = p[at], count_at = at + 1 + n;
        if (count_at >= end)
            return 0;
        size_t next = count_at + 1 + 3 * (size_t)p[count_at];
        if (next > end)
            return 0;
        if (n == key.n && memcmp(p + at + 1, key.p, n) == 0) {
            *hits = (kh_gaz_hits){ p + count_at + 1, p[count_at] };
            return hits->count;
        }
        at = next;
    }
    return 0;
}

static kh_view string_at(const kh_gazetteer *g, uint32_t at)
{
    const char *p = g->part[STRS].p + at;
    return (kh_view){ p + 1, (unsigned char)*p };
}

bool kh_gaz_get(const kh_gazetteer *g, const kh_gaz_hits *hits, uint32_t i, kh_gaz_record *out)
{
    if (i >= hits->count)
        return false;
    const unsigned char *h = hits->at + 3 * (size_t)i;
    uint32_t index = (uint32_t)h[0] | (uint32_t)h[1] << 8 | (uint32_t)(h[2] & 0x7F) << 16;
    if (index >= g->records)
        return false;
    const char *r = g->part[PLAC].p + (size_t)index * RECORD;
    uint32_t admin1 = u16(r + 20);
    *out = (kh_gaz_record){ .id = u32(r), .lat = (int32_t)u32(r + 4) / 1e5, .lon = (int32_t)u32(r + 8) / 1e5, .people = u32(r + 12),
                            .name = string_at(g, u32(r + 16)), .kind = (kh_gaz_kind)(unsigned char)r[24], .alternate = (h[2] & 0x80) != 0 };
    if (admin1 != 0xFFFF)
        out->admin1 = string_at(g, u32(g->part[ADM1].p + 4 * (size_t)admin1));
    memcpy(out->country, g->part[CTRY].p + 4 * (size_t)u16(r + 22), 3);
    return true;
}
