/*
 * The compiled lexicon, docs/formats.md: header, one record a table, cells, lines, pool. Little-endian, offsets from the file's start.
 */
#include "lexicon/table.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { VERSION = 1 };

typedef struct header {
    char magic[4];                   /* "KHL1" */
    uint32_t version;
    uint64_t size;                   /* of the file */
    kh_digest digest;                /* of everything after the header */
    uint32_t tables, zero;
} header;

typedef struct record {
    uint32_t name_at, name_n;        /* in the pool */
    uint32_t columns, rows;
    uint64_t cells_at, lines_at;     /* in the file, multiples of 8 */
    uint64_t pool_at, pool_n;        /* in the file; cells count from here */
} record;

static kh_status bad(kh_error *err, const char *path, uint64_t at, const char *what)
{
    kh_status s = kh_fail(err, KH_E_MODEL, at, "damaged lexicon: %s", what);
    kh_error_file(err, path);
    return s;
}

static bool fits(uint64_t at, uint64_t n, uint64_t size) { return at <= size && n <= size - at; }

static const char *open_table(const char *base, uint64_t size, const record *r, kh_table *t)
{
    uint64_t cells = (uint64_t)r->columns * ((uint64_t)r->rows + 1);
    if (r->columns == 0 || r->columns > KH_LEXICON_MAX_COLUMNS)
        return "column count";
    if (r->cells_at % 8 || r->lines_at % 8 || !fits(r->cells_at, cells * sizeof(kh_cell), size) ||
        !fits(r->lines_at, (uint64_t)r->rows * 4, size) || !fits(r->pool_at, r->pool_n, size) || !fits(r->name_at, r->name_n, r->pool_n))
        return "an offset lies outside the file";
    *t = (kh_table){ .pool = base + r->pool_at, .columns = r->columns, .rows = r->rows };
    t->name = (kh_view){ t->pool + r->name_at, r->name_n };
    t->cells = (const kh_cell *)(const void *)(base + r->cells_at);
    t->lines = (const uint32_t *)(const void *)(base + r->lines_at);
    if (kh_utf8_bad(t->name) < t->name.n)
        return "the name of a table is not UTF-8";
    uint64_t left = r->pool_n;                /* each cell has bytes of its own, so that reading them all is linear */
    for (uint64_t i = 0; i < cells; left -= t->cells[i++].n) {
        if (t->cells[i].n > left || !fits(t->cells[i].at, t->cells[i].n, r->pool_n))
            return "a cell lies outside the text";
        kh_view cell = { t->pool + t->cells[i].at, t->cells[i].n };
        if (kh_utf8_bad(cell) < cell.n)
            return "a cell is not UTF-8";
    }
    return NULL;
}

static kh_status open_compiled(const char *path, kh_lexicon *x, kh_error *err)
{
    kh_status s = kh_mapped_open(path, &x->file, err);
    if (s) {
        if (err)
            err->code = KH_E_MODEL;
        return KH_E_MODEL;
    }
    const char *base = x->file.bytes.p;
    uint64_t size = x->file.bytes.n;
    header h;
    if (size < sizeof h)
        return bad(err, path, size, "too short");
    memcpy(&h, base, sizeof h);
    if (memcmp(h.magic, "KHL1", 4) != 0)
        return bad(err, path, 0, "not a lexicon");
    if (h.version != VERSION)
        return bad(err, path, 4, "of another version");
    if (h.size != size)
        return bad(err, path, 8, "wrong size");
    kh_digest d = kh_digest_of((kh_view){ base + sizeof h, size - sizeof h });
    if (d.hi != h.digest.hi || d.lo != h.digest.lo)
        return bad(err, path, 16, "checksum does not match");
    if (!fits(sizeof h, (uint64_t)h.tables * sizeof(record), size))
        return bad(err, path, 32, "table count");
    x->digest = d;
    for (uint32_t i = 0; i < h.tables; i++) {
        record r;
        uint64_t at = sizeof h + (uint64_t)i * sizeof r;
        memcpy(&r, base + at, sizeof r);
        kh_table *t = kh_arena_get(x->arena, sizeof *t);
        if (!t)
            return kh_arena_fail(x->arena, err);
        const char *wrong = open_table(base, size, &r, t);
        if (wrong)
            return bad(err, path, at, wrong);
        if (!kh_lexicon_add(x, t))
            return kh_arena_fail(x->arena, err);
    }
    return KH_OK;
}

/* Digest over names and cells, so that it does not hang on where tables lie. */
static kh_digest fold_digest(kh_digest d, const kh_table *t)
{
    uint64_t cells = (uint64_t)t->columns * ((uint64_t)t->rows + 1);
    uint64_t h = kh_hash(t->name, d.lo);
    for (uint64_t i = 0; i < cells; i++)
        h = kh_hash((kh_view){ t->pool + t->cells[i].at, t->cells[i].n }, h);
    return (kh_digest){ d.hi ^ h, h };
}

kh_status kh_lexicon_open(const char *path, const char *user_folder, kh_arena *arena, kh_lexicon **lexicon, kh_error *err)
{
    kh_lexicon *x = kh_lexicon_new(arena);
    if (!x)
        return kh_arena_fail(arena, err);
    kh_status s = open_compiled(path, x, err);
    kh_lexicon *user = NULL;
    if (!s && user_folder) {
        s = kh_lexicon_read(user_folder, NULL, NULL, arena, &user, err);
        if (s == KH_E_IO)
            s = KH_E_MODEL;
    }
    for (size_t i = 0; !s && user && i < user->count; i++) {
        user->tables[i]->user = true;
        x->digest = fold_digest(x->digest, user->tables[i]);
        if (!kh_lexicon_add(x, user->tables[i]))
            s = kh_arena_fail(arena, err);
    }
    if (s) {
        kh_lexicon_close(x);
        return s;
    }
    kh_lexicon_sort(x);
    *lexicon = x;
    return KH_OK;
}

/* ------------------------------------------------------------------ writing */

static void align8(kh_buffer *b)
{
    static const char zeros[8] = { 0 };
    kh_buffer_add(b, zeros, (8 - b->n % 8) % 8);
}

static void write_table(kh_buffer *b, const kh_table *t, record *r)
{
    uint64_t cells = (uint64_t)t->columns * ((uint64_t)t->rows + 1);
    *r = (record){ .columns = t->columns, .rows = t->rows };
    align8(b);
    r->cells_at = b->n;
    uint32_t at = (uint32_t)t->name.n;
    for (uint64_t i = 0; i < cells; i++) {
        kh_cell c = { at, t->cells[i].n };
        kh_buffer_add(b, (const char *)&c, sizeof c);
        at += c.n;
    }
    align8(b);
    r->lines_at = b->n;
    kh_buffer_add(b, (const char *)t->lines, (size_t)t->rows * 4);
    r->pool_at = b->n;
    r->name_n = (uint32_t)t->name.n;
    kh_buffer_view(b, t->name);
    for (uint64_t i = 0; i < cells; i++)
        kh_buffer_add(b, t->pool + t->cells[i].at, t->cells[i].n);
    r->pool_n = b->n - r->pool_at;
}

static kh_status write_file(const char *path, kh_view bytes, kh_arena *arena, kh_error *err)
{
    kh_view temporary = kh_arena_printf(arena, "%s.new", path);
    if (!temporary.p)
        return kh_arena_fail(arena, err);
    FILE *out = fopen(temporary.p, "wb");
    bool ok = out && fwrite(bytes.p, 1, bytes.n, out) == bytes.n && fflush(out) == 0;
    int why = errno;
    if (out && fclose(out) != 0)
        ok = false;
    if (ok && rename(temporary.p, path) == 0)
        return KH_OK;
    if (ok)
        why = errno;
    unlink(temporary.p);
    kh_status s = kh_fail(err, KH_E_IO, 0, "cannot write: %s", strerror(why));
    kh_error_file(err, path);
    return s;
}

kh_status kh_lexicon_write(const kh_lexicon *x, const char *path, kh_error *err)
{
    kh_buffer b;
    kh_buffer_init(&b, NULL, 0);
    header h = { { 'K', 'H', 'L', '1' }, VERSION, 0, { 0, 0 }, (uint32_t)x->count, 0 };
    record *records = kh_arena_array(x->arena, x->count ? x->count : 1, sizeof *records);
    if (!records)
        return kh_arena_fail(x->arena, err);
    kh_buffer_add(&b, (const char *)&h, sizeof h);
    kh_buffer_add(&b, (const char *)records, x->count * sizeof *records);
    for (size_t i = 0; i < x->count; i++)
        write_table(&b, x->tables[i], &records[i]);
    kh_status s = b.failed ? kh_fail(err, b.failed, 0, "out of memory") : KH_OK;
    if (!s) {
        memcpy(b.p + sizeof h, records, x->count * sizeof *records);
        h.size = b.n;
        h.digest = kh_digest_of((kh_view){ b.p + sizeof h, b.n - sizeof h });
        memcpy(b.p, &h, sizeof h);
        s = write_file(path, (kh_view){ b.p, b.n }, x->arena, err);
    }
    kh_buffer_release(&b);
    return s;
}
