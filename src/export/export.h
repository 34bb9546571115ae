/* export.h: a document's layers as JSON and CoNLL-U. Keys stand in a fixed order; the same document gives the same bytes. */
#ifndef KH_EXPORT_H
#define KH_EXPORT_H

#include "document/document.h"

typedef struct kh_writer { kh_sink sink; void *ctx; bool chars; /* offsets as code points */ } kh_writer;

kh_status kh_export_events(const kh_doc *doc, const kh_writer *w, double min_confidence, kh_error *err);
/* One event as its JSON object without a line break; the store keeps these bytes. */
kh_status kh_export_event(const kh_doc *doc, const kh_event *event, bool chars, kh_buffer *out);
kh_status kh_export_article(const kh_doc *doc, const kh_writer *w, kh_error *err);
kh_status kh_export_text(const kh_doc *doc, const kh_writer *w, kh_error *err);
kh_status kh_export_conllu(const kh_doc *doc, const kh_writer *w, kh_error *err);
kh_status kh_export_layers(const kh_doc *doc, uint32_t layers, const kh_writer *w, kh_error *err);
kh_status kh_export_judgement(const kh_doc *doc, const kh_writer *w, kh_error *err);
kh_status kh_export_explanation(const kh_doc *doc, const kh_writer *w, double min_confidence, kh_error *err);

#endif
