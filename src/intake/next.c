/* Walks over the articles of one input. */
#include "intake/parts.h"

#include <string.h>

static uint32_t lines_in(kh_view t, size_t from, size_t to)
{
    uint32_t n = 0;
    for (const char *p = t.p + from, *end = t.p + to; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n;
}

/* Is there a tag of that name at `at`, where '<' stands? */
static bool tag_at(kh_view t, size_t at, const char *name)
{
    size_t n = strlen(name);
    if (at + n + 1 >= t.n || memcmp(t.p + at + 1, name, n) != 0)
        return false;
    char c = t.p[at + 1 + n];
    return kh_is_blank(c) || c == '>' || c == '/';
}

/* The next of the tags at or after `at`, outside comments and CDATA: its '<', or the length. */
static size_t find_tag(kh_view t, size_t at, const char *a, const char *b)
{
    while (at < t.n) {
        const char *hit = memchr(t.p + at, '<', t.n - at);
        if (!hit)
            break;
        at = (size_t)(hit - t.p);
        kh_view rest = { t.p + at, t.n - at };
        bool comment = kh_view_starts(rest, KH_LIT("<!--")), data = kh_view_starts(rest, KH_LIT("<![CDATA["));
        if (comment || data) {
            const char *end = memmem(rest.p + 4, rest.n - 4, comment ? "-->" : "]]>", 3);
            at = end ? (size_t)(end - t.p) + 3 : t.n;
            continue;
        }
        if (tag_at(t, at, a) || (b && tag_at(t, at, b)))
            return at;
        at++;
    }
    return t.n;
}

/* The next <item> or <entry> with its end tag; false: none. */
static bool next_item(kh_view all, size_t from, kh_view *item)
{
    size_t start = find_tag(all, from, "item", "entry");
    if (start >= all.n)
        return false;
    size_t end = find_tag(all, start, tag_at(all, start, "item") ? "/item" : "/entry", NULL);
    const char *over = end < all.n ? memchr(all.p + end, '>', all.n - end) : NULL;
    *item = (kh_view){ all.p + start, (over ? (size_t)(over - all.p) + 1 : all.n) - start };
    return true;
}

static void decide(kh_view all, size_t from, kh_format *format)
{
    if (*format == KH_FORMAT_AUTO && all.p[from] == '{')
        *format = KH_FORMAT_JSON;
    else if (*format == KH_FORMAT_AUTO && kh_intake_looks_feed((kh_view){ all.p + from, all.n - from }))
        *format = KH_FORMAT_FEED;
}

/* JSON Lines: one article a line. A feed in XML: one an item. Anything else is one article, also a feed in UTF-16, whose bytes cannot be
 * cut so. */
bool kh_input_next(kh_view all, kh_format *format, size_t *at, kh_view *item, uint32_t *line)
{
    size_t from = *at;
    while (from < all.n && kh_is_blank(all.p[from]))
        from++;
    if (from >= all.n)
        return false;
    if (*at == 0)
        decide(all, from, format);
    size_t start = from;
    bool whole = true;
    if (*format == KH_FORMAT_JSON) {
        const char *end = memchr(all.p + from, '\n', all.n - from);
        *item = (kh_view){ all.p + from, end ? (size_t)(end - all.p) - from : all.n - from };
        whole = false;
    } else if (*format == KH_FORMAT_FEED && all.p[from] == '<') {
        if (next_item(all, from, item))
            whole = false;
        else if (*at > 0)
            return false;                            /* the end of the channel */
        start = whole ? from : (size_t)(item->p - all.p);
    }
    if (whole)
        *item = all;
    if (line)
        *line = 1 + lines_in(all, 0, start);
    *at = whole ? all.n : (size_t)(item->p - all.p) + item->n;
    return true;
}
