/*
 * The source of a page -> tags and text. Each byte is looked at once or twice. Comments, declarations and the content of elements that
 * nobody reads are passed over here, so that what follows sees a third of a usual page.
 */
#include "intake/page.h"

#include <string.h>

static kh_view name_at(kh_lexer *x)
{
    size_t from = x->at;
    while (x->at < x->html.n && !kh_is_blank(x->html.p[x->at]) && !strchr("></", x->html.p[x->at]))
        x->at++;
    return (kh_view){ x->html.p + from, x->at - from };
}

static const kh_tag_kind *kind_of(kh_view name)
{
    char low[16];
    size_t n = name.n < sizeof low ? name.n : sizeof low;
    for (size_t i = 0; i < n; i++)
        low[i] = kh_lower(name.p[i]);
    return kh_tag_kind_of((kh_view){ low, n });
}

/* ------------------------------------------------------------------ attributes */

static int attribute_of(kh_view name)
{
    static const char *const names[KH_ATTR_COUNT] = { "class", "id", "role", "itemprop", "rel", "href", "property", "name", "content",
                                                      "datetime", "lang", "type", "hidden", "aria-hidden", "style" };
    for (int i = 0; i < KH_ATTR_COUNT; i++) {
        if (kh_lower(name.p[0]) != names[i][0])
            continue;
        size_t n = strlen(names[i]), k = 0;
        while (k < n && k < name.n && kh_lower(name.p[k]) == names[i][k])
            k++;
        if (k == n && k == name.n)
            return i;
    }
    return -1;
}

static kh_view value_at(kh_lexer *x)
{
    const kh_view h = x->html;
    while (x->at < h.n && kh_is_blank(h.p[x->at]))
        x->at++;
    char quote = x->at < h.n ? h.p[x->at] : 0;
    size_t from = x->at;
    if (quote == '"' || quote == '\'') {
        from = ++x->at;
        const char *end = from < h.n ? memchr(h.p + from, quote, h.n - from) : NULL;
        x->at = end ? (size_t)(end - h.p) + 1 : h.n;
        return (kh_view){ h.p + from, (end ? (size_t)(end - h.p) : h.n) - from };
    }
    while (x->at < h.n && !kh_is_blank(h.p[x->at]) && h.p[x->at] != '>')
        x->at++;
    return (kh_view){ h.p + from, x->at - from };
}

/* Behind a tag's name up to '>' and over it. */
static void read_attributes(kh_lexer *x)
{
    const kh_view h = x->html;
    kh_tag *t = &x->tag;
    while (x->at < h.n && h.p[x->at] != '>') {
        char c = h.p[x->at];
        if (kh_is_blank(c) || c == '/' || c == '"' || c == '\'' || c == '=' || c == '<') {
            t->closed = c == '/' || (t->closed && kh_is_blank(c));
            x->at++;
            continue;
        }
        t->closed = false;
        size_t from = x->at;
        while (x->at < h.n && !kh_is_blank(h.p[x->at]) && h.p[x->at] != '=' && h.p[x->at] != '>' && h.p[x->at] != '/')
            x->at++;
        int which = attribute_of((kh_view){ h.p + from, x->at - from });
        size_t after = x->at;
        while (x->at < h.n && kh_is_blank(h.p[x->at]))
            x->at++;
        kh_view value = { NULL, 0 };
        if (x->at < h.n && h.p[x->at] == '=') {
            x->at++;
            value = value_at(x);
        } else {
            x->at = after;
        }
        if (which >= 0 && !(t->given >> which & 1)) {
            t->given |= 1u << which;
            t->value[which] = value;
        }
    }
    x->at += x->at < h.n;
}

/* ------------------------------------------------------------------ what is passed over */

static void skip_to(kh_lexer *x, const char *end)
{
    size_t n = strlen(end);
    const char *hit = x->at < x->html.n ? memmem(x->html.p + x->at, x->html.n - x->at, end, n) : NULL;
    x->at = hit ? (size_t)(hit - x->html.p) + n : x->html.n;
}

static void skip_comment(kh_lexer *x)        /* at "<!" or "<?" */
{
    bool comment = x->html.n - x->at >= 4 && memcmp(x->html.p + x->at, "<!--", 4) == 0;
    x->at += 2;                              /* "<!-->" is a comment, too */
    skip_to(x, comment ? "-->" : ">");
}

/* Offset of "</name" at or after x->at, or the length. */
static size_t end_tag(const kh_lexer *x, kh_view name)
{
    const kh_view h = x->html;
    for (size_t at = x->at; at < h.n;) {
        const char *hit = memchr(h.p + at, '<', h.n - at);
        if (!hit)
            break;
        at = (size_t)(hit - h.p) + 1;
        if (h.n - at < name.n + 1 || h.p[at] != '/')
            continue;
        size_t k = 0;
        while (k < name.n && kh_lower(h.p[at + 1 + k]) == kh_lower(name.p[k]))
            k++;
        if (k == name.n && (at + 1 + k == h.n || !kh_is_alpha(h.p[at + 1 + k])))
            return at - 1;
    }
    return h.n;
}

/* The content of a script, a title and their like, up to its end tag and over it. Where the end is missing, a script goes to the end of
 * the page; others lose their tag only. */
static void read_raw(kh_lexer *x)
{
    const kh_tag_kind *k = x->tag.kind;
    uint64_t bit = 1ull << ((unsigned)k->name[0] % 32) << ((unsigned)k->name[1] % 32);
    bool to_end = (k->flags & KH_TAG_SCRIPT) || kh_tag_is(k, "style");
    x->raw = (kh_view){ NULL, 0 };
    if (x->tag.closed && !to_end)
        return;
    if (x->endless & bit)
        return;
    size_t from = x->at, end = end_tag(x, x->tag.name);
    if (end == x->html.n) {
        x->endless |= bit;
        if (!to_end)
            return;
    }
    x->raw = (kh_view){ x->html.p + from, end - from };
    x->at = end;
    skip_to(x, ">");
}

/* ------------------------------------------------------------------ */

static kh_lex read_tag(kh_lexer *x, bool close)
{
    x->at += close ? 2 : 1;
    kh_view name = name_at(x);
    x->tag = (kh_tag){ .kind = kind_of(name), .name = name };
    read_attributes(x);
    if (close)
        return KH_LEX_CLOSE;
    if (x->tag.kind->flags & (KH_TAG_DROP | KH_TAG_RAW))
        read_raw(x);
    return KH_LEX_OPEN;
}

kh_lex kh_lexer_next(kh_lexer *x)
{
    const kh_view h = x->html;
    while (x->at < h.n) {
        char c = h.p[x->at], d = x->at + 1 < h.n ? h.p[x->at + 1] : 0;
        if (c == '<' && (d == '!' || d == '?')) {
            skip_comment(x);
            continue;
        }
        if (c == '<' && kh_is_alpha(d))
            return read_tag(x, false);
        if (c == '<' && d == '/' && x->at + 2 < h.n && kh_is_alpha(h.p[x->at + 2]))
            return read_tag(x, true);
        const char *next = memchr(h.p + x->at + 1, '<', h.n - x->at - 1);
        size_t end = next ? (size_t)(next - h.p) : h.n;
        x->text = (kh_view){ h.p + x->at, end - x->at };
        x->at = end;
        return KH_LEX_TEXT;
    }
    return KH_LEX_END;
}
