/* past.c: acts that are told but are no news: history, court, anniversaries (background); made-up ones; drills. */
#include "events/draft.h"
#include "events/weights.h"

enum { STEPS = 6, SURE = 3, RECENT = 31, AROUND = 100, LONG = 360 };    /* drafts looked at on either side, so that long texts stay linear */

static bool in_words(const kh_doc *doc, const kh_topics *t, uint32_t token, kh_topic topic)
{
    char room[64];
    if (kh_topics_over(t, kh_events_lemma(doc, token, room), topic))
        return true;
    kh_view form = kh_doc_form(doc, token);
    return doc->tokens[token].upos == KH_VERB && kh_topics_over(t, form, topic);      /* "wanted for" */
}

/* A date of the act's own that is news. */
static bool is_recent(const kh_doc *doc, const kh_event *e)
{
    return e->time != KH_NONE && e->date_precision > 0 && e->date_precision < 4 && doc->meta.day != KH_NO_DAY && e->last != KH_NO_DAY &&
           e->last >= doc->meta.day - RECENT && e->day <= doc->meta.day + 1;
}

/* Does the act stand below such a word: "anniversary of the massacre", "convicted of killing"? A clause of its own ends the climb. */
static uint32_t above(const run *r, uint32_t token, kh_topic topic)
{
    const kh_doc *doc = r->doc;
    uint32_t t = token;
    for (int steps = 0; steps < STEPS && doc->tokens[t].head != KH_NONE; steps++) {
        if (kh_events_is(doc, t, KH_PARATAXIS) || (kh_events_is(doc, t, KH_CONJ) && doc->tokens[t].upos == KH_VERB) || kh_events_is(doc, t, KH_NSUBJ))
            return KH_NONE;
        t = doc->tokens[t].head;
        if (in_words(doc, &r->events->topics, t, topic))
            return t;
    }
    return KH_NONE;
}

static bool has_ago(const kh_doc *doc, const draft *d)
{
    const kh_sentence *s = &doc->sentences[doc->tokens[d->event.token].sentence];
    for (uint32_t t = s->first; t < s->end; t++)
        if (kh_events_lemma_in(doc, t, "ago") && t > s->first && kh_events_lemma_in(doc, t - 1, "year|decade|century") &&
            (doc->tokens[t].head == KH_NONE || kh_doc_under(doc, t, d->clause)))
            return true;
    return false;
}

static bool past_perfect(const kh_doc *doc, uint32_t t)
{
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_AUXREL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_AUXREL, c))
        if (kh_view_is(kh_doc_form(doc, c), "had"))
            return true;
    return false;
}

/* "had dragged her from a bus", after what was told of long ago in the same paragraph or the one before. */
static bool goes_on_with_past(const run *r, uint32_t i)
{
    const kh_doc *doc = r->doc;
    const draft *d = &r->drafts[i];
    bool of_past = r->about.article[KH_TOPIC_PAST] >= W_PAST_ARTICLE;
    bool reported = d->event.source != KH_NONE;              /* "said it had sent troops": the tense is that of the saying */
    if (d->event.time != KH_NONE || !(of_past || (past_perfect(doc, d->clause) && !reported)))
        return false;
    uint32_t block = doc->sentences[doc->tokens[d->event.token].sentence].block;
    for (uint32_t k = i, seen = 0; k-- > 0 && seen < STEPS; seen++) {
        const draft *b = &r->drafts[k];
        if (b->event.background && doc->sentences[doc->tokens[b->event.token].sentence].block + 1 >= block)
            return true;
    }
    return false;
}

/* "President Bush invaded", long after his term: only who is in office sends troops; who died long ago is not killed now. */
static bool by_former(const kh_doc *doc, const draft *d)
{
    const kh_event *e = &d->event;
    for (uint32_t i = 0; i < e->actor_count && kh_view_has_word(KH_LIT("ASSAULT|MOBILIZE|SANCTION|AID|RETREAT|COERCE"), e->type); i++)
        if (doc->actors[d->actors[i]].former && !doc->actors[d->actors[i]].pronoun)
            return true;
    for (uint32_t i = 0; i < e->recipient_count && kh_view_is(e->type, "ASSAULT"); i++)
        if (doc->actors[d->recipients[i]].former && (e->toll[KH_KILLED].best > 0 || kh_view_is(e->mode, "targeted")))
            return true;
    return false;
}

/* "39 have been arrested in the past year": a count over a year is a total. */
static bool is_total(const kh_doc *doc, const kh_event *e)
{
    bool many = false;
    for (int h = 0; h < KH_HARM_COUNT; h++)
        many = many || e->toll[h].best > 1;
    return many && e->time != KH_NONE && e->day != KH_NO_DAY && e->last != KH_NO_DAY && e->last - e->day > LONG && doc->times[e->time].precision >= 5;
}

bool kh_events_is_past(const run *r, uint32_t i)
{
    const draft *d = &r->drafts[i];
    const kh_event *e = &d->event;
    const kh_doc *doc = r->doc;
    if (e->status != KH_OCCURRED && e->status != KH_ONGOING)
        return false;
    bool ahead = e->time != KH_NONE && doc->meta.day != KH_NO_DAY && e->day != KH_NO_DAY && e->day > doc->meta.day + 1;
    if (has_ago(doc, d) || (ahead && e->status == KH_OCCURRED))      /* done on a day to come: of another year */
        return true;
    if (is_total(doc, e) || (by_former(doc, d) && !is_recent(doc, e)))
        return true;
    if (above(r, e->token, KH_TOPIC_PAST) != KH_NONE && !is_recent(doc, e))
        return true;
    uint32_t sentence = doc->tokens[e->token].sentence;
    bool material = kh_view_has_word(KH_LIT("ASSAULT|COERCE|MOBILIZE|RETREAT|PROTEST"), e->type);
    if (!material || is_recent(doc, e))
        return false;
    return kh_about_sentence(&r->about, sentence, KH_TOPIC_PAST) >= SURE || goes_on_with_past(r, i);
}

/* States and groups are in many acts; a person is mostly killed, arrested or convicted once. */
static bool shares_person(const kh_doc *doc, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    for (uint32_t i = 0; i < an; i++)
        for (uint32_t k = 0; k < bn; k++) {
            const kh_actor *x = &doc->actors[a[i]], *y = &doc->actors[b[k]];
            if (x->entity == y->entity && x->kind == KH_KIND_PERSON && (x->named || x->via[0] != KH_NONE))
                return true;
        }
    return false;
}

static bool same_place(const kh_doc *doc, const kh_event *a, const kh_event *b)
{
    return a->place != KH_NONE && b->place != KH_NONE &&
           (a->place == b->place || (doc->places[a->place].id.n && kh_view_eq(doc->places[a->place].id, doc->places[b->place].id)));
}

/* The same kind of act, at one place or on the same side, or with the same count of dead. */
static bool tells_again(const kh_doc *doc, const draft *d, const draft *b)
{
    const kh_event *e = &d->event, *f = &b->event;
    if (!kh_view_eq(e->type, f->type))
        return false;
    if (e->toll[KH_KILLED].best > 1 && e->toll[KH_KILLED].best == f->toll[KH_KILLED].best)
        return true;
    bool word = kh_view_eq(doc->tokens[e->token].lemma, doc->tokens[f->token].lemma);
    return (word && same_place(doc, e, f)) || shares_person(doc, d->recipients, e->recipient_count, b->recipients, f->recipient_count);
}

/* "was extradited, and was convicted in 2012": joined to it, or the sentence after it in its paragraph, of the same people. */
static bool goes_on(const kh_doc *doc, const draft *d, const draft *b)
{
    uint32_t s = doc->tokens[d->event.token].sentence, before = doc->tokens[b->event.token].sentence;
    if (s == before)
        return (doc->tokens[d->clause].head == b->clause && kh_events_is(doc, d->clause, KH_CONJ)) ||
               (doc->tokens[b->clause].head == d->clause && kh_events_is(doc, b->clause, KH_CONJ));
    bool told = kh_view_is(doc->tokens[d->clause].xpos, "VBD") || kh_events_passive(doc, d->clause);
    return told && s == before + 1 && doc->sentences[s].block == doc->sentences[before].block &&
           (shares_person(doc, d->actors, d->event.actor_count, b->actors, b->event.actor_count) ||
            shares_person(doc, d->recipients, d->event.recipient_count, b->recipients, b->event.recipient_count) ||
            shares_person(doc, d->actors, d->event.actor_count, b->recipients, b->event.recipient_count));
}

/* An act without a time of its own, where the text gives another mention of it a time far back and none a time that is news. */
bool kh_events_goes_with_past(const run *r, uint32_t i)
{
    const kh_doc *doc = r->doc;
    const draft *d = &r->drafts[i];
    bool material = kh_view_has_word(KH_LIT("ASSAULT|COERCE|MOBILIZE|RETREAT|PROTEST|SANCTION"), d->event.type), past = false;
    if (!material || d->event.status != KH_OCCURRED || d->event.time != KH_NONE)
        return false;
    for (uint32_t k = i > AROUND ? i - AROUND : 0; k < r->count && k < i + AROUND; k++) {
        const draft *b = &r->drafts[k];
        if (k == i || b->event.time == KH_NONE || b->event.status != KH_OCCURRED)
            continue;
        bool again = tells_again(doc, d, b);
        if (again && !b->event.background)
            return false;
        past = past || (b->event.background && (again || goes_on(doc, d, b)));
    }
    return past;
}

/* ------------------------------------------------------------------ made-up acts */

static bool is_work(const run *r, uint32_t t)
{
    if (!in_words(r->doc, &r->events->topics, t, KH_TOPIC_FICTION) || r->doc->tokens[t].upos == KH_VERB)
        return false;
    for (uint32_t c = kh_doc_child_rel(r->doc, t, KH_NMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(r->doc, t, KH_NMOD, c))
        if (kh_view_is(kh_doc_case(r->doc, c), "of"))
            return false;                  /* "a series of attacks" */
    return true;
}

/* "In the film, ..." or "the novel tells how ...". */
static bool clause_of_work(const run *r, uint32_t verb, bool tells)
{
    const kh_doc *doc = r->doc;
    for (uint32_t c = kh_doc_child(doc, verb, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, verb, c)) {
        bool phrase = kh_events_is(doc, c, KH_OBL) && kh_view_is(kh_doc_case(doc, c), "in");
        if ((phrase || (tells && kh_events_is(doc, c, KH_NSUBJ))) && is_work(r, c))
            return true;
    }
    return false;
}

bool kh_events_is_fiction(const run *r, const draft *d)
{
    const kh_doc *doc = r->doc;
    if (!kh_view_has_word(KH_LIT("ASSAULT|COERCE|MOBILIZE|RETREAT|PROTEST|AID"), d->event.type))
        return false;
    if (clause_of_work(r, d->clause, d->clause != d->event.token))
        return true;
    uint32_t t = d->event.token;
    for (int steps = 0; steps < STEPS && doc->tokens[t].head != KH_NONE; steps++) {
        if (kh_events_is(doc, t, KH_NSUBJ) || kh_events_is(doc, t, KH_PARATAXIS))
            return false;
        t = doc->tokens[t].head;
        if (is_work(r, t) || (doc->tokens[t].upos == KH_VERB && clause_of_work(r, t, true)))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------ drills */

static bool is_force(const kh_doc *doc, const draft *d)
{
    for (uint32_t k = 0; k < d->event.actor_count; k++)
        if (kh_view_has_word(KH_LIT("MIL|GOV|COP|PRM|REB"), kh_view_of(doc->actors[d->actors[k]].sector)))
            return true;
    return false;
}

static bool is_on_armed(const kh_doc *doc, const draft *d)
{
    for (uint32_t i = 0; i < d->event.recipient_count; i++)
        if (kh_view_has_word(KH_LIT("MIL|REB|PRM|UAF"), kh_view_of(doc->actors[d->recipients[i]].sector)))
            return true;
    return false;
}

/* "Most of the recent strikes hit the dam": in a story of fighting, strikes by nobody who works are no walkouts. */
static void strike_of_arms(const run *r, draft *d)
{
    kh_event *e = &d->event;
    if (!kh_view_is(e->type, "PROTEST") || !kh_view_is(e->mode, "strike") || d->sense->pos != 'n' || !kh_events_lemma_in(r->doc, e->token, "strike") ||
        (r->about.article[KH_TOPIC_CONFLICT] < W_CONFLICT_STORY && !is_on_armed(r->doc, d)))
        return;
    for (uint32_t i = 0; i < e->actor_count; i++)
        if (kh_view_has_word(KH_LIT("LAB|CVL|EDU|MED|BUS|AGR|JRN|SOC|OPP|REF"), kh_view_of(r->doc->actors[d->actors[i]].sector)))
            return;
    e->type = KH_LIT("ASSAULT");
    e->mode = (kh_view){ 0 };
    e->cameo = KH_LIT("190");
}

void kh_events_drill(const run *r, draft *d)
{
    kh_event *e = &d->event;
    strike_of_arms(r, d);
    if (!kh_view_is(e->type, "ASSAULT") || e->toll[KH_KILLED].best > 0 || e->toll[KH_INJURED].best > 0 || !is_force(r->doc, d) ||
        kh_about_sentence(&r->about, r->doc->tokens[e->token].sentence, KH_TOPIC_DRILL) < SURE)
        return;
    e->type = KH_LIT("MOBILIZE");
    e->mode = (kh_view){ 0 };
    e->cameo = KH_LIT("150");
}
