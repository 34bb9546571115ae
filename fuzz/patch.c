#include "patch.h"

#include <string.h>

enum { MOST_STEPS = 64, MOST_BYTES = 4096 };

static int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

static size_t number(kh_view v)
{
    int64_t n;
    return kh_view_to_int(v, &n) && n >= 0 ? (size_t)n : 0;
}

static size_t place_of(const kh_buffer *file, kh_view place, kh_part part)
{
    kh_view rest = place, name = kh_view_cut(&rest, '+');
    size_t at = name.n < place.n ? part(file, name) : 0;
    if (at == SIZE_MAX)
        at = 0;
    at += number(name.n < place.n ? rest : place);
    return file->n ? at % file->n : 0;
}

static void put(kh_buffer *file, size_t at, kh_view hex)
{
    for (size_t i = 0; i + 1 < hex.n && at + i / 2 < file->n; i += 2) {
        int hi = digit(hex.p[i]), lo = digit(hex.p[i + 1]);
        if (hi < 0 || lo < 0)
            return;
        file->p[at + i / 2] = (char)(hi * 16 + lo);
    }
}

static void step(kh_buffer *file, kh_view line, kh_part part)
{
    kh_view rest = line, verb = kh_view_cut(&rest, ' ');
    if (kh_view_is(verb, "cut")) {
        size_t n = number(rest);
        file->n = n < file->n ? n : file->n;
        return;
    }
    if (kh_view_is(verb, "grow")) {
        for (size_t n = number(rest); n > 0 && n <= MOST_BYTES; n--)
            kh_buffer_add(file, "", 1);
        return;
    }
    size_t at = place_of(file, kh_view_cut(&rest, ' '), part);
    if (kh_view_is(verb, "put"))
        put(file, at, rest);
    else if (kh_view_is(verb, "text") && rest.n <= file->n - at)
        memcpy(file->p + at, rest.n ? rest.p : "", rest.n);
    else if (kh_view_is(verb, "fill"))
        for (size_t n = number(kh_view_cut(&rest, ' ')), i = 0; i < n && i < MOST_BYTES && at + i < file->n; i++)
            put(file, at + i, rest);
}

bool kh_patch(kh_buffer *file, kh_view steps, kh_part part)
{
    bool hash = false;
    for (int i = 0; steps.n && i < MOST_STEPS; i++) {
        kh_view line = kh_view_cut(&steps, '\n');
        if (kh_view_is(line, "hash"))
            hash = true;
        else if (file->n)
            step(file, line, part);
    }
    return hash;
}
