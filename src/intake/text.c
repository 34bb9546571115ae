/* Plain text: head lines, paragraphs, what of them is the story. doc->text stays as it came. */
#include "intake/parts.h"
#include "intake/weights.h"

#include <string.h>

typedef struct cutter {
    const kh_intake *in;
    kh_doc *doc;
    size_t capacity;
    uint32_t lines;                          /* lines with text so far, as long as head lines are looked for */
    kh_status failed;
    kh_error *err;
} cutter;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

/* Bytes of the line break at `at`: LF, or Unicode's line and paragraph separators, which texts taken from PDF have; 0: none. */
static size_t line_break(kh_view t, size_t at)
{
    if (at < t.n && t.p[at] == '\n')
        return 1;
    return at + 3 <= t.n && memcmp(t.p + at, "\xE2\x80", 2) == 0 && (t.p[at + 2] == '\xA8' || t.p[at + 2] == '\xA9') ? 3 : 0;
}

static kh_span trimmed(kh_view text, size_t from, size_t to)
{
    for (size_t n; from < to && ((n = line_break(text, from)) || is_blank(text.p[from]));)
        from += n ? n : 1;
    if (from > to)
        from = to;
    if (to - from >= 3 && memcmp(text.p + from, "\xEF\xBB\xBF", 3) == 0)             /* a byte order mark */
        return trimmed(text, from + 3, to);
    for (;;) {
        if (to > from && (is_blank(text.p[to - 1]) || text.p[to - 1] == '\n'))
            to--;
        else if (to >= from + 3 && line_break(text, to - 3) == 3)
            to -= 3;
        else
            break;
    }
    return (kh_span){ (uint32_t)from, (uint32_t)to };
}

static void add(cutter *c, kh_span span, kh_role role, const char *reason)
{
    if (!kh_span_empty(span) && !c->failed && !kh_intake_block_add(c->doc, &c->capacity, span, role, reason))
        c->failed = kh_arena_fail(c->doc->arena, c->err);
}

/* ------------------------------------------------------------------ head lines */

static void set_field(cutter *c, kh_view *field, kh_view value)
{
    if (field->n || c->failed)
        return;
    *field = kh_arena_copy(c->doc->arena, value);
    if (!field->p)
        c->failed = kh_arena_fail(c->doc->arena, c->err);
}

static void take_source(cutter *c, kh_view value)
{
    kh_meta *m = &c->doc->meta;
    kh_view agency = kh_intake_agency(c->in, value);
    set_field(c, agency.n ? &m->agency : &m->outlet, agency.n ? agency : value);
}

static bool are_names(kh_view value)
{
    kh_shape s = kh_intake_shape(value);
    return s.words <= 14 && s.stops <= 1 && s.capitalised * 5 >= s.words * 3;
}

/* What a labelled value tells; false where it cannot be one ("Date: unknown"), so that the line stays text. */
static bool take_value(cutter *c, kh_field field, kh_view value)
{
    kh_meta *m = &c->doc->meta;
    kh_stamp stamp;
    switch (field) {
    case KH_FIELD_TITLE: set_field(c, &m->title, value); return true;
    case KH_FIELD_OUTLET: take_source(c, value); return true;
    case KH_FIELD_AGENCY: take_source(c, value); return true;
    case KH_FIELD_URL: set_field(c, &m->url, value); return true;
    case KH_FIELD_LANGUAGE: return true;
    case KH_FIELD_AUTHOR:
    case KH_FIELD_BY:
        if (!are_names(value))
            return false;
        if (!c->failed)
            c->failed = kh_intake_byline(c->in, value, c->doc, c->err);
        return true;
    case KH_FIELD_DATE:
        if (!kh_intake_date(c->in, value, &stamp))
            return true;
        if (!m->published.n && !c->failed) {
            m->published = kh_intake_date_text(&stamp, c->doc->arena);
            c->failed = m->published.p ? KH_OK : kh_arena_fail(c->doc->arena, c->err);
        }
        return true;
    case KH_FIELD_ID:
    case KH_FIELD_OTHER: return true;
    default: return false;
    }
}

/* "Label: value" with a label of the table; *value gets what stands behind the colon. */
static kh_field head_line(const kh_intake *in, kh_view line, size_t *value)
{
    enum { LABEL_BYTES = 24, VALUE_BYTES = 300 };
    const char *colon = line.n ? memchr(line.p, ':', line.n < LABEL_BYTES ? line.n : LABEL_BYTES) : NULL;
    if (!colon || line.n > VALUE_BYTES)
        return KH_FIELD_NONE;
    size_t n = (size_t)(colon - line.p);
    kh_field f = kh_intake_label(in, (kh_view){ line.p, n });
    *value = n + 1;
    while (*value < line.n && is_blank(line.p[*value]))
        ++*value;
    return f == KH_FIELD_AND || f == KH_FIELD_PLACE || f == KH_FIELD_SELF || *value == line.n ? KH_FIELD_NONE : f;
}

/* A line near the beginning that tells of the article: blocks of its own. */
static bool take_head_line(cutter *c, kh_span span)
{
    kh_view line = kh_doc_view(c->doc, span);
    size_t at = 0;
    kh_field f = head_line(c->in, line, &at);
    if (f == KH_FIELD_NONE || !take_value(c, f, (kh_view){ line.p + at, line.n - at }))
        return false;
    kh_span value = { span.from + (uint32_t)at, span.to };
    if (f == KH_FIELD_TITLE) {
        add(c, trimmed(c->doc->text, span.from, value.from), KH_ROLE_META, "the label of the title");
        add(c, value, KH_ROLE_TITLE, "called the title");
    } else {
        add(c, span, f == KH_FIELD_AUTHOR || f == KH_FIELD_BY ? KH_ROLE_BYLINE : KH_ROLE_META, "a head line");
    }
    return true;
}

/* ------------------------------------------------------------------ paragraphs */

static void add_by_shape(cutter *c, kh_span span)
{
    const char *reason = "";
    if (kh_span_empty(span))
        return;
    kh_role role = kh_intake_role(c->in, kh_doc_view(c->doc, span), &reason);
    add(c, span, role, reason);
}

/* The end of the line at `at`, not above `end`. */
static size_t line_end(kh_view t, size_t at, size_t end)
{
    while (at < end && !line_break(t, at))
        at++;
    return at < end ? at : end;
}

/* Where the line behind the one that ends at `at` begins, not above `end`. */
static size_t next_line(kh_view t, size_t at, size_t end)
{
    size_t next = at + line_break(t, at);
    return next < end ? next : end;
}

/* Text between two blank lines: head lines, then a paragraph or several. */
static void add_group(cutter *c, size_t from, size_t to)
{
    kh_view t = c->doc->text;
    while (from < to && c->lines < KH_HEAD_LINES) {
        size_t end = line_end(t, from, to);
        kh_span line = trimmed(t, from, end);
        bool more = end < to && c->lines == 0;             /* a headline may stand over the head lines */
        size_t ignored;
        if (take_head_line(c, line)) {
            c->lines++;
        } else if (more && head_line(c->in, kh_doc_view(c->doc, trimmed(t, end, line_end(t, next_line(t, end, to), to))), &ignored) != KH_FIELD_NONE) {
            c->lines++;
            add_by_shape(c, line);
        } else {
            c->lines += 2;                                 /* text: only a few more lines may be head lines */
            break;
        }
        from = next_line(t, end, to);
    }
    kh_span whole = trimmed(t, from, to);
    if (kh_span_empty(whole))
        return;
    if (kh_intake_is_wrapped(kh_doc_view(c->doc, whole))) {
        add_by_shape(c, whole);
        return;
    }
    for (size_t at = from; at < to; at = next_line(t, line_end(t, at, to), to))
        add_by_shape(c, trimmed(t, at, line_end(t, at, to)));
}

static bool is_blank_line(kh_view t, size_t at, size_t *after)
{
    while (at < t.n && is_blank(t.p[at]))
        at++;
    size_t n = line_break(t, at);
    *after = at + (n ? n : 1);
    return at >= t.n || n;
}

static void cut(cutter *c)
{
    kh_view t = c->doc->text;
    size_t from = 0, at = 0, after;
    while (at < t.n && !c->failed) {
        if (is_blank_line(t, at, &after)) {
            if (at > from)
                add_group(c, from, at);
            from = at = after < t.n ? after : t.n;
        } else {
            at = next_line(t, line_end(t, at, t.n), t.n);
        }
    }
    if (at > from && !c->failed)
        add_group(c, from, at < t.n ? at : t.n);
}

/* ------------------------------------------------------------------ title */

static bool is_title(const kh_doc *doc, const kh_block *b)
{
    return doc->meta.title.n && kh_view_eq(kh_doc_view(doc, b->span), doc->meta.title);
}

/* A headline is the first line that is neither head line nor scrap, has no stop, and has prose (or who wrote it) below. */
static kh_status find_title(kh_doc *doc, kh_error *err)
{
    enum { LOOK = 8, TITLE_WORDS = 3 };
    for (uint32_t i = 0; i < doc->block_count && i < KH_HEAD_LINES; i++) {
        kh_block *b = &doc->blocks[i];
        if (b->role == KH_ROLE_TITLE)
            return KH_OK;
        if (b->role == KH_ROLE_BODY && !is_title(doc, b))
            return KH_OK;
        if ((b->role != KH_ROLE_HEADING || kh_intake_shape(kh_doc_view(doc, b->span)).words < TITLE_WORDS) && !is_title(doc, b))
            continue;
        bool prose = false;
        for (uint32_t k = i + 1; k < doc->block_count && k <= i + LOOK; k++)
            prose = prose || doc->blocks[k].role == KH_ROLE_BODY;
        if (!prose && !is_title(doc, b))
            continue;
        b->role = KH_ROLE_TITLE;
        b->reason = "a line without a stop over the story";
        if (!doc->meta.title.n)
            doc->meta.title = kh_arena_copy(doc->arena, kh_doc_view(doc, b->span));
        return doc->meta.title.p ? KH_OK : kh_arena_fail(doc->arena, err);
    }
    return KH_OK;
}

/* "Source: Xinhua" below the story; a date alone above it. */
static kh_status find_meta(cutter *c)
{
    kh_doc *doc = c->doc;
    bool story = false;
    for (uint32_t i = 0; i < doc->block_count && !c->failed; i++) {
        kh_block *b = &doc->blocks[i];
        kh_view t = kh_doc_view(doc, b->span);
        size_t at = 0;
        story = story || b->role == KH_ROLE_BODY;
        if ((b->role == KH_ROLE_META || b->role == KH_ROLE_DATELINE) && !story) {
            take_value(c, KH_FIELD_DATE, t);
        } else if (story && t.n <= 60 && b->role != KH_ROLE_BODY && head_line(c->in, t, &at) == KH_FIELD_OUTLET) {
            take_source(c, (kh_view){ t.p + at, t.n - at });
            b->role = KH_ROLE_META;
            b->reason = "says where the story is from";
        }
    }
    return c->failed;
}

kh_status kh_intake_text(const kh_intake *in, kh_doc *doc, kh_error *err)
{
    cutter c = { .in = in, .doc = doc, .err = err };
    cut(&c);
    kh_status s = c.failed;
    if (!s)
        s = find_title(doc, err);
    if (!s)
        s = find_meta(&c);
    if (s)
        return s;
    kh_intake_context(doc);
    return kh_intake_credits(in, doc, err);
}
