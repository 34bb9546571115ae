/* result.h: what a coder gives; shared by the files at the root that show it. */
#ifndef KH_RESULT_H
#define KH_RESULT_H

#include "document/document.h"

struct kh_result {
    kh_arena *arena;
    kh_doc doc;
    double min_confidence;
    kh_event_row *rows;         /* of the events that are kept, those of kh_result_write and kh_store_add */
    uint32_t row_count;
};

static inline bool kh_result_keeps(const kh_result *r, const kh_event *e) { return (double)e->confidence >= r->min_confidence; }
/* Fills the rows, in the result's arena. */
kh_status kh_result_make_rows(kh_result *r, kh_error *err);

#endif
