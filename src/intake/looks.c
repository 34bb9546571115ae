/* What kind of input this is, by its first bytes. */
#include "intake/page.h"

#include <string.h>

static kh_view start_of(kh_view t)
{
    t = kh_view_trim(t);
    if (kh_view_starts(t, KH_LIT("\xEF\xBB\xBF")))
        t = kh_view_trim((kh_view){ t.p + 3, t.n - 3 });
    return t;
}

/* The name of the first element, behind declarations and comments; empty: something else comes first. */
static kh_view first_element(kh_view t)
{
    t = start_of(t);
    while (t.n > 1 && t.p[0] == '<' && (t.p[1] == '!' || t.p[1] == '?')) {
        bool comment = kh_view_starts(t, KH_LIT("<!--"));
        const char *end = comment ? memmem(t.p + 4, t.n - 4, "-->", 3) : memchr(t.p, '>', t.n);
        const char *inner = comment || !end ? NULL : memchr(t.p, '[', (size_t)(end - t.p));      /* declarations inside */
        if (inner)
            end = (end = memchr(inner, ']', t.n - (size_t)(inner - t.p))) ? memchr(end, '>', t.n - (size_t)(end - t.p)) : NULL;
        if (!end)
            return (kh_view){ NULL, 0 };
        size_t gone = (size_t)(end - t.p) + (comment ? 3 : 1);
        t = kh_view_trim((kh_view){ t.p + gone, t.n - gone });
    }
    size_t n = 1;
    if (!t.n || t.p[0] != '<')
        return (kh_view){ NULL, 0 };
    while (n < t.n && (kh_is_alpha(t.p[n]) || kh_is_digit(t.p[n]) || t.p[n] == ':' || t.p[n] == '-'))
        n++;
    return (kh_view){ t.p + 1, n - 1 };
}

bool kh_intake_looks_feed(kh_view t)
{
    static const char *const roots[] = { "rss", "item", "entry", "feed", "channel", "rdf:RDF" };
    kh_view s = start_of(t), e = first_element(t);
    if (kh_view_starts(s, KH_LIT("---\n")) || kh_view_starts(s, KH_LIT("---\r\n")))
        return true;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (kh_view_is(e, roots[i]))
            return true;
    return false;
}

bool kh_intake_looks_page(kh_view t)
{
    kh_view s = start_of(t), e = first_element(t);
    char low[16];
    static const char doctype[] = "<!doctype html";
    size_t n = 0;
    while (n < sizeof doctype - 1 && n < s.n && kh_lower(s.p[n]) == doctype[n])
        n++;
    if (n == sizeof doctype - 1)
        return true;
    if (!e.n || e.n > sizeof low)
        return false;
    for (size_t i = 0; i < e.n; i++)
        low[i] = kh_lower(e.p[i]);
    return kh_tag_kind_of((kh_view){ low, e.n })->name[0] != 0;
}

bool kh_intake_has_tags(kh_view t)
{
    char low[16];
    for (size_t at = 0; at < t.n;) {
        const char *hit = memchr(t.p + at, '<', t.n - at);
        if (!hit)
            return false;
        at = (size_t)(hit - t.p) + 1;
        size_t n = 0;
        at += at < t.n && t.p[at] == '/';
        while (at + n < t.n && n < sizeof low && (kh_is_alpha(t.p[at + n]) || (n && kh_is_digit(t.p[at + n])))) {
            low[n] = kh_lower(t.p[at + n]);
            n++;
        }
        char next = at + n < t.n ? t.p[at + n] : 0;
        if (n && (next == '>' || next == ' ' || next == '/' || next == '\n') && kh_tag_kind_of((kh_view){ low, n })->name[0])
            return true;
    }
    return false;
}
