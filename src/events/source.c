/* source.c: on whose word. An act takes its source from the innermost statement (says.c) that holds it. */
#include "events/draft.h"

enum { MAX_UP = 8 };

uint32_t kh_events_subject(const run *r, uint32_t verb)
{
    uint32_t list[KH_MAX_ROLE], n = 0;
    kh_events_fill(r, verb, KH_LIT("subj"), '/', KH_SOMEBODY, list, &n);
    return n > 0 ? list[0] : KH_NONE;
}

/*
 * Whether a denial is about the act: "denied the claim that its men killed her" is, "rejected the offer", "denied the request to name him"
 * and what a relative clause adds are not.
 */
static bool is_denied(const run *r, const said *s, const draft *d)
{
    const kh_doc *doc = r->doc;
    uint32_t token = d->event.token, t = token;
    if ((doc->tokens[t].upos == KH_NOUN && kh_events_is_saying(d)) || kh_events_negated(doc, s->cue))
        return false;
    for (int n = 0; n < MAX_UP && t != KH_NONE && t != s->cue; n++, t = doc->tokens[t].head) {
        bool aside = doc->tokens[t].sub == KH_SUB_RELCL || kh_events_is(doc, t, KH_APPOS) ||
                     (kh_events_is(doc, t, KH_ACL) && kh_view_is(doc->tokens[t].xpos, "VBN") && kh_doc_child_rel(doc, t, KH_AUXREL, KH_NONE) == KH_NONE);
        if (aside || (doc->tokens[t].upos == KH_NOUN && kh_events_governs(r->events, doc, t) && (t == token || !kh_events_speech(r->events, doc, t))))
            return false;
    }
    return true;
}

static const said *innermost(const run *r, const draft *d)
{
    uint32_t token = d->event.token;
    const kh_span at = r->doc->tokens[token].span;
    const said *best = NULL;
    for (size_t i = r->say_count; i-- > 0;) {
        const said *s = &r->says[i];
        if (s->statement.content.to < r->doc->sentences[r->doc->tokens[token].sentence].span.from)
            break;
        if (!kh_span_holds(s->statement.content, at) || s->cue == token || s->row->certainty == KH_CERTAINTY_COUNT ||
            (s->row->certainty == KH_DENIED && !is_denied(r, s, d)))
            continue;
        if (!best || s->statement.content.to - s->statement.content.from < best->statement.content.to - best->statement.content.from)
            best = s;
    }
    return best;
}

static bool shares_entity(const kh_doc *doc, const uint32_t *list, uint32_t n, uint32_t actor)
{
    for (uint32_t i = 0; i < n && actor != KH_NONE; i++)
        if (list[i] == actor || doc->actors[list[i]].entity == doc->actors[actor].entity)
            return true;
    return false;
}

static bool fights(const kh_doc *doc, uint32_t actor)
{
    return kh_view_has_word(KH_LIT("REB|MIL|PRM|SEP|INS"), kh_view_of(doc->actors[actor].sector));
}

/* A deed that its doer tells is claimed; one that a fighting party tells of its enemy is alleged. */
static kh_certainty told(const run *r, const draft *d, const said *s)
{
    const kh_event *e = &d->event;
    uint32_t actor = s->statement.actor;
    if (s->row->certainty != KH_FACT)
        return (kh_certainty)s->row->certainty;
    if (actor == KH_NONE || !(kh_view_is(e->type, "ASSAULT") || kh_view_is(e->type, "COERCE")) || e->status != KH_OCCURRED)
        return KH_FACT;
    if (shares_entity(r->doc, d->actors, e->actor_count, actor))
        return KH_CLAIMED;
    if (!fights(r->doc, actor))
        return KH_FACT;
    bool enemy = shares_entity(r->doc, d->recipients, e->recipient_count, actor);
    for (uint32_t i = 0; i < e->actor_count; i++)
        enemy = enemy || fights(r->doc, d->actors[i]);
    return enemy ? KH_ALLEGED : KH_FACT;
}

/* In a communique: its own deeds are claimed, its enemy's alleged. */
static void told_by_author(const run *r, draft *d)
{
    kh_event *e = &d->event;
    if (r->author == KH_NONE || e->status != KH_OCCURRED || !kh_view_has_word(KH_LIT("ASSAULT|COERCE"), e->type) || e->actor_count == 0)
        return;
    bool own = shares_entity(r->doc, d->actors, e->actor_count, r->author), other = false;
    for (uint32_t i = 0; i < e->actor_count; i++) {
        const kh_actor *a = &r->doc->actors[d->actors[i]], *author = &r->doc->actors[r->author];
        own = own || (a->id.n > 0 && kh_view_eq(a->id, author->id));
        other = other || kh_view_has_word(KH_LIT("GOV|MIL|COP|REB|PRM|SPY"), kh_view_of(a->sector));
    }
    if (!own && !other)
        return;
    e->certainty = own ? KH_CLAIMED : KH_ALLEGED;
    e->source = r->author;
    e->cue = r->doc->actors[r->author].span;
}

uint32_t kh_events_author(const kh_doc *doc)
{
    for (uint32_t i = 0; i < doc->actor_count; i++) {
        const kh_actor *a = &doc->actors[i];
        if (!a->pronoun || !(doc->tokens[a->head].morph & KH_MORPH_1) || a->via[0] == KH_NONE)
            continue;
        const kh_actor *of = &doc->actors[a->via[0]];
        if (of->kind == KH_KIND_GROUP && of->named && kh_view_has_word(KH_LIT("REB|MIL|PRM|GOV|PTY|SEP"), kh_view_of(of->sector)) &&
            doc->tokens[of->head].sentence != doc->tokens[a->head].sentence)
            return a->via[0];
    }
    return KH_NONE;
}

/* Words below the act or its actor that cast doubt: "allegedly", "suspected". */
static void doubts(const kh_doc *doc, uint32_t t, kh_event *e)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        bool adverb = kh_events_is(doc, c, KH_ADVMOD), adjective = kh_events_is(doc, c, KH_AMOD);
        if ((adverb && kh_events_lemma_in(doc, c, "allegedly|reportedly|purportedly")) || (adjective && kh_events_lemma_in(doc, c, "alleged")))
            e->certainty = KH_ALLEGED;
        else if ((adjective && kh_events_lemma_in(doc, c, "suspected|suspect")) || (adverb && kh_events_lemma_in(doc, c, "apparently")))
            e->certainty = KH_SUSPECTED;
        else
            continue;
        if (kh_span_empty(e->cue))
            e->cue = doc->tokens[c].span;
    }
}

/* "claimed responsibility for the bombing", "a bombing claimed by X": who says so did it. */
static bool claims(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    uint32_t t = e->token, verb = KH_NONE, noun = KH_NONE;
    bool to_it = false;                    /* "responsibility for it" hangs on the verb or on the noun */
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_ACL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_ACL, c))
        if (kh_events_lemma_in(doc, c, "claim"))
            verb = c;
    for (uint32_t step = 0; step < MAX_UP && verb == KH_NONE && doc->tokens[t].head != KH_NONE; step++) {
        uint32_t h = doc->tokens[t].head, o = kh_doc_child_rel(doc, h, KH_OBJ, KH_NONE);
        to_it = to_it || kh_view_is(kh_doc_case(doc, t), "for");
        if (kh_events_lemma_in(doc, h, "claim") && o != KH_NONE && kh_events_lemma_in(doc, o, "responsibility|credit") && to_it)
            verb = h, noun = o;
        t = h;
    }
    uint32_t who = verb == KH_NONE ? KH_NONE : kh_events_subject(r, verb);
    if (who == KH_NONE || kh_events_is_nobody(doc, who))
        return false;
    e->certainty = KH_CLAIMED;
    e->source = who;
    e->cue = noun == KH_NONE ? doc->tokens[verb].span : kh_span_join(doc->tokens[verb].span, doc->tokens[noun].span);
    if (e->actor_count == 0)
        kh_events_add_actor(d->actors, &e->actor_count, who);
    return true;
}

static bool back_to_before(const kh_doc *doc, uint32_t t)
{
    if (t == KH_NONE || doc->tokens[t].upos == KH_PRON || doc->tokens[t].upos == KH_DET)
        return true;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_DETREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_DETREL, c))
        if (kh_events_lemma_in(doc, c, "the|this|both|these|that"))
            return true;
    return false;
}

/* The last assault before a sentence, up to a few sentences back. */
static draft *last_assault(run *r, uint32_t sentence)
{
    enum { FAR = 3 };
    for (size_t k = r->from; k-- > 0;) {
        draft *d = &r->drafts[k];
        uint32_t s = r->doc->tokens[d->event.token].sentence;
        if (sentence - s > FAR)
            return NULL;
        if (!d->dropped && kh_view_is(d->event.type, "ASSAULT") && d->event.status == KH_OCCURRED && !d->event.background)
            return d;
    }
    return NULL;
}

static void ascribe(draft *d, kh_certainty c, uint32_t who, uint32_t source, kh_span cue)
{
    if (d->event.certainty != KH_FACT && d->event.certainty != KH_ALLEGED)
        return;
    d->event.certainty = c;
    d->event.source = source;
    d->event.cue = cue;
    if (d->event.actor_count == 0)
        kh_events_add_actor(d->actors, &d->event.actor_count, who);
}

/* "The group claimed responsibility.", "Police blamed X for it.": said in a sentence of its own of the act before. */
void kh_events_ascribe(run *r, const kh_sentence *s)
{
    kh_doc *doc = r->doc;
    uint32_t sentence = (uint32_t)(s - doc->sentences);
    draft *before = last_assault(r, sentence);
    for (uint32_t t = s->first; before && t < s->end; t++) {
        uint32_t o = kh_events_lemma_in(doc, t, "claim") ? kh_doc_child_rel(doc, t, KH_OBJ, KH_NONE) : KH_NONE;
        if (o == KH_NONE || !kh_events_lemma_in(doc, o, "responsibility|credit") || kh_events_negated(doc, o) || kh_events_negated(doc, t))
            continue;
        kh_found f = { .count = 0 };
        kh_events_slot(doc, t, KH_LIT("obl:for"), &f);
        kh_events_prepositional(doc, o, KH_LIT("for"), &f);
        uint32_t who = kh_events_subject(r, t);
        if (who != KH_NONE && !kh_events_is_nobody(doc, who) && back_to_before(doc, f.count ? f.tokens[0] : KH_NONE))
            ascribe(before, KH_CLAIMED, who, who, kh_span_join(doc->tokens[t].span, doc->tokens[o].span));
    }
    for (size_t k = r->from; before && k < r->count; k++) {
        draft *d = &r->drafts[k];
        if (!kh_view_is(d->event.type, "ACCUSE") || d->event.recipient_count == 0 || d->event.about != KH_NONE || d->event.status != KH_OCCURRED ||
            !kh_events_lemma_in(doc, d->event.token, "blame|accuse|suspect"))
            continue;
        kh_found f = { .count = 0 };
        kh_events_slot(doc, d->event.token, KH_LIT("obl:for|of"), &f);
        if (f.count == 0 && !kh_events_lemma_in(doc, d->event.token, "blame"))
            continue;                      /* of what is said, though not in a slot */
        if (back_to_before(doc, f.count ? f.tokens[0] : KH_NONE))
            ascribe(before, KH_ALLEGED, d->recipients[0], d->event.actor_count ? d->actors[0] : KH_NONE, d->event.trigger);
    }
}

void kh_events_certainty(const run *r, draft *d, uint8_t certainty, uint32_t governor)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    if (claims(r, d))
        return;
    const said *s = innermost(r, d);
    if (s && s->statement.actor != KH_NONE && kh_events_is_nobody(doc, s->statement.actor))
        return;                            /* "no group has claimed it": that is nobody's word */
    if (s) {
        e->certainty = told(r, d, s);
        e->source = s->statement.actor;
        e->cue = s->statement.cue;
    } else {
        told_by_author(r, d);
    }
    bool denied = s && s->row->certainty == KH_DENIED && (certainty == KH_CLAIMED || certainty == KH_ALLEGED);     /* "rejected the claim that" */
    uint32_t who = certainty != KH_CERTAINTY_COUNT && !s ? kh_events_subject(r, governor) : KH_NONE;
    if (certainty != KH_CERTAINTY_COUNT && !denied && !(who != KH_NONE && kh_events_is_nobody(doc, who))) {
        e->certainty = (kh_certainty)certainty;
        if (!s) {
            e->source = who;
            e->cue = doc->tokens[governor].span;
        }
    }
    doubts(doc, e->token, e);
    for (uint32_t i = 0; e->certainty == KH_FACT && i < e->actor_count; i++)
        doubts(doc, doc->actors[d->actors[i]].head, e);
}
