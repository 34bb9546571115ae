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

static float unsure(const kh_event *e)
{
    return e->status == KH_FUTURE ? W_GOVERNED_FUTURE : e->certainty == KH_DENIED ? W_GOVERNED_DENIED
         : e->certainty == KH_SUSPECTED ? W_GOVERNED_SUSPECTED : W_GOVERNED_MAYBE;
}

static float governed(const kh_event *e, const kh_why *why)
{
    if (why->no)
        return e->status == KH_NEGATED ? W_GOVERNED_NOT : W_UNDER_NOT;
    if (why->row && why->row->lean != KH_NO_LEAN)
        return (float)why->row->lean / 10.0f;
    return e->status == KH_NEGATED ? W_GOVERNED_NOT : unsure(e);
}

static float by_ground(const kh_event *e, const kh_why *why)
{
    switch (why->ground) {
    case KH_GROUND_NOT: return e->certainty == KH_ALLEGED || e->certainty == KH_SUSPECTED ? -W_NOT_UNSURE : -W_NOT;
    case KH_GROUND_NO_OBJECT: return W_NO_OBJECT;
    case KH_GROUND_WILL: return W_WILL;
    case KH_GROUND_WILL_IF: return W_WILL_IF;
    case KH_GROUND_CAN: return W_CAN;
    case KH_GROUND_CANNOT: return W_CANNOT;
    case KH_GROUND_IF: return W_IF;
    case KH_GROUND_QUESTION: return W_QUESTION;
    case KH_GROUND_ORDER: return W_ORDER;
    case KH_GROUND_HEADLINE: return W_HEADLINE;
    case KH_GROUND_PURPOSE: return W_PURPOSE;
    case KH_GROUND_NOUN_PURPOSE: return W_NOUN_PURPOSE;
    case KH_GROUND_BESIDE: return W_BESIDE;
    case KH_GROUND_MODIFIER:
    case KH_GROUND_GOVERNOR: return governed(e, why);
    default: return unsure(e);
    }
}

float kh_events_factuality(const draft *d)
{
    const kh_event *e = &d->event;
    if (e->status == KH_OCCURRED || e->status == KH_ONGOING)
        return asserted(e);
    if (e->status == d->read)
        return by_ground(e, &d->why);
    return e->status == KH_NEGATED ? -W_NOT : unsure(e);     /* another sentence changed it */
}
