/* events.h: what happened. Reads all layers below; writes doc->events, statements, refusals and doc->judged. */
#ifndef KH_EVENTS_H
#define KH_EVENTS_H

#include "document/document.h"
#include "lexicon/lexicon.h"

typedef struct kh_events kh_events;         /* en/predicates/ *.tsv and the tables beside them, ready for use */
kh_status kh_events_open(const kh_lexicon *lexicon, kh_arena *arena, kh_events **events, kh_error *err);

/* The gate: can tokens [first, end), not yet tagged, hold an event? ctx is the kh_events. A kh_language_want. */
bool kh_events_want(void *ctx, const kh_doc *doc, uint32_t first, uint32_t end);

/* learned: what is asked where the rules end; NULL: rules alone. */
kh_status kh_events_run(const kh_events *events, kh_doc *doc, const kh_learned *learned, kh_arena *scratch, kh_error *err);

#endif
