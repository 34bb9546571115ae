/*
 * where.c: place and date of an act. Those of its own clause come first; a material act without a place takes that of its sentence, of
 * the sentence before, or of the dateline, as a reader does.
 */
#include "events/draft.h"

enum { OTHER_BRANCH = 500, OTHER_SIDE = 1000, OTHER_CLAUSE = 2000, OLD_AFTER = 183, TOTAL_OVER = 31 };

static uint32_t apart(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

/* Is the event in a later clause with a subject of its own, while the token is not what opens the sentence ("In Gao, ...")? */
static bool of_earlier_conjunct(const kh_doc *doc, uint32_t token, uint32_t event)
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
static bool of_other_clause(const kh_doc *doc, uint32_t token, uint32_t event)
{
    if (of_earlier_conjunct(doc, token, event))
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

static bool is_material(const kh_event *e) { return kh_view_has_word(KH_LIT("ASSAULT|PROTEST|COERCE|MOBILIZE|RETREAT|AID"), e->type); }

/* The token of a place or time that its other words hang on. */
static uint32_t head_of_tokens(const kh_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (doc->tokens[t].head == KH_NONE || doc->tokens[t].head < first || doc->tokens[t].head >= end)
            return t;
    return first;
}

static uint32_t head_of(const kh_doc *doc, const kh_place *p) { return head_of_tokens(doc, p->first, p->end); }

/* "from Afghanistan", "from across the border in Afghanistan": where it came from. This side of the border is no origin. */
static bool is_origin(const kh_doc *doc, const kh_place *p)
{
    if (p->origin || p->border)
        return p->origin;
    uint32_t t = head_of(doc, p);
    for (int steps = 0; t != KH_NONE && steps < 3; steps++) {
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_CASE, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CASE, c))
            if (kh_events_lemma_in(doc, c, "from"))
                return true;
        if (!kh_events_is(doc, t, KH_NMOD))
            return false;
        t = doc->tokens[t].head;
    }
    return false;
}

static bool usable(const kh_doc *doc, const kh_place *p, uint32_t sentence)
{
    return p->use == KH_USE_LITERAL && !p->dateline && p->first < p->end && p->end <= doc->token_count &&
           doc->tokens[p->first].sentence == sentence;
}

static uint32_t cost_of(const kh_doc *doc, const draft *d, uint32_t token)
{
    uint32_t cost = apart(token, d->event.token);
    if (!kh_doc_under(doc, token, d->event.token))
        cost += kh_doc_under(doc, token, d->clause) ? OTHER_BRANCH : OTHER_SIDE;
    return of_other_clause(doc, token, d->event.token) ? cost + OTHER_CLAUSE : cost;
}

/* `own`: only places of the act's clause. */
static void place_of(const kh_doc *doc, draft *d, bool own)
{
    kh_event *e = &d->event;
    uint32_t sentence = doc->tokens[e->token].sentence, top = UINT32_MAX;
    bool material = is_material(e), leaves = kh_view_is(e->type, "RETREAT");
    for (uint32_t i = 0; i < doc->place_count; i++) {
        const kh_place *p = &doc->places[i];
        if (!usable(doc, p, sentence))
            continue;
        uint32_t cost = cost_of(doc, d, p->first);
        if (cost >= OTHER_CLAUSE && (!material || own))
            continue;
        if (!leaves && is_origin(doc, p)) {
            if (cost < OTHER_CLAUSE && kh_doc_under(doc, p->first, d->clause))
                e->from_place = i;
            continue;
        }
        if (cost < top) {
            top = cost;
            e->place = i;
        }
    }
}

/* The country of whom it befell, where civilians or a state's ground are hit, or it came from elsewhere; told by the nearest name of it. */
static void place_of_victims(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    const char *country = NULL;
    for (uint32_t i = 0; i < e->recipient_count; i++) {
        const kh_actor *a = &doc->actors[d->recipients[i]];
        bool local = a->kind == KH_KIND_OBJECT || kh_view_is(kh_view_of(a->sector), "CVL") || e->from_place != KH_NONE;
        if (!local || !a->country[0][0] || a->country[1][0])
            continue;
        if (country && !kh_view_is(kh_view_of(country), a->country[0]))
            return;
        country = a->country[0];
    }
    uint32_t near = UINT32_MAX;
    for (uint32_t i = 0; i < doc->place_count && country; i++) {
        const kh_place *p = &doc->places[i];
        if (kh_view_is(kh_view_of(country), p->country) && kh_view_is(p->kind, "country") && apart(p->first, e->token) < near) {
            near = apart(p->first, e->token);
            e->place = i;
        }
    }
}

/* A place from before the act's sentence. */
static void place_from_before(const run *r, kh_event *e)
{
    enum { FAR = 4 };
    const kh_doc *doc = r->doc;
    uint32_t sentence = doc->tokens[e->token].sentence;
    if (sentence > 0 && doc->sentences[sentence - 1].block + 1 >= doc->sentences[sentence].block)
        for (uint32_t i = 0; i < doc->place_count; i++)
            if (usable(doc, &doc->places[i], sentence - 1) && !is_origin(doc, &doc->places[i]))
                e->place = i;
    for (size_t k = r->from; k-- > 0 && e->place == KH_NONE;) {            /* where the story was last */
        const kh_event *b = &r->drafts[k].event;
        if (sentence - doc->tokens[b->token].sentence > FAR)
            break;
        if (is_material(b) && !b->background)
            e->place = b->place;
    }
    for (uint32_t i = 0; i < doc->place_count && e->place == KH_NONE; i++)
        if (doc->places[i].dateline)
            e->place = i;
}

/* "In the past two decades, X was done, and Y was done": what opens the sentence holds for the verbs joined to its own. */
static bool opens_for(const kh_doc *doc, uint32_t token, uint32_t verb)
{
    uint32_t first = kh_events_is(doc, verb, KH_CONJ) ? doc->tokens[verb].head : KH_NONE;
    return first != KH_NONE && token < first && kh_doc_under(doc, token, first);
}

static void time_of(const kh_doc *doc, draft *d)
{
    kh_event *e = &d->event;
    uint32_t sentence = doc->tokens[e->token].sentence, top = UINT32_MAX;
    for (uint32_t i = 0; i < doc->time_count; i++) {
        const kh_time *t = &doc->times[i];
        if (t->dateline || t->first >= t->end || t->first >= doc->token_count || doc->tokens[t->first].sentence != sentence ||
            t->type == KH_TIME_SET || of_other_clause(doc, head_of_tokens(doc, t->first, t->end), e->token))
            continue;
        if (t->duration_until_now && t->day != KH_NO_DAY && t->last != KH_NO_DAY && t->last - t->day > TOTAL_OVER &&
            (kh_doc_under(doc, t->first, d->clause) || opens_for(doc, t->first, d->clause)))
            e->background = true;
        uint32_t cost = cost_of(doc, d, t->first);
        if (t->day == KH_NO_DAY || cost >= top)
            continue;
        top = cost;
        e->time = i;
        e->day = t->day;
        e->last = t->last;
        e->date_precision = t->precision;
    }
}

/* A material act without a time of its own goes on from the act before it, in the same paragraph. */
static void time_of_before(const run *r, draft *d)
{
    enum { FAR = 2 };
    const kh_doc *doc = r->doc;
    uint32_t sentence = doc->tokens[d->event.token].sentence;
    for (size_t k = r->from; k-- > 0;) {
        const kh_event *b = &r->drafts[k].event;
        uint32_t s = doc->tokens[b->token].sentence;
        if (sentence - s > FAR || doc->sentences[s].block != doc->sentences[sentence].block)
            return;
        if (b->time == KH_NONE || b->date_precision != 1 || b->background || b->status != KH_OCCURRED || !is_material(b))
            continue;
        d->event.time = b->time;
        d->event.day = b->day;
        d->event.last = b->last;
        d->event.date_precision = b->date_precision;
        return;
    }
}

void kh_events_where(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    place_of(doc, d, true);
    if (e->place == KH_NONE && kh_view_is(e->type, "ASSAULT"))
        place_of_victims(doc, d);
    if (e->place == KH_NONE)
        place_of(doc, d, false);
    if (e->place == KH_NONE && is_material(e))
        place_from_before(r, e);
    time_of(doc, d);
    if (e->time == KH_NONE && is_material(e) && e->status == KH_OCCURRED)
        time_of_before(r, d);
    if (e->time == KH_NONE && doc->meta.day != KH_NO_DAY && e->status == KH_OCCURRED) {
        e->day = doc->meta.day - 6;
        e->last = doc->meta.day;
        e->date_precision = 3;
    }
    for (uint32_t c = kh_doc_child_rel(doc, d->clause, KH_OBL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, d->clause, KH_OBL, c))
        if (kh_events_lemma_in(doc, c, "past") && kh_view_is(kh_doc_case(doc, c), "in"))       /* "in the past, it had received threats" */
            e->background = true;
    if (e->last != KH_NO_DAY && doc->meta.day != KH_NO_DAY && e->last < doc->meta.day - OLD_AFTER)
        e->background = true;
}
