/*
 * factuality.c: how likely an act is to have happened, or to happen, from -3 to 3: the status and its certainty where the text asserts or
 * denies the act, a number for the ground (status.c) where it does neither. The numbers stand in weights.h; single words of status.tsv
 * have their own (lean=).
 */
#include "events/draft.h"
#include "events/weights.h"

static float asserted(const kh_event *e)
{
    switch (e->certainty) {
    case KH_CLAIMED: return W_TOLD_CLAIMED;
    case KH_ALLEGED:
    case KH_SUSPECTED: return W_TOLD_UNSURE;
    case KH_DENIED: return W_TOLD_DENIED;
    default: return e->source == KH_NONE ? W_TOLD : W_TOLD_BY_SOMEBODY;
    }
}

static float unsure(kh_event_status status, kh_certainty c)
{
    return status == KH_FUTURE ? W_GOVERNED_FUTURE : c == KH_DENIED ? W_GOVERNED_DENIED : c == KH_SUSPECTED ? W_GOVERNED_SUSPECTED : W_GOVERNED_MAYBE;
}

static float governed(const kh_why *why, kh_event_status status, kh_certainty c)
{
    if (why->no)
        return status == KH_NEGATED ? W_GOVERNED_NOT : W_UNDER_NOT;
    float value = why->row && why->row->lean != KH_NO_LEAN ? (float)why->row->lean / 10.0f : status == KH_NEGATED ? W_GOVERNED_NOT : unsure(status, c);
    return why->unsure ? W_MAYBE_NOT : value;
}

static float by_ground(const kh_why *why, kh_event_status status, kh_certainty c)
{
    switch (why->ground) {
    case KH_GROUND_NOT: return c == KH_ALLEGED || c == KH_SUSPECTED ? -W_NOT_UNSURE : -W_NOT;
    case KH_GROUND_NO_OBJECT: return W_NO_OBJECT;
    case KH_GROUND_WILL: return W_WILL;
    case KH_GROUND_WILL_IF: return W_WILL_IF;
    case KH_GROUND_CAN: return W_CAN;
    case KH_GROUND_CANNOT: return W_CANNOT;
    case KH_GROUND_WOULD_HAVE: return W_WOULD_HAVE;
    case KH_GROUND_MIGHT_HAVE: return W_MIGHT_HAVE;
    case KH_GROUND_IF: return W_IF;
    case KH_GROUND_QUESTION: return W_QUESTION;
    case KH_GROUND_ORDER: return W_ORDER;
    case KH_GROUND_HEADLINE: return W_HEADLINE;
    case KH_GROUND_PURPOSE: return W_PURPOSE;
    case KH_GROUND_NOUN_PURPOSE: return why->no ? W_NO_PURPOSE : W_NOUN_PURPOSE;
    case KH_GROUND_BESIDE: return W_BESIDE;
    case KH_GROUND_NEEDED: return W_NEEDED;
    case KH_GROUND_ADJECTIVE: return why->no ? W_NOT_ADJECTIVE : W_ADJECTIVE;
    case KH_GROUND_MODIFIER:
    case KH_GROUND_GOVERNOR: return governed(why, status, c);
    default: return unsure(status, c);
    }
}

float kh_events_worth(const kh_why *why, kh_event_status status, kh_certainty certainty)
{
    float value = by_ground(why, status, certainty);
    return value < why->cap ? value : why->cap;
}

float kh_events_factuality(const draft *d)
{
    const kh_event *e = &d->event;
    if (e->status == KH_OCCURRED || e->status == KH_ONGOING)
        return asserted(e);
    if (e->status == d->read)
        return kh_events_worth(&d->why, e->status, e->certainty);
    return e->status == KH_NEGATED ? -W_NOT : unsure(e->status, e->certainty);     /* another sentence changed it */
}
