/* coder.h: the chain. */
#ifndef KH_CODER_H
#define KH_CODER_H

#include "document/document.h"

/* Runs every stage over a document whose text is read. */
kh_status kh_coder_stages(const kh_model *model, kh_doc *doc, bool tokens_given, kh_arena *scratch, kh_error *err);

#endif
