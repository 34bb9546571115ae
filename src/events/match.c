/* match.c: conditions of senses, and the choice of a sense. */
#include "events/table.h"

#include <string.h>

/* The word itself, what it is joined with, what it is part or number of ("the upper floors of a school"), what names its kind. */
static bool word_or_kin_in(const kh_events *e, const kh_doc *doc, uint32_t t, kh_view words)
{
    if (kh_events_word_in(e, doc, t, words))
        return true;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        bool part = kh_events_is(doc, c, KH_NMOD) && kh_view_is(kh_doc_case(doc, c), "of");
        if ((kh_events_is(doc, c, KH_CONJ) || kh_events_is(doc, c, KH_COMPOUND) || part) && kh_events_word_in(e, doc, c, words))
            return true;
    }
    return false;
}

/* A phrase of the verb that the parser hung on its object: "pelted a jeep with stones". */
static bool met_further(const kh_events *e, const kh_doc *doc, uint32_t t, kh_view slot, kh_view words)
{
    kh_view preps = slot, name = kh_view_cut(&preps, ':');
    if (preps.n == 0 || !(kh_view_is(name, "obl") || kh_view_is(name, "nmod")))
        return false;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        kh_found f = { .count = 0 };
        if (kh_events_is(doc, c, KH_OBJ) || kh_events_is(doc, c, KH_NMOD) || kh_events_is(doc, c, KH_IOBJ))
            kh_events_prepositional(doc, c, preps, &f);
        for (uint32_t i = 0; i < f.count; i++)
            if (kh_events_word_in(e, doc, f.tokens[i], words))
                return true;
    }
    return false;
}

/* `strict`: only the words in their slots, for senses that take an act away. */
static bool need_met(const kh_events *e, const kh_doc *doc, uint32_t t, const kh_need *need, bool strict)
{
    kh_found f = { .count = 0 };
    bool has = false;
    for (kh_view slots = need->slot; slots.n > 0;)
        kh_events_slot(doc, t, kh_view_cut(&slots, '/'), &f);
    for (uint32_t i = 0; i < f.count && !has; i++)
        has = need->unlike || strict ? kh_events_word_in(e, doc, f.tokens[i], need->words) : word_or_kin_in(e, doc, f.tokens[i], need->words);
    for (kh_view slots = need->slot; slots.n > 0 && !has && !need->unlike && !strict;)
        has = met_further(e, doc, t, kh_view_cut(&slots, '/'), need->words);
    return has != need->unlike;
}

/* "pulled out of Niger", "handed over four bodies": a particle right after its verb, wherever the parser hung it. */
static bool particle_after(const kh_doc *doc, uint32_t t, kh_view word)
{
    char room[64];
    uint32_t p = t + 1;
    return p < doc->token_count && doc->tokens[p].sentence == doc->tokens[t].sentence &&
           kh_view_has_word(KH_LIT("out|over|in|off|up|down|back|away|upon|into|on|through|aside"), kh_events_lemma(doc, p, room)) &&
           kh_view_has_word(word, kh_events_lemma(doc, p, room));
}

static bool near_met(const kh_doc *doc, uint32_t t, char pos, kh_view word)
{
    char room[64];
    if (pos == 'v' && particle_after(doc, t, word))
        return true;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        uint8_t rel = doc->tokens[c].deprel;
        bool fits = pos == 'n' ? c < t && (rel == KH_COMPOUND || rel == KH_AMOD || rel == KH_NMOD || rel == KH_FLAT)
                               : rel == KH_COMPOUND || rel == KH_ADVMOD || rel == KH_XCOMP || rel == KH_OBL || rel == KH_CASE ||
                                     rel == KH_OBJ || rel == KH_FIXED;
        if (fits && kh_view_has_word(word, kh_events_lemma(doc, c, room)))
            return true;
    }
    for (uint32_t back = 1; back <= 2 && t >= back && doc->tokens[t - back].sentence == doc->tokens[t].sentence; back++) {
        if ((pos == 'n' || back == 2) && kh_view_has_word(word, kh_events_lemma(doc, t - back, room)))
            return true;
        if (!kh_view_is(kh_doc_form(doc, t - back), "-"))
            break;
    }
    return false;
}

/* Forms whose lemma the model did not find: irregular ones by table, regular ones by their endings. */
static const uint32_t *by_form(const kh_events *e, const kh_doc *doc, uint32_t token)
{
    static const struct { const char *end, *put; } endings[] = { { "ied", "y" }, { "ies", "y" }, { "ed", "e" }, { "ed", "" },  { "ing", "e" },
                                                                 { "ing", "" },  { "es", "" },   { "s", "" },   { "ise", "ize" } };
    char room[64], small[64];
    kh_view form = kh_events_form(doc, token, small);
    size_t n = form.n;
    const uint32_t *at = kh_map_find(&e->forms, form), *found = at ? kh_map_find(&e->sense_of, e->lemmas[*at - 1]) : NULL;
    if (!found)
        found = kh_map_find(&e->sense_of, form);
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !found; i++) {
        size_t end = strlen(endings[i].end), put = strlen(endings[i].put);
        if (n < end + 3 || n + put > sizeof room || !kh_view_ends(form, kh_view_of(endings[i].end)))
            continue;
        size_t stem = n - end;
        memcpy(room, small, stem);
        memcpy(room + stem, endings[i].put, put);
        found = kh_map_find(&e->sense_of, (kh_view){ room, stem + put });
        if (!found && put == 0 && stem > 2 && room[stem - 1] == room[stem - 2])      /* barred -> bar */
            found = kh_map_find(&e->sense_of, (kh_view){ room, stem - 1 });
    }
    return found;
}

/* The row with the most points among those of one lemma. */
static const kh_sense *best_row(const kh_events *e, const kh_doc *doc, uint32_t token, const uint32_t *first, uint32_t *score)
{
    uint8_t upos = doc->tokens[token].upos;
    const kh_sense *best = NULL;
    uint32_t top = 0;
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->senses[i].next) {
        const kh_sense *s = &e->senses[i];
        bool fits = s->pos == 'v' ? upos == KH_VERB : s->pos == 'n' ? upos == KH_NOUN || upos == KH_PROPN : upos == KH_ADJ || upos == KH_VERB;
        uint32_t points = 1;
        for (uint32_t k = 0; fits && k < s->near_count; k++, points += 4)
            fits = near_met(doc, token, s->pos, s->near[k]);
        for (uint32_t k = 0; fits && k < s->need_count; k++) {
            fits = need_met(e, doc, token, &s->needs[k], kh_view_is(s->type, "-"));
            points += k < s->fixed_count ? 4 : s->needs[k].unlike ? 1 : 3;
        }
        /* Lists run backwards: the earlier row wins a tie, but for a user's. */
        if (fits && (points > top || (points == top && !(best && best->user && !s->user)))) {
            best = s;
            top = points;
        }
    }
    *score = top;
    return best;
}

const kh_sense *kh_events_match(const kh_events *e, const kh_doc *doc, uint32_t token, uint32_t *score)
{
    char room[64];
    kh_view lemma = kh_events_lemma(doc, token, room);
    const uint32_t *first = kh_map_find(&e->sense_of, lemma);
    uint8_t upos = doc->tokens[token].upos;
    if (!first && kh_view_ends(lemma, KH_LIT("ise"))) {    /* the tables have the American form: criticise -> criticize */
        room[lemma.n - 2] = 'z';
        first = kh_map_find(&e->sense_of, lemma);
    }
    const kh_sense *best = best_row(e, doc, token, first, score);
    /* A lemma that is wrong may be another word of the tables: "doled" read as "do". */
    if (!best && (upos == KH_VERB || upos == KH_NOUN))
        best = best_row(e, doc, token, by_form(e, doc, token), score);
    return best;
}
