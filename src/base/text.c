#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ views */

kh_view kh_view_of(const char *z) { return (kh_view){ z, z ? strlen(z) : 0 }; }

bool kh_view_eq(kh_view a, kh_view b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
bool kh_view_is(kh_view a, const char *z) { return kh_view_eq(a, kh_view_of(z)); }

int kh_view_compare(kh_view a, kh_view b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;
    return d ? d : (a.n > b.n) - (a.n < b.n);
}

bool kh_view_starts(kh_view a, kh_view prefix)
{
    return a.n >= prefix.n && (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}

bool kh_view_ends(kh_view a, kh_view suffix)
{
    return a.n >= suffix.n && (suffix.n == 0 || memcmp(a.p + a.n - suffix.n, suffix.p, suffix.n) == 0);
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

kh_view kh_view_trim(kh_view a)
{
    while (a.n && is_blank(a.p[0])) {
        a.p++;
        a.n--;
    }
    while (a.n && is_blank(a.p[a.n - 1]))
        a.n--;
    return a;
}

kh_view kh_view_cut(kh_view *rest, char sep)
{
    const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    kh_view part = { rest->p, hit ? (size_t)(hit - rest->p) : rest->n };
    size_t gone = hit ? part.n + 1 : part.n;
    *rest = (kh_view){ rest->n ? rest->p + gone : NULL, rest->n - gone };
    return part;
}

bool kh_view_has_word(kh_view list, kh_view word)
{
    while (list.n)
        if (kh_view_eq(kh_view_cut(&list, '|'), word))
            return true;
    return false;
}

bool kh_view_to_decimal(kh_view a, double *value)
{
    char text[24], *end;
    size_t n = 0;
    if (!a.n || a.n >= sizeof text || a.p[0] < '0' || a.p[0] > '9')
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != ',')
            text[n++] = a.p[i];
    text[n] = 0;
    *value = strtod(text, &end);
    return *end == 0;
}

bool kh_view_to_int(kh_view a, int64_t *value)
{
    bool minus = a.n && a.p[0] == '-';
    size_t i = a.n && (a.p[0] == '-' || a.p[0] == '+');
    if (i == a.n)
        return false;
    int64_t v = 0;
    for (; i < a.n; i++) {
        if (a.p[i] < '0' || a.p[i] > '9' || v > INT64_MAX / 10 - 1)
            return false;
        v = v * 10 + (a.p[i] - '0');
    }
    *value = minus ? -v : v;
    return true;
}

/* ------------------------------------------------------------------ errors */

kh_status kh_fail(kh_error *err, kh_status code, uint64_t at, const char *format, ...)
{
    if (!err)
        return code;
    *err = (kh_error){ .code = code, .at = at };
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    /* a message may quote a few bytes of the input: keep it one printable line, cut at a character's border */
    kh_view text = kh_view_of(err->message);
    for (char *c = err->message; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = '?';
    size_t bad = kh_utf8_bad(text);
    while (bad < text.n) {
        err->message[bad] = '?';
        bad = kh_utf8_bad(text);
    }
    return code;
}

void kh_error_file(kh_error *err, const char *path)
{
    if (!err || !path)
        return;
    size_t n = strlen(path), room = sizeof err->file - 1;
    const char *tail = n > room ? path + (n - room) : path;
    while (n > room && ((unsigned char)*tail & 0xC0) == 0x80)
        tail++;
    memcpy(err->file, tail, strlen(tail) + 1);
}

static const char *const status_names[KH_STATUS_COUNT] = {
    "ok", "out of memory", "limit reached", "bad input", "not UTF-8", "bad model", "bad store", "input or output failed", "bad argument",
    "sink refused", "stopped",
};

const char *kh_status_name(kh_status status)
{
    return (unsigned)status < KH_STATUS_COUNT ? status_names[status] : "unknown";
}

/* ------------------------------------------------------------------ buffer */

void kh_buffer_init(kh_buffer *b, const kh_allocator *alloc, size_t limit)
{
    *b = (kh_buffer){ .alloc = alloc, .limit = limit ? limit : SIZE_MAX / 2 };
}

void kh_buffer_release(kh_buffer *b)
{
    kh_resize(b->alloc, b->p, b->capacity, 0);
    *b = (kh_buffer){ .alloc = b->alloc, .limit = b->limit };
}

void kh_buffer_clear(kh_buffer *b)
{
    b->n = 0;
    b->failed = KH_OK;
}

static bool buffer_room(kh_buffer *b, size_t n)
{
    if (b->failed)
        return false;
    if (n > b->limit || b->n > b->limit - n) {
        b->failed = KH_E_LIMIT;
        return false;
    }
    if (b->n + n > b->capacity) {
        size_t wanted = b->capacity < 256 ? 256 : b->capacity * 2;
        if (wanted < b->n + n)
            wanted = b->n + n;
        char *p = kh_resize(b->alloc, b->p, b->capacity, wanted);
        if (!p) {
            b->failed = KH_E_NOMEM;
            return false;
        }
        b->p = p;
        b->capacity = wanted;
    }
    return true;
}

void kh_buffer_add(kh_buffer *b, const char *p, size_t n)
{
    if (n == 0 || !buffer_room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void kh_buffer_view(kh_buffer *b, kh_view v) { kh_buffer_add(b, v.p, v.n); }
void kh_buffer_text(kh_buffer *b, const char *z) { kh_buffer_add(b, z, strlen(z)); }

void kh_buffer_printf(kh_buffer *b, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n > 0 && (size_t)n < sizeof small) {
        kh_buffer_add(b, small, (size_t)n);
    } else if (n > 0 && buffer_room(b, (size_t)n + 1)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

/* ------------------------------------------------------------------ UTF-8 */

/* Length of the well-formed character at p, 0 if there is none. */
static size_t char_length(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return p[0] != 0;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    size_t k = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (n < k)
        return 0;
    unsigned char lo = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char hi = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < lo || p[1] > hi)
        return 0;
    for (size_t i = 2; i < k; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return k;
}

size_t kh_utf8_bad(kh_view text)
{
    const unsigned char *p = (const unsigned char *)text.p;
    size_t i = 0;
    while (i < text.n) {
        uint64_t eight;
        if (text.n - i >= sizeof eight) {               /* eight bytes of plain ASCII at once: no high bit, no NUL */
            memcpy(&eight, p + i, sizeof eight);
            if (((eight - 0x0101010101010101u) & 0x8080808080808080u) == 0 && (eight & 0x8080808080808080u) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        size_t k = char_length(p + i, text.n - i);
        if (!k)
            return i;
        i += k;
    }
    return i;
}

uint32_t kh_utf8_next(kh_view text, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text.p + *at;
    size_t k = char_length(p, text.n - *at);
    *at += k ? k : 1;
    switch (k) {
    case 1: return p[0];
    case 2: return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    case 3: return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    case 4: return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    default: return 0xFFFD;
    }
}

size_t kh_utf8_put(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp >= 0x110000 || (cp >= 0xD800 && cp < 0xE000))
        cp = 0xFFFD;
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t kh_utf8_length(kh_view text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return n;
}

bool kh_utf8_border(kh_view text, size_t at)
{
    return at == 0 || at >= text.n ? at <= text.n : ((unsigned char)text.p[at] & 0xC0) != 0x80;
}
