#include "export/json.h"

void kh_json_string(kh_buffer *out, kh_view text)
{
    kh_buffer_add(out, "\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= ' ' && c != '"' && c != '\\' && c != 127)
            continue;
        kh_buffer_add(out, text.p + from, i - from);
        from = i + 1;
        switch (c) {
        case '"': kh_buffer_text(out, "\\\""); break;
        case '\\': kh_buffer_text(out, "\\\\"); break;
        case '\n': kh_buffer_text(out, "\\n"); break;
        case '\t': kh_buffer_text(out, "\\t"); break;
        case '\r': kh_buffer_text(out, "\\r"); break;
        default: kh_buffer_printf(out, "\\u%04x", c);
        }
    }
    kh_buffer_add(out, text.p + from, text.n - from);
    kh_buffer_add(out, "\"", 1);
}

void kh_json_text_or_null(kh_buffer *out, kh_view text)
{
    if (text.n)
        kh_json_string(out, text);
    else
        kh_buffer_text(out, "null");
}

void kh_json_field(const kh_json *j, const char *name, kh_view value)
{
    kh_buffer_printf(j->out, "\"%s\":", name);
    kh_json_text_or_null(j->out, value);
}

void kh_json_next(const kh_json *j, const char *name, kh_view value)
{
    kh_buffer_text(j->out, ",");
    kh_json_field(j, name, value);
}

static size_t steps(const kh_doc *doc) { return doc->text.n / KH_JSON_STEP + 1; }

static void count_chars(kh_json *j)
{
    size_t n = steps(j->doc);
    j->counts = kh_resize(j->out->alloc, NULL, 0, n * sizeof *j->counts);
    if (!j->counts) {
        j->out->failed = KH_E_NOMEM;
        return;
    }
    j->counts[0] = 0;
    for (size_t i = 1; i < n; i++)
        j->counts[i] = j->counts[i - 1] + (uint32_t)kh_utf8_length((kh_view){ j->doc->text.p + (i - 1) * KH_JSON_STEP, KH_JSON_STEP });
}

void kh_json_begin(kh_json *j, kh_buffer *out, const kh_doc *doc, bool chars)
{
    *j = (kh_json){ out, doc, chars, NULL };
    kh_buffer_init(out, kh_arena_allocator(doc->arena), 0);
    if (chars)
        count_chars(j);
}

kh_status kh_json_end(kh_json *j, const kh_writer *w, kh_status s, kh_error *err)
{
    if (!s)
        s = kh_json_flush(j->out, w, err);
    if (j->counts)
        kh_resize(j->out->alloc, j->counts, steps(j->doc) * sizeof *j->counts, 0);
    j->counts = NULL;
    kh_buffer_release(j->out);
    return s;
}

uint32_t kh_json_offset(const kh_json *j, uint32_t at)
{
    if (!j->chars)
        return at;
    kh_view text = j->doc->text;
    if (at > text.n)
        at = (uint32_t)text.n;
    uint32_t from = j->counts ? at / KH_JSON_STEP * KH_JSON_STEP : 0, before = j->counts ? j->counts[at / KH_JSON_STEP] : 0;
    return before + (uint32_t)kh_utf8_length((kh_view){ text.p + from, at - from });
}

void kh_json_span(const kh_json *j, kh_span span)
{
    kh_buffer_text(j->out, "\"text\":");
    kh_json_text_or_null(j->out, kh_doc_view(j->doc, span));
    if (kh_span_empty(span))
        kh_buffer_text(j->out, ",\"start\":null,\"end\":null");
    else
        kh_buffer_printf(j->out, ",\"start\":%u,\"end\":%u", kh_json_offset(j, span.from), kh_json_offset(j, span.to));
}

void kh_json_offsets(const kh_json *j, kh_span span)
{
    kh_buffer_printf(j->out, "{\"start\":%u,\"end\":%u}", kh_json_offset(j, span.from), kh_json_offset(j, span.to));
}

kh_status kh_json_flush(kh_buffer *out, const kh_writer *w, kh_error *err)
{
    if (out->failed)
        return kh_fail(err, out->failed, 0, "out of memory while writing");
    if (out->n && w->sink(w->ctx, out->p, out->n))
        return kh_fail(err, KH_E_SINK, 0, "output was refused");
    kh_buffer_clear(out);
    return KH_OK;
}
