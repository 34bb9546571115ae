/* One article as a JSON object. */
#include "intake/parts.h"

#include <jansson.h>
#include <string.h>

/* ------------------------------------------------------------------ before the parser */

static int hex4(kh_view t, size_t at)
{
    int v = 0;
    if (at + 4 > t.n)
        return -1;
    for (size_t i = at; i < at + 4; i++) {
        char c = t.p[i];
        int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

/* The next \u escape at or after *at that is no character: NUL, or half of a surrogate pair. */
static bool next_bad_escape(kh_view t, size_t *at)
{
    for (size_t i = *at; i < t.n;) {
        const char *hit = memchr(t.p + i, '\\', t.n - i);
        if (!hit)
            return false;
        i = (size_t)(hit - t.p);
        int v = i + 1 < t.n && t.p[i + 1] == 'u' ? hex4(t, i + 2) : -1;
        if (v < 0) {
            i += 2;
            continue;
        }
        bool high = v >= 0xD800 && v < 0xDC00;
        int low = high && i + 7 < t.n && t.p[i + 6] == '\\' && t.p[i + 7] == 'u' ? hex4(t, i + 8) : -1;
        if (high && low >= 0xDC00 && low < 0xE000) {
            i += 12;
            continue;
        }
        if (v == 0 || (v >= 0xD800 && v < 0xE000)) {
            *at = i;
            return true;
        }
        i += 6;
    }
    return false;
}

/* jansson refuses both; "\uFFFD" is as long as what it replaces, so that offsets stay. */
static kh_status repair(kh_view *bytes, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    size_t at = 0;
    if (!next_bad_escape(*bytes, &at))
        return KH_OK;
    kh_view copy = kh_arena_copy(scratch, *bytes);
    if (!copy.p)
        return kh_arena_fail(scratch, err);
    char *to = (char *)(uintptr_t)copy.p;
    do
        memcpy(to + at, "\\uFFFD", 6);
    while (next_bad_escape(copy, &at));
    doc->meta.repaired = true;
    *bytes = copy;
    return KH_OK;
}

/* Byte of the value of a key of the outermost object, for messages; 0 if it is not found. */
static uint64_t value_at(kh_view t, const char *key)
{
    size_t n = strlen(key), depth = 0;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        depth += c == '{' || c == '[';
        depth -= (c == '}' || c == ']') && depth;
        if (c != '"')
            continue;
        size_t from = ++i;
        while (i < t.n && t.p[i] != '"')
            i += t.p[i] == '\\' ? 2 : 1;
        size_t after = i + 1;
        while (after < t.n && (t.p[after] == ' ' || t.p[after] == '\t' || t.p[after] == '\n' || t.p[after] == '\r'))
            after++;
        if (depth == 1 && i < t.n && i - from == n && memcmp(t.p + from, key, n) == 0 && after < t.n && t.p[after] == ':') {
            do
                after++;
            while (after < t.n && (t.p[after] == ' ' || t.p[after] == '\t'));
            return after;
        }
    }
    return 0;
}

/* ------------------------------------------------------------------ fields */

typedef struct fields { kh_view html, source, language, published; } fields;

static kh_status take(json_t *o, const char *key, kh_view bytes, kh_doc *doc, kh_view *to, kh_error *err)
{
    json_t *v = json_object_get(o, key);
    if (!v || json_is_null(v))
        return KH_OK;
    if (!json_is_string(v))
        return kh_fail(err, KH_E_INPUT, value_at(bytes, key), "\"%s\" must be text", key);
    return kh_intake_clean((kh_view){ json_string_value(v), json_string_length(v) }, doc, doc->arena, to, err);
}

/* "authors": a list of names, or "author": one name. */
static kh_status take_authors(json_t *o, kh_view bytes, kh_doc *doc, kh_error *err)
{
    json_t *many = json_object_get(o, "authors");
    kh_view one = { NULL, 0 };
    kh_status s = take(o, "author", bytes, doc, &one, err);
    if (!s && one.n && !kh_intake_author_add(doc, one))
        s = kh_arena_fail(doc->arena, err);
    if (many && !json_is_null(many) && !json_is_array(many))
        return kh_fail(err, KH_E_INPUT, value_at(bytes, "authors"), "\"authors\" must be a list");
    for (size_t i = 0; !s && i < json_array_size(many); i++) {
        json_t *v = json_array_get(many, i);
        if (!json_is_string(v))
            return kh_fail(err, KH_E_INPUT, value_at(bytes, "authors"), "\"authors\" must be a list of names");
        s = kh_intake_clean((kh_view){ json_string_value(v), json_string_length(v) }, doc, doc->arena, &one, err);
        if (!s && !kh_intake_author_add(doc, one))
            s = kh_arena_fail(doc->arena, err);
    }
    return s;
}

static kh_status read_object(json_t *o, kh_view bytes, kh_doc *doc, fields *f, kh_arena *scratch, kh_error *err)
{
    kh_meta *m = &doc->meta;
    if (!json_is_object(o))
        return kh_fail(err, KH_E_INPUT, 0, "an article must be a JSON object");
    const struct { const char *key; kh_view *to; } all[] = {
        { "id", &m->id },         { "url", &m->url },        { "title", &m->title },    { "date", &m->published }, { "published", &f->published },
        { "outlet", &m->outlet }, { "source", &f->source },  { "agency", &m->agency },  { "language", &m->language },
        { "text", &doc->text },   { "html", &f->html } };
    kh_status s = KH_OK;
    for (size_t i = 0; !s && i < sizeof all / sizeof *all; i++)
        s = take(o, all[i].key, bytes, doc, all[i].to, err);
    if (!s)
        s = take_authors(o, bytes, doc, err);
    if (!s && !doc->text.p && !f->html.p)
        s = kh_fail(err, KH_E_INPUT, 0, "the article has no \"text\" and no \"html\"");
    if (!m->outlet.n)
        m->outlet = f->source;
    if (!m->published.n)
        m->published = f->published;
    return s ? s : kh_intake_asked(o, doc, scratch, err);
}

kh_status kh_intake_json(const kh_intake *in, kh_view bytes, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    json_error_t e;
    kh_mark mark = kh_arena_mark(scratch);
    if (kh_view_starts(bytes, KH_LIT("\xEF\xBB\xBF")))
        bytes = (kh_view){ bytes.p + 3, bytes.n - 3 };
    kh_status s = repair(&bytes, doc, scratch, err);
    if (s)
        return s;
    json_t *o = json_loadb(bytes.n ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES, &e);
    if (!o)
        return kh_fail(err, KH_E_INPUT, e.position > 0 ? (uint64_t)e.position : 0, "not JSON: %.120s", e.text);
    fields f = { 0 };
    s = read_object(o, bytes, doc, &f, scratch, err);
    json_decref(o);
    kh_arena_rewind(scratch, mark);
    if (s)
        return s;
    /* spans to be judged count in "text": it is what they were marked in */
    bool page = f.html.n && !doc->text.n && kh_intake_has_tags(f.html);
    if (!doc->text.n && !page && f.html.n)
        doc->text = f.html;
    return page ? kh_intake_page(in, f.html, doc, scratch, err) : kh_intake_text(in, doc, err);
}
