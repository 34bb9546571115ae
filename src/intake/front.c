/* Front matter ("---", keys, "---") before a body of text, Markdown or HTML; and bodies whose kind nobody tells. */
#include "intake/page.h"

#include <string.h>

static kh_view line_at(kh_view t, size_t *at)
{
    const char *end = *at < t.n ? memchr(t.p + *at, '\n', t.n - *at) : NULL;
    size_t to = end ? (size_t)(end - t.p) : t.n;
    kh_view line = { t.p + *at, to - *at };
    *at = end ? to + 1 : t.n;
    return line;
}

/* 'x', "x" with its escapes, or x before a comment. */
static kh_view scalar(kh_view v, kh_arena *arena)
{
    v = kh_view_trim(v);
    if (v.n >= 2 && (v.p[0] == '"' || v.p[0] == '\'') && v.p[v.n - 1] == v.p[0]) {
        char *out = kh_arena_get(arena, v.n), quote = v.p[0];
        size_t n = 0;
        for (size_t i = 1; out && i + 1 < v.n; i++) {
            i += i + 2 < v.n && ((quote == '"' && v.p[i] == '\\') || (quote == '\'' && v.p[i] == '\'' && v.p[i + 1] == '\''));
            out[n++] = v.p[i];
        }
        return (kh_view){ out, n };
    }
    const char *note = memmem(v.p, v.n, " #", 2);
    v = note ? kh_view_trim((kh_view){ v.p, (size_t)(note - v.p) }) : v;
    return kh_view_is(v, "null") || kh_view_is(v, "~") || !v.n ? (kh_view){ "", 0 } : v;
}

typedef struct front { const kh_intake *in; kh_doc *doc; kh_arena *scratch; kh_field list; kh_error *err; } front;

static kh_status set(kh_view *field, kh_view value, front *f)
{
    if (field->n || !value.n)
        return KH_OK;
    *field = kh_arena_copy(f->doc->arena, value);
    return field->p ? KH_OK : kh_arena_fail(f->doc->arena, f->err);
}

static kh_status take(front *f, kh_field field, kh_view raw)
{
    kh_meta *m = &f->doc->meta;
    kh_view v = scalar(raw, f->scratch);
    if (!v.p)
        return kh_arena_fail(f->scratch, f->err);
    switch (field) {
    case KH_FIELD_TITLE: return set(&m->title, v, f);
    case KH_FIELD_DATE: return set(&m->published, v, f);
    case KH_FIELD_URL: return set(&m->url, v, f);
    case KH_FIELD_ID: return set(&m->id, v, f);
    case KH_FIELD_LANGUAGE: return set(&m->language, v, f);
    case KH_FIELD_AGENCY: return set(&m->agency, v, f);
    case KH_FIELD_AUTHOR:
    case KH_FIELD_BY: return kh_intake_byline(f->in, v, f->doc, f->err);
    case KH_FIELD_OUTLET: {
        kh_view agency = kh_intake_agency(f->in, v);
        return set(agency.n ? &m->agency : &m->outlet, agency.n ? agency : v, f);
    }
    default: return KH_OK;
    }
}

/* "key: value", "key: [a, b]", "key:" before lines of "- value". Deeper levels tell nothing that is asked for. */
static kh_status take_line(front *f, kh_view line)
{
    bool inner = line.n && (line.p[0] == ' ' || line.p[0] == '\t' || line.p[0] == '-');
    kh_view t = kh_view_trim(line);
    if (inner)
        return t.n > 1 && t.p[0] == '-' && f->list ? take(f, f->list, (kh_view){ t.p + 1, t.n - 1 }) : KH_OK;
    const char *colon = t.n ? memchr(t.p, ':', t.n) : NULL;
    f->list = KH_FIELD_NONE;
    if (!colon || t.p[0] == '#')
        return KH_OK;
    kh_view value = kh_view_trim((kh_view){ colon + 1, t.n - (size_t)(colon - t.p) - 1 });
    kh_field field = kh_intake_label(f->in, (kh_view){ t.p, (size_t)(colon - t.p) });
    if (!value.n) {
        f->list = field;
        return KH_OK;
    }
    if (value.p[0] != '[' || value.p[value.n - 1] != ']')
        return take(f, field, value);
    value = (kh_view){ value.p + 1, value.n - 2 };
    kh_status s = KH_OK;
    while (value.n && !s)
        s = take(f, field, kh_view_cut(&value, ','));
    return s;
}

kh_status kh_intake_front(const kh_intake *in, kh_view text, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    front f = { in, doc, scratch, KH_FIELD_NONE, err };
    size_t at = 0;
    line_at(text, &at);                              /* "---" */
    kh_status s = KH_OK;
    while (!s) {
        if (at >= text.n)
            return kh_fail(err, KH_E_INPUT, text.n, "front matter has no line of \"---\" at its end");
        kh_view line = line_at(text, &at), t = kh_view_trim(line);
        if (kh_view_is(t, "---") || kh_view_is(t, "..."))
            break;
        s = take_line(&f, line);
    }
    return s ? s : kh_intake_body(in, (kh_view){ text.p + at, text.n - at }, doc, scratch, err);
}

/* ------------------------------------------------------------------ bodies */

/* The sign within the length of a link's parts. */
static const char *find(kh_view t, size_t at, char sign)
{
    enum { LONGEST = 1000 };
    return memchr(t.p + at, sign, t.n - at < LONGEST ? t.n - at : LONGEST);
}

/* A line of Markdown -> plain words: no marks of headings, quotes, emphasis and links, no pictures. Never longer than the line. */
static size_t plain_line(kh_view t, char *out)
{
    size_t at = 0, n = 0;
    while (at < t.n && (strchr("#>", t.p[at]) || (strchr("*-+", t.p[at]) && at + 1 < t.n && t.p[at + 1] == ' ')))
        at++;
    at += at < t.n && t.p[at] == ' ' && at > 0;
    for (; at < t.n; at++) {
        bool picture = t.p[at] == '!' && at + 1 < t.n && t.p[at + 1] == '[';
        const char *close = t.p[at] == '[' || picture ? find(t, at, ']') : NULL;
        const char *end = close && close + 1 < t.p + t.n && close[1] == '(' ? find(t, (size_t)(close - t.p), ')') : NULL;
        if (end) {
            for (const char *p = t.p + at + 1; p < close && !picture; p++)
                out[n++] = *p;
            at = (size_t)(end - t.p);
        } else if (t.p[at] == '*' || (t.p[at] == '_' && at + 1 < t.n && t.p[at + 1] == '_')) {
            at += at + 1 < t.n && t.p[at + 1] == t.p[at];
        } else {
            out[n++] = t.p[at];
        }
    }
    return n;
}

/* The title, a blank line, the body's lines. */
static kh_status set_text(kh_view body, kh_doc *doc, kh_error *err)
{
    kh_view title = doc->meta.title;
    char *out = kh_arena_get(doc->arena, title.n + body.n + 4);
    size_t n = 0, at = 0;
    if (!out)
        return kh_arena_fail(doc->arena, err);
    if (title.n) {
        memcpy(out, title.p, title.n);
        memcpy(out + title.n, "\n\n", 2);
        n = title.n + 2;
    }
    while (at < body.n) {
        n += plain_line(line_at(body, &at), out + n);
        out[n++] = '\n';
    }
    while (n && (out[n - 1] == '\n' || out[n - 1] == ' '))
        n--;
    doc->text = (kh_view){ out, n };
    return KH_OK;
}

kh_status kh_intake_body(const kh_intake *in, kh_view body, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    body = kh_view_trim(body);
    if (kh_intake_has_tags(body))
        return kh_intake_page(in, body, doc, scratch, err);
    kh_view plain = kh_entities(body, scratch);
    if (!plain.p)
        return kh_arena_fail(scratch, err);
    kh_status s = set_text(plain, doc, err);
    return s ? s : kh_intake_text(in, doc, err);
}
