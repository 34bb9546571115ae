/* json.h: writing JSON into a buffer. Internal to export/. */
#ifndef KH_EXPORT_JSON_H
#define KH_EXPORT_JSON_H

#include "document/document.h"
#include "export/export.h"

/* What all writers share: the buffer, the document, and how offsets are counted. */
typedef struct kh_json {
    kh_buffer *out;
    const kh_doc *doc;
    bool chars;
    uint32_t *counts;       /* with chars: code points before every KH_JSON_STEP-th byte, so that a long text costs no square */
} kh_json;
enum { KH_JSON_STEP = 256 };

/* Readies `j` to write into *out, with the allocator of the document. Where memory is short the buffer has failed. */
void kh_json_begin(kh_json *j, kh_buffer *out, const kh_doc *doc, bool chars);
/* Hands what is left to the writer, unless writing already failed with `s`, and releases everything. */
kh_status kh_json_end(kh_json *j, const kh_writer *w, kh_status s, kh_error *err);

void kh_json_string(kh_buffer *out, kh_view text);               /* quoted and escaped */
void kh_json_text_or_null(kh_buffer *out, kh_view text);         /* null where empty */
/* "name":"value" or "name":null; kh_json_next begins with a comma. */
void kh_json_field(const kh_json *j, const char *name, kh_view value);
void kh_json_next(const kh_json *j, const char *name, kh_view value);
uint32_t kh_json_offset(const kh_json *j, uint32_t at);
/* "text":"…","start":1,"end":2 */
void kh_json_span(const kh_json *j, kh_span span);
void kh_json_offsets(const kh_json *j, kh_span span);            /* {"start":1,"end":2} */
void kh_json_place(const kh_json *j, const kh_place *p);
void kh_json_event(const kh_json *j, const kh_event *e);
void kh_json_event_open(const kh_json *j, const kh_event *e);    /* without the closing brace, for a writer that adds fields */
kh_status kh_json_flush(kh_buffer *out, const kh_writer *w, kh_error *err);

#endif
