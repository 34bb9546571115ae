#include "coder.h"

#include "incidents/incidents.h"
#include "model.h"

/* The whole program: each stage reads the layers below it and writes its own. */
kh_status kh_coder_stages(const kh_model *m, kh_doc *doc, bool tokens_given, kh_arena *scratch, kh_error *err)
{
    kh_learned learned;
    bool asks = !(doc->flags & KH_RULES_ONLY) && kh_language_learned(m->language, &learned);
    bool gate = !(doc->flags & KH_NO_GATE);
    kh_status s = tokens_given ? kh_language_run_tokens(m->language, doc, scratch, err)
                               : kh_language_run(m->language, doc, gate ? kh_events_want : NULL, m->events, scratch, err);
    if (!s)
        s = kh_times_run(m->times, doc, scratch, err);
    if (!s)
        s = kh_places_run(m->places, doc, scratch, err);
    if (!s)
        s = kh_places_judge(m->places, doc, scratch, err);
    if (!s)
        s = kh_actors_run(m->actors, doc, scratch, err);
    if (!s)
        s = kh_events_run(m->events, doc, asks ? &learned : NULL, scratch, err);
    if (!s)
        s = kh_incidents_run(doc, scratch, err);
    return s;
}
