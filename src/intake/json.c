/* One article as a JSON object. */
#include "intake/parts.h"

#include <jansson.h>

static kh_status take(json_t *o, const char *key, kh_doc *doc, kh_view *to, kh_error *err)
{
    json_t *v = json_object_get(o, key);
    if (!v || json_is_null(v))
        return KH_OK;
    if (!json_is_string(v))
        return kh_fail(err, KH_E_INPUT, 0, "\"%s\" must be text", key);
    return kh_intake_clean((kh_view){ json_string_value(v), json_string_length(v) }, doc, to, err);
}

static uint32_t to_byte(const kh_doc *doc, json_int_t at)
{
    if (!(doc->flags & KH_OFFSETS_CHARS))
        return (uint32_t)at;
    size_t i = 0;
    while (at-- > 0 && i < doc->text.n)
        kh_utf8_next(doc->text, &i);
    return (uint32_t)i;
}
static kh_span one_span(json_t *o, const kh_doc *doc)
{
    return (kh_span){ to_byte(doc, json_integer_value(json_object_get(o, "start"))), to_byte(doc, json_integer_value(json_object_get(o, "end"))) };
}
static kh_status asked(json_t *o, kh_doc *doc, kh_error *err)
{
    json_t *p = json_object_get(o, "pairs"), *t = json_object_get(o, "triggers");
    kh_asked *q = &doc->asked;
    q->pairs = kh_arena_array(doc->arena, json_array_size(p) + 1, sizeof *q->pairs);
    q->triggers = kh_arena_array(doc->arena, json_array_size(t) + 1, sizeof *q->triggers);
    (void)err;
    for (size_t i = 0; i < json_array_size(p); i++)
        q->pairs[q->pair_count++] = (kh_ask_pair){ one_span(json_object_get(json_array_get(p, i), "source"), doc), one_span(json_object_get(json_array_get(p, i), "target"), doc) };
    for (size_t i = 0; i < json_array_size(t); i++)
        q->triggers[q->trigger_count++] = one_span(json_array_get(t, i), doc);
    return KH_OK;
}

kh_status kh_intake_json(kh_view bytes, kh_doc *doc, kh_error *err)
{
    json_error_t e;
    json_t *o = json_loadb(bytes.p, bytes.n, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &e);
    if (!o)
        return kh_fail(err, KH_E_INPUT, e.position > 0 ? (uint64_t)e.position : 0, "not JSON: %.120s", e.text);
    kh_meta *m = &doc->meta;
    struct { const char *key; kh_view *to; } fields[] = { { "id", &m->id },           { "url", &m->url },       { "title", &m->title },
                                                          { "date", &m->published },  { "outlet", &m->outlet }, { "source", &m->outlet },
                                                          { "text", &doc->text } };
    kh_status s = json_is_object(o) ? KH_OK : kh_fail(err, KH_E_INPUT, 0, "an article must be a JSON object");
    for (size_t i = 0; !s && i < sizeof fields / sizeof *fields; i++)
        if (!fields[i].to->n)
            s = take(o, fields[i].key, doc, fields[i].to, err);
    if (!s && !json_object_get(o, "text"))
        s = kh_fail(err, KH_E_INPUT, 0, "the article has no \"text\"");
    if (!s)
        s = asked(o, doc, err);
    json_decref(o);
    return s;
}
