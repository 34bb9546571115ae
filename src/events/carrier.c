/* carrier.c: the words that tell a harm to people ("kill", "12 dead", "the toll rose to 37"), and where those stand whom it counts. */
#include "events/toll.h"

#include <string.h>

static bool pos_fits(const kh_doc *doc, const kh_carrier *k, uint32_t t)
{
    uint8_t u = doc->tokens[t].upos;
    switch (k->pos) {
    case 'v': return u == KH_VERB;
    case 'n': return u == KH_NOUN || u == KH_PROPN || u == KH_ADJ;
    case 'p': case 'm': return false;
    default: return u == KH_ADJ || u == KH_NOUN || kh_events_past_form(doc, t);
    }
}

/* The particle, or the word before a noun: a dependent or a neighbour. */
static bool near_fits(const kh_doc *doc, const kh_carrier *k, uint32_t t)
{
    char room[64];
    if (k->near.n == 0)
        return true;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if (kh_view_eq(kh_events_form(doc, c, room), k->near))
            return true;
    uint32_t beside = k->pos == 'n' ? t - 1 : t + 1;
    return beside < doc->token_count && doc->tokens[beside].sentence == doc->tokens[t].sentence && kh_view_eq(kh_events_form(doc, beside, room), k->near);
}

static bool need_fits(const kh_events *e, const kh_doc *doc, const kh_carrier *k, uint32_t t)
{
    if (k->need.slot.n == 0)
        return true;
    kh_found f = { .count = 0 };
    kh_events_slot(doc, t, k->need.slot, &f);
    for (uint32_t i = 0; i < f.count; i++)
        if (kh_events_word_in(e, doc, f.tokens[i], k->need.words))
            return true;
    /* "left 12 people dead": the adjective may hang on the people, or beside the verb */
    bool loose = kh_view_is(k->need.slot, "xcomp") || kh_view_is(k->need.slot, "adv");
    for (uint32_t n = 1; loose && n <= 10 && t + n < doc->token_count && doc->tokens[t + n].sentence == doc->tokens[t].sentence; n++) {
        uint32_t u = t + n, h = doc->tokens[u].head;
        if (kh_events_word_in(e, doc, u, k->need.words) && (h == t || (h != KH_NONE && doc->tokens[h].head == t)))
            return true;
    }
    return false;
}

static int of_class(const kh_doc *doc, const kh_carrier *k, uint32_t t)
{
    uint8_t u = doc->tokens[t].upos;
    return k->pos == 'v' || (k->pos == 'a' && u == KH_ADJ) || (k->pos == 'n' && u == KH_NOUN);
}

static const kh_carrier *best_of(const kh_events *e, const kh_doc *doc, uint32_t t, kh_view key, const kh_carrier *best)
{
    const kh_counts *c = e->counts;
    const uint32_t *last = kh_map_find(&c->carrier_of, key);
    for (uint32_t i = last && *last ? *last - 1 : KH_NONE; i != KH_NONE; i = c->carriers[i].next) {
        const kh_carrier *k = &c->carriers[i];
        if (!pos_fits(doc, k, t) || !near_fits(doc, k, t) || !need_fits(e, doc, k, t) || (k->passive && !kh_events_passive(doc, t)))
            continue;
        int points = (k->near.n ? 2 : 0) + (k->need.slot.n ? 2 : 0) + of_class(doc, k, t) + k->passive;
        int top = !best ? -1 : (best->near.n ? 2 : 0) + (best->need.slot.n ? 2 : 0) + of_class(doc, best, t) + best->passive;
        if (points >= top)
            best = k;
    }
    return best;
}

const kh_carrier *kh_events_carrier(const kh_events *e, const kh_doc *doc, uint32_t t)
{
    char room[64], other[64];
    kh_view lemma = kh_events_lemma(doc, t, room), form = kh_events_form(doc, t, other);
    const kh_carrier *best = best_of(e, doc, t, lemma, NULL);
    if (!kh_view_eq(lemma, form))
        best = best_of(e, doc, t, form, best);
    const uint32_t *irregular = best ? NULL : kh_map_find(&e->forms, form);
    if (irregular)
        best = best_of(e, doc, t, e->lemmas[*irregular - 1], NULL);
    if (!best && lemma.n < sizeof room) {                  /* "injuring", taken for a form of "injur" */
        room[lemma.n] = 'e';
        best = best_of(e, doc, t, (kh_view){ room, lemma.n + 1 }, NULL);
    }
    if (!best && kh_view_ends(form, KH_LIT("ed")))
        best = best_of(e, doc, t, (kh_view){ form.p, form.n - 2 }, NULL);
    return best;
}

bool kh_events_tells_harm(const kh_counts *c, kh_view lemma)
{
    const uint32_t *last = kh_map_find(&c->carrier_of, lemma);
    for (uint32_t i = last && *last ? *last - 1 : KH_NONE; i != KH_NONE; i = c->carriers[i].next) {
        const kh_carrier *k = &c->carriers[i];
        if (k->harm >= 0 && k->pos != 'p' && k->pos != 'm' && !k->people && !k->quiet && !k->near.n && !k->need.slot.n)
            return true;
    }
    return false;
}

bool kh_events_side_word(const kh_events *e, const kh_doc *doc, uint32_t t, char pos)
{
    char room[64];
    const kh_counts *c = e->counts;
    const uint32_t *last = kh_map_find(&c->carrier_of, kh_events_lemma(doc, t, room));
    for (uint32_t i = last && *last ? *last - 1 : KH_NONE; i != KH_NONE; i = c->carriers[i].next)
        if (c->carriers[i].pos == pos)
            return true;
    return false;
}

/* One step of a slot: "self", up ("^obj": to the head whose obj this is, "^" whatever it is), or down by relation. */
static void step(const kh_doc *doc, uint32_t t, kh_view name, kh_found *f)
{
    uint32_t head = doc->tokens[t].head;
    if (kh_view_is(name, "self")) {
        f->tokens[f->count++] = t;
    } else if (name.n > 0 && name.p[0] == '^') {
        kh_view rel = { name.p + 1, name.n - 1 };
        if (head != KH_NONE && (rel.n == 0 || kh_view_is(rel, kh_deprel_name((kh_deprel)doc->tokens[t].deprel))))
            f->tokens[f->count++] = head;
    } else {
        kh_events_slot(doc, t, name, f);
    }
}

void kh_events_counted(const kh_doc *doc, kh_view *slots, uint32_t token, kh_found *found)
{
    kh_view path = kh_view_cut(slots, '|');
    *found = (kh_found){ .tokens = { token }, .count = 1 };
    while (path.n > 0 && found->count > 0) {
        kh_view name = kh_view_cut(&path, '>');
        kh_found next = { .count = 0 };
        for (uint32_t i = 0; i < found->count && next.count < KH_FOUND; i++)
            step(doc, found->tokens[i], name, &next);
        *found = next;
    }
}
