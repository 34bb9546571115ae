/* source.c: on whose word: certainty, source and cue of an act; statements. */
#include "events/draft.h"

uint32_t kh_events_subject(const kh_doc *doc, uint32_t verb)
{
    uint32_t list[KH_MAX_ROLE], n = 0;
    kh_events_fill(doc, verb, KH_LIT("subj"), '/', list, &n);
    return n > 0 ? list[0] : KH_NONE;
}

void kh_events_certainty(const run *r, draft *d, uint8_t certainty, uint32_t governor)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    if (certainty != KH_CERTAINTY_COUNT) {
        e->certainty = (kh_certainty)certainty;
        e->source = kh_events_subject(doc, governor);
        e->cue = doc->tokens[governor].span;
    }
    for (uint32_t c = kh_doc_child(doc, e->token, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, e->token, c)) {
        if (kh_events_is(doc, c, KH_ADVMOD) && kh_events_lemma_in(doc, c, "allegedly|reportedly|purportedly"))
            e->certainty = KH_ALLEGED, e->cue = doc->tokens[c].span;
        else if (kh_events_is(doc, c, KH_AMOD) && kh_events_lemma_in(doc, c, "alleged|suspected|suspect"))
            e->certainty = kh_events_lemma_in(doc, c, "alleged") ? KH_ALLEGED : KH_SUSPECTED, e->cue = doc->tokens[c].span;
        else if ((kh_events_is(doc, c, KH_PARATAXIS) || kh_events_is(doc, c, KH_DISCOURSE)) && kh_events_lemma_in(doc, c, KH_SPEECH "|claim") && kh_span_empty(e->cue)) {
            e->source = kh_events_subject(doc, c);
            e->cue = doc->tokens[c].span;
            if (kh_events_lemma_in(doc, c, "claim"))
                e->certainty = KH_CLAIMED;
        } else if (kh_events_is(doc, c, KH_ACL) && kh_events_lemma_in(doc, c, "claim")) {
            uint32_t list[KH_MAX_ROLE], n = 0;
            kh_events_fill(doc, c, KH_LIT("subj"), '/', list, &n);
            if (n > 0) {
                e->certainty = KH_CLAIMED;
                e->source = list[0];
                e->cue = doc->tokens[c].span;
                if (e->actor_count == 0)
                    kh_events_add_actor(d->actors, &e->actor_count, list[0]);
            }
        }
    }
    uint32_t t = e->token;
    for (uint32_t depth = 0; depth < 8 && kh_span_empty(e->cue); depth++) {
        uint32_t h = doc->tokens[t].head;
        if (h == KH_NONE)
            break;
        bool clause = kh_events_is(doc, t, KH_CCOMP) || kh_events_is(doc, t, KH_XCOMP) || kh_events_is(doc, t, KH_ADVCL) || kh_events_is(doc, t, KH_PARATAXIS) ||
                      kh_events_is(doc, t, KH_OBL);
        if (kh_events_is(doc, t, KH_CCOMP) && kh_events_lemma_in(doc, h, KH_SPEECH)) {
            e->source = kh_events_subject(doc, h);
            e->cue = doc->tokens[h].span;
        } else if (clause && kh_events_lemma_in(doc, h, "accuse|allege|claim")) {
            e->certainty = kh_events_lemma_in(doc, h, "claim") ? KH_CLAIMED : KH_ALLEGED;
            e->source = kh_events_subject(doc, h);
            e->cue = doc->tokens[h].span;
        }
        uint32_t o = kh_doc_child_rel(doc, h, KH_OBJ, KH_NONE);
        bool claims = kh_events_lemma_in(doc, h, "claim") && o != KH_NONE && kh_events_lemma_in(doc, o, "responsibility|credit");
        if (claims && kh_view_is(kh_doc_case(doc, t), "for")) {
            e->certainty = KH_CLAIMED;
            e->source = kh_events_subject(doc, h);
            e->cue = kh_span_join(doc->tokens[h].span, doc->tokens[o].span);
            if (e->actor_count == 0)
                kh_events_add_actor(d->actors, &e->actor_count, e->source);
        }
        t = h;
    }
    if (e->certainty == KH_FACT)           /* "suspected militants" */
        for (uint32_t i = 0; i < e->actor_count; i++) {
            uint32_t h = doc->actors[d->actors[i]].head;
            for (uint32_t c = kh_doc_child_rel(doc, h, KH_AMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, h, KH_AMOD, c))
                if (kh_events_lemma_in(doc, c, "suspected|alleged|suspect")) {
                    e->certainty = kh_events_lemma_in(doc, c, "alleged") ? KH_ALLEGED : KH_SUSPECTED;
                    e->cue = doc->tokens[c].span;
                }
        }
}

kh_status kh_events_statement(run *r, uint32_t t, kh_error *err)
{
    kh_doc *doc = r->doc;
    if (doc->tokens[t].upos != KH_VERB || !kh_events_lemma_in(doc, t, KH_SPEECH "|claim|allege|warn|deny"))
        return KH_OK;
    uint32_t actor = kh_events_subject(doc, t), content = kh_doc_child_rel(doc, t, KH_CCOMP, KH_NONE);
    if (content == KH_NONE && kh_events_is(doc, t, KH_PARATAXIS))
        content = doc->tokens[t].head;
    if (actor == KH_NONE || content == KH_NONE)
        return KH_OK;
    uint32_t first, end;
    kh_doc_subtree(doc, content, &first, &end);
    if (end <= first)
        return KH_OK;
    void *grown = kh_arena_grow(r->scratch, r->says, &r->say_room, r->say_count + 1, sizeof *r->says);
    if (!grown)
        return kh_arena_fail(r->scratch, err);
    r->says = grown;
    r->says[r->say_count++] = (kh_statement){ doc->actors[actor].span, doc->tokens[t].span,
                                              { doc->tokens[first].span.from, doc->tokens[end - 1].span.to }, actor };
    return KH_OK;
}
