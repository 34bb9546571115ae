#include "language/file.h"

#include <string.h>

enum { VERSION = 1, HEADER = 32, ENTRY = 24, MAX_SECTIONS = 64 };

typedef struct entry { char name[4]; uint32_t zero; uint64_t at, n; } entry;

kh_status kh_khm_bad(const kh_khm *f, const char *what, kh_error *err)
{
    kh_status s = kh_fail(err, KH_E_MODEL, 0, "damaged language model: %s", what);
    kh_error_file(err, f->path);
    return s;
}

static entry entry_of(const kh_khm *f, uint32_t i)
{
    entry e;
    memcpy(&e, f->file.bytes.p + HEADER + (size_t)i * ENTRY, sizeof e);
    return e;
}

static const char *check(kh_khm *f)
{
    kh_view all = f->file.bytes;
    uint32_t version, zero;
    if (all.n < HEADER || memcmp(all.p, "KHM1", 4) != 0)
        return "not a language model";
    memcpy(&version, all.p + 4, 4);
    memcpy(&f->sections, all.p + 8, 4);
    memcpy(&zero, all.p + 12, 4);
    memcpy(&f->digest.hi, all.p + 16, 8);
    memcpy(&f->digest.lo, all.p + 24, 8);
    if (version != VERSION || zero != 0)
        return "of another version";
    if (f->sections > MAX_SECTIONS || HEADER + (size_t)f->sections * ENTRY > all.n)
        return "section count";
    kh_digest d = kh_digest_of((kh_view){ all.p + HEADER, all.n - HEADER });
    if (d.hi != f->digest.hi || d.lo != f->digest.lo)
        return "checksum does not match";
    for (uint32_t i = 0; i < f->sections; i++) {
        entry e = entry_of(f, i);
        if (e.at % 64 || e.at > all.n || e.n > all.n - e.at)
            return "a section lies outside the file";
    }
    return NULL;
}

kh_status kh_khm_open(const char *path, kh_khm *f, kh_error *err)
{
    *f = (kh_khm){ .path = path };
    kh_status s = kh_mapped_open(path, &f->file, err);
    if (s) {
        if (err)
            err->code = KH_E_MODEL;
        return KH_E_MODEL;
    }
    const char *wrong = check(f);
    if (wrong) {
        s = kh_khm_bad(f, wrong, err);
        kh_khm_close(f);
    }
    return s;
}

void kh_khm_close(kh_khm *f) { kh_mapped_close(&f->file); }

kh_status kh_khm_section(const kh_khm *f, const char name[4], kh_view *bytes, kh_error *err)
{
    for (uint32_t i = 0; i < f->sections; i++) {
        entry e = entry_of(f, i);
        if (memcmp(e.name, name, 4) == 0) {
            *bytes = (kh_view){ f->file.bytes.p + e.at, e.n };
            return KH_OK;
        }
    }
    return kh_khm_bad(f, "a section is missing", err);
}

kh_status kh_khm_lines(const kh_khm *f, const char name[4], kh_arena *arena, kh_view **lines, uint32_t *count, kh_error *err)
{
    kh_view rest;
    kh_status s = kh_khm_section(f, name, &rest, err);
    if (s)
        return s;
    if (kh_utf8_bad(rest) < rest.n)
        return kh_khm_bad(f, "a list of words is not UTF-8", err);
    uint32_t n = 0;
    for (size_t i = 0; i < rest.n; i++)
        n += rest.p[i] == '\n';
    kh_view *out = kh_arena_array(arena, n ? n : 1, sizeof *out);
    if (!out)
        return kh_arena_fail(arena, err);
    for (uint32_t i = 0; i < n; i++)
        out[i] = kh_view_cut(&rest, '\n');
    *lines = out;
    *count = n;
    return KH_OK;
}
