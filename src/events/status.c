/* status.c: whether it happened: negation, auxiliaries, and the words that govern an act (en/status.tsv). */
#include "events/draft.h"

bool kh_events_negated(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        if ((kh_events_is(doc, c, KH_ADVMOD) || kh_events_is(doc, c, KH_CC)) && kh_events_lemma_in(doc, c, "not|n't|n’t|never|no longer"))
            return true;
        if (kh_events_is(doc, c, KH_DETREL) && kh_events_lemma_in(doc, c, "no|neither"))
            return true;
        if (kh_events_is(doc, c, KH_NSUBJ) && kh_events_lemma_in(doc, c, "nobody|none|no-one"))
            return true;
    }
    return false;
}

/* What stands on the word itself. */
static kh_event_status local(const run *r, uint32_t t)
{
    const kh_doc *doc = r->doc;
    bool no = kh_events_negated(doc, t), be = false;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        if (kh_events_is(doc, c, KH_AUXREL)) {
            if (kh_events_lemma_in(doc, c, "may|might|could|would|should|must|can|'d"))
                return KH_HYPOTHETICAL;
            if (kh_events_lemma_in(doc, c, "will|shall|'ll|wo"))
                return no ? KH_NEGATED : KH_FUTURE;
            be = be || (kh_events_lemma_in(doc, c, "be") && (doc->tokens[c].morph & KH_MORPH_PRES));
        }
        if (kh_events_is(doc, c, KH_MARK) && kh_events_lemma_in(doc, c, "if|unless|whether|lest"))
            return KH_HYPOTHETICAL;
    }
    if (no)
        return KH_NEGATED;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        const kh_governor *g = kh_events_governor(r->events, doc, t, c, true);
        if (g && !kh_events_is(doc, c, KH_AUXREL) && g->yes != KH_OCCURRED)
            return g->yes;
    }
    if (be && kh_view_is(doc->tokens[t].xpos, "VBG") && kh_events_lemma_in(doc, t, "fight|battle|clash|besiege|shell|bombard|occupy|advance|protest"))
        return KH_ONGOING;
    return KH_OCCURRED;
}

kh_event_status kh_events_status(const run *r, const draft *d, uint8_t *certainty, uint32_t *governor)
{
    const kh_doc *doc = r->doc;
    uint32_t t = d->event.token;
    kh_event_status s = local(r, t);
    for (uint32_t depth = 0; depth < 12 && s == KH_OCCURRED; depth++) {
        uint32_t head = doc->tokens[t].head;
        if (head == KH_NONE) {
            uint32_t m = kh_doc_child_rel(doc, t, KH_MARK, KH_NONE);
            if (doc->tokens[t].upos == KH_VERB && m != KH_NONE && kh_events_lemma_in(doc, m, "to"))
                s = KH_FUTURE;             /* "Turkey to send troops" */
            break;
        }
        if (kh_events_is(doc, t, KH_CONJ)) {
            bool own = kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE) != KH_NONE || kh_doc_child_rel(doc, t, KH_AUXREL, KH_NONE) != KH_NONE;
            t = head;
            if (!own && doc->tokens[t].upos == KH_VERB && !kh_events_negated(doc, t))
                s = local(r, t);
            continue;
        }
        const kh_governor *g = kh_events_governor(r->events, doc, head, t, false);
        if (g) {
            if (*certainty == KH_CERTAINTY_COUNT && g->certainty != KH_CERTAINTY_COUNT) {
                *certainty = g->certainty;
                *governor = head;
            }
            s = kh_events_negated(doc, head) ? g->no : g->yes;
        } else if (t == d->event.token && d->clause == head) {
            s = local(r, head);            /* a light verb carries the noun's status */
            t = head;
            continue;
        } else if (!(kh_events_is(doc, t, KH_XCOMP) || kh_events_is(doc, t, KH_CCOMP) ||
                     (kh_events_is(doc, t, KH_NSUBJ) && kh_events_lemma_in(doc, head, "take|occur|happen|begin|start|be|continue|follow")))) {
            break;
        }
        if (s == KH_OCCURRED && !kh_events_is(doc, t, KH_CCOMP)) {
            kh_event_status h = local(r, head);
            if (h != KH_NEGATED || !g)
                s = h;
        }
        t = head;
    }
    return s;
}

float kh_events_factuality(const kh_event *e)
{
    float sure = e->certainty == KH_FACT ? 3.0f : e->certainty == KH_CLAIMED ? 2.0f : e->certainty == KH_DENIED ? 0.0f : 1.0f;
    switch (e->status) {
    case KH_OCCURRED:
    case KH_ONGOING: return sure;
    case KH_NEGATED: return -sure;
    case KH_FUTURE: return 1.0f;
    default: return 0.0f;
    }
}
