/* The shape of a block: what can be told of it without knowing a word of its language. */
#include "intake/parts.h"
#include "intake/weights.h"

#include <string.h>

static bool is_blank(unsigned char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/* A full stop, question or exclamation mark; also those of Arabic, Hindi, Chinese. Gives its bytes, 0 if none begins here. */
static size_t stop_at(kh_view b, size_t i)
{
    static const char *const stops[] = { "\xE3\x80\x82", "\xEF\xBC\x81", "\xEF\xBC\x9F", "\xE0\xA5\xA4", "\xD8\x9F", "\xDB\x94", "\xE2\x80\xA6" };
    char c = b.p[i];
    if (c == '.' || c == '?' || c == '!')
        return 1;
    if ((unsigned char)c < 0x80)
        return 0;
    kh_view rest = { b.p + i, b.n - i };
    for (size_t k = 0; k < sizeof stops / sizeof *stops; k++)
        if (c == stops[k][0] && kh_view_starts(rest, kh_view_of(stops[k])))
            return strlen(stops[k]);
    return 0;
}

/* Closing quotes and brackets may stand behind a stop. */
static size_t closer_at(kh_view b, size_t i)
{
    static const char *const closers[] = { "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB", "\xE2\x80\x9C" };
    if (b.p[i] == '"' || b.p[i] == ')' || b.p[i] == '\'' || b.p[i] == ']' || b.p[i] == '*')
        return 1;
    kh_view rest = { b.p + i, b.n - i };
    for (size_t k = 0; k < sizeof closers / sizeof *closers; k++)
        if (kh_view_starts(rest, kh_view_of(closers[k])))
            return strlen(closers[k]);
    return 0;
}

/* Thai, Lao, Burmese, Khmer, Chinese and Japanese, which put no blanks between words. */
static bool is_dense(const unsigned char *p, size_t n)
{
    return n >= 3 && ((p[0] >= 0xE3 && p[0] <= 0xE9) || (p[0] == 0xE0 && p[1] >= 0xB8 && p[1] <= 0xBB) ||
                      (p[0] == 0xE1 && ((p[1] >= 0x80 && p[1] <= 0x82) || p[1] == 0x9E || p[1] == 0x9F)));
}

static void count_word(kh_shape *s, kh_view b, size_t from)
{
    unsigned char c = (unsigned char)b.p[from];
    s->words++;
    s->capitalised += c >= 'A' && c <= 'Z';
}

kh_shape kh_intake_shape(kh_view b)
{
    kh_shape s = { 0 };
    b = kh_view_trim(b);
    bool inside = false;
    enum { DENSE_WORD = 3 };             /* characters that stand for a word where there are no blanks */
    uint32_t dense = 0;
    size_t stop_end = 0;                 /* behind the last stop and the closers that follow it */
    for (size_t i = 0; i < b.n;) {
        unsigned char c = (unsigned char)b.p[i];
        if (c >= 0x80 && c < 0xC0) {         /* inside a character */
            i++;
            continue;
        }
        if (!is_blank(c) && !inside)
            count_word(&s, b, i);
        if (c >= 'a' && c <= 'z' && c != 'w') {          /* most of any text: nothing else to look at */
            inside = true;
            s.letters++;
            i++;
            continue;
        }
        inside = !is_blank(c);
        s.capitals += c >= 'A' && c <= 'Z';
        s.letters += (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC3 && c != 0xE2);
        s.digits += c >= '0' && c <= '9';
        s.address = s.address || c == '@' || (c == 'w' && kh_view_starts((kh_view){ b.p + i, b.n - i }, KH_LIT("www."))) ||
                    (c == ':' && kh_view_starts((kh_view){ b.p + i, b.n - i }, KH_LIT("://")));
        dense += c >= 0xE0 && is_dense((const unsigned char *)b.p + i, b.n - i);
        size_t n = stop_at(b, i);
        if (!n) {
            i++;
            continue;
        }
        for (i += n; i < b.n && ((n = stop_at(b, i)) || (n = closer_at(b, i)));)
            i += n;
        if (i >= b.n || is_blank((unsigned char)b.p[i]) || is_dense((const unsigned char *)b.p + i, b.n - i)) {
            s.stops++;
            stop_end = i;
        }
    }
    s.words += dense / DENSE_WORD;
    s.stop = b.n && stop_end == b.n;
    s.label = b.n && (b.p[b.n - 1] == '*' || (b.p[0] == '*' && !s.stop) || b.p[b.n - 1] == ':');
    s.lower = b.n && b.p[0] >= 'a' && b.p[0] <= 'z';
    return s;
}

bool kh_intake_is_prose(const kh_shape *s)
{
    return s->words >= KH_PROSE_WORDS_OPEN || (s->words >= KH_PROSE_WORDS && s->stop);
}

bool kh_intake_is_wrapped(kh_view t)
{
    enum { WIDEST = 110, NARROWEST = 40, FULL_PERCENT = 60, MOST_PERCENT = 75 };
    size_t longest = 0, lines = 0, full = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t at = 0; at < t.n;) {
            const char *end = memchr(t.p + at, '\n', t.n - at);
            size_t n = (end ? (size_t)(end - t.p) : t.n) - at;
            if (pass == 0)
                longest = n > longest ? n : longest;
            else if (end)
                full += n * 100 >= longest * FULL_PERCENT;
            lines += pass && end;
            at += n + 1;
        }
    return longest <= WIDEST && longest >= NARROWEST && full * 100 >= lines * MOST_PERCENT;
}
