/*
 * status.c: whether it happened. What stands on the word itself (auxiliaries, negation, conjunctions) comes first; then the words that
 * govern it (en/status.tsv), one after the other up the tree, until a clause that the text asserts by itself.
 */
#include "events/draft.h"

enum { MAX_STEPS = 12 };

static uint32_t child(const kh_doc *doc, uint32_t t, kh_deprel rel) { return kh_doc_child_rel(doc, t, rel, KH_NONE); }

static bool child_in(const kh_doc *doc, uint32_t t, kh_deprel rel, const char *words)
{
    for (uint32_t c = child(doc, t, rel); c != KH_NONE; c = kh_doc_child_rel(doc, t, rel, c))
        if (kh_events_lemma_in(doc, c, words))
            return true;
    return false;
}

bool kh_events_negated(const kh_doc *doc, uint32_t t)
{
    return child_in(doc, t, KH_ADVMOD, "not|n't|n’t|never|nowhere|neither") || child_in(doc, t, KH_CC, "nor|neither|not") ||
           child_in(doc, t, KH_DETREL, "no|neither") || child_in(doc, t, KH_NSUBJ, "nobody|none|no-one") ||
           child_in(doc, t, KH_CASE, "without") ||
           child_in(doc, t, KH_MARK, "without|instead");
}

/* "no one was arrested", "killed no civilians" */
static bool no_side(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((kh_events_is(doc, c, KH_NSUBJ) || kh_events_is(doc, c, KH_OBJ)) && child_in(doc, c, KH_DETREL, "no"))
            return true;
    return false;
}

static bool infinitive(const kh_doc *doc, uint32_t t) { return child_in(doc, t, KH_MARK, "to"); }

static bool progressive(const kh_doc *doc, uint32_t t)
{
    if (!kh_view_is(doc->tokens[t].xpos, "VBG"))
        return false;
    for (uint32_t c = child(doc, t, KH_AUXREL); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_AUXREL, c))
        if (kh_events_lemma_in(doc, c, "be") && (doc->tokens[c].morph & KH_MORPH_PRES || kh_view_is(kh_doc_form(doc, c), "been")))
            return true;
    return false;
}

/* "he said that it would": told of the past, a will. */
static bool told_in_past(const kh_doc *doc, uint32_t t)
{
    uint32_t h = doc->tokens[t].head;
    return h != KH_NONE && (kh_events_is(doc, t, KH_CCOMP) || kh_events_is(doc, t, KH_ACL)) && child(doc, t, KH_NSUBJ) != KH_NONE &&
           (kh_view_is(doc->tokens[h].xpos, "VBD") || kh_view_is(doc->tokens[h].xpos, "VBN") || doc->tokens[h].upos == KH_NOUN) &&
           !child_in(doc, t, KH_AUXREL, "have");
}

static bool conditional(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = child(doc, t, KH_ADVCL); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_ADVCL, c))
        if (child_in(doc, c, KH_MARK, "if|unless|until"))
            return true;
    return false;
}

static kh_event_status local(const run *r, uint32_t t)
{
    const kh_doc *doc = r->doc;
    bool no = kh_events_negated(doc, t) || no_side(doc, t);
    for (uint32_t c = child(doc, t, KH_AUXREL); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_AUXREL, c)) {
        if (kh_events_lemma_in(doc, c, "will|shall|'ll|wo"))
            return no ? KH_NEGATED : conditional(doc, t) ? KH_HYPOTHETICAL : KH_FUTURE;
        if (kh_events_lemma_in(doc, c, "would|'d") && told_in_past(doc, t))
            return no ? KH_NEGATED : conditional(doc, t) ? KH_HYPOTHETICAL : KH_FUTURE;
        if (no && kh_events_lemma_in(doc, c, "can|could|ca|may|might|would|should|must|'d|ought"))
            return KH_NEGATED;
        if (kh_events_lemma_in(doc, c, "may|might|could|would|should|must|can|'d|ought"))
            return KH_HYPOTHETICAL;
    }
    if (child_in(doc, t, KH_MARK, "if|unless|whether|lest"))
        return KH_HYPOTHETICAL;
    if (no)
        return KH_NEGATED;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        const kh_governor *g = kh_events_governor(r->events, doc, t, c, true);
        if (g && !kh_events_is(doc, c, KH_AUXREL) && g->yes != KH_OCCURRED)
            return g->yes;
    }
    return progressive(doc, t) ? KH_ONGOING : KH_OCCURRED;
}

/* A question, an order, or "Turkey to send troops". */
static kh_event_status of_root(const kh_doc *doc, uint32_t t)
{
    const kh_token *k = &doc->tokens[t];
    const kh_sentence *s = &doc->sentences[k->sentence];
    bool verb = k->upos == KH_VERB;
    if (verb && infinitive(doc, t))
        return KH_FUTURE;
    for (uint32_t i = s->end; i-- > s->first && s->end - i < 4;)
        if (kh_view_is(kh_doc_form(doc, i), "?"))
            return KH_HYPOTHETICAL;
    if (verb && k->morph & KH_MORPH_IMP && child(doc, t, KH_NSUBJ) == KH_NONE)
        return KH_HYPOTHETICAL;
    return KH_OCCURRED;
}

/* "the killing of X", "last week's raid": it is known as done, whatever is felt about it. */
static bool is_given(const kh_doc *doc, uint32_t t)
{
    if (doc->tokens[t].upos != KH_NOUN)
        return false;
    if (child_in(doc, t, KH_DETREL, "the|this|these|those"))
        return true;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        uint32_t time = kh_doc_time_of(doc, c);
        if (time != KH_NONE && doc->times[time].last != KH_NO_DAY && doc->meta.day != KH_NO_DAY && doc->times[time].last <= doc->meta.day)
            return true;
    }
    return false;
}

/* "the first to fall", "one of the few to recognise it" tells what was done; "troops to guard it" what shall be. */
static kh_event_status of_purpose(const kh_doc *doc, uint32_t noun)
{
    return child_in(doc, noun, KH_AMOD, "first|last|second|third|only|latest|next") || kh_events_lemma_in(doc, noun, "first|last|only")
               ? KH_OCCURRED : KH_HYPOTHETICAL;
}

static bool only_begins(const kh_doc *doc, uint32_t verb)
{
    return kh_events_lemma_in(doc, verb, "take|occur|happen|begin|start|be|continue|follow|erupt|break|resume|hold|come|go|last|end");
}

/* Whether a word with no say of its own hands its status down to t. */
static bool hands_down(const kh_doc *doc, const draft *d, uint32_t t, uint32_t head)
{
    switch (doc->tokens[t].deprel) {
    case KH_XCOMP: case KH_CCOMP: return true;
    case KH_ACL: return doc->tokens[t].sub != KH_SUB_RELCL && kh_view_is(doc->tokens[t].xpos, "VBG");
    case KH_NSUBJ: return only_begins(doc, head);
    case KH_OBL: case KH_OBJ: case KH_NMOD: return t != d->event.token && doc->tokens[t].upos == KH_NOUN;   /* reached from below */
    default: return false;
    }
}

kh_event_status kh_events_status(const run *r, const draft *d, uint8_t *certainty, uint32_t *governor)
{
    const kh_doc *doc = r->doc;
    uint32_t t = d->event.token;
    kh_event_status s = local(r, t);
    for (int steps = 0; steps < MAX_STEPS && s == KH_OCCURRED; steps++) {
        uint32_t head = doc->tokens[t].head;
        if (head == KH_NONE)
            return of_root(doc, t);
        if (kh_events_is(doc, t, KH_CONJ)) {
            bool own = child(doc, t, KH_NSUBJ) != KH_NONE || child(doc, t, KH_AUXREL) != KH_NONE;
            if (kh_view_is(doc->tokens[t].xpos, "VBD") && kh_view_is(doc->tokens[head].xpos, "VB"))
                return KH_OCCURRED;        /* "warned that they would shoot, and arrested nine" */
            bool verbs = doc->tokens[t].upos == KH_VERB && doc->tokens[head].upos == KH_VERB;
            t = head;
            if (!own && (verbs || doc->tokens[t].upos != KH_VERB))
                s = local(r, t);
            continue;
        }
        const kh_governor *g = kh_events_governor(r->events, doc, head, t, false);
        if (!g && kh_events_is(doc, t, KH_NSUBJ))
            g = kh_events_governor_raised(r->events, doc, head);
        if (g && g->yes == KH_HYPOTHETICAL && is_given(doc, t))
            g = NULL;
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
        } else if (kh_events_is(doc, t, KH_ADVCL) && !infinitive(doc, t)) {
            kh_event_status h = local(r, head);    /* "before meeting the pope, he will ..."; "when they attack again, we shall ..." */
            return (h == KH_FUTURE || h == KH_HYPOTHETICAL) && !(doc->tokens[t].morph & KH_MORPH_PAST) ? h : KH_OCCURRED;
        } else if (kh_events_is(doc, t, KH_ADVCL)) {
            return KH_HYPOTHETICAL;        /* in order to */
        } else if (kh_events_is(doc, t, KH_ACL) && infinitive(doc, t)) {
            return of_purpose(doc, head);
        } else if (!hands_down(doc, d, t, head)) {
            break;
        }
        if (s == KH_OCCURRED && !kh_events_is(doc, t, KH_CCOMP)) {
            kh_event_status h = local(r, head);
            if ((h != KH_NEGATED || !g) && h != KH_ONGOING)
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
