/* The spans that are to be judged: checked, and turned into bytes where they count characters. */
#include "intake/parts.h"

#include <jansson.h>

/* Every STEP characters the byte at which they begin, so that a span far into a long text costs no walk over all of it. */
enum { STEP = 256 };
typedef struct ruler { kh_view text; size_t length; uint32_t *marks; bool chars; } ruler;

static kh_status make_ruler(const kh_doc *doc, ruler *r, kh_arena *scratch, kh_error *err)
{
    *r = (ruler){ .text = doc->text, .length = doc->text.n, .chars = (doc->flags & KH_OFFSETS_CHARS) != 0 };
    if (!r->chars)
        return KH_OK;
    r->marks = kh_arena_array(scratch, doc->text.n / STEP + 2, sizeof *r->marks);
    if (!r->marks)
        return kh_arena_fail(scratch, err);
    size_t chars = 0;
    for (size_t at = 0; at < doc->text.n; chars++) {
        if (chars % STEP == 0)
            r->marks[chars / STEP] = (uint32_t)at;
        kh_utf8_next(doc->text, &at);
    }
    r->length = chars;
    if (chars % STEP == 0)
        r->marks[chars / STEP] = (uint32_t)doc->text.n;
    return KH_OK;
}

static uint32_t to_byte(const ruler *r, size_t offset)
{
    if (!r->chars)
        return (uint32_t)offset;
    size_t at = r->marks[offset / STEP];
    for (size_t i = offset % STEP; i > 0; i--)
        kh_utf8_next(r->text, &at);
    return (uint32_t)at;
}

/* {"start": 3, "end": 9} within the text, on borders of characters. */
static bool read_span(const ruler *r, const json_t *o, kh_span *span)
{
    const json_t *start = json_object_get(o, "start"), *end = json_object_get(o, "end");
    json_int_t a = json_integer_value(start), b = json_integer_value(end);
    if (!json_is_integer(start) || !json_is_integer(end) || a < 0 || a >= b || b > (json_int_t)r->length)
        return false;
    *span = (kh_span){ to_byte(r, (size_t)a), to_byte(r, (size_t)b) };
    return kh_utf8_border(r->text, span->from) && kh_utf8_border(r->text, span->to);
}

static kh_status bad_span(const char *list, size_t i, kh_error *err)
{
    return kh_fail(err, KH_E_INPUT, 0, "%s[%zu] must have \"start\" below \"end\", both inside the text and between characters", list, i);
}

static kh_status read_spans(const ruler *r, json_t *o, const char *list, kh_doc *doc, kh_span **spans, uint32_t *count, kh_error *err)
{
    json_t *all = json_object_get(o, list);
    if (!all || json_is_null(all))
        return KH_OK;
    if (!json_is_array(all))
        return kh_fail(err, KH_E_INPUT, 0, "\"%s\" must be a list", list);
    *spans = kh_arena_array(doc->arena, json_array_size(all), sizeof **spans);
    if (!*spans)
        return kh_arena_fail(doc->arena, err);
    for (size_t i = 0; i < json_array_size(all); i++)
        if (!read_span(r, json_array_get(all, i), &(*spans)[i]))
            return bad_span(list, i, err);
    *count = (uint32_t)json_array_size(all);
    return KH_OK;
}

static kh_status read_pairs(const ruler *r, json_t *o, kh_doc *doc, kh_error *err)
{
    json_t *all = json_object_get(o, "pairs");
    if (!all || json_is_null(all))
        return KH_OK;
    if (!json_is_array(all))
        return kh_fail(err, KH_E_INPUT, 0, "\"pairs\" must be a list");
    kh_asked *q = &doc->asked;
    q->pairs = kh_arena_array(doc->arena, json_array_size(all), sizeof *q->pairs);
    if (!q->pairs)
        return kh_arena_fail(doc->arena, err);
    for (size_t i = 0; i < json_array_size(all); i++) {
        json_t *one = json_array_get(all, i);
        if (!read_span(r, json_object_get(one, "source"), &q->pairs[i].source) || !read_span(r, json_object_get(one, "target"), &q->pairs[i].target))
            return bad_span("pairs", i, err);
    }
    q->pair_count = (uint32_t)json_array_size(all);
    return KH_OK;
}

kh_status kh_intake_asked(struct json_t *object, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    ruler r;
    json_t *o = object;
    kh_asked *q = &doc->asked;
    if (!(doc->flags & KH_JUDGE))
        return KH_OK;
    kh_status s = make_ruler(doc, &r, scratch, err);
    if (!s)
        s = read_pairs(&r, o, doc, err);
    if (!s)
        s = read_spans(&r, o, "triggers", doc, &q->triggers, &q->trigger_count, err);
    return s ? s : read_spans(&r, o, "toponyms", doc, &q->toponyms, &q->toponym_count, err);
}
