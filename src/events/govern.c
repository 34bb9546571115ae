/* govern.c: rows for the words above an act: light verbs, governors, words of saying; and for weapons. */
#include "events/table.h"

#include <stdio.h>

/* All words of `rest` stand below t. */
static bool rest_met(const kh_doc *doc, uint32_t t, kh_view rest)
{
    char room[64];
    while (rest.n > 0) {
        kh_view w = kh_view_cut(&rest, ' ');
        bool has = w.n == 0;
        for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE && !has; c = kh_doc_child(doc, t, c))
            has = kh_view_eq(kh_events_lemma(doc, c, room), w);
        if (!has)
            return false;
    }
    return true;
}

static bool relation_in(const kh_doc *doc, uint32_t child, kh_view slots)
{
    const kh_token *t = &doc->tokens[child];
    while (slots.n > 0) {
        kh_view s = kh_view_cut(&slots, '|'), name = kh_view_cut(&s, ':');
        bool fits = kh_view_is(name, kh_deprel_name((kh_deprel)t->deprel)) && !(t->deprel == KH_NSUBJ && t->sub == KH_SUB_PASS);
        fits = fits || (kh_view_is(name, "aux") && t->deprel == KH_AUXREL);
        fits = fits || (kh_view_is(name, "subj") && t->deprel == KH_NSUBJ && t->sub != KH_SUB_PASS);
        fits = fits || (kh_view_is(name, "obj") && t->deprel == KH_NSUBJ && t->sub == KH_SUB_PASS);
        if (fits && (s.n == 0 || kh_events_has_prep(doc, child, s)))
            return true;
    }
    return false;
}

const kh_light *kh_events_light(const kh_events *e, const kh_doc *doc, uint32_t noun, uint32_t *verb)
{
    char room[64];
    uint32_t t = noun, head = doc->tokens[t].head;
    while (head != KH_NONE && kh_events_is(doc, t, KH_CONJ)) {
        t = head;
        head = doc->tokens[t].head;
    }
    if (head == KH_NONE || doc->tokens[head].upos != KH_VERB)
        return NULL;
    const uint32_t *first = kh_map_find(&e->light_of, kh_events_lemma(doc, head, room));
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->lights[i].next)
        if (relation_in(doc, t, e->lights[i].noun) && rest_met(doc, head, e->lights[i].rest)) {
            *verb = head;
            return &e->lights[i];
        }
    return NULL;
}

/* Further words of a governor stand below it, or, as "to" in "have to", below what it governs. */
static bool rest_near(const kh_doc *doc, uint32_t governor, uint32_t child, kh_view rest)
{
    return rest_met(doc, governor, rest) || (kh_view_is(rest, "to") && rest_met(doc, child, rest));
}

/* The part of speech of a row; a headline's verbs are often tagged as nouns, adjectives as participles. */
static bool pos_fits(char pos, uint8_t upos, uint8_t rel)
{
    if (pos == 'v' && (rel == KH_OBJ || rel == KH_XCOMP || rel == KH_CCOMP))
        return true;                       /* "US mulls sanctions", tagged as nouns */
    return pos == 'v' ? upos == KH_VERB || upos == KH_AUX || upos == KH_ADJ : pos == 'n' ? upos == KH_NOUN || upos == KH_PROPN || upos == KH_NUM
         : pos != 'a' || (upos != KH_NOUN && upos != KH_PROPN);
}

static const kh_governor *best_governor(const kh_events *e, const kh_doc *doc, kh_view head, uint32_t governor, uint32_t child, bool modifier,
                                        const kh_governor *best)
{
    const uint32_t *first = kh_map_find(&e->governor_of, head);
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->governors[i].next) {
        const kh_governor *g = &e->governors[i];
        if (!(modifier ? g->below : g->above) || !relation_in(doc, child, g->slot) ||
            !pos_fits(g->pos, doc->tokens[modifier ? child : governor].upos, doc->tokens[child].deprel))
            continue;
        if (modifier ? g->rest.n > 0 : !rest_near(doc, governor, child, g->rest))
            continue;
        if (!best || g->rest.n >= best->rest.n)
            best = g;
    }
    return best;
}

/* "no longer", "at no time", "rather than": words in a row, at the beginning of what stands below. */
static const kh_governor *phrase_modifier(const kh_events *e, const kh_doc *doc, uint32_t child)
{
    char room[64];
    uint32_t first, end;
    kh_doc_subtree(doc, child, &first, &end);
    const uint32_t *row = kh_map_find(&e->governor_of, kh_events_lemma(doc, first, room));
    for (uint32_t i = row && *row ? *row - 1 : KH_NONE; i != KH_NONE; i = e->governors[i].next) {
        const kh_governor *g = &e->governors[i];
        if (!g->below || g->rest.n == 0 || !relation_in(doc, child, g->slot))
            continue;
        kh_view rest = g->rest;
        uint32_t t = first + 1;
        bool met = true;
        for (; met && rest.n > 0; t++) {
            kh_view w = kh_view_cut(&rest, ' ');
            met = t < end && (kh_view_eq(kh_events_lemma(doc, t, room), w) || kh_view_eq(kh_doc_form(doc, t), w));
        }
        if (met && t > child)              /* the phrase and not what it stands before */
            return g;
    }
    return NULL;
}

bool kh_events_governs(const kh_events *e, const kh_doc *doc, uint32_t noun)
{
    char room[64];
    const uint32_t *first = kh_map_find(&e->governor_of, kh_events_lemma(doc, noun, room));
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->governors[i].next)
        if (e->governors[i].pos == 'n' && e->governors[i].rest.n == 0)
            return true;
    return false;
}

const kh_governor *kh_events_governor(const kh_events *e, const kh_doc *doc, uint32_t governor, uint32_t child, bool modifier)
{
    char room[64], small[64];
    uint32_t word = modifier ? child : governor;
    kh_view lemma = kh_events_lemma(doc, word, room), form = kh_events_form(doc, word, small);
    const kh_governor *best = modifier ? phrase_modifier(e, doc, child) : NULL;
    if (best)
        return best;
    best = best_governor(e, doc, lemma, governor, child, modifier, NULL);
    /* "had to" says more than "have to" */
    return kh_view_eq(lemma, form) ? best : best_governor(e, doc, form, governor, child, modifier, best);
}

const kh_governor *kh_events_governor_raised(const kh_events *e, const kh_doc *doc, uint32_t head)
{
    char room[64];
    for (uint32_t x = kh_doc_child_rel(doc, head, KH_XCOMP, KH_NONE); x != KH_NONE; x = kh_doc_child_rel(doc, head, KH_XCOMP, x)) {
        kh_view slot = kh_events_passive(doc, x) ? KH_LIT("obj") : KH_LIT("subj");
        const uint32_t *first = kh_map_find(&e->governor_of, kh_events_lemma(doc, x, room));
        for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->governors[i].next)
            if (e->governors[i].above && kh_view_has_word(e->governors[i].slot, slot) && rest_met(doc, x, e->governors[i].rest))
                return &e->governors[i];
    }
    return NULL;
}

static const kh_speech *speech_row(const kh_events *e, const kh_doc *doc, uint32_t t, bool phrase)
{
    char room[64];
    const kh_speech *best = NULL;
    /* "according" keeps its form, whatever its lemma */
    kh_view key = phrase ? kh_events_form(doc, t, room) : kh_events_lemma(doc, t, room);
    const uint32_t *first = kh_map_find(&e->speech_of, key);
    uint8_t upos = doc->tokens[t].upos;
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->speeches[i].next) {
        const kh_speech *s = &e->speeches[i];
        bool fits = phrase ? s->pos == 'p' : s->pos == 'v' ? upos == KH_VERB : s->pos == 'n' ? upos == KH_NOUN : s->pos == 'a' && upos == KH_ADJ;
        if (fits && s->passive)
            fits = kh_events_passive(doc, t);
        if (fits)
            fits = rest_met(doc, t, s->rest);
        if (fits && (!best || s->rest.n + s->passive >= best->rest.n + best->passive))
            best = s;
    }
    return best;
}

const kh_speech *kh_events_speech(const kh_events *e, const kh_doc *doc, uint32_t token) { return speech_row(e, doc, token, false); }
const kh_speech *kh_events_speech_phrase(const kh_events *e, const kh_doc *doc, uint32_t token) { return speech_row(e, doc, token, true); }

const kh_weapon *kh_events_weapon_row(const kh_events *e, const kh_doc *doc, uint32_t token)
{
    char room[64], before[64], both[132];
    kh_view lemma = kh_events_lemma(doc, token, room);
    const uint32_t *at = NULL;
    if (token > 0 && doc->tokens[token - 1].sentence == doc->tokens[token].sentence) {
        kh_view first = kh_events_lemma(doc, token - 1, before);
        int n = snprintf(both, sizeof both, "%.*s %.*s", (int)first.n, first.p, (int)lemma.n, lemma.p);
        at = n > 0 ? kh_map_find(&e->weapon_of, (kh_view){ both, (size_t)n }) : NULL;
    }
    if (!at)
        at = kh_map_find(&e->weapon_of, lemma);
    return at ? &e->weapons[*at - 1] : NULL;
}
