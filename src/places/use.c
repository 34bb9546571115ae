/* How a name of a place is used: for the place itself, for those who act there, or only to qualify another word. */
#include "places/table.h"

uint32_t kh_places_head(const kh_doc *d, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (d->tokens[t].head == KH_NONE || d->tokens[t].head < first || d->tokens[t].head >= end)
            return t;
    return first;
}

/* A conjunct or apposition stands as its first one does. */
static uint32_t stands_for(const kh_doc *d, uint32_t t)
{
    for (int steps = 0; steps < 8; steps++) {
        const kh_token *k = &d->tokens[t];
        if ((k->deprel != KH_CONJ && k->deprel != KH_APPOS && k->deprel != KH_FLAT) || k->head == KH_NONE)
            break;
        t = k->head;
    }
    return t;
}

kh_view kh_places_case(const kh_doc *d, uint32_t head)
{
    for (int steps = 0; steps < 8; steps++) {
        kh_view own = kh_doc_case(d, head);
        const kh_token *k = &d->tokens[head];
        if (own.n || (k->deprel != KH_CONJ && k->deprel != KH_APPOS && k->deprel != KH_FLAT) || k->head == KH_NONE)
            return own;
        head = k->head;
    }
    return (kh_view){ NULL, 0 };
}

static bool lemma(const kh_finder *f, uint32_t t, const char *kind)
{
    return t != KH_NONE && kh_places_word(f->places, kind, f->doc->tokens[t].lemma, NULL);
}

/* A word that names a place as its own: "the Afghan city" no, "the city of Kabul" yes. */
static bool is_place_word(const kh_finder *f, uint32_t t) { return lemma(f, t, "said-before") || lemma(f, t, "facility") || lemma(f, t, "border"); }

static bool acts(const kh_finder *f, const kh_token *k, bool passive)
{
    const kh_doc *d = f->doc;
    if (k->head == KH_NONE)
        return false;
    if (d->tokens[k->head].upos != KH_VERB)             /* "Kabul is quiet" tells of the place, "Kabul is worried" of a government */
        return lemma(f, k->head, "minds");
    return !passive || !lemma(f, k->head, "goes");       /* "Kabul was shelled" */
}

static kh_place_use of_seat(const kh_finder *f, uint32_t head, const kh_spot *s, const char **reason)
{
    const kh_doc *d = f->doc;
    const kh_token *k = &d->tokens[head];
    kh_view c = kh_places_case(d, head);
    if (k->deprel == KH_NSUBJ && acts(f, k, k->sub == KH_SUB_PASS)) {
        *reason = "acts, so its government is meant";
        return KH_USE_METONYM;
    }
    if (k->sub == KH_SUB_AGENT || kh_view_is(c, "by") || kh_view_is(c, "against")) {
        *reason = "acts or is acted on, so its government is meant";
        return KH_USE_METONYM;
    }
    if ((k->deprel == KH_OBJ || k->deprel == KH_IOBJ) && (lemma(f, k->head, "addresses") || (s->state && !lemma(f, k->head, "goes")))) {
        *reason = "is addressed, so its government is meant";
        return KH_USE_METONYM;
    }
    if (kh_view_is(c, "with") && (lemma(f, k->head, "party") || lemma(f, k->head, "parleys") || s->state)) {
        *reason = "a party to it, so its government is meant";
        return KH_USE_METONYM;
    }
    if (kh_view_is(c, "between") && lemma(f, k->head, "party")) {
        *reason = "a party to it, so its government is meant";
        return KH_USE_METONYM;
    }
    if (k->sub == KH_SUB_POSS && !is_place_word(f, k->head)) {
        *reason = "whose it is";
        return KH_USE_METONYM;
    }
    if (kh_view_is(c, "of") && lemma(f, k->head, "rules")) {
        *reason = "whose it is";
        return KH_USE_MODIFIER;
    }
    return KH_USE_LITERAL;
}

kh_place_use kh_places_use(const kh_finder *f, const kh_mention *m, const kh_spot *s, const char **reason)
{
    const kh_doc *d = f->doc;
    if (m->first >= m->end || m->dateline)
        return KH_USE_LITERAL;
    uint32_t head = stands_for(d, kh_places_head(d, m->first, m->end));
    const kh_token *k = &d->tokens[head];
    uint32_t n = kh_doc_name_of(d, m->end - 1);            /* "The Sudan" of "The Sudan Liberation Army" */
    bool in_body = n != KH_NONE && d->names[n].type == KH_NAME_ORG && (m->first > d->names[n].first || m->end < d->names[n].end);
    if (m->adjective || m->group_name || in_body) {
        *reason = "part of another name";
        return KH_USE_MODIFIER;
    }
    if (s && s->state && m->end + 1 < d->token_count && kh_view_is(kh_doc_form(d, m->end), "and") && d->tokens[m->end + 1].upos == KH_ADJ) {
        *reason = "qualifies another word";                 /* "U.S. and other forces" */
        return KH_USE_MODIFIER;
    }
    if ((k->deprel == KH_COMPOUND || k->deprel == KH_AMOD) && k->head != KH_NONE) {
        if (m->facility || is_place_word(f, k->head) || kh_doc_place_of(d, k->head) != KH_NONE)
            return KH_USE_LITERAL;
        *reason = "qualifies another word";
        return KH_USE_MODIFIER;
    }
    if (s && (s->state || kh_view_is(s->kind, "capital")))
        return of_seat(f, head, s, reason);
    if (k->sub == KH_SUB_POSS && k->head != KH_NONE && lemma(f, k->head, "rules")) {
        *reason = "whose it is";
        return KH_USE_MODIFIER;
    }
    return KH_USE_LITERAL;
}
