/* toll.c: how many were killed, injured, arrested, abducted, displaced, as one word and what hangs on it say. */
#include "events/draft.h"

#include <string.h>

enum { MAX_PHRASES = 8, MAX_DEPTH = 3, OWN = KH_HARM_COUNT };

/* The figures of one word that tells a harm. */
typedef struct tally {
    const run *r;
    const kh_carrier *row;
    draft *d;
    uint32_t phrases;
    bool agent;                            /* somebody else is said to have done it */
} tally;

static const char THINGS[] = "@building|@vehicle|@weapon|@money|@unit_of_time|@measure|@goods|@explosive|@drug|@nature|@body_part|@infrastructure|"
                             "@document|@firearm|@place";

static bool people(const run *r, uint32_t t)
{
    const kh_doc *doc = r->doc;
    uint32_t a = kh_doc_actor_of(doc, t), nm = kh_doc_name_of(doc, t);
    return kh_events_word_in(r->events, doc, t, KH_LIT("@people|@force|@civilian|@official|@kin|@title")) ||
           (nm != KH_NONE && doc->names[nm].type == KH_NAME_PER) || (a != KH_NONE && doc->actors[a].kind == KH_KIND_PERSON);
}

static bool number_only(const kh_doc *doc, uint32_t t)
{
    return doc->tokens[t].upos == KH_NUM || kh_events_lemma_in(doc, t, "other|more|dozen|score|hundred|thousand|half|several|many|people|person");
}

static bool singular(const kh_doc *doc, uint32_t t)
{
    const kh_token *k = &doc->tokens[t];
    if (k->upos != KH_NOUN && k->upos != KH_PROPN && k->upos != KH_ADJ)
        return false;
    return !(k->morph & KH_MORPH_PLUR) && !kh_view_is(k->xpos, "NNS") && !kh_view_is(k->xpos, "NNPS");
}

static bool collective(const run *r, uint32_t t)
{
    uint32_t length;
    const kh_number *row = kh_events_number(r->events->counts, r->doc, t, &length);
    return row && row->kind == KH_COLLECTIVE;
}

/* "a family of five", "a group of 12 men" */
static bool members(const run *r, uint32_t t, kh_figure *f)
{
    const kh_doc *doc = r->doc;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_NMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_NMOD, c))
        if (kh_view_is(kh_doc_case(doc, c), "of") && kh_events_figure(r->events, doc, c, f))
            return true;
    return false;
}

/* "a policeman", "her husband", "the 12-year-old", "Father Ortiz": one. */
static bool one(const run *r, uint32_t t, kh_figure *f)
{
    const kh_doc *doc = r->doc;
    bool aged = kh_events_lemma_in(doc, t, "old") && t >= 2 && kh_events_lemma_in(doc, t - 2, "year|month|day");
    bool person = kh_events_lemma_in(doc, t, "he|she") || aged;
    if (!person && doc->tokens[t].upos == KH_PRON)
        return false;
    if (!person && (!singular(doc, t) || collective(r, t) || !people(r, t)))
        return false;
    uint32_t a = kh_doc_actor_of(doc, t);
    if (a != KH_NONE && (doc->actors[a].kind == KH_KIND_GROUP || doc->actors[a].kind == KH_KIND_STATE) && doc->actors[a].named)
        return false;
    if (doc->tokens[t].upos == KH_PROPN && !kh_events_word_in(r->events, doc, t, KH_LIT("@title|@official")) &&
        !(a != KH_NONE && doc->actors[a].kind == KH_KIND_PERSON) &&
        !(kh_doc_name_of(doc, t) != KH_NONE && doc->names[kh_doc_name_of(doc, t)].type == KH_NAME_PER))
        return false;
    *f = (kh_figure){ 1, 1, 1, t, t + 1, false };
    return true;
}

/* "they" are as many as those they stand for. */
static bool of_antecedent(const run *r, uint32_t t, kh_figure *f)
{
    const kh_doc *doc = r->doc;
    uint32_t a = doc->tokens[t].upos == KH_PRON ? kh_doc_actor_of(doc, t) : KH_NONE;
    if (a == KH_NONE || doc->actors[a].via[0] == KH_NONE || !kh_events_lemma_in(doc, t, "they|them|who|whom"))
        return false;
    uint32_t head = doc->actors[doc->actors[a].via[0]].head;
    return doc->tokens[t].sentence - doc->tokens[head].sentence <= 1 && kh_events_figure(r->events, doc, head, f);
}

/* A part of the body ("a wound to the head"), a name that is nobody's. */
static bool strange(const run *r, uint32_t t)
{
    const kh_doc *doc = r->doc;
    if (kh_events_word_in(r->events, doc, t, KH_LIT("@body_part|@firearm|@drug|@money")))
        return true;
    uint32_t a = kh_doc_actor_of(doc, t);
    return doc->tokens[t].upos == KH_PROPN && !people(r, t) && !(a != KH_NONE && (doc->actors[a].country[0][0] || doc->actors[a].sector[0]));
}

static bool figure_of(const tally *y, uint32_t t, kh_figure *f)
{
    const run *r = y->r;
    bool self = kh_view_is(y->row->slots, "self") || (y->row->pos == 'n' && kh_view_starts(y->row->slots, KH_LIT("self|")));
    bool harm_noun = self && t == y->d->event.token;
    bool of_noun = r->doc->tokens[t].upos == KH_NUM && t + 1 < r->doc->token_count && r->doc->tokens[t + 1].upos == KH_NOUN;
    if (of_noun && y->row->people && !people(r, t + 1) && !number_only(r->doc, t + 1))
        return false;                      /* "40 rifles", with the number for the head */
    if (!harm_noun && !people(r, t) && !number_only(r->doc, t)) {
        if (y->row->people || kh_events_word_in(r->events, r->doc, t, kh_view_of(THINGS)))
            return false;
    }
    if (kh_doc_time_of(r->doc, t) != KH_NONE || (!harm_noun && strange(r, t)))
        return false;
    if (collective(r, t))
        return singular(r->doc, t) && members(r, t, f);
    if (kh_events_figure(r->events, r->doc, t, f))
        return true;
    return !harm_noun && (one(r, t, f) || of_antecedent(r, t, f));
}

static kh_toll toll_of(const kh_doc *doc, const kh_figure *f)
{
    return (kh_toll){ .low = f->low, .best = f->best, .high = f->high,
                      .span = kh_span_join(doc->tokens[f->first].span, doc->tokens[f->end - 1].span) };
}

/* Another word of harm between two: "6 people were killed and 25 others injured" is no list of 31. */
static bool harm_between(const run *r, uint32_t from, uint32_t to)
{
    for (uint32_t t = from + 1; t < to; t++) {
        uint8_t u = r->doc->tokens[t].upos;
        const kh_carrier *row = u == KH_VERB || u == KH_ADJ ? kh_events_carrier(r->events, r->doc, t) : NULL;
        if (row && !kh_doc_under(r->doc, t, to))
            return true;
    }
    return false;
}

/* "including", "among them", "of whom" between two words: what follows is part of what was counted. */
static bool part_between(const run *r, uint32_t from, uint32_t to)
{
    for (uint32_t t = from + 1; t < to; t++) {
        uint32_t length;
        const kh_number *row = kh_events_number(r->events->counts, r->doc, t, &length);
        if (row && row->part)
            return true;
    }
    return false;
}

static void add_phrase(tally *y, uint32_t t)
{
    const kh_doc *doc = y->r->doc;
    draft *d = y->d;
    int harm = y->row->harm;
    kh_figure f;
    if (kh_events_lemma_in(doc, t, "himself|herself|itself|themselves")) {
        bool single = !kh_events_lemma_in(doc, t, "themselves");
        d->suicide = true;
        if (single && harm == KH_KILLED && !kh_toll_stated(&d->event.perpetrators))
            kh_toll_add(&d->event.perpetrators, &(kh_toll){ .low = 1, .best = 1, .high = 1, .span = doc->tokens[t].span });
        return;
    }
    if (!figure_of(y, t, &f)) {
        if (d->counted[harm] != KH_NONE)
            d->event.toll[harm].high = -1;                 /* "two soldiers and civilians" */
        return;
    }
    bool own = harm == KH_KILLED && ((y->row->perpetrator && kh_view_starts(y->row->slots, KH_LIT("subj"))) || (!y->agent && kh_events_side_word(y->r->events, doc, t, 'p')));
    kh_toll toll = toll_of(doc, &f);
    kh_toll_add(own ? &d->event.perpetrators : &d->event.toll[harm], &toll);
    kh_events_add_part(d, own ? OWN : harm, kh_doc_actor_of(doc, t), f.best, toll.span);
    if (d->counted[harm] == KH_NONE)
        d->counted[harm] = t;
    if (!own && d->counted[harm] == t) {
        d->more[harm] = f.more;
        d->weak[harm] = y->row->weak;
    }
}

/* Parts that hang on the counted noun: "nine people, including four children". */
static void add_parts(tally *y, uint32_t t, uint32_t depth)
{
    const kh_doc *doc = y->r->doc;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE && depth < MAX_DEPTH; c = kh_doc_child(doc, t, c)) {
        uint8_t rel = doc->tokens[c].deprel;
        kh_figure f;
        if (c < t || (rel != KH_NMOD && rel != KH_APPOS && rel != KH_CONJ) || !part_between(y->r, t, c) || !figure_of(y, c, &f))
            continue;
        kh_events_add_part(y->d, y->row->harm, kh_doc_actor_of(doc, c), f.best, toll_of(doc, &f).span);
        for (uint32_t k = kh_doc_child_rel(doc, c, KH_CONJ, KH_NONE); k != KH_NONE; k = kh_doc_child_rel(doc, c, KH_CONJ, k))
            if (figure_of(y, k, &f))
                kh_events_add_part(y->d, y->row->harm, kh_doc_actor_of(doc, k), f.best, toll_of(doc, &f).span);
    }
}

static void gather(tally *y, uint32_t t, uint32_t depth)
{
    const kh_doc *doc = y->r->doc;
    if (y->phrases++ >= MAX_PHRASES)
        return;
    uint32_t parts = y->d->part_count;
    add_phrase(y, t);
    if (y->d->part_count > parts)
        add_parts(y, t, depth);
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE); c != KH_NONE && depth < MAX_DEPTH; c = kh_doc_child_rel(doc, t, KH_CONJ, c)) {
        uint8_t u = doc->tokens[c].upos;
        bool clause = kh_doc_child_rel(doc, c, KH_NSUBJ, KH_NONE) != KH_NONE;
        if ((u == KH_NOUN || u == KH_PROPN || u == KH_NUM || u == KH_PRON) && !clause && !part_between(y->r, t, c) && !harm_between(y->r, t, c) && !kh_events_negated(doc, c))
            gather(y, c, depth + 1);
    }
}

/* "two men in a bar and three more in the street": a number with no noun and no verb of its own. */
static void gapped(tally *y, uint32_t t)
{
    const kh_doc *doc = y->r->doc;
    uint32_t end = doc->sentences[doc->tokens[t].sentence].end, last = y->d->counted[y->row->harm];
    for (uint32_t k = (last > t && last != KH_NONE ? last : t) + 1; k + 2 < end; k++) {
        kh_figure f;
        if (doc->tokens[k].upos != KH_CCONJ || !kh_events_lemma_in(doc, k, "and") || !kh_events_lemma_in(doc, k + 2, "more|other|others"))
            continue;
        uint8_t next = k + 3 < end ? doc->tokens[k + 3].upos : KH_PUNCT;
        if ((next != KH_ADP && k + 4 < end) || !kh_events_figure(y->r->events, doc, k + 1, &f) || f.first != k + 1)
            continue;
        kh_toll toll = toll_of(doc, &f);
        kh_toll_add(&y->d->event.toll[y->row->harm], &toll);
        kh_events_add_part(y->d, y->row->harm, KH_NONE, f.best, toll.span);
    }
}

static bool participle(const kh_doc *doc, uint32_t t)
{
    return doc->tokens[t].upos == KH_ADJ || kh_view_is(doc->tokens[t].xpos, "VBN") || kh_view_is(doc->tokens[t].xpos, "VBD");
}

/* "three more wounded", "28 others were injured", "12 dead": the number right before a participle, with nothing but "others" between. */
static bool number_before(tally *y, uint32_t t)
{
    kh_figure f;
    const kh_doc *doc = y->r->doc;
    if (!participle(doc, t) || !kh_events_figure(y->r->events, doc, t, &f) || f.first >= t || f.end > t)
        return false;
    for (uint32_t k = f.end; k < t; k++)
        if (!kh_events_lemma_in(doc, k, "other|more|people|person|be|man|woman") && doc->tokens[k].upos != KH_ADV)
            return false;
    y->d->event.toll[y->row->harm] = toll_of(doc, &f);
    y->d->counted[y->row->harm] = f.end - 1;
    y->d->more[y->row->harm] = f.more;
    y->d->weak[y->row->harm] = y->row->weak;
    return true;
}

/* Those in the slots of a word's own; what it shares with another verb comes after the number before it. */
static bool has_own(const kh_doc *doc, uint32_t t)
{
    return kh_doc_child_rel(doc, t, KH_OBJ, KH_NONE) != KH_NONE || kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE) != KH_NONE;
}

/* A participle with nobody in its frame may be said of its subject: "five captured", "two others became injured". */
static bool of_subject(const run *r, uint32_t t)
{
    const kh_doc *doc = r->doc;
    if (!participle(doc, t) || kh_doc_child_rel(doc, t, KH_OBJ, KH_NONE) != KH_NONE)
        return false;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CONJ, c))
        if (kh_doc_child_rel(doc, c, KH_OBJ, KH_NONE) != KH_NONE)
            return false;                  /* "shot and killed his father" */
    uint32_t subject = kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE);
    kh_figure f;
    return !kh_view_is(doc->tokens[t].xpos, "VBD") || (subject != KH_NONE && kh_events_figure(r->events, doc, subject, &f));
}

/* Counts those in the first of the slots that counts anybody. "12 others became injured": a participle without a frame of its own. */
static bool in_slots(tally *y, uint32_t t, kh_view slots)
{
    while (slots.n > 0) {
        kh_found f;
        kh_events_counted(y->r->doc, &slots, t, &f);
        for (uint32_t i = 0; i < f.count; i++)
            if (f.tokens[i] < t || !harm_between(y->r, t, f.tokens[i]))
                gather(y, f.tokens[i], 0);
        if (kh_toll_stated(&y->d->event.toll[y->row->harm]) || kh_toll_stated(&y->d->event.perpetrators))
            return true;
    }
    return false;
}

/* "killing 1 and injuring 4 others", with both objects hung on the first verb. */
static bool object_of_head(tally *y, uint32_t t)
{
    const kh_doc *doc = y->r->doc;
    uint32_t head = doc->tokens[t].head;
    if (head == KH_NONE || head > t || !kh_events_is(doc, t, KH_CONJ) || y->row->pos != 'v' || kh_events_passive(doc, t))
        return false;
    for (uint32_t c = kh_doc_child_rel(doc, head, KH_OBJ, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, head, KH_OBJ, c))
        if (c > t)
            gather(y, c, 0);
    return kh_toll_stated(&y->d->event.toll[y->row->harm]);
}

/* "the attempted kidnapping of a judge" has no toll. */
static bool attempted(const run *r, uint32_t t)
{
    for (uint32_t c = kh_doc_child_rel(r->doc, t, KH_AMOD, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(r->doc, t, KH_AMOD, c))
        if (kh_events_side_word(r->events, r->doc, c, 'm'))
            return true;
    return false;
}

bool kh_events_count(const run *r, uint32_t t, draft *d)
{
    const kh_doc *doc = r->doc;
    const kh_carrier *row = kh_events_carrier(r->events, doc, t);
    if (!row || row->harm < 0 || attempted(r, t))
        return false;
    bool alone = d->event.actor_count == 0;
    for (uint32_t i = 0; i < d->event.actor_count && !alone; i++)
        alone = kh_events_side_word(r->events, doc, doc->actors[d->actors[i]].head, 'p');
    tally y = { r, row, d, 0, !alone };
    if (has_own(doc, t) || !number_before(&y, t)) {
        bool loose = row->pos == 'v' && of_subject(r, t);
        if (!in_slots(&y, t, row->slots) && !object_of_head(&y, t) && !(loose && in_slots(&y, t, KH_LIT("nsubj|^amod|^xcomp>obj|^xcomp>subj"))))
            number_before(&y, t);
    }
    if (kh_toll_stated(&d->event.toll[row->harm]) && row->pos == 'v')
        gapped(&y, t);
    d->total[row->harm] = row->pos == 'n' && kh_events_lemma_in(doc, t, "toll|count");
    uint32_t of_harm = 0;
    for (uint32_t i = 0; i < d->part_count; i++)
        of_harm += d->parts[i].harm == row->harm;
    if (of_harm == 1)
        d->part_count = 0;                 /* one phrase is no part */
    return kh_toll_stated(&d->event.toll[row->harm]) || kh_toll_stated(&d->event.perpetrators);
}
