/* judge.c: answers for given spans. */
#include "events/draft.h"

static bool touches(const kh_doc *doc, const uint32_t *list, uint32_t n, kh_span span)
{
    for (uint32_t i = 0; i < n; i++)
        if (kh_span_meets(doc->actors[list[i]].span, span))
            return true;
    return false;
}

kh_status kh_events_judge(kh_doc *doc, kh_error *err)
{
    const kh_asked *q = &doc->asked;
    kh_judged *j = &doc->judged;
    j->pairs = kh_arena_array(doc->arena, q->pair_count + 1, sizeof *j->pairs);
    j->triggers = kh_arena_array(doc->arena, q->trigger_count + 1, sizeof *j->triggers);
    j->toponyms = kh_arena_array(doc->arena, q->toponym_count + 1, sizeof *j->toponyms);
    if (!j->pairs || !j->triggers || !j->toponyms)
        return kh_arena_fail(doc->arena, err);
    for (uint32_t i = 0; i < q->pair_count; i++)
        for (uint32_t k = 0; k < doc->event_count; k++) {
            const kh_event *e = &doc->events[k];
            if (e->confidence > j->pairs[i].confidence && touches(doc, e->actors, e->actor_count, q->pairs[i].source) &&
                touches(doc, e->recipients, e->recipient_count, q->pairs[i].target))
                j->pairs[i] = (kh_judged_pair){ e->type, e->mode, e->status, e->confidence };
        }
    for (uint32_t i = 0; i < q->trigger_count; i++) {
        kh_events_blank(&j->triggers[i]);
        j->triggers[i].trigger = q->triggers[i];
        for (uint32_t k = 0; k < doc->event_count; k++)
            if (kh_span_meets(doc->events[k].trigger, q->triggers[i])) {
                j->triggers[i] = doc->events[k];
                break;
            }
    }
    for (uint32_t i = 0; i < q->toponym_count; i++) {
        j->toponyms[i] = (kh_place){ .span = q->toponyms[i], .inside = KH_NONE };
        for (uint32_t k = 0; k < doc->place_count; k++)
            if (kh_span_meets(doc->places[k].span, q->toponyms[i])) {
                j->toponyms[i] = doc->places[k];
                break;
            }
    }
    return KH_OK;
}
