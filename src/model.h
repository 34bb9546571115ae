/* model.h: the opened model, what every stage reads and nobody writes. */
#ifndef KH_MODEL_H
#define KH_MODEL_H

#include "actors/actors.h"
#include "events/events.h"
#include "intake/intake.h"
#include "language/language.h"
#include "lexicon/lexicon.h"
#include "places/places.h"
#include "times/times.h"

struct kh_model {
    kh_arena *arena;
    kh_language *language;
    kh_lexicon *lexicon;
    kh_intake *intake;
    kh_times *times;
    kh_gazetteer *gazetteer;
    kh_places *places;
    kh_actors *actors;
    kh_events *events;
    char versions[128];
};

/* The lexicon alone, for what needs no more. */
kh_status kh_model_lexicon(const kh_model_options *options, kh_arena *arena, kh_lexicon **lexicon, kh_error *err);

#endif
