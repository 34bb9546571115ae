/*
 * when.c: date of an act. The time of its own clause comes first; an occurred material act without one takes that of a clause told of
 * the same moment, of the act or sentence before, or the week before the article, as a reader does.
 */
#include "events/draft.h"

enum { OLD_AFTER = 183, TOTAL_OVER = 31, FAR = 2 /* sentences back */ };

/* "In the past two decades, X was done, and Y was done": what opens the sentence holds for the verbs joined to its own. */
static bool opens_for(const kh_doc *doc, uint32_t token, uint32_t verb)
{
    uint32_t first = kh_events_is(doc, verb, KH_CONJ) ? doc->tokens[verb].head : KH_NONE;
    return first != KH_NONE && token < first && kh_doc_under(doc, token, first);
}

/* "KABUL, Afghanistan (April 21) - ...": a dateline that runs into the sentence. */
static bool is_sent(const kh_doc *doc, const kh_time *t)
{
    enum { NEAR = 24 };                                                       /* tokens from the border of the sentence */
    const kh_sentence *s = &doc->sentences[doc->tokens[t->first].sentence];
    return t->first - s->first < NEAR && t->first > s->first && t->span.from > 0 && t->span.to < doc->text.n &&
           doc->text.p[t->span.from - 1] == '(' && doc->text.p[t->span.to] == ')';
}

static bool told_in(const kh_doc *doc, const kh_time *t, uint32_t sentence)
{
    return !t->dateline && t->first < t->end && t->first < doc->token_count && doc->tokens[t->first].sentence == sentence &&
           t->type != KH_TIME_SET && !is_sent(doc, t);
}

static void take(draft *d, const kh_doc *doc, uint32_t time)
{
    const kh_time *t = &doc->times[time];
    d->event.time = time;
    d->event.day = t->day;
    d->event.last = t->last;
    d->event.date_precision = t->precision;
}

static bool is_old(const kh_doc *doc, int32_t last)
{
    return last != KH_NO_DAY && doc->meta.day != KH_NO_DAY && last < doc->meta.day - OLD_AFTER;
}

/* "..., the minister said on Friday": the day of the saying, not of what is said. */
static bool is_of_saying(const run *r, const kh_time *t, const kh_event *e)
{
    const kh_doc *doc = r->doc;
    uint32_t verb = kh_events_head_of(doc, t->first, t->end);
    for (int steps = 0; verb != KH_NONE && doc->tokens[verb].upos != KH_VERB && steps < 8; steps++)
        verb = doc->tokens[verb].head;
    for (size_t i = r->say_count; verb != KH_NONE && i-- > 0 && doc->tokens[r->says[i].cue].sentence == doc->tokens[e->token].sentence;)
        if (r->says[i].cue == verb && e->token != verb && kh_span_meets(r->says[i].statement.content, e->trigger))
            return true;
    return false;
}

static void time_of_clause(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    uint32_t sentence = doc->tokens[e->token].sentence, top = UINT32_MAX;
    for (uint32_t i = 0; i < doc->time_count; i++) {
        const kh_time *t = &doc->times[i];
        if (!told_in(doc, t, sentence) || kh_events_of_other_clause(doc, kh_events_head_of(doc, t->first, t->end), e->token))
            continue;
        if (is_of_saying(r, t, e)) {
            e->background = e->background || is_old(doc, t->last);           /* what was said long ago was done before */
            continue;
        }
        if (t->duration_until_now && t->day != KH_NO_DAY && t->last != KH_NO_DAY && t->last - t->day > TOTAL_OVER &&
            (kh_doc_under(doc, t->first, d->clause) || opens_for(doc, t->first, d->clause)))
            e->background = true;
        uint32_t cost = kh_events_far(doc, d, t->first);
        if (t->day == KH_NO_DAY || cost >= top)
            continue;
        top = cost;
        take(d, doc, i);
    }
}

/* A clause of the same moment as the one above it: "killed two and detained one on Monday", "... while pursuing a leader on Monday". */
static bool is_of_same_moment(const kh_doc *doc, uint32_t verb)
{
    if (kh_events_is(doc, verb, KH_CONJ))
        return kh_doc_child_rel(doc, verb, KH_NSUBJ, KH_NONE) == KH_NONE;
    if (!kh_events_is(doc, verb, KH_ADVCL) || !kh_view_is(doc->tokens[verb].xpos, "VBG"))
        return false;
    uint32_t mark = kh_doc_child_rel(doc, verb, KH_MARK, KH_NONE);
    return mark == KH_NONE || kh_events_lemma_in(doc, mark, "while|as|when");
}

/* The verb whose moment a token shares: up through nouns and clauses of the same moment. */
static uint32_t moment_of(const kh_doc *doc, uint32_t token)
{
    uint32_t verb = KH_NONE;
    for (int steps = 0; token != KH_NONE && steps < 32; steps++, token = doc->tokens[token].head) {
        const kh_token *t = &doc->tokens[token];
        if (t->upos != KH_VERB)
            continue;
        verb = token;
        if (!is_of_same_moment(doc, token))
            break;
    }
    return verb;
}

static void time_of_moment(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    uint32_t sentence = doc->tokens[d->event.token].sentence, verb = moment_of(doc, d->event.token), top = UINT32_MAX;
    for (uint32_t i = 0; verb != KH_NONE && i < doc->time_count; i++) {
        const kh_time *t = &doc->times[i];
        if (!told_in(doc, t, sentence) || t->precision != 1 || t->duration_until_now || moment_of(doc, t->first) != verb || is_of_saying(r, t, &d->event))
            continue;
        uint32_t cost = kh_events_far(doc, d, t->first);
        if (cost < top) {
            top = cost;
            take(d, doc, i);
        }
    }
}

/* A material act without a time of its own goes on from the act before it, in the same paragraph or the one above. */
static void time_of_act_before(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    uint32_t sentence = doc->tokens[d->event.token].sentence;
    for (size_t k = r->from; k-- > 0;) {
        const kh_event *b = &r->drafts[k].event;
        uint32_t s = doc->tokens[b->token].sentence;
        if (sentence - s > FAR || doc->sentences[sentence].block - doc->sentences[s].block > 1)
            return;
        if (b->time == KH_NONE || b->date_precision != 1 || b->background || b->status != KH_OCCURRED || !kh_events_is_material(b))
            continue;
        d->event.time = b->time;
        d->event.day = b->day;
        d->event.last = b->last;
        d->event.date_precision = b->date_precision;
        return;
    }
}

/* ... or from the day on which the sentence before is told, be it of an act or not: "conducted a search on Monday. Two men were held." */
static void time_of_sentence_before(const kh_doc *doc, draft *d)
{
    uint32_t sentence = doc->tokens[d->event.token].sentence;
    for (uint32_t back = 1; back <= FAR && back <= sentence; back++) {
        const kh_sentence *s = &doc->sentences[sentence - back];
        if (doc->sentences[sentence].block - s->block > 1)
            return;
        uint32_t found = KH_NONE, root = KH_NONE;
        for (uint32_t t = s->first; t < s->end; t++)
            if (doc->tokens[t].head == KH_NONE)
                root = t;
        for (uint32_t i = 0; root != KH_NONE && i < doc->time_count; i++) {
            const kh_time *t = &doc->times[i];
            if (told_in(doc, t, sentence - back) && t->precision == 1 && t->day != KH_NO_DAY && moment_of(doc, t->first) == root)
                found = i;
        }
        if (found == KH_NONE)
            continue;
        bool past = kh_view_has_word(KH_LIT("VBD|VBN"), doc->tokens[root].xpos);
        if (past && (doc->meta.day == KH_NO_DAY || doc->times[found].day <= doc->meta.day))
            take(d, doc, found);
        return;
    }
}

void kh_events_when(const run *r, draft *d)
{
    const kh_doc *doc = r->doc;
    kh_event *e = &d->event;
    bool done = kh_events_is_material(e) && e->status == KH_OCCURRED;
    time_of_clause(r, d);
    if (e->time == KH_NONE && done)
        time_of_moment(r, d);
    if (e->time == KH_NONE && done)
        time_of_act_before(r, d);
    if (e->time == KH_NONE && done)
        time_of_sentence_before(doc, d);
    if (e->time == KH_NONE && doc->meta.day != KH_NO_DAY && e->status == KH_OCCURRED) {
        e->day = doc->meta.day - 6;
        e->last = doc->meta.day;
        e->date_precision = 3;
    }
    for (uint32_t c = kh_doc_child_rel(doc, d->clause, KH_OBL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, d->clause, KH_OBL, c))
        if (kh_events_lemma_in(doc, c, "past") && kh_view_is(kh_doc_case(doc, c), "in"))       /* "in the past, it had received threats" */
            e->background = true;
    if (is_old(doc, e->last))
        e->background = true;
}
