/* where.c: place and date of an act. */
#include "events/draft.h"

static uint32_t apart(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

/* Does a time or place belong to another clause than the event: is there a clause border between it and their common ancestor? */
static bool of_other_clause(const kh_doc *doc, uint32_t token, uint32_t event)
{
    for (uint32_t steps = 0; token != KH_NONE && steps < 64; steps++) {
        if (kh_doc_under(doc, event, token))
            return false;
        const kh_token *t = &doc->tokens[token];
        if (t->deprel == KH_ACL || t->deprel == KH_ADVCL || t->deprel == KH_CCOMP || t->deprel == KH_CSUBJ || t->deprel == KH_PARATAXIS ||
            (t->deprel == KH_CONJ && t->upos == KH_VERB))
            return true;
        token = t->head;
    }
    return false;
}

static uint32_t nearest_place(const kh_doc *doc, const draft *d, uint32_t sentence, bool anywhere)
{
    uint32_t best = KH_NONE, top = UINT32_MAX;
    for (uint32_t i = 0; i < doc->place_count; i++) {
        const kh_place *p = &doc->places[i];
        if (p->use != KH_USE_LITERAL || p->dateline || p->first >= p->end || p->end > doc->token_count || doc->tokens[p->first].sentence != sentence)
            continue;
        uint32_t cost = apart(p->first, d->event.token);
        if (!anywhere && !kh_doc_under(doc, p->first, d->event.token))
            cost += kh_doc_under(doc, p->first, d->clause) ? 500 : 1000;
        if (of_other_clause(doc, p->first, d->event.token))
            cost += 2000;
        if (cost < top) {
            top = cost;
            best = i;
        }
    }
    return best;
}

void kh_events_where(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    uint32_t sentence = doc->tokens[e->token].sentence, top = UINT32_MAX;
    e->place = nearest_place(doc, d, sentence, false);
    if (e->place == KH_NONE && sentence > 0 && kh_view_is(e->type, "ASSAULT") &&
        doc->sentences[sentence - 1].block + 1 >= doc->sentences[sentence].block)
        for (uint32_t i = 0; i < doc->place_count; i++) {
            const kh_place *p = &doc->places[i];
            if (p->use == KH_USE_LITERAL && !p->dateline && p->first < p->end && p->first < doc->token_count &&
                doc->tokens[p->first].sentence == sentence - 1)
                e->place = i;
        }
    for (uint32_t i = 0; i < doc->time_count; i++) {
        const kh_time *t = &doc->times[i];
        if (t->dateline || t->first >= t->end || t->first >= doc->token_count || doc->tokens[t->first].sentence != sentence || t->type == KH_TIME_SET ||
            of_other_clause(doc, t->first, e->token))
            continue;
        if (t->duration_until_now && t->day != KH_NO_DAY && t->last != KH_NO_DAY && t->last - t->day > 31 && kh_doc_under(doc, t->first, d->clause))
            e->background = true;
        if (t->day == KH_NO_DAY)
            continue;
        uint32_t cost = apart(t->first, e->token);
        if (!kh_doc_under(doc, t->first, e->token))
            cost += kh_doc_under(doc, t->first, d->clause) ? 500 : 1000;
        if (cost < top) {
            top = cost;
            e->time = i;
            e->day = t->day;
            e->last = t->last;
            e->date_precision = t->precision;
        }
    }
    if (e->time == KH_NONE && doc->meta.day != KH_NO_DAY && e->status == KH_OCCURRED) {
        e->day = doc->meta.day - 6;
        e->last = doc->meta.day;
        e->date_precision = 3;
    }
    if (e->last != KH_NO_DAY && doc->meta.day != KH_NO_DAY && e->last < doc->meta.day - 183)
        e->background = true;
}
