/*
 * slips.c: a label is chosen for each word by itself, so a clause may come out with an object that has a preposition, with two subjects,
 * or with the second side of "between A and B" on another noun. Each rule here is one such contradiction and what was meant.
 */
#include "language/slips.h"

static bool is_form(const kh_doc *doc, uint32_t t, const char *words)
{
    char room[16];
    kh_view f = kh_doc_form(doc, t);
    if (f.n > sizeof room)
        return false;
    for (size_t i = 0; i < f.n; i++)
        room[i] = f.p[i] >= 'A' && f.p[i] <= 'Z' ? (char)(f.p[i] + 32) : f.p[i];
    return kh_view_has_word(kh_view_of(words), (kh_view){ room, f.n });
}

static void relabel(kh_doc *doc, uint32_t t, const char *rel)
{
    kh_token *k = &doc->tokens[t];
    k->rel = kh_view_of(rel);
    k->deprel = (uint8_t)kh_deprel_of(k->rel);
    k->sub = (uint8_t)kh_subrel_of(k->rel);
}

static bool noun(const kh_doc *doc, uint32_t t)
{
    uint8_t u = doc->tokens[t].upos;
    return u == KH_NOUN || u == KH_PROPN || u == KH_PRON || u == KH_NUM;
}

static uint32_t child(const kh_doc *doc, uint32_t t, kh_deprel rel) { return kh_doc_child_rel(doc, t, rel, KH_NONE); }

/* "fired at a convoy", the convoy an object; but "killed at least 20", "up to 30 soldiers". */
static void cased_argument(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    uint32_t c = child(doc, t, KH_CASE);
    if ((k->deprel != KH_OBJ && k->deprel != KH_NSUBJ && k->deprel != KH_IOBJ) || c == KH_NONE || c > t || k->head == KH_NONE || !noun(doc, t))
        return;
    if (k->deprel == KH_NSUBJ && t < k->head)              /* "At Poti Russian soldiers fired": they are the subject all the same */
        return;
    if (!is_form(doc, c, "at|from|by|with|against|for|between|into|in") || doc->tokens[c].upos != KH_ADP ||
        doc->tokens[c + 1].upos == KH_NUM || is_form(doc, c + 1, "least|most|more|fewer|less"))
        return;
    relabel(doc, t, doc->tokens[k->head].upos == KH_VERB || doc->tokens[k->head].upos == KH_ADJ ? "obl" : "nmod");
}

/* "the men whom a mob beat", both of them subjects. */
static void whom(kh_doc *doc, uint32_t t)
{
    if (doc->tokens[t].deprel == KH_NSUBJ && is_form(doc, t, "whom"))
        relabel(doc, t, "obj");
}

/* "lent Sri Lanka $500 million": the first of two objects is who gets it. */
static void two_objects(kh_doc *doc, uint32_t t)
{
    uint32_t a = child(doc, t, KH_OBJ), first, end, second, past;
    uint32_t b = a == KH_NONE ? KH_NONE : kh_doc_child_rel(doc, t, KH_OBJ, a);
    if (b == KH_NONE || a < t || child(doc, t, KH_IOBJ) != KH_NONE || !noun(doc, a) || !noun(doc, b))
        return;
    kh_doc_subtree(doc, a, &first, &end);
    kh_doc_subtree(doc, b, &second, &past);
    if (end == second)
        relabel(doc, a, "iobj");
}

/* "A bomb wounded the minister", both of them subjects. */
static void two_subjects(kh_doc *doc, uint32_t t)
{
    uint32_t a = child(doc, t, KH_NSUBJ), b = a == KH_NONE ? KH_NONE : kh_doc_child_rel(doc, t, KH_NSUBJ, a);
    if (b == KH_NONE || a > t || b < t || doc->tokens[t].upos != KH_VERB || child(doc, t, KH_COP) != KH_NONE || child(doc, t, KH_OBJ) != KH_NONE)
        return;
    if (child(doc, t, KH_CCOMP) != KH_NONE || child(doc, t, KH_PARATAXIS) != KH_NONE || child(doc, t, KH_CASE) != KH_NONE || !noun(doc, b) ||
        doc->tokens[a].sub == KH_SUB_PASS)
        return;
    relabel(doc, b, "obj");
}

/* "talks between Khartoum and the rebels", the rebels joined to the talks. */
static void between(kh_doc *doc, uint32_t t)
{
    uint32_t c = child(doc, t, KH_CASE), head = doc->tokens[t].head;
    if (c == KH_NONE || !is_form(doc, c, "between") || head == KH_NONE || child(doc, t, KH_CONJ) != KH_NONE)
        return;
    for (uint32_t k = kh_doc_child(doc, head, t); k != KH_NONE; k = kh_doc_child(doc, head, k)) {
        uint32_t and = child(doc, k, KH_CC);
        if (doc->tokens[k].deprel == KH_CONJ && noun(doc, k) && and != KH_NONE && and < k && child(doc, k, KH_CASE) == KH_NONE) {
            doc->tokens[k].head = t;
            return;
        }
    }
}

/* "called on the rebels", "on" a particle and the rebels without a preposition. */
static void particle(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    if (k->sub != KH_SUB_PRT || k->head == KH_NONE || k->head + 1 != t || !is_form(doc, t, "on|for|to|with|from|at|against|into|upon"))
        return;
    for (uint32_t c = kh_doc_child(doc, k->head, t); c != KH_NONE; c = kh_doc_child(doc, k->head, c)) {
        uint32_t first, end;
        kh_doc_subtree(doc, c, &first, &end);
        if (first != t + 1)
            continue;
        if (doc->tokens[c].deprel == KH_OBL && child(doc, c, KH_CASE) == KH_NONE && doc->tokens[c].sub != KH_SUB_UNMARKED) {
            k->head = c;
            relabel(doc, t, "case");
        }
        return;
    }
}

/* "the kidnapping of girls by Boko Haram", girls and Boko Haram joined. */
static void cased_conjunct(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    uint32_t c = child(doc, t, KH_CASE), up = k->head == KH_NONE ? KH_NONE : doc->tokens[k->head].head;
    if (k->deprel != KH_CONJ || c == KH_NONE || up == KH_NONE || !is_form(doc, c, "by|against|with") || child(doc, t, KH_CC) != KH_NONE ||
        child(doc, t, KH_PUNCTREL) != KH_NONE || child(doc, t, KH_COP) != KH_NONE || !noun(doc, t))
        return;
    k->head = up;
    relabel(doc, t, doc->tokens[up].upos == KH_VERB || doc->tokens[up].upos == KH_ADJ ? "obl" : "nmod");
}

/* "The union called on its members.", read as a passive without "was": only headlines have those, and they have no articles. */
static void bare_passive(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    uint32_t v = k->head;
    if (k->sub != KH_SUB_PASS || k->deprel != KH_NSUBJ || v == KH_NONE || v < t || doc->tokens[v].upos != KH_VERB)
        return;
    if (doc->tokens[v].deprel != KH_ROOT || child(doc, v, KH_AUXREL) != KH_NONE || child(doc, t, KH_DETREL) == KH_NONE)
        return;
    for (uint32_t c = kh_doc_child(doc, v, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, v, c))
        if (doc->tokens[c].sub == KH_SUB_AGENT)
            return;
    relabel(doc, t, "nsubj");
    doc->tokens[v].xpos = KH_LIT("VBD");
    doc->tokens[v].morph = (doc->tokens[v].morph & ~(uint32_t)(KH_MORPH_PASS | KH_MORPH_PART)) | KH_MORPH_PAST | KH_MORPH_FIN;
}

/* "by hired gunmen", read as a clause: a participle of the past needs a subject, so it stands before its noun. */
static void by_participle(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    uint32_t by = child(doc, t, KH_MARK), o = child(doc, t, KH_OBJ), head = k->head;
    if ((k->deprel != KH_ACL && k->deprel != KH_ADVCL) || by == KH_NONE || o == KH_NONE || by + 1 != t || o != t + 1 || head == KH_NONE || !is_form(doc, by, "by") ||
        !(kh_view_is(k->xpos, "VBD") || kh_view_is(k->xpos, "VBN")))
        return;
    for (uint32_t c = kh_doc_child(doc, t, KH_NONE); c != KH_NONE; c = kh_doc_child(doc, t, c))
        if (c != by && c != o)
            doc->tokens[c].head = o;
    doc->tokens[by].head = k->head = o;
    doc->tokens[by].upos = KH_ADP;
    doc->tokens[o].head = head;
    relabel(doc, by, "case");
    relabel(doc, t, "amod");
    relabel(doc, o, doc->tokens[head].upos == KH_VERB ? "obl:agent" : "nmod");
}

/* "Romanian miners clubbed students", the miners an adverb: a finite verb needs a subject. */
static void unmarked_subject(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    uint32_t v = k->head;
    bool compound = k->deprel == KH_COMPOUND && k->sub == KH_SUB_NONE && v == t + 1 && doc->tokens[v].upos == KH_VERB && child(doc, v, KH_OBJ) != KH_NONE;
    if (compound && child(doc, v, KH_NSUBJ) == KH_NONE && doc->tokens[v].deprel != KH_AMOD) {
        relabel(doc, t, "nsubj");              /* "car bomb targets hotel" */
        return;
    }
    if (k->sub != KH_SUB_UNMARKED || k->deprel != KH_OBL || v != t + 1 || !noun(doc, t) ||
        !(kh_view_is(doc->tokens[v].xpos, "VBD") || kh_view_is(doc->tokens[v].xpos, "VBZ") || kh_view_is(doc->tokens[v].xpos, "VBP")) ||
        !(doc->tokens[v].deprel == KH_ROOT || doc->tokens[v].deprel == KH_CCOMP) || child(doc, v, KH_NSUBJ) != KH_NONE ||
        child(doc, v, KH_CSUBJ) != KH_NONE || child(doc, v, KH_EXPL) != KH_NONE)
        return;
    relabel(doc, t, "nsubj");
}

/* "Iran to send envoy": a headline's future; the noun is no root but who will do it. */
static void headline_future(kh_doc *doc, uint32_t t)
{
    uint32_t v = child(doc, t, KH_ACL);
    uint32_t to = v == KH_NONE ? KH_NONE : child(doc, v, KH_MARK);
    if (doc->tokens[t].deprel != KH_ROOT || !noun(doc, t) || to != t + 1 || !is_form(doc, to, "to") || !kh_view_is(doc->tokens[v].xpos, "VB") ||
        child(doc, t, KH_COP) != KH_NONE || child(doc, t, KH_DETREL) != KH_NONE)
        return;
    doc->tokens[v].head = KH_NONE;
    relabel(doc, v, "root");
    doc->tokens[t].head = v;
    relabel(doc, t, "nsubj");
    for (uint32_t c = kh_doc_child(doc, t, v); c != KH_NONE; c = kh_doc_child(doc, t, c))
        doc->tokens[c].head = v;
}

/* "Two soldiers wounded in shelling": a headline's passive, read as if they had wounded somebody unsaid. */
static void headline_passive(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    uint32_t s = child(doc, t, KH_NSUBJ);
    if (k->deprel != KH_ROOT || k->upos != KH_VERB || s == KH_NONE || s > t || doc->tokens[s].sub == KH_SUB_PASS ||
        !is_form(doc, t, "killed|wounded|injured|hurt|arrested|detained|jailed|abducted|kidnapped|beheaded|hanged|freed|rescued") ||
        child(doc, t, KH_OBJ) != KH_NONE || child(doc, t, KH_AUXREL) != KH_NONE || child(doc, t, KH_CCOMP) != KH_NONE)
        return;
    relabel(doc, s, "nsubj:pass");
    k->xpos = KH_LIT("VBN");
}

/* "Turkey, Greece hold talks": two that act, as the verb's form tells. */
static void headline_list(kh_doc *doc, uint32_t t)
{
    kh_token *k = &doc->tokens[t];
    uint32_t a = k->head, v = a == KH_NONE ? KH_NONE : doc->tokens[a].head;
    if (v != t + 1 || a + 2 != t || k->upos != KH_PROPN || doc->tokens[a].upos != KH_PROPN || doc->tokens[a].deprel != KH_NSUBJ ||
        !is_form(doc, a + 1, ",") || !kh_view_is(doc->tokens[v].xpos, "VBP"))
        return;
    relabel(doc, t, "conj");
}

void kh_mend_slips(kh_doc *doc, const kh_sentence *s)
{
    bool headline = !is_form(doc, s->end - 1, ".|?|!");
    for (uint32_t t = s->first; t < s->end; t++) {
        particle(doc, t);
        between(doc, t);
        cased_conjunct(doc, t);
        whom(doc, t);
        cased_argument(doc, t);
        by_participle(doc, t);
        unmarked_subject(doc, t);
        if (headline) {
            headline_future(doc, t);
            headline_passive(doc, t);
            headline_list(doc, t);
        } else {
            bare_passive(doc, t);
        }
    }
    for (uint32_t t = s->first; t < s->end; t++)
        if (doc->tokens[t].upos == KH_VERB) {
            two_objects(doc, t);
            two_subjects(doc, t);
        }
}
