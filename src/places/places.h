/* places.h: toponyms, resolved. Reads tokens, names, times, meta; writes doc->places. */
#ifndef KH_PLACES_H
#define KH_PLACES_H

#include "document/document.h"
#include "lexicon/lexicon.h"

typedef struct kh_gazetteer kh_gazetteer;   /* models/places.khg, mapped */
kh_status kh_gazetteer_open(const char *path, kh_arena *arena, kh_gazetteer **gazetteer, kh_error *err);
void kh_gazetteer_close(kh_gazetteer *gazetteer);
kh_digest kh_gazetteer_digest(const kh_gazetteer *gazetteer);

typedef struct kh_places kh_places;         /* gazetteer, lexicon/places/ *.tsv, states' names, ready for use */
kh_status kh_places_open(const kh_gazetteer *gazetteer, const kh_lexicon *lexicon, kh_arena *arena, kh_places **places, kh_error *err);

kh_status kh_places_run(const kh_places *places, kh_doc *doc, kh_arena *scratch, kh_error *err);

/* Resolves doc->asked.toponyms to doc->judged.toponyms. */
kh_status kh_places_judge(const kh_places *places, kh_doc *doc, kh_arena *scratch, kh_error *err);

#endif
