/* words.c: lemmas, and the words and classes that the tables name. */
#include "events/table.h"

#include <stdio.h>

static kh_view small(kh_view v, char room[64])
{
    size_t n = v.n < 64 ? v.n : 63;
    for (size_t i = 0; i < n; i++)
        room[i] = v.p[i] >= 'A' && v.p[i] <= 'Z' ? (char)(v.p[i] + 32) : v.p[i];
    return (kh_view){ room, n };
}

kh_view kh_events_form(const kh_doc *doc, uint32_t token, char room[64]) { return small(kh_doc_form(doc, token), room); }

kh_view kh_events_lemma(const kh_doc *doc, uint32_t token, char room[64])
{
    kh_view v = doc->tokens[token].lemma;
    return v.n ? small(v, room) : kh_events_form(doc, token, room);
}

bool kh_events_lemma_in(const kh_doc *doc, uint32_t token, const char *words)
{
    char room[64];
    return kh_view_has_word(kh_view_of(words), kh_events_lemma(doc, token, room));
}

bool kh_events_past_form(const kh_doc *doc, uint32_t t)
{
    return doc->tokens[t].upos == KH_VERB && (kh_view_is(doc->tokens[t].xpos, "VBN") || kh_view_is(doc->tokens[t].xpos, "VBD"));
}

bool kh_events_child_in(const kh_doc *doc, uint32_t t, kh_deprel rel, const char *words)
{
    for (uint32_t c = kh_doc_child_rel(doc, t, rel, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, rel, c))
        if (kh_events_lemma_in(doc, c, words))
            return true;
    return false;
}

bool kh_events_is_act(const kh_events *e, const kh_doc *doc, uint32_t token)
{
    char room[64];
    if (doc->tokens[token].upos != KH_NOUN)
        return false;
    const uint32_t *first = kh_map_find(&e->sense_of, kh_events_lemma(doc, token, room));
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->senses[i].next)
        if (e->senses[i].pos == 'n' && !kh_view_is(e->senses[i].type, "-"))
            return true;
    return false;
}

static bool in_class(const kh_events *e, const kh_doc *doc, uint32_t t, kh_view name)
{
    char room[64], key[192];
    kh_view lemma = kh_events_lemma(doc, t, room);
    int n = snprintf(key, sizeof key, "%.*s %.*s", (int)name.n, name.p, (int)lemma.n, lemma.p);
    if (n > 0 && (size_t)n < sizeof key && kh_map_find(&e->classes, (kh_view){ key, (size_t)n }))
        return true;
    if (t > 0 && doc->tokens[t - 1].sentence == doc->tokens[t].sentence) {
        char other[64];
        kh_view before = kh_events_lemma(doc, t - 1, other);
        n = snprintf(key, sizeof key, "%.*s %.*s %.*s", (int)name.n, name.p, (int)before.n, before.p, (int)lemma.n, lemma.p);
        if (n > 0 && (size_t)n < sizeof key && kh_map_find(&e->classes, (kh_view){ key, (size_t)n }))
            return true;
    }
    uint32_t a = kh_doc_actor_of(doc, t);
    kh_actor_kind kind = a == KH_NONE ? KH_KIND_UNKNOWN : doc->actors[a].kind;
    uint32_t nm = kh_doc_name_of(doc, t);
    kh_name_type type = nm == KH_NONE ? KH_NAME_NONE : doc->names[nm].type;
    if (kh_view_is(name, "people"))
        return kind == KH_KIND_PERSON || type == KH_NAME_PER || (doc->tokens[t].morph & KH_MORPH_PRON_PERS && !kh_view_is(lemma, "it"));
    static const struct { const char *name, *sectors; } by_sector[] = {
        { "official", "GOV|LEG|JUD|ELI|PTY|OPP" }, { "force", "MIL|COP|REB|PRM|UAF|SPY|SEP" }, { "civilian", "CVL|EDU|MED|REF|AGR|LAB|REL|JRN" } };
    for (size_t i = 0; a != KH_NONE && i < sizeof by_sector / sizeof *by_sector; i++)
        if (kh_view_is(name, by_sector[i].name) && (kind == KH_KIND_PERSON || kind == KH_KIND_GROUP) && doc->actors[a].sector[0])
            return kh_view_has_word(kh_view_of(by_sector[i].sectors), kh_view_of(doc->actors[a].sector));
    if (kh_view_is(name, "group"))
        return kind == KH_KIND_GROUP || kind == KH_KIND_STATE || type == KH_NAME_ORG;
    if (kh_view_is(name, "place"))
        return kh_doc_place_of(doc, t) != KH_NONE || type == KH_NAME_LOC;
    if (kh_view_is(name, "number"))
        return doc->tokens[t].upos == KH_NUM;
    return false;
}

bool kh_events_word_in(const kh_events *e, const kh_doc *doc, uint32_t t, kh_view words)
{
    char room[64];
    kh_view lemma = kh_events_lemma(doc, t, room);
    if (kh_view_is(words, "*") || kh_view_has_word(words, lemma))
        return true;
    kh_view form = kh_doc_form(doc, t);
    if (kh_view_has_word(words, form))
        return true;
    while (words.n > 0) {
        kh_view w = kh_view_cut(&words, '|');
        if (w.n > 1 && w.p[0] == '@' && in_class(e, doc, t, (kh_view){ w.p + 1, w.n - 1 }))
            return true;
    }
    return false;
}
