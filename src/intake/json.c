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
    json_decref(o);
    return s;
}
