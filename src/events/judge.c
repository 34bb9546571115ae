/* judge.c: answers for given spans: what the source does to the target; the event of a trigger. */
#include "events/draft.h"
#include "events/weights.h"

/* The word of a span that its other words hang on. */
static uint32_t head_of(const kh_doc *doc, kh_span span)
{
    uint32_t best = KH_NONE;
    for (uint32_t t = kh_doc_token_at(doc, span.from); t < doc->token_count && doc->tokens[t].span.from < span.to; t++) {
        uint32_t h = doc->tokens[t].head;
        bool outside = h == KH_NONE || doc->tokens[h].span.to <= span.from || doc->tokens[h].span.from >= span.to;
        if (doc->tokens[t].upos != KH_PUNCT && (best == KH_NONE || outside))
            best = t;
        if (outside && best == t)
            return t;
    }
    return best;
}

static bool touches(const kh_doc *doc, const uint32_t *list, uint32_t n, kh_span span)
{
    for (uint32_t i = 0; i < n; i++)
        if (kh_span_meets(doc->actors[list[i]].span, span))
            return true;
    return false;
}

/* Steps from a token to the sentence's root, at most `room`. */
static uint32_t path_up(const kh_doc *doc, uint32_t t, uint32_t *path, uint32_t room)
{
    uint32_t n = 0;
    for (; t != KH_NONE && n < room; t = doc->tokens[t].head)
        path[n++] = t;
    return n;
}

enum { MAX_PATH = 48 };

/* Distance in the tree, UINT32_MAX in different sentences. */
static uint32_t apart(const kh_doc *doc, uint32_t a, uint32_t b)
{
    uint32_t up[MAX_PATH], other[MAX_PATH];
    if (a == KH_NONE || b == KH_NONE || doc->tokens[a].sentence != doc->tokens[b].sentence)
        return UINT32_MAX;
    uint32_t n = path_up(doc, a, up, MAX_PATH), m = path_up(doc, b, other, MAX_PATH);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++)
            if (up[i] == other[k])
                return i + k;
    return UINT32_MAX;
}

/* How well an act tells what the source does to the target: who it is by its roles first, nearness in the tree second. */
static float fit(const kh_doc *doc, const draft *d, const kh_ask_pair *q, uint32_t source, uint32_t target)
{
    const kh_event *e = &d->event;
    bool has_source = touches(doc, d->actors, e->actor_count, q->source);
    bool has_target = touches(doc, d->recipients, e->recipient_count, q->target);
    bool turned = !has_source && !has_target && touches(doc, d->actors, e->actor_count, q->target) &&
                  touches(doc, d->recipients, e->recipient_count, q->source);
    uint32_t far = apart(doc, e->token, source), further = apart(doc, e->token, target);
    float near = 0;
    if (far != UINT32_MAX)
        near += 0.5f / (1.0f + (float)far);
    if (further != UINT32_MAX)
        near += 0.5f / (1.0f + (float)further);
    return (has_source ? 2.0f : 0.0f) + (has_target ? 2.0f : 0.0f) + (turned ? 1.0f : 0.0f) + near + 0.5f * e->confidence;
}

static bool is_type(kh_view type, const char *types) { return kh_view_has_word(kh_view_of(types), type); }

/*
 * What the source does to the target now, where the act itself is not done: to promise help is to agree, to promise harm is to threaten, to
 * refuse is to reject, to say that another must is to request. (In `code` these are two events; a pair has one answer.)
 */
static kh_view as_saying(const run *r, const draft *d, bool by_source, const kh_ask_pair *q)
{
    static const char coop[] = "CONSULT|SUPPORT|AID|COOPERATE|CONCEDE|RETREAT|AGREE", harm[] = "ASSAULT|COERCE|SANCTION|PROTEST|MOBILIZE|REJECT";
    const kh_event *e = &d->event;
    bool other = e->source != KH_NONE && !by_source && kh_span_meets(r->doc->actors[e->source].span, q->source);
    if (other && e->status == KH_HYPOTHETICAL && is_type(e->type, coop))
        return KH_LIT("REQUEST");
    if (e->status == KH_NEGATED && is_type(e->type, coop))
        return KH_LIT("REJECT");
    if (e->status == KH_FUTURE && is_type(e->type, coop))
        return KH_LIT("AGREE");
    if (e->status == KH_FUTURE && is_type(e->type, harm))
        return KH_LIT("THREATEN");
    return e->type;
}

/* What the rules say; `points`: how well the act fits the pair, 0 where there is none. */
static float by_rules(const run *r, const kh_ask_pair *q, kh_judged_pair *out)
{
    const kh_doc *doc = r->doc;
    uint32_t source = head_of(doc, q->source), target = head_of(doc, q->target);
    float best = 0;
    *out = (kh_judged_pair){ KH_LIT("CONSULT"), { 0 }, KH_OCCURRED, 0.1f };
    for (size_t k = 0; k < r->count; k++) {
        const draft *d = &r->drafts[k];
        float points = fit(doc, d, q, source, target);
        if (points > best) {
            best = points;
            kh_view type = as_saying(r, d, touches(doc, d->actors, d->event.actor_count, q->source), q);
            bool other_type = !kh_view_eq(type, d->event.type);
            *out = (kh_judged_pair){ type, other_type ? (kh_view){ NULL, 0 } : d->event.mode, other_type ? KH_OCCURRED : d->event.status,
                                     d->event.confidence * (points > 4 ? 1.0f : 0.5f) };
        }
    }
    return best;
}

/* The type with the largest sum of what is learned and what the rules say; mode and status are the rules' where they agree. */
static void weigh_in(const kh_learned *l, const float *shares, float points, kh_judged_pair *out)
{
    float rule = points > 4 ? W_RULE_BOTH_SIDES : points > 2 ? W_RULE_ONE_SIDE : points > 0 ? W_RULE_NEAR : 0;
    float best = -1, sum = rule;
    uint32_t at = 0;
    for (uint32_t k = 0; k + 1 < l->count; k++) {
        float v = shares[k] + (kh_view_eq(l->types[k], out->type) ? rule : 0);
        sum += shares[k];
        if (v > best) {
            best = v;
            at = k;
        }
    }
    if (!kh_view_eq(l->types[at], out->type))
        *out = (kh_judged_pair){ l->types[at], { NULL, 0 }, KH_OCCURRED, 0 };
    out->confidence = sum > 0 ? best / sum : 0;
}

static kh_status judge_pairs(const run *r, const kh_asked *q, kh_judged_pair *out, kh_error *err)
{
    const kh_learned *l = r->learned;
    kh_mark mark = kh_arena_mark(r->scratch);
    float *shares = l ? kh_arena_array(r->scratch, ((size_t)q->pair_count + 1) * l->count, sizeof *shares) : NULL;
    if (l && !shares)
        return kh_arena_fail(r->scratch, err);
    kh_status s = l && q->pair_count ? l->judge(l->ctx, r->doc, q->pairs, q->pair_count, shares, r->scratch, err) : KH_OK;
    for (uint32_t i = 0; !s && i < q->pair_count; i++) {
        float points = by_rules(r, &q->pairs[i], &out[i]);
        if (l)
            weigh_in(l, shares + (size_t)i * l->count, points, &out[i]);
    }
    kh_arena_rewind(r->scratch, mark);
    return s;
}

/* A word that was folded into another act ("an attack that killed two") has the sides of that act where it has none itself. */
static void lend_sides(const run *r, draft *d)
{
    for (int steps = 0; d->dropped && d->into != KH_NONE && steps < 4; steps++) {
        const draft *to = &r->drafts[d->into];
        if (d->event.actor_count == 0)
            for (uint32_t i = 0; i < to->event.actor_count; i++)
                kh_events_add_actor(d->actors, &d->event.actor_count, to->actors[i]);
        if (d->event.recipient_count == 0)
            for (uint32_t i = 0; i < to->event.recipient_count; i++)
                kh_events_add_actor(d->recipients, &d->event.recipient_count, to->recipients[i]);
        if (!to->dropped)
            return;
        d->into = to->into;
    }
}

static kh_status judge_trigger(const run *r, kh_span span, kh_event *out, kh_error *err)
{
    kh_doc *doc = r->doc;
    uint32_t t = head_of(doc, span);
    draft made;
    const draft *d = NULL;
    for (size_t k = 0; k < r->count && !d; k++)
        if (r->drafts[k].event.token == t)
            d = &r->drafts[k];
    for (size_t k = 0; k < r->count && !d; k++)
        if (kh_span_meets(r->drafts[k].event.trigger, span))
            d = &r->drafts[k];
    for (size_t k = 0; k < r->count && !d && t != KH_NONE; k++)            /* "fatal shooting": the first word for both */
        if (r->drafts[k].event.token == doc->tokens[t].head && (kh_events_is(doc, t, KH_AMOD) || kh_events_is(doc, t, KH_COMPOUND)))
            d = &r->drafts[k];
    if (!d && t == KH_NONE) {
        kh_events_blank(out);
        out->trigger = span;
        return KH_OK;
    }
    if (!d) {
        kh_events_make(r, t, NULL, &made);
        d = &made;
    }
    if (d != &made)
        made = *d;
    lend_sides(r, &made);
    d = &made;
    *out = d->event;
    if (out->place != KH_NONE && doc->places[out->place].first < doc->token_count &&
        doc->tokens[doc->places[out->place].first].sentence != doc->tokens[t].sentence)
        out->place = KH_NONE;              /* a word is judged by what its own sentence says */
    out->trigger = span;
    out->factuality = kh_events_factuality(d);
    return kh_events_keep_lists(doc, d, out, err);
}

kh_status kh_events_judge(const run *r, kh_error *err)
{
    kh_doc *doc = r->doc;
    const kh_asked *q = &doc->asked;
    kh_judged *j = &doc->judged;
    j->pairs = kh_arena_array(doc->arena, q->pair_count + 1, sizeof *j->pairs);
    j->triggers = kh_arena_array(doc->arena, q->trigger_count + 1, sizeof *j->triggers);
    if (!j->pairs || !j->triggers)
        return kh_arena_fail(doc->arena, err);
    kh_status st = judge_pairs(r, q, j->pairs, err);
    if (st != KH_OK)
        return st;
    for (uint32_t i = 0; i < q->trigger_count; i++) {
        kh_status s = judge_trigger(r, q->triggers[i], &j->triggers[i], err);
        if (s != KH_OK)
            return s;
    }
    return KH_OK;
}
