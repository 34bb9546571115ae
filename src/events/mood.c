/*
 * mood.c: what a clause says of its own act, before anything above it is asked: auxiliaries, negation, conjunctions, adverbs, the mood
 * of an order or a question. status.c puts that under the words that govern it.
 */
#include "events/draft.h"

enum { MAX_CHAIN = 8 };

static uint32_t child(const kh_doc *doc, uint32_t t, kh_deprel rel) { return kh_doc_child_rel(doc, t, rel, KH_NONE); }

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

bool kh_events_is_without(const kh_doc *doc, uint32_t t) { return kh_events_child_in(doc, t, KH_CASE, "without") || kh_events_child_in(doc, t, KH_MARK, "without"); }

bool kh_events_negated(const kh_doc *doc, uint32_t t)
{
    return not_below(doc, t, KH_ADVMOD, "not|n't|n’t|never|nowhere|neither") || not_below(doc, t, KH_CC, "nor|neither|not") ||
           kh_events_child_in(doc, t, KH_DETREL, "no|neither") || kh_events_child_in(doc, t, KH_NSUBJ, "nobody|none|no-one") || kh_events_is_without(doc, t) ||
           kh_events_child_in(doc, t, KH_MARK, "instead");
}

/* "no weapon was found" with the subject, "killed no civilians" with the object, "neither the army nor the rebels" */
static bool no_side(const kh_doc *doc, uint32_t t, kh_deprel side)
{
    for (uint32_t c = child(doc, t, side); c != KH_NONE; c = kh_doc_child_rel(doc, t, side, c))
        if (kh_events_child_in(doc, c, KH_DETREL, "no|neither") || kh_events_child_in(doc, c, KH_CC, "neither"))
            return true;
    return false;
}

bool kh_events_infinitive(const kh_doc *doc, uint32_t t) { return kh_events_child_in(doc, t, KH_MARK, "to"); }

/* Told of the past: "left", "was leaving", "had left", "was able"; a perfect counts for the present. */
bool kh_events_in_past(const kh_doc *doc, uint32_t t)
{
    static const kh_deprel kinds[] = { KH_AUXREL, KH_COP };
    bool any = false;
    for (int k = 0; k < 2; k++)
        for (uint32_t c = child(doc, t, kinds[k]); c != KH_NONE; c = kh_doc_child_rel(doc, t, kinds[k], c)) {
            any = true;
            if (kh_events_lemma_in(doc, c, "be|have|do|get") && doc->tokens[c].morph & KH_MORPH_PAST && doc->tokens[c].morph & KH_MORPH_FIN)
                return true;
        }
    return !any && kh_view_is(doc->tokens[t].xpos, "VBD");
}

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
           !kh_events_child_in(doc, t, KH_AUXREL, "have");
}

/* "should the rebels attack", "had they attacked": a condition without "if". */
static bool inverted(const kh_doc *doc, uint32_t t)
{
    uint32_t subject = child(doc, t, KH_NSUBJ), aux = child(doc, t, KH_AUXREL);
    return kh_events_is(doc, t, KH_ADVCL) && subject != KH_NONE && aux != KH_NONE && aux < subject && kh_events_lemma_in(doc, aux, "should|have|be") &&
           (kh_events_lemma_in(doc, aux, "should") || kh_view_is(doc->tokens[aux].xpos, "VBD"));
}

static bool conditional(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = child(doc, t, KH_ADVCL); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_ADVCL, c))
        if (kh_events_child_in(doc, c, KH_MARK, "if|unless|until") || inverted(doc, c))
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
    bool perfect = kh_events_child_in(doc, t, KH_AUXREL, "have") && !no;
    if (perfect && kh_events_lemma_in(doc, aux, "would|should|ought|'d"))
        return because(why, KH_GROUND_WOULD_HAVE, KH_HYPOTHETICAL);
    if (perfect && kh_events_lemma_in(doc, aux, "may|might|must|could"))
        return because(why, KH_GROUND_MIGHT_HAVE, KH_HYPOTHETICAL);
    if (kh_events_lemma_in(doc, aux, "will|shall|'ll|wo") || (would && told_in_past(doc, t))) {
        if (no)
            return because(why, KH_GROUND_NOT, KH_NEGATED);
        return conditional(doc, t) ? because(why, KH_GROUND_WILL_IF, KH_HYPOTHETICAL) : because(why, KH_GROUND_WILL, KH_FUTURE);
    }
    if (kh_events_lemma_in(doc, aux, "may|might|could|would|should|must|can|ca|'d|ought"))
        return no ? because(why, KH_GROUND_CANNOT, KH_NEGATED) : because(why, KH_GROUND_CAN, KH_HYPOTHETICAL);
    return KH_OCCURRED;
}

/* A word or phrase below that says how likely: "probably", "planned", "at no time". */
static kh_event_status by_modifier(const run *r, uint32_t t, kh_why *why)
{
    const kh_doc *doc = r->doc;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        const kh_governor *g = kh_events_is(doc, c, KH_AUXREL) ? NULL : kh_events_governor(r->events, doc, t, c, true);
        kh_event_status s = !g ? KH_OCCURRED : g->has_past && kh_events_in_past(doc, t) ? g->past : g->yes;
        if (s == KH_OCCURRED)
            continue;
        why->row = g;
        why->no = false;
        return because(why, KH_GROUND_MODIFIER, s);
    }
    return KH_OCCURRED;
}

/* "Send troops!", "go and see", "please call us" */
static bool is_order(const kh_doc *doc, uint32_t t)
{
    for (int n = 0; n < MAX_CHAIN && kh_events_is(doc, t, KH_CONJ) && child(doc, t, KH_NSUBJ) == KH_NONE && doc->tokens[t].head != KH_NONE; n++)
        t = doc->tokens[t].head;
    const kh_token *k = &doc->tokens[t];
    bool stands = k->head == KH_NONE || kh_events_is(doc, t, KH_PARATAXIS);
    if (!stands || k->upos != KH_VERB || child(doc, t, KH_NSUBJ) != KH_NONE || kh_events_infinitive(doc, t))
        return false;
    for (uint32_t c = child(doc, t, KH_AUXREL); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_AUXREL, c))
        if (!kh_events_lemma_in(doc, c, "do"))
            return false;
    return k->morph & KH_MORPH_IMP || (k->head != KH_NONE && kh_view_is(k->xpos, "VB"));
}

kh_event_status kh_events_own(const run *r, uint32_t t, kh_why *why)
{
    const kh_doc *doc = r->doc;
    bool plain = kh_events_negated(doc, t) || no_side(doc, t, KH_NSUBJ), no = plain || no_side(doc, t, KH_OBJ);
    *why = (kh_why){ KH_GROUND_TOLD, KH_CERTAINTY_COUNT, KH_NONE, NULL, false, false, KH_NO_CAP };
    for (uint32_t c = child(doc, t, KH_AUXREL); c != KH_NONE && !inverted(doc, t); c = kh_doc_child_rel(doc, t, KH_AUXREL, c)) {
        kh_event_status s = by_auxiliary(doc, t, c, no, why);
        if (s != KH_OCCURRED)
            return s;
    }
    if (kh_events_child_in(doc, t, KH_MARK, "if|unless|whether|lest") || inverted(doc, t))
        return because(why, KH_GROUND_IF, KH_HYPOTHETICAL);
    if (no)
        return because(why, plain ? KH_GROUND_NOT : KH_GROUND_NO_OBJECT, KH_NEGATED);
    kh_event_status s = by_modifier(r, t, why);
    if (s != KH_OCCURRED)
        return s;
    if (is_order(doc, t))
        return because(why, KH_GROUND_ORDER, KH_HYPOTHETICAL);
    return because(why, KH_GROUND_TOLD, progressive(doc, t) ? KH_ONGOING : KH_OCCURRED);
}

/* "Why did they fire?" takes it for granted that they did; "did they?" and "who will?" do not. */
static bool takes_for_granted(const kh_doc *doc, const kh_sentence *s, uint32_t t)
{
    uint32_t asks = KH_NONE;
    for (uint32_t i = s->first; i < t && i < s->first + 4 && asks == KH_NONE; i++)
        if (kh_events_lemma_in(doc, i, "why|how|when|where|who|what|which"))
            asks = i;
    return asks != KH_NONE && (kh_events_in_past(doc, t) || kh_events_lemma_in(doc, asks, "why"));
}

kh_event_status kh_events_of_root(const run *r, uint32_t t, kh_why *why)
{
    const kh_doc *doc = r->doc;
    const kh_token *k = &doc->tokens[t];
    const kh_sentence *s = &doc->sentences[k->sentence];
    if (k->upos == KH_VERB && kh_events_infinitive(doc, t))        /* "Turkey to send troops" */
        return because(why, KH_GROUND_HEADLINE, KH_FUTURE);
    uint32_t subject = child(doc, t, KH_NSUBJ);                      /* "the aim is freeing the towns" */
    if (subject != KH_NONE && child(doc, t, KH_COP) != KH_NONE && kh_events_word_in(r->events, doc, subject, KH_LIT("@aim")))
        return because(why, KH_GROUND_HEADLINE, KH_FUTURE);
    for (uint32_t i = s->end; i-- > s->first && s->end - i < 4;)
        if (kh_view_is(kh_doc_form(doc, i), "?") && !takes_for_granted(doc, s, t))
            return because(why, KH_GROUND_QUESTION, KH_HYPOTHETICAL);
    return KH_OCCURRED;
}
