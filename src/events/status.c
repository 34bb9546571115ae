/*
 * status.c: whether it happened. The act's own clause (mood.c) stands under what governs it (en/status.tsv), that under what governs
 * that, up to a clause that the text asserts by itself. From there down each word says what its own being true, false or open makes of
 * what it governs: "did not fail to attend" is attended, "may have failed to attend" is open.
 */
#include "events/draft.h"

enum { MAX_STEPS = 12 };

typedef struct walk { const run *r; const draft *d; } walk;

static kh_event_status at(const walk *w, uint32_t t, int depth, kh_why *why);
static kh_event_status over(const walk *w, uint32_t t, int depth, kh_why *why);

static uint32_t child(const kh_doc *doc, uint32_t t, kh_deprel rel) { return kh_doc_child_rel(doc, t, rel, KH_NONE); }

static kh_why plainly(void) { return (kh_why){ KH_GROUND_TOLD, KH_CERTAINTY_COUNT, KH_NONE, NULL, false, false, KH_NO_CAP }; }

static bool stands(kh_event_status s) { return s == KH_OCCURRED || s == KH_ONGOING; }
static bool open(kh_event_status s) { return s == KH_FUTURE || s == KH_HYPOTHETICAL; }

/* ------------------------------------------------------------------ what is given */

/* "the killing of X", "his arrest", "last week's raid": it is known as done, whatever is felt about it. */
static bool is_given(const kh_doc *doc, uint32_t t)
{
    if (doc->tokens[t].upos != KH_NOUN)
        return false;
    if (kh_events_child_in(doc, t, KH_DETREL, "the|this|these|those"))
        return true;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        uint32_t time = kh_doc_time_of(doc, c);
        if (time != KH_NONE && doc->times[time].last != KH_NO_DAY && doc->meta.day != KH_NO_DAY && doc->times[time].last <= doc->meta.day)
            return true;
    }
    return false;
}

bool kh_events_is_saying(const draft *d) { return kh_view_has_word(KH_LIT("ACCUSE|REQUEST|THREATEN|REJECT|PROTEST"), d->event.type); }

/* "rejected the offer", "abandoned its plan": what is turned down was made. */
static bool waived(const walk *w, const kh_governor *g, uint32_t t)
{
    const kh_doc *doc = w->r->doc;
    bool itself = t == w->d->event.token || !kh_events_governs(w->r->events, doc, t);      /* "played down the likelihood of an attack" */
    if (g->yes == KH_HYPOTHETICAL && is_given(doc, t) && itself)
        return true;
    if (!g->given || t != w->d->event.token || doc->tokens[t].upos != KH_NOUN)
        return false;
    return kh_events_governs(w->r->events, doc, t) || kh_events_is_saying(w->d);
}

/* ------------------------------------------------------------------ putting one under the other */

/* What the clause says of itself under what is said of it; the "no" of a noun and the "not" of its verb are one ("there was no attack"). */
static kh_event_status combine(kh_event_status above, const kh_why *so, kh_event_status own, bool noun, kh_why *why)
{
    if (stands(own)) {
        *why = *so;
        return own == KH_ONGOING && above == KH_OCCURRED ? own : above;
    }
    if (stands(above))
        return own;
    if (own == KH_NEGATED && above == KH_NEGATED && !noun && so->ground == KH_GROUND_GOVERNOR) {
        why->ground = KH_GROUND_TWICE_NOT;
        return KH_OCCURRED;
    }
    if (own == KH_NEGATED) {
        why->cap = kh_events_worth(so, above, KH_FACT);
        return KH_NEGATED;
    }
    if (above == KH_NEGATED || kh_events_worth(so, above, KH_FACT) < kh_events_worth(why, own, KH_FACT))
        *why = *so;
    return above == KH_NEGATED ? above : own;      /* "warned that he would bomb them" tells of what is to come */
}

/* What the word `head`, itself of status `h`, makes of what it governs by the row; `apart`: a clause or act that stands whatever becomes of head. */
static kh_event_status govern(const kh_governor *g, uint32_t head, kh_event_status h, bool apart, bool past, kh_why *why)
{
    kh_why so = *why;
    kh_event_status yes = g->has_past && past ? g->past : g->yes;
    bool no = h == KH_NEGATED;
    if (open(h) && stands(yes) && !apart)
        return h;
    *why = (kh_why){ KH_GROUND_GOVERNOR, no ? KH_CERTAINTY_COUNT : g->certainty, head, g, no, false, KH_NO_CAP };
    if (g->certainty == KH_CERTAINTY_COUNT && stands(yes) && !no)
        why->certainty = so.certainty, why->governor = so.governor;
    if (!open(h) || apart)
        return no ? g->no : yes;
    why->unsure = yes == KH_NEGATED;
    why->cap = kh_events_worth(&so, h, KH_FACT);
    return yes == KH_NEGATED && h == KH_HYPOTHETICAL && so.ground != KH_GROUND_WILL_IF ? KH_HYPOTHETICAL : yes;     /* a condition of not doing it */
}

/* ------------------------------------------------------------------ the way up */

/* A clause with a tense of its own: what "may say" or "will report" leaves as it is. */
static bool has_tense(const kh_doc *doc, uint32_t t)
{
    if (child(doc, t, KH_NSUBJ) == KH_NONE || kh_events_infinitive(doc, t))
        return false;
    return child(doc, t, KH_AUXREL) != KH_NONE || child(doc, t, KH_COP) != KH_NONE || doc->tokens[t].morph & KH_MORPH_FIN;
}

/* "may say that he came" leaves his coming as it is, "must regret the raid" the raid. */
static bool apart(const walk *w, const kh_governor *g, uint32_t t, uint32_t head)
{
    const kh_doc *doc = w->r->doc;
    if (kh_events_is(doc, t, KH_CCOMP) && has_tense(doc, t) && kh_events_speech(w->r->events, doc, head))
        return true;
    return g->yes == KH_OCCURRED && g->no == KH_OCCURRED && (doc->tokens[t].upos != KH_NOUN || is_given(doc, t));
}

static bool only_begins(const walk *w, uint32_t verb) { return kh_events_word_in(w->r->events, w->r->doc, verb, KH_LIT("@take-place")); }

/* "the first to fall", "one of the few to recognise it" tells what was done; "troops to guard it" what shall be. */
static bool ranks(const kh_doc *doc, uint32_t noun)
{
    return kh_events_child_in(doc, noun, KH_AMOD, "first|last|second|third|only|latest|next") || kh_events_lemma_in(doc, noun, "first|last|only");
}

/* "what to do", "how to leave" */
static bool asks_how(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if (c < t && kh_events_lemma_in(doc, c, "what|how|where|when|who|whom|which"))
            return true;
    return false;
}

/* "before sending troops", "about sending troops": done only where its verb is. */
static bool leans_on(const kh_doc *doc, uint32_t t)
{
    return kh_view_is(doc->tokens[t].xpos, "VBG") && child(doc, t, KH_NSUBJ) == KH_NONE &&
           (child(doc, t, KH_MARK) == KH_NONE || kh_events_child_in(doc, t, KH_MARK, "before|about|by|of|without"));
}

static kh_event_status because(kh_why *why, kh_ground ground, kh_event_status s)
{
    why->ground = ground;
    why->row = NULL;
    return s;
}

/* One of joined words: under the same words as the first, and with its auxiliaries unless it has its own. */
static kh_event_status joined(const walk *w, uint32_t t, int depth, kh_why *why)
{
    const kh_doc *doc = w->r->doc;
    uint32_t head = doc->tokens[t].head;
    if (kh_view_is(doc->tokens[t].xpos, "VBD") && kh_view_is(doc->tokens[head].xpos, "VB")) {
        *why = plainly();                  /* "warned that they would shoot, and arrested nine" */
        return KH_OCCURRED;
    }
    bool own = child(doc, t, KH_NSUBJ) != KH_NONE || child(doc, t, KH_AUXREL) != KH_NONE;
    bool verbs = doc->tokens[t].upos == KH_VERB && doc->tokens[head].upos == KH_VERB;
    /* "not killed but wounded"; "neither killed nor wounded" has its own negation */
    bool apart = kh_events_child_in(doc, t, KH_CC, "but|nor") && kh_events_negated(doc, head);
    return !own && !apart && (verbs || doc->tokens[t].upos != KH_VERB) ? at(w, head, depth + 1, why) : over(w, head, depth + 1, why);
}

/* A clause beside another: "before meeting the pope, he will ...", "went there to talk", "when they attack again, we shall ...". */
static kh_event_status beside(const walk *w, uint32_t t, int depth, kh_why *why)
{
    const kh_doc *doc = w->r->doc;
    uint32_t head = doc->tokens[t].head;
    kh_event_status h = at(w, head, depth + 1, why);
    if (kh_events_infinitive(doc, t)) {
        if (kh_events_child_in(doc, t, KH_ADVMOD, "only"))
            return stands(h) ? KH_OCCURRED : h;         /* "fled, only to be caught" */
        float cap = open(h) ? kh_events_worth(why, h, KH_FACT) : KH_NO_CAP;
        *why = plainly();
        why->cap = cap;
        return because(why, KH_GROUND_PURPOSE, KH_HYPOTHETICAL);
    }
    bool follows = leans_on(doc, t) || (!kh_events_in_past(doc, t) && !kh_events_child_in(doc, t, KH_MARK, "because|although|though|since|while|as|whereas"));
    if (kh_events_is_without(doc, t) && h == KH_NEGATED) {
        *why = plainly();                  /* "cannot return without holding a hearing" */
        return because(why, KH_GROUND_NEEDED, KH_HYPOTHETICAL);
    }
    if (!open(h) || !follows || doc->tokens[t].morph & KH_MORPH_PAST) {
        *why = plainly();
        return KH_OCCURRED;
    }
    return because(why, KH_GROUND_BESIDE, h);
}

/* "there is no reason to leave", "troops to guard it" */
static kh_event_status of_noun(const walk *w, uint32_t t, int depth, kh_why *why)
{
    const kh_doc *doc = w->r->doc;
    uint32_t noun = doc->tokens[t].head;
    kh_event_status h = at(w, noun, depth + 1, why);
    kh_why above = *why;
    *why = plainly();
    if (ranks(doc, noun) && stands(h))
        return because(why, KH_GROUND_TOLD, KH_OCCURRED);
    if (h == KH_NEGATED) {
        why->no = true;
        return because(why, KH_GROUND_NOUN_PURPOSE, KH_NEGATED);
    }
    why->cap = open(h) ? kh_events_worth(&above, h, KH_FACT) : KH_NO_CAP;
    return because(why, KH_GROUND_NOUN_PURPOSE, KH_HYPOTHETICAL);
}

/* "whoever attacks us will pay", "would sign a pact that ends it": nobody is said to. */
static kh_event_status of_relative(const walk *w, uint32_t t, int depth, kh_why *why)
{
    const kh_doc *doc = w->r->doc;
    uint32_t noun = doc->tokens[t].head, up = noun;
    *why = plainly();
    if (kh_events_in_past(doc, t) || doc->tokens[noun].upos == KH_PROPN || kh_events_child_in(doc, noun, KH_DETREL, "the|this|that|these") ||
        child(doc, noun, KH_NMOD) != KH_NONE)
        return KH_OCCURRED;
    for (int n = 0; n < MAX_STEPS && up != KH_NONE && doc->tokens[up].upos != KH_VERB; n++)
        up = doc->tokens[up].head;
    if (up == KH_NONE)
        return KH_OCCURRED;
    kh_event_status h = at(w, up, depth + 1, why);
    if (!open(h) || why->ground == KH_GROUND_QUESTION) {
        *why = plainly();
        return KH_OCCURRED;
    }
    return because(why, KH_GROUND_BESIDE, KH_HYPOTHETICAL);
}

/* "it is hard to leave" tells of nobody's leaving, "it was hard to leave" of somebody's. */
static kh_event_status of_adjective(const walk *w, uint32_t t, int depth, kh_why *why)
{
    const kh_doc *doc = w->r->doc;
    uint32_t head = doc->tokens[t].head;
    kh_event_status h = at(w, head, depth + 1, why);
    if (h == KH_NEGATED || kh_events_child_in(doc, head, KH_ADVMOD, "too")) {
        *why = plainly();
        why->no = true;
        return because(why, KH_GROUND_ADJECTIVE, KH_HYPOTHETICAL);
    }
    if (open(h))
        return h;
    *why = plainly();
    return because(why, KH_GROUND_ADJECTIVE, kh_events_in_past(doc, head) ? KH_OCCURRED : KH_HYPOTHETICAL);
}

/* "could lead to attacks", "as a base for raids": attacks that nobody has told of yet are as real as what they hang on. */
static bool is_untold(const walk *w, uint32_t t)
{
    const kh_doc *doc = w->r->doc;
    if (!w->d->sense || w->d->sense->pos != 'n' || w->d->event.type.n == 0 || is_given(doc, t) || child(doc, t, KH_ACL) != KH_NONE || child(doc, t, KH_NUMMOD) != KH_NONE)
        return false;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if (doc->tokens[c].sub == KH_SUB_POSS)
            return false;
    return true;
}

/* The verb over a noun will not or would not do it. */
static bool under_modal(const kh_doc *doc, uint32_t t)
{
    for (int n = 0; n < 3 && t != KH_NONE && doc->tokens[t].upos != KH_VERB; n++)
        t = doc->tokens[t].head;
    return t != KH_NONE && kh_events_child_in(doc, t, KH_AUXREL, "will|would|shall|can|could|may|might|must|should");
}

/* A word with no say of its own. */
static kh_event_status handed_down(const walk *w, uint32_t t, int depth, kh_why *why)
{
    const kh_doc *doc = w->r->doc;
    uint32_t head = doc->tokens[t].head;
    bool act = t == w->d->event.token, noun = doc->tokens[t].upos == KH_NOUN;
    bool gerund = kh_view_is(doc->tokens[t].xpos, "VBG") && doc->tokens[t].sub != KH_SUB_RELCL;
    kh_event_status h;
    switch (doc->tokens[t].deprel) {
    case KH_CCOMP:
        return over(w, head, depth + 1, why);
    case KH_NSUBJ: case KH_CSUBJ:
        h = noun && !only_begins(w, head) ? KH_OCCURRED : at(w, head, depth + 1, why);
        if (h == KH_NEGATED && !noun)
            h = KH_OCCURRED;               /* "sending them was no help" */
        break;
    case KH_XCOMP:
        h = at(w, head, depth + 1, why);
        break;
    case KH_ACL:
        h = gerund ? at(w, head, depth + 1, why) : KH_OCCURRED;
        break;
    case KH_OBL: case KH_OBJ: case KH_NMOD:
        h = (!act && noun) || (act && is_untold(w, t)) ? at(w, head, depth + 1, why) : KH_OCCURRED;
        if (act && h == KH_NEGATED && why->ground == KH_GROUND_NOT && !under_modal(doc, head))
            h = KH_OCCURRED;               /* "did not condemn raids" says nothing of the raids */
        break;
    default:
        h = KH_OCCURRED;
    }
    if (stands(h) && why->certainty == KH_CERTAINTY_COUNT)
        *why = plainly();
    return h == KH_ONGOING ? KH_OCCURRED : h;
}

/* What the words above t say of it. */
static kh_event_status over(const walk *w, uint32_t t, int depth, kh_why *why)
{
    const run *r = w->r;
    const kh_doc *doc = r->doc;
    uint32_t head = doc->tokens[t].head;
    *why = plainly();
    if (depth > MAX_STEPS)
        return KH_OCCURRED;
    if (head == KH_NONE)
        return kh_events_of_root(r, t, why);
    if (kh_events_is(doc, t, KH_CONJ))
        return joined(w, t, depth, why);
    if (doc->tokens[t].sub == KH_SUB_RELCL)
        return of_relative(w, t, depth, why);
    const kh_governor *g = kh_events_governor(r->events, doc, head, t, false);
    if (!g && kh_events_is(doc, t, KH_NSUBJ))
        g = kh_events_governor_raised(r->events, doc, head);
    if (g && !waived(w, g, t)) {
        kh_event_status h = at(w, head, depth + 1, why);
        return govern(g, head, h, apart(w, g, t, head), kh_events_in_past(doc, head), why);
    }
    if (t == w->d->event.token && w->d->clause == head)
        return at(w, head, depth + 1, why);             /* a light verb carries the noun's status */
    bool to = kh_events_infinitive(doc, t);
    if (to && asks_how(doc, t) && !kh_events_is(doc, t, KH_ADVCL))
        return because(why, KH_GROUND_ADJECTIVE, KH_HYPOTHETICAL);
    if (to && !g && doc->tokens[head].upos == KH_ADJ && !kh_events_is(doc, t, KH_ACL))
        return of_adjective(w, t, depth, why);
    if (kh_events_is(doc, t, KH_ADVCL))
        return beside(w, t, depth, why);
    if (kh_events_is(doc, t, KH_ACL) && to)
        return of_noun(w, t, depth, why);
    return handed_down(w, t, depth, why);
}

static kh_event_status at(const walk *w, uint32_t t, int depth, kh_why *why)
{
    kh_why above;
    kh_event_status s = over(w, t, depth, &above), own = kh_events_own(w->r, t, why);
    if (own == KH_NEGATED && why->ground == KH_GROUND_NO_OBJECT && depth > 0)
        own = KH_OCCURRED, *why = plainly();            /* "made no secret of": the rest of the clause stands */
    if (above.ground == KH_GROUND_NEEDED)
        own = KH_OCCURRED;
    return combine(s, &above, own, w->r->doc->tokens[t].upos == KH_NOUN, why);
}

kh_event_status kh_events_status(const run *r, const draft *d, kh_why *why)
{
    walk w = { r, d };
    return at(&w, d->event.token, 0, why);
}
