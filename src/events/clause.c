/* clause.c: how far a place or time of the sentence is from an act, and whether it belongs to another clause; who is nobody. */
#include "events/draft.h"

enum { OTHER_BRANCH = 500, OTHER_SIDE = 1000 };

uint32_t kh_events_apart(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

/* Is the event in a later clause with a subject of its own, while the token is not what opens the sentence ("In Gao, ...")? */
bool kh_events_of_earlier(const kh_doc *doc, uint32_t token, uint32_t event)
{
    for (uint32_t e = event, steps = 0; e != KH_NONE && steps < 64 && !kh_doc_under(doc, token, e); e = doc->tokens[e].head, steps++) {
        bool clause = kh_events_is(doc, e, KH_CONJ) && doc->tokens[e].upos == KH_VERB && kh_doc_child_rel(doc, e, KH_NSUBJ, KH_NONE) != KH_NONE;
        uint32_t first = doc->tokens[e].head;
        bool opens = first != KH_NONE && doc->tokens[token].head == first && token < first && kh_events_is(doc, token, KH_OBL);
        if (clause && !opens)
            return true;
    }
    return false;
}

/* Does a time or place belong to another clause than the event: is there a clause border between it and their common ancestor? */
bool kh_events_of_other_clause(const kh_doc *doc, uint32_t token, uint32_t event)
{
    if (kh_events_of_earlier(doc, token, event))
        return true;
    for (uint32_t steps = 0; token != KH_NONE && steps < 64; steps++) {
        if (kh_doc_under(doc, event, token))
            return false;
        const kh_token *t = &doc->tokens[token];
        bool begins = t->deprel == KH_ADVCL && kh_events_lemma_in(doc, token, "begin|start");      /* "waged war, beginning in 2004" */
        if (t->deprel == KH_ACL || (t->deprel == KH_ADVCL && !begins) || t->deprel == KH_CCOMP || t->deprel == KH_CSUBJ || t->deprel == KH_PARATAXIS ||
            (t->deprel == KH_CONJ && t->upos == KH_VERB))
            return true;
        token = t->head;
    }
    return false;
}

bool kh_events_is_material(const kh_event *e) { return kh_view_has_word(KH_LIT("ASSAULT|PROTEST|COERCE|MOBILIZE|RETREAT|AID"), e->type); }

/* The token of a place or time that its other words hang on. */
uint32_t kh_events_head_of(const kh_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (doc->tokens[t].head == KH_NONE || doc->tokens[t].head < first || doc->tokens[t].head >= end)
            return t;
    return first;
}

uint32_t kh_events_far(const kh_doc *doc, const draft *d, uint32_t token)
{
    uint32_t cost = kh_events_apart(token, d->event.token);
    if (!kh_doc_under(doc, token, d->event.token))
        cost += kh_doc_under(doc, token, d->clause) ? OTHER_BRANCH : OTHER_SIDE;
    return kh_events_of_other_clause(doc, token, d->event.token) ? cost + KH_OTHER_CLAUSE : cost;
}

/* "No group has claimed it": nobody has. */
bool kh_events_is_nobody(const kh_doc *doc, uint32_t actor)
{
    return kh_events_child_in(doc, doc->actors[actor].head, KH_DETREL, "no");
}
