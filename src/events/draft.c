/* draft.c: one act from one token. */
#include "events/draft.h"

#include <math.h>
#include <string.h>

#include "events/weights.h"

void kh_events_blank(kh_event *e)
{
    *e = (kh_event){ .source = KH_NONE, .time = KH_NONE, .day = KH_NO_DAY, .last = KH_NO_DAY, .place = KH_NONE, .from_place = KH_NONE,
                     .token = KH_NONE, .about = KH_NONE, .incident = KH_NONE, .count = 1 };
    for (int i = 0; i < 4; i++)
        e->places[i] = KH_NONE;
    for (int i = 0; i < KH_HARM_COUNT; i++)
        e->toll[i] = (kh_toll){ .low = -1, .best = -1, .high = -1 };
    e->perpetrators = (kh_toll){ .low = -1, .best = -1, .high = -1 };
}

kh_status kh_events_refuse(run *r, uint32_t t, kh_view rule, const char *reason, kh_error *err)
{
    void *grown = kh_arena_grow(r->scratch, r->refusals, &r->refusal_room, r->refusal_count + 1, sizeof *r->refusals);
    if (!grown)
        return kh_arena_fail(r->scratch, err);
    r->refusals = grown;
    r->refusals[r->refusal_count++] = (kh_refusal){ r->doc->tokens[t].span, rule, reason };
    return KH_OK;
}

/* The share of such acts that a careful reader finds right in type, sides and status (train/confidence.py). */
float kh_events_sure(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    bool known = false, body = false;
    for (uint32_t i = 0; i < e->actor_count + e->recipient_count; i++) {
        const kh_actor *a = &doc->actors[i < e->actor_count ? d->actors[i] : d->recipients[i - e->actor_count]];
        known = known || a->id.n > 0;
        body = body || kh_view_has_word(KH_LIT("GOV|MIL|REB|COP|LEG|JUD|PTY|OPP|SPY|UAF|PRM|SEP|ELI"), kh_view_of(a->sector));
    }
    float z = W_SURE_BASE;
    z += e->actor_count ? W_SURE_ACTOR : 0;
    z += e->recipient_count ? W_SURE_RECIPIENT : 0;
    z += known ? W_SURE_KNOWN : 0;
    z += body ? W_SURE_BODY : 0;
    z += d->sense->pos == 'n' ? W_SURE_NOUN : 0;
    z += e->certainty == KH_FACT ? W_SURE_FACT : 0;
    z += e->status == KH_OCCURRED ? W_SURE_OCCURRED : 0;
    z += e->time != KH_NONE ? W_SURE_DATED : 0;
    z += kh_view_has_word(KH_LIT("ASSAULT|PROTEST|COERCE"), e->type) ? W_SURE_FORCE : 0;
    return 1.0f / (1.0f + expf(-z));
}

/* Frames of a token that is judged though no sense fits it. */
static const kh_sense plain_verb = { .actor = { "subj", 4 }, .recipient = { "obj", 3 }, .pos = 'v' };
static const kh_sense plain_noun = { .actor = { "nmod:by/poss/comp", 17 }, .recipient = { "nmod:on|against|of", 18 }, .pos = 'n' };

/* The words that make the act: compounds before a noun, the particle right after a verb. */
static kh_span trigger_of(const kh_doc *doc, uint32_t t, const kh_sense *s)
{
    kh_span span = doc->tokens[t].span;
    if (s->pos == 'n')
        for (uint32_t i = 1; i <= s->near_count && t >= i && doc->tokens[t - i].sentence == doc->tokens[t].sentence; i++)
            span = kh_span_join(span, doc->tokens[t - i].span);
    else
        for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
            if (doc->tokens[c].sub == KH_SUB_PRT && c == t + 1)
                span = kh_span_join(span, doc->tokens[c].span);
    return span;
}

/* "No group has claimed the attack": the sentence names nobody who did it. */
static void drop_nobody(const kh_doc *doc, draft *d)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d->event.actor_count; i++)
        if (d->sense->pos == 'v' || !kh_events_is_nobody(doc, d->actors[i]))
            d->actors[kept++] = d->actors[i];
    d->event.actor_count = kept;
}

void kh_events_make(const run *r, uint32_t t, const kh_sense *s, draft *d)
{
    const kh_doc *doc = r->doc;
    memset(d, 0, sizeof *d);
    kh_events_blank(&d->event);
    d->sense = s ? s : doc->tokens[t].upos == KH_VERB ? &plain_verb : &plain_noun;
    d->into = d->recalled = KH_NONE;
    d->clause = t;
    kh_event *e = &d->event;
    e->token = t;
    e->type = d->sense->type;
    e->mode = d->sense->mode;
    e->cameo = d->sense->cameo;
    e->rule = d->sense->rule;
    e->trigger = trigger_of(doc, t, d->sense);
    e->sentence = doc->sentences[doc->tokens[t].sentence].span;
    kh_events_roles(r, d);
    e->status = d->read = kh_events_status(r, d, &d->why);
    kh_events_certainty(r, d, d->why.certainty, d->why.governor);
    drop_nobody(doc, d);
    for (int h = 0; h < KH_HARM_COUNT; h++)
        d->counted[h] = KH_NONE;
    kh_events_count(r, t, d);
    kh_events_arrested(d);
    kh_events_weapon(r, d);
    kh_events_where(r, d);
    kh_events_when(r, d);
    e->confidence = kh_events_sure(doc, d);
}

void kh_events_mention(draft *d, kh_span words)
{
    if (d->mention_count < KH_MAX_ROLE)
        d->mentions[d->mention_count++] = words;
}

/* The fixed dependents of an idiom are no acts of their own. */
static void consume(run *r, uint32_t t, const kh_sense *s)
{
    for (uint32_t k = 0; k < s->fixed_count; k++) {
        kh_found f = { .count = 0 };
        kh_events_slot(r->doc, t, s->needs[k].slot, &f);
        for (uint32_t i = 0; i < f.count; i++)
            if (kh_events_word_in(r->events, r->doc, f.tokens[i], s->needs[k].words))
                r->consumed[f.tokens[i]] = true;
    }
}

kh_status kh_events_draft(run *r, uint32_t t, kh_error *err)
{
    uint32_t score = 0;
    bool taken = r->consumed[t] || kh_doc_time_of(r->doc, t) != KH_NONE;         /* "March" the month */
    const kh_sense *s = taken ? NULL : kh_events_match(r->events, r->doc, t, &score);
    if (!s)
        return KH_OK;
    if (kh_view_is(s->type, "-"))
        return kh_events_refuse(r, t, s->rule, "a sense that is no event", err);
    void *grown = kh_arena_grow(r->scratch, r->drafts, &r->room, r->count + 1, sizeof *r->drafts);
    if (!grown)
        return kh_arena_fail(r->scratch, err);
    r->drafts = grown;
    kh_events_make(r, t, s, &r->drafts[r->count++]);
    consume(r, t, s);
    return KH_OK;
}
