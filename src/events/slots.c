/* slots.c: who stands where in a clause: subjects and objects also where the tree has them further up or down, other slots by relation. */
#include "events/table.h"

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
    if (kh_events_is(doc, token, KH_ACL) || (kh_events_is(doc, token, KH_ADVCL) && kh_doc_child_rel(doc, token, KH_OBJ, KH_NONE) == KH_NONE))
        return true;
    return kh_events_is(doc, token, KH_CONJ) && doc->tokens[token].head != KH_NONE && kh_doc_child_rel(doc, token, KH_OBJ, KH_NONE) == KH_NONE &&
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
        if (kh_events_is(doc, v, KH_ACL))
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
    uint32_t other = kh_events_is(doc, t, KH_CONJ) ? doc->tokens[t].head : kh_doc_child_rel(doc, t, KH_CONJ, KH_NONE);
    uint32_t phrase = kh_doc_child_rel(doc, t, KH_OBL, KH_NONE);
    if (other == KH_NONE || doc->tokens[other].upos != KH_VERB || (phrase != KH_NONE && kh_doc_time_of(doc, phrase) == KH_NONE))
        return;
    uint32_t o = kh_doc_child_rel(doc, other, KH_OBJ, KH_NONE), later = t > other ? t : other;
    if (o != KH_NONE && o > later && o - later < 8 && later - (t > other ? other : t) <= 3)
        add(f, o);
}

bool kh_events_each_other(const kh_doc *doc, uint32_t t)
{
    uint32_t first = kh_events_lemma_in(doc, t, "other|another") && t > 0 ? t - 1 : t;
    return first + 1 < doc->token_count && doc->tokens[first].sentence == doc->tokens[first + 1].sentence &&
           kh_events_lemma_in(doc, first, "each|one") && kh_events_lemma_in(doc, first + 1, "other|another");
}

static void object(const kh_doc *doc, uint32_t t, uint32_t depth, kh_found *f)
{
    uint32_t before = f->count;
    bool own = false;
    bool given = kh_doc_child_rel(doc, t, KH_OBJ, KH_NONE) != KH_NONE;    /* "Kyiv was given tanks": Kyiv is no object */
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        if (kh_events_is(doc, c, KH_OBJ) && kh_events_each_other(doc, c))
            subject(doc, t, depth + 1, f);
        else if (kh_events_is(doc, c, KH_OBJ) || (kh_events_is(doc, c, KH_NSUBJ) && doc->tokens[c].sub == KH_SUB_PASS && !given))
            add(f, resolved(doc, c, t));
        else if (kh_events_is(doc, c, KH_NSUBJ))
            own = true;
    }
    uint32_t head = doc->tokens[t].head;
    bool none = f->count == before;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((none && kh_events_is(doc, c, KH_IOBJ)) || (kh_events_is(doc, c, KH_OBL) && (none || c <= t + 2) && bare_object(doc, c, t)))
            add(f, resolved(doc, c, t));
    if (f->count > before || head == KH_NONE || depth > 6)
        return;
    shared_object(doc, t, f);
    if (f->count > before)
        return;
    if (kh_events_is(doc, t, KH_ADVCL) && participle(doc, t) && !own && kh_doc_child_rel(doc, t, KH_AUXREL, KH_NONE) == KH_NONE) {
        subject(doc, head, depth + 1, f);      /* "Accused by Cuba, Washington ..." */
        return;
    }
    if (kh_events_is(doc, t, KH_AMOD) && kh_view_is(doc->tokens[t].xpos, "VBN") && head > t)
        add(f, head);                          /* "the wounded soldiers" */
    else if (kh_events_is(doc, t, KH_ACL) && ((participle(doc, t) && !own) || (doc->tokens[t].sub == KH_SUB_RELCL && own)))
        add(f, head);
    else if (kh_events_is(doc, t, KH_CONJ) && kh_events_passive(doc, t))
        object(doc, head, depth + 1, f);
    else if (kh_events_is(doc, t, KH_XCOMP) && kh_events_passive(doc, t)) {
        if (kh_events_passive(doc, head))
            object(doc, head, depth + 1, f);           /* "two villages were reported to have been burned" */
        else
            subject(doc, head, depth + 1, f);
    }
}

bool kh_events_by_gerund(const kh_doc *doc, uint32_t t)
{
    uint32_t mark = kh_doc_child_rel(doc, t, KH_MARK, KH_NONE);
    return kh_events_is(doc, t, KH_ADVCL) && mark != KH_NONE && kh_events_lemma_in(doc, mark, "by") && doc->tokens[t].head != KH_NONE &&
           kh_events_passive(doc, doc->tokens[t].head);
}

static void by_phrases(const kh_doc *doc, uint32_t t, kh_found *f)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((kh_events_is(doc, c, KH_OBL) || kh_events_is(doc, c, KH_NMOD)) &&
            (doc->tokens[c].sub == KH_SUB_AGENT || kh_view_is(kh_doc_case(doc, c), "by")) && kh_doc_time_of(doc, c) == KH_NONE)
            add(f, c);
}

/* Who a passive says did it: "by" them, also where the parser hung that on another phrase: "was given tanks by Germany",
 * "accused of aggression by Cuba", "told to leave by the governor". */
static void agent(const kh_doc *doc, uint32_t t, kh_found *f)
{
    uint32_t before = f->count;
    by_phrases(doc, t, f);
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE && f->count == before; c = kh_doc_child(doc, t, c)) {
        bool phrase = kh_events_is(doc, c, KH_OBJ) || (kh_events_is(doc, c, KH_OBL) && kh_view_has_word(KH_LIT("of|to|with|in|into|on"), kh_doc_case(doc, c)));
        bool clause = (kh_events_is(doc, c, KH_XCOMP) || kh_events_is(doc, c, KH_ADVCL)) && (doc->tokens[c].morph & KH_MORPH_INF) &&
                      !kh_events_passive(doc, c);
        if (c > t && (phrase || clause))
            by_phrases(doc, c, f);
        if (kh_events_by_gerund(doc, c) && kh_doc_child_rel(doc, c, KH_OBJ, KH_NONE) == c + 1)
            add(f, c + 1);                     /* "was detained by striking miners" */
    }
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
        if (kh_events_by_gerund(doc, t))
            break;                             /* "were killed by shelling": not their shelling */
        if (kh_events_lemma_in(doc, head, "accuse|suspect|charge|blame|arrest|detain|convict|jail|criticize|thank|prevent|stop|condemn") ||
            kh_events_passive(doc, head))
            object(doc, head, depth + 1, f);
        if (f->count == before)
            subject(doc, head, depth + 1, f);
        break;
    case KH_AMOD:                          /* "surrendering soldiers" */
        if (kh_view_is(doc->tokens[t].xpos, "VBG") && head > t)
            add(f, head);
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

bool kh_events_has_prep(const kh_doc *doc, uint32_t t, kh_view preps)
{
    if (preps.n == 0)
        return true;
    char room[64];
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((kh_events_is(doc, c, KH_CASE) || kh_events_is(doc, c, KH_MARK)) && kh_view_has_word(preps, kh_events_lemma(doc, c, room)))
            return true;
    return false;
}

void kh_events_prepositional(const kh_doc *doc, uint32_t t, kh_view preps, kh_found *found)
{
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if ((kh_events_is(doc, c, KH_NMOD) || kh_events_is(doc, c, KH_OBL)) && doc->tokens[c].sub != KH_SUB_POSS && kh_events_has_prep(doc, c, preps))
            add(found, c);
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
    if (kh_view_is(name, "iobj") && kh_events_passive(doc, t) && kh_doc_child_rel(doc, t, KH_OBJ, KH_NONE) != KH_NONE)
        for (uint32_t c = kh_doc_child_rel(doc, t, KH_NSUBJ, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_NSUBJ, c))
            add(f, resolved(doc, c, t));       /* "Kyiv was given tanks" */
    bool obl = kh_view_is(name, "obl"), nmod = kh_view_is(name, "nmod"), poss = kh_view_is(name, "poss"), comp = kh_view_is(name, "comp");
    bool adv = kh_view_is(name, "adv"), aux = kh_view_is(name, "aux");
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c)) {
        uint8_t rel = doc->tokens[c].deprel, sub = doc->tokens[c].sub;
        bool fits;
        if (obl)
            fits = (rel == KH_OBL || rel == KH_ADVCL || rel == KH_ACL) && kh_events_has_prep(doc, c, rest) && sub != KH_SUB_TMOD;
        else if (nmod)
            fits = (rel == KH_NMOD || rel == KH_OBL || rel == KH_ACL) && sub != KH_SUB_POSS && kh_events_has_prep(doc, c, rest);
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
