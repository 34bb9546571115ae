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

/* "not only", "not just": no negation. */
static bool not_only(const kh_doc *doc, uint32_t word)
{
    return kh_events_lemma_in(doc, word, "not") && word + 1 < doc->token_count && doc->tokens[word + 1].sentence == doc->tokens[word].sentence &&
           kh_events_lemma_in(doc, word + 1, "only|just|merely|simply|solely");
}

static bool not_below(const kh_doc *doc, uint32_t t, kh_deprel rel, const char *words)
{
    for (uint32_t c = child(doc, t, rel); c != KH_NONE; c = kh_doc_child_rel(doc, t, rel, c))
        if (kh_events_lemma_in(doc, c, words) && !not_only(doc, c))
            return true;
    return false;
}

bool kh_events_negated(const kh_doc *doc, uint32_t t)
{
    return not_below(doc, t, KH_ADVMOD, "not|n't|n’t|never|nowhere|neither") || not_below(doc, t, KH_CC, "nor|neither|not") ||
           child_in(doc, t, KH_DETREL, "no|neither") || child_in(doc, t, KH_NSUBJ, "nobody|none|no-one") ||
           child_in(doc, t, KH_CASE, "without") ||
           child_in(doc, t, KH_MARK, "without|instead");
}

/* "no weapon was found" with the subject, "killed no civilians" with the object */
static bool no_side(const kh_doc *doc, uint32_t t, kh_deprel side)
{
    for (uint32_t c = child(doc, t, side); c != KH_NONE; c = kh_doc_child_rel(doc, t, side, c))
        if (child_in(doc, c, KH_DETREL, "no"))
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

static kh_event_status because(kh_why *why, kh_ground ground, kh_event_status status)
{
    why->ground = ground;
    return status;
}

/* What an auxiliary says; KH_OCCURRED where it says nothing. */
static kh_event_status by_auxiliary(const kh_doc *doc, uint32_t t, uint32_t aux, bool no, kh_why *why)
{
    bool would = kh_events_lemma_in(doc, aux, "would|'d");
    if (kh_events_lemma_in(doc, aux, "will|shall|'ll|wo") || (would && told_in_past(doc, t))) {
        if (no)
            return because(why, KH_GROUND_NOT, KH_NEGATED);
        return conditional(doc, t) ? because(why, KH_GROUND_WILL_IF, KH_HYPOTHETICAL) : because(why, KH_GROUND_WILL, KH_FUTURE);
    }
    if (kh_events_lemma_in(doc, aux, "may|might|could|would|should|must|can|ca|'d|ought"))
        return no ? because(why, KH_GROUND_CANNOT, KH_NEGATED) : because(why, KH_GROUND_CAN, KH_HYPOTHETICAL);
    return KH_OCCURRED;
}

static kh_event_status local(const run *r, uint32_t t, kh_why *why)
{
    const kh_doc *doc = r->doc;
    bool plain = kh_events_negated(doc, t) || no_side(doc, t, KH_NSUBJ), no = plain || no_side(doc, t, KH_OBJ);
    for (uint32_t c = child(doc, t, KH_AUXREL); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_AUXREL, c)) {
        kh_event_status s = by_auxiliary(doc, t, c, no, why);
        if (s != KH_OCCURRED)
            return s;
    }
    if (child_in(doc, t, KH_MARK, "if|unless|whether|lest"))
        return because(why, KH_GROUND_IF, KH_HYPOTHETICAL);
    if (no)
        return because(why, plain ? KH_GROUND_NOT : KH_GROUND_NO_OBJECT, KH_NEGATED);
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        const kh_governor *g = kh_events_governor(r->events, doc, t, c, true);
        if (g && !kh_events_is(doc, c, KH_AUXREL) && g->yes != KH_OCCURRED) {
            why->row = g;
            why->no = false;
            return because(why, KH_GROUND_MODIFIER, g->yes);
        }
    }
    return because(why, KH_GROUND_TOLD, progressive(doc, t) ? KH_ONGOING : KH_OCCURRED);
}

/* A question, an order, or "Turkey to send troops". */
static kh_event_status of_root(const kh_doc *doc, uint32_t t, kh_why *why)
{
    const kh_token *k = &doc->tokens[t];
    const kh_sentence *s = &doc->sentences[k->sentence];
    bool verb = k->upos == KH_VERB;
    if (verb && infinitive(doc, t))
        return because(why, KH_GROUND_HEADLINE, KH_FUTURE);
    uint32_t subject = child(doc, t, KH_NSUBJ);        /* "the aim is freeing the towns" */
    if (subject != KH_NONE && child(doc, t, KH_COP) != KH_NONE && kh_events_lemma_in(doc, subject, "aim|goal|purpose|intention|objective|hope|idea"))
        return because(why, KH_GROUND_HEADLINE, KH_FUTURE);
    for (uint32_t i = s->end; i-- > s->first && s->end - i < 4;)
        if (kh_view_is(kh_doc_form(doc, i), "?"))
            return because(why, KH_GROUND_QUESTION, KH_HYPOTHETICAL);
    if (verb && k->morph & KH_MORPH_IMP && child(doc, t, KH_NSUBJ) == KH_NONE)
        return because(why, KH_GROUND_ORDER, KH_HYPOTHETICAL);
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

/* "before sending troops", "about sending troops": done only where its verb is. */
static bool leans_on(const kh_doc *doc, uint32_t t)
{
    return kh_view_is(doc->tokens[t].xpos, "VBG") && child(doc, t, KH_NSUBJ) == KH_NONE && child_in(doc, t, KH_MARK, "before|about|by|of");
}

kh_event_status kh_events_status(const run *r, const draft *d, kh_why *why)
{
    const kh_doc *doc = r->doc;
    uint32_t t = d->event.token;
    *why = (kh_why){ KH_GROUND_TOLD, KH_CERTAINTY_COUNT, KH_NONE, NULL, false };
    kh_event_status s = local(r, t, why);
    for (int steps = 0; steps < MAX_STEPS && s == KH_OCCURRED; steps++) {
        uint32_t head = doc->tokens[t].head;
        if (head == KH_NONE)
            return of_root(doc, t, why);
        if (kh_events_is(doc, t, KH_CONJ)) {
            bool own = child(doc, t, KH_NSUBJ) != KH_NONE || child(doc, t, KH_AUXREL) != KH_NONE;
            if (kh_view_is(doc->tokens[t].xpos, "VBD") && kh_view_is(doc->tokens[head].xpos, "VB"))
                return KH_OCCURRED;        /* "warned that they would shoot, and arrested nine" */
            bool verbs = doc->tokens[t].upos == KH_VERB && doc->tokens[head].upos == KH_VERB;
            t = head;
            if (!own && (verbs || doc->tokens[t].upos != KH_VERB))
                s = local(r, t, why);
            continue;
        }
        const kh_governor *g = kh_events_governor(r->events, doc, head, t, false);
        if (!g && kh_events_is(doc, t, KH_NSUBJ))
            g = kh_events_governor_raised(r->events, doc, head);
        if (g && g->yes == KH_HYPOTHETICAL && is_given(doc, t))
            g = NULL;
        if (g) {
            if (why->certainty == KH_CERTAINTY_COUNT && g->certainty != KH_CERTAINTY_COUNT) {
                why->certainty = g->certainty;
                why->governor = head;
            }
            why->row = g;
            why->no = kh_events_negated(doc, head);
            s = because(why, KH_GROUND_GOVERNOR, why->no ? g->no : g->yes);
        } else if (t == d->event.token && d->clause == head) {
            s = local(r, head, why);            /* a light verb carries the noun's status */
            t = head;
            continue;
        } else if (kh_events_is(doc, t, KH_ADVCL) && leans_on(doc, t)) {
            kh_why other;                          /* "wants to see it hold before sending envoys", "must think before sending troops" */
            s = local(r, head, &other);
            s = s == KH_NEGATED || s == KH_ONGOING ? KH_OCCURRED : s;
            if (s != KH_OCCURRED)
                because(why, KH_GROUND_BESIDE, s);
            t = head;
            continue;
        } else if (kh_events_is(doc, t, KH_ADVCL) && !infinitive(doc, t)) {
            kh_why other;
            kh_event_status h = local(r, head, &other);    /* "before meeting the pope, he will ..."; "when they attack again, we shall ..." */
            return (h == KH_FUTURE || h == KH_HYPOTHETICAL) && !(doc->tokens[t].morph & KH_MORPH_PAST) ? because(why, KH_GROUND_BESIDE, h)
                                                                                                      : KH_OCCURRED;
        } else if (kh_events_is(doc, t, KH_ADVCL)) {
            return because(why, KH_GROUND_PURPOSE, KH_HYPOTHETICAL);        /* in order to */
        } else if (kh_events_is(doc, t, KH_ACL) && infinitive(doc, t)) {
            return because(why, KH_GROUND_NOUN_PURPOSE, of_purpose(doc, head));
        } else if (!hands_down(doc, d, t, head)) {
            break;
        }
        if (s == KH_OCCURRED && !kh_events_is(doc, t, KH_CCOMP)) {
            kh_why above = *why;
            kh_event_status h = local(r, head, &above);
            if ((h != KH_NEGATED || !g) && h != KH_ONGOING) {
                s = h;
                if (s != KH_OCCURRED)
                    *why = above;
            }
        }
        t = head;
    }
    return s;
}
