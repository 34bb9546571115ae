/* match.c: slots of a predicate on the tree, conditions, and the choice of a sense. */
#include "events/table.h"

#include <stdio.h>
#include <string.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

kh_view kh_events_lemma(const kh_doc *doc, uint32_t token, char room[64])
{
    kh_view v = doc->tokens[token].lemma;
    if (v.n == 0)
        v = kh_doc_form(doc, token);
    size_t n = v.n < 64 ? v.n : 63;
    for (size_t i = 0; i < n; i++)
        room[i] = lower(v.p[i]);
    return (kh_view){ room, n };
}

bool kh_events_lemma_in(const kh_doc *doc, uint32_t token, const char *words)
{
    char room[64];
    return kh_view_has_word(kh_view_of(words), kh_events_lemma(doc, token, room));
}

static bool is_rel(const kh_doc *doc, uint32_t t, kh_deprel rel) { return doc->tokens[t].deprel == rel; }

static bool participle(const kh_doc *doc, uint32_t t)
{
    return kh_view_is(doc->tokens[t].xpos, "VBN") || (doc->tokens[t].xpos.n == 0 && (doc->tokens[t].morph & KH_MORPH_PART) &&
                                                      (doc->tokens[t].morph & KH_MORPH_PAST));
}

bool kh_events_passive(const kh_doc *doc, uint32_t token)
{
    for (uint32_t c = kh_doc_child(doc, token, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, token, c))
        if (doc->tokens[c].sub == KH_SUB_PASS)
            return true;
    if (!participle(doc, token))
        return false;
    if (kh_doc_child_rel(doc, token, KH_NSUBJ, KH_NONE) != KH_NONE || kh_doc_child_rel(doc, token, KH_AUXREL, KH_NONE) != KH_NONE)
        return false;
    if (is_rel(doc, token, KH_ACL) || (is_rel(doc, token, KH_ADVCL) && kh_doc_child_rel(doc, token, KH_OBJ, KH_NONE) == KH_NONE))
        return true;
    return is_rel(doc, token, KH_CONJ) && doc->tokens[token].head != KH_NONE && kh_doc_child_rel(doc, token, KH_OBJ, KH_NONE) == KH_NONE &&
           kh_events_passive(doc, doc->tokens[token].head);
}

static void add(kh_found *f, uint32_t t)
{
    for (uint32_t i = 0; i < f->count; i++)
        if (f->tokens[i] == t)
            return;
    if (t != KH_NONE && f->count < KH_FOUND)
        f->tokens[f->count++] = t;
}

/* A relative pronoun stands for the noun that its clause modifies. */
static uint32_t resolved(const kh_doc *doc, uint32_t t, uint32_t verb)
{
    if (!(doc->tokens[t].morph & KH_MORPH_PRON_REL) &&
        !(kh_events_lemma_in(doc, t, "who|which|that|whom") && doc->tokens[t].upos == KH_PRON))
        return t;
    for (uint32_t v = verb, n = 0; v != KH_NONE && n < 6; v = doc->tokens[v].head, n++)
        if (is_rel(doc, v, KH_ACL))
            return doc->tokens[v].head != KH_NONE ? doc->tokens[v].head : t;
    return t;
}

static void subject(const kh_doc *doc, uint32_t t, uint32_t depth, kh_found *f);

/* "hand over militants", read as an oblique: no preposition, no time, right after the verb. */
static bool bare_object(const kh_doc *doc, uint32_t t, uint32_t verb)
{
    uint32_t first = kh_doc_child_rel(doc, t, KH_CASE, KH_NONE);           /* "handed in rifles": a particle read as a preposition */
    bool particle = first == verb + 1 && kh_events_lemma_in(doc, first, "in|over|off|up|down|out|back|away|upon|into") &&
                    kh_doc_child_rel(doc, t, KH_CASE, first) == KH_NONE;
    if (particle && (kh_events_passive(doc, verb) || kh_doc_place_of(doc, t) != KH_NONE))
        return false;                                                      /* "was seized in Gaza" */
    return t > verb && (first == KH_NONE || particle) &&
           (doc->tokens[t].sub == KH_SUB_NONE || doc->tokens[t].sub == KH_SUB_UNMARKED) &&
           kh_doc_time_of(doc, t) == KH_NONE && (doc->tokens[t].upos == KH_NOUN || doc->tokens[t].upos == KH_PROPN);
}

/* "beat and arrested three lawyers": one object, after both verbs, hung on either. */
static void shared_object(const kh_doc *doc, uint32_t t, kh_found *f)
{
    if (doc->tokens[t].upos != KH_VERB || kh_events_passive(doc, t))
        return;
    uint32_t other = is_rel(doc, t, KH_CONJ) ? doc->tokens[t].head : kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE);
    if (other == KH_NONE || doc->tokens[other].upos != KH_VERB || kh_doc_child_rel(doc, t, KH_OBL, KH_NONE) != KH_NONE)
        return;
    uint32_t o = kh_doc_child_rel(doc, other, KH_OBJ, KH_NONE), later = t > other ? t : other;
    if (o != KH_NONE && o > later && o - later < 8 && later - (t > other ? other : t) <= 3)
        add(f, o);
}

static void object(const kh_doc *doc, uint32_t t, uint32_t depth, kh_found *f)
{
    uint32_t before = f->count;
    bool own = false;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        if (is_rel(doc, c, KH_OBJ) || (is_rel(doc, c, KH_NSUBJ) && doc->tokens[c].sub == KH_SUB_PASS))
            add(f, resolved(doc, c, t));
        else if (is_rel(doc, c, KH_NSUBJ))
            own = true;
    }
    uint32_t head = doc->tokens[t].head;
    bool none = f->count == before;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((none && is_rel(doc, c, KH_IOBJ)) || (is_rel(doc, c, KH_OBL) && (none || c <= t + 2) && bare_object(doc, c, t)))
            add(f, resolved(doc, c, t));
    if (f->count > before || head == KH_NONE || depth > 6)
        return;
    shared_object(doc, t, f);
    if (f->count > before)
        return;
    if (is_rel(doc, t, KH_ADVCL) && participle(doc, t) && !own && kh_doc_child_rel(doc, t, KH_AUXREL, KH_NONE) == KH_NONE) {
        subject(doc, head, depth + 1, f);      /* "Accused by Cuba, Washington ..." */
        return;
    }
    if (is_rel(doc, t, KH_ACL) && ((participle(doc, t) && !own) || (doc->tokens[t].sub == KH_SUB_RELCL && own)))
        add(f, head);
    else if (is_rel(doc, t, KH_CONJ) && kh_events_passive(doc, t))
        object(doc, head, depth + 1, f);
    else if (is_rel(doc, t, KH_XCOMP) && kh_events_passive(doc, t))
        subject(doc, head, depth + 1, f);
}

static void agent(const kh_doc *doc, uint32_t t, kh_found *f)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if (is_rel(doc, c, KH_OBL) && (doc->tokens[c].sub == KH_SUB_AGENT || kh_view_is(kh_doc_case(doc, c), "by")) &&
            kh_doc_time_of(doc, c) == KH_NONE)
            add(f, c);
}

static void subject(const kh_doc *doc, uint32_t t, uint32_t depth, kh_found *f)
{
    uint32_t before = f->count, head = doc->tokens[t].head;
    if (kh_events_passive(doc, t)) {
        agent(doc, t, f);
        return;
    }
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_NSUBJ, c))
        add(f, resolved(doc, c, t));
    if (f->count > before || head == KH_NONE || depth > 6)
        return;
    switch (doc->tokens[t].deprel) {
    case KH_CONJ:
        if (doc->tokens[head].upos == KH_VERB || doc->tokens[head].upos == KH_AUX || doc->tokens[head].upos == KH_ADJ) {
            if (kh_events_passive(doc, head))
                object(doc, head, depth + 1, f);
            else
                subject(doc, head, depth + 1, f);
        }
        break;
    case KH_XCOMP: {
        bool held = kh_doc_child_rel(doc, head, KH_OBJ, KH_NONE) < t || kh_doc_child_rel(doc, head, KH_IOBJ, KH_NONE) < t;
        if ((held && !kh_events_lemma_in(doc, head, "promise|use|take|need|spend|waste")) || kh_events_passive(doc, head))
            object(doc, head, depth + 1, f);   /* "forced them to leave": who is acted on acts next */
        if (f->count == before && kh_events_lemma_in(doc, head, "call|appeal|plead|signal|shout"))
            for (uint32_t c = kh_doc_child_rel(doc, head, KH_OBL, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, head, KH_OBL, c))
                if (c < t && (kh_view_is(kh_doc_case(doc, c), "on") || kh_view_is(kh_doc_case(doc, c), "to")))
                    add(f, c);             /* "called on the rebels to lay down arms" */
        if (f->count == before && !kh_events_passive(doc, head))
            subject(doc, head, depth + 1, f);
        break;
    }
    case KH_ADVCL:
        if (kh_events_lemma_in(doc, head, "accuse|suspect|charge|blame|arrest|detain|convict|jail|criticize|thank|prevent|stop|condemn") ||
            kh_events_passive(doc, head))
            object(doc, head, depth + 1, f);
        if (f->count == before)
            subject(doc, head, depth + 1, f);
        break;
    case KH_ACL:
        if (doc->tokens[head].upos != KH_NOUN && doc->tokens[head].upos != KH_PROPN && doc->tokens[head].upos != KH_PRON)
            break;
        if (doc->tokens[t].morph & KH_MORPH_INF || kh_doc_child_rel(doc, t, KH_MARK, KH_NONE) != KH_NONE) {
            kh_found poss = { .count = 0 };      /* "a plan to attack": whose plan it is */
            kh_events_slot(doc, head, KH_LIT("poss"), &poss);
            if (poss.count > 0)
                add(f, poss.tokens[0]);
            else if (doc->tokens[head].head != KH_NONE && doc->tokens[doc->tokens[head].head].upos == KH_VERB)
                subject(doc, doc->tokens[head].head, depth + 1, f);
        } else {
            add(f, head);
        }
        break;
    case KH_CCOMP: {                       /* "X, however, will stay, said Y": both hang on the saying */
        uint32_t first = kh_doc_child_rel(doc, head, KH_NSUBJ, KH_NONE);
        uint32_t second = first == KH_NONE ? KH_NONE : kh_doc_child_rel(doc, head, KH_NSUBJ, first);
        if (second != KH_NONE && first < t && t < head && head < second)
            add(f, first);
        break;
    }
    default:
        break;
    }
}

static bool prep_fits(const kh_doc *doc, uint32_t t, kh_view preps)
{
    if (preps.n == 0)
        return true;
    char room[64];
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((is_rel(doc, c, KH_CASE) || is_rel(doc, c, KH_MARK)) && kh_view_has_word(preps, kh_events_lemma(doc, c, room)))
            return true;
    return false;
}

void kh_events_prepositional(const kh_doc *doc, uint32_t t, kh_view preps, kh_found *found)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((is_rel(doc, c, KH_NMOD) || is_rel(doc, c, KH_OBL)) && doc->tokens[c].sub != KH_SUB_POSS && prep_fits(doc, c, preps))
            add(found, c);
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

static void step(const kh_doc *doc, uint32_t t, kh_view slot, kh_found *f)
{
    kh_view rest = slot, name = kh_view_cut(&rest, ':');
    if (kh_view_is(name, "subj")) {
        subject(doc, t, 0, f);
        return;
    }
    if (kh_view_is(name, "obj")) {
        object(doc, t, 0, f);
        return;
    }
    bool obl = kh_view_is(name, "obl"), nmod = kh_view_is(name, "nmod"), poss = kh_view_is(name, "poss"), comp = kh_view_is(name, "comp");
    bool adv = kh_view_is(name, "adv"), aux = kh_view_is(name, "aux");
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        uint8_t rel = doc->tokens[c].deprel, sub = doc->tokens[c].sub;
        bool fits;
        if (obl)
            fits = (rel == KH_OBL || rel == KH_ADVCL || rel == KH_ACL) && prep_fits(doc, c, rest) && sub != KH_SUB_TMOD;
        else if (nmod)
            fits = (rel == KH_NMOD || rel == KH_OBL || rel == KH_ACL) && sub != KH_SUB_POSS && prep_fits(doc, c, rest);
        else if (poss)
            fits = rel == KH_NMOD && sub == KH_SUB_POSS;
        else if (comp)
            fits = rel == KH_COMPOUND || rel == KH_AMOD;
        else if (adv)
            fits = rel == KH_ADVMOD;
        else if (aux)
            fits = rel == KH_AUXREL;
        else
            fits = kh_view_is(name, kh_deprel_name((kh_deprel)rel));
        if (fits)
            add(f, c);
    }
}

void kh_events_slot(const kh_doc *doc, uint32_t token, kh_view path, kh_found *found)
{
    kh_found at = { .tokens = { token }, .count = 1 };
    while (path.n > 0 && at.count > 0) {
        kh_view part = kh_view_cut(&path, '.');
        kh_found next = { .count = 0 };
        for (uint32_t i = 0; i < at.count; i++)
            step(doc, at.tokens[i], part, &next);
        at = next;
    }
    for (uint32_t i = 0; i < at.count; i++)
        add(found, at.tokens[i]);
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

/* The word itself, what it is joined with, what it is part or number of ("the upper floors of a school"), what names its kind. */
static bool word_or_kin_in(const kh_events *e, const kh_doc *doc, uint32_t t, kh_view words)
{
    if (kh_events_word_in(e, doc, t, words))
        return true;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        bool part = is_rel(doc, c, KH_NMOD) && kh_view_is(kh_doc_case(doc, c), "of");
        if ((is_rel(doc, c, KH_CONJ) || is_rel(doc, c, KH_COMPOUND) || part) && kh_events_word_in(e, doc, c, words))
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
        if (is_rel(doc, c, KH_OBJ) || is_rel(doc, c, KH_NMOD) || is_rel(doc, c, KH_IOBJ))
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
           kh_view_has_word(KH_LIT("out|over|in|off|up|down|back|away|upon|into|on|through|aside"), word) &&
           kh_view_eq(kh_events_lemma(doc, p, room), word);
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
        if (fits && (kh_view_eq(kh_events_lemma(doc, c, room), word)))
            return true;
    }
    for (uint32_t back = 1; back <= 2 && t >= back && doc->tokens[t - back].sentence == doc->tokens[t].sentence; back++) {
        if ((pos == 'n' || back == 2) && kh_view_eq(kh_events_lemma(doc, t - back, room), word))
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
    kh_view form = kh_doc_form(doc, token);
    size_t n = form.n < sizeof small - 4 ? form.n : sizeof small - 4;
    for (size_t i = 0; i < n; i++)
        small[i] = lower(form.p[i]);
    form = (kh_view){ small, n };
    const uint32_t *at = kh_map_find(&e->forms, form), *found = at ? kh_map_find(&e->sense_of, e->lemmas[*at - 1]) : NULL;
    if (!found)
        found = kh_map_find(&e->sense_of, form);
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !found; i++) {
        size_t end = strlen(endings[i].end), put = strlen(endings[i].put);
        if (n < end + 3 || !kh_view_ends(form, kh_view_of(endings[i].end)))
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
    if (!first && (upos == KH_VERB || upos == KH_NOUN))
        first = by_form(e, doc, token);
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
        if (fits && (s.n == 0 || prep_fits(doc, child, s)))
            return true;
    }
    return false;
}

const kh_light *kh_events_light(const kh_events *e, const kh_doc *doc, uint32_t noun, uint32_t *verb)
{
    char room[64];
    uint32_t t = noun, head = doc->tokens[t].head;
    while (head != KH_NONE && is_rel(doc, t, KH_CONJ)) {
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

static const kh_governor *best_governor(const kh_events *e, const kh_doc *doc, kh_view head, uint32_t governor, uint32_t child, bool modifier,
                                        const kh_governor *best)
{
    const uint32_t *first = kh_map_find(&e->governor_of, head);
    for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->governors[i].next) {
        const kh_governor *g = &e->governors[i];
        if (g->modifier != modifier || !relation_in(doc, child, g->slot))
            continue;
        if (modifier ? g->rest.n > 0 : !rest_near(doc, governor, child, g->rest))
            continue;
        if (!best || g->rest.n >= best->rest.n)
            best = g;
    }
    return best;
}

const kh_governor *kh_events_governor(const kh_events *e, const kh_doc *doc, uint32_t governor, uint32_t child, bool modifier)
{
    char room[64], small[64];
    uint32_t word = modifier ? child : governor;
    kh_view lemma = kh_events_lemma(doc, word, room), form = kh_doc_form(doc, word);
    size_t n = form.n < sizeof small ? form.n : sizeof small;
    for (size_t i = 0; i < n; i++)
        small[i] = lower(form.p[i]);
    const kh_governor *best = best_governor(e, doc, lemma, governor, child, modifier, NULL);
    /* "had to" says more than "have to" */
    return kh_view_eq(lemma, (kh_view){ small, n }) ? best : best_governor(e, doc, (kh_view){ small, n }, governor, child, modifier, best);
}

const kh_governor *kh_events_governor_raised(const kh_events *e, const kh_doc *doc, uint32_t head)
{
    char room[64];
    for (uint32_t x = kh_doc_child_rel(doc, head, KH_XCOMP, KH_NONE); x != KH_NONE; x = kh_doc_child_rel(doc, head, KH_XCOMP, x)) {
        kh_view slot = kh_events_passive(doc, x) ? KH_LIT("obj") : KH_LIT("subj");
        const uint32_t *first = kh_map_find(&e->governor_of, kh_events_lemma(doc, x, room));
        for (uint32_t i = first && *first ? *first - 1 : KH_NONE; i != KH_NONE; i = e->governors[i].next)
            if (!e->governors[i].modifier && kh_view_has_word(e->governors[i].slot, slot) && rest_met(doc, x, e->governors[i].rest))
                return &e->governors[i];
    }
    return NULL;
}

static const kh_speech *speech_row(const kh_events *e, const kh_doc *doc, uint32_t t, bool phrase)
{
    char room[64];
    const kh_speech *best = NULL;
    kh_view key = kh_events_lemma(doc, t, room);
    if (phrase) {                          /* "according" keeps its form, whatever its lemma */
        kh_view form = kh_doc_form(doc, t);
        size_t n = form.n < sizeof room ? form.n : sizeof room;
        for (size_t i = 0; i < n; i++)
            room[i] = lower(form.p[i]);
        key = (kh_view){ room, n };
    }
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
