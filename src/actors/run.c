/* run.c: which tokens are mentions, and the stage's order of work. */
#include "actors/table.h"

#include <string.h>

/* Places in a sentence where somebody acts, is acted on, or is named. */
static bool is_argument(const kh_doc *doc, uint32_t token)
{
    for (int steps = 0; steps < 32; steps++) {
        const kh_token *t = &doc->tokens[token];
        switch (t->deprel) {
        case KH_NSUBJ: case KH_OBJ: case KH_IOBJ: case KH_OBL: case KH_NMOD: case KH_APPOS: case KH_ROOT: case KH_CSUBJ: case KH_XCOMP:
        case KH_PARATAXIS: case KH_VOCATIVE: case KH_DISLOCATED: case KH_LIST: case KH_ORPHAN: case KH_CCOMP: case KH_ADVCL: case KH_ACL:
            return true;
        case KH_CONJ:
            if (t->head >= doc->token_count)
                return false;
            token = t->head;
            break;
        default: return false;
        }
    }
    return false;
}

static bool is_pronoun(const kh_doc *doc, uint32_t token)
{
    const kh_token *t = &doc->tokens[token];
    if (t->deprel == KH_EXPL || t->deprel == KH_DETREL)
        return false;
    return (t->upos == KH_PRON || t->sub == KH_SUB_POSS) && t->morph & (KH_MORPH_PRON_PERS | KH_MORPH_PRON_REL);
}

/* "dozens of soldiers", but not "dozens of attacks". */
static bool counts_somebody(const work *w, uint32_t token)
{
    uint32_t of = kid_with_case(w, token, "of");
    return of != KH_NONE && (w->role_of[of] != KH_NONE || w->name_head[of] != KH_NONE || is_pronoun(w->doc, of) ||
                             (w->hit_of[of] != KH_NONE && w->hits[w->hit_of[of]].head == of) || is_counting(w->doc, of));
}

/* "France" of "Agence France-Presse": a part of a longer name is nobody by itself. */
static bool inside_name(const work *w, uint32_t t)
{
    const kh_doc *doc = w->doc;
    uint32_t n = w->name_of[t], head = doc->tokens[t].head;
    return n != KH_NONE && w->name_head[t] == KH_NONE && doc->names[n].type == KH_NAME_ORG && head >= doc->names[n].first && head < doc->names[n].end &&
           (doc->names[n].end - doc->names[n].first > w->hits[w->hit_of[t]].end - w->hits[w->hit_of[t]].first);
}

/* "five more", "20 others" */
static bool has_number(const work *w, uint32_t token)
{
    for (uint32_t c = w->first_kid[token]; c != KH_NONE; c = w->next_kid[c])
        if (w->doc->tokens[c].deprel == KH_NUMMOD)
            return true;
    return false;
}

static bool is_mention(const work *w, uint32_t t)
{
    const kh_doc *doc = w->doc;
    const kh_token *k = &doc->tokens[t];
    if (w->hit_of[t] != KH_NONE && inside_name(w, t))
        return false;
    if (w->name_head[t] != KH_NONE || (w->hit_of[t] != KH_NONE && w->hits[w->hit_of[t]].head == t))
        return true;
    if (w->hit_of[t] != KH_NONE)
        return false;
    if (is_pronoun(doc, t))
        return true;
    if (w->role_of[t] != KH_NONE && modifies_act(w, t))
        return true;
    if (!is_argument(doc, t))
        return false;
    if (w->role_of[t] != KH_NONE)
        return true;
    bool acts = k->deprel == KH_NSUBJ || k->deprel == KH_OBJ;
    if (k->upos == KH_NUM)
        return acts || counts_somebody(w, t);
    if (k->upos == KH_PRON || k->upos == KH_ADJ || k->upos == KH_DET || k->upos == KH_NOUN)
        return is_counting(doc, t) && (counts_somebody(w, t) || (acts && ((k->upos == KH_NOUN && is_plural(doc, t)) || has_number(w, t)) &&
                                                                 kid_with_case(w, t, "of") == KH_NONE));
    return false;
}

/* Any other noun that acts or is acted on: "a bar", "Turkish jets", "the crowd's leaders". */
static bool is_phrase(const work *w, uint32_t t)
{
    const kh_token *k = &w->doc->tokens[t];
    return k->upos == KH_NOUN && w->hit_of[t] == KH_NONE && kh_doc_time_of(w->doc, t) == KH_NONE && is_argument(w->doc, t);
}

static bool fill(work *w, uint32_t t, kh_actor *a)
{
    const kh_doc *doc = w->doc;
    const kh_token *k = &doc->tokens[t];
    *a = (kh_actor){ .head = t, .reason = "not resolved" };
    for (int i = 0; i < KH_VIA; i++)
        a->via[i] = KH_NONE;
    uint32_t first = w->left[t], end = w->right[t] + 1, h = w->hit_of[t], n = w->name_head[t];
    if (h != KH_NONE && w->hits[h].head == t) {
        first = w->hits[h].first < first ? w->hits[h].first : first;
        end = w->hits[h].end > end ? w->hits[h].end : end;
    }
    if (n != KH_NONE) {
        first = doc->names[n].first < first ? doc->names[n].first : first;
        end = doc->names[n].end > end ? doc->names[n].end : end;
    }
    a->span = (kh_span){ doc->tokens[first].span.from, doc->tokens[end - 1].span.to };
    if (is_mention(w, t)) {
        a->pronoun = is_pronoun(doc, t) && h == KH_NONE && (n == KH_NONE || k->upos == KH_PRON);
        if (a->pronoun)
            a->reason = "pronoun";
        else
            resolve_local(w, t, a);
        if (k->upos == KH_NUM && a->kind == KH_KIND_UNKNOWN)
            a->generic = true;
        return true;
    }
    if (!is_phrase(w, t))
        return false;
    resolve_local(w, t, a);
    if (!a->offshoot && a->reason[0] == 'n' && !a->country[0][0])
        a->reason = "a noun phrase that is nobody known";
    return true;
}

kh_status kh_actors_run(const kh_actors *actors, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    kh_mark mark = kh_arena_mark(scratch);
    work w = { .actors = actors, .doc = doc, .scratch = scratch };
    doc->actors = NULL;
    doc->actor_count = 0;
    kh_status st = work_prepare(&w, err);
    size_t capacity = 0;
    for (uint32_t t = 0; !st && t < doc->token_count; t++) {
        kh_actor a;
        if (!fill(&w, t, &a))
            continue;
        kh_actor *list = kh_arena_grow(doc->arena, doc->actors, &capacity, (size_t)doc->actor_count + 1, sizeof *list);
        if (!list) {
            st = kh_arena_fail(doc->arena, err);
            break;
        }
        doc->actors = list;
        w.actor_at[t] = doc->actor_count;
        list[doc->actor_count++] = a;
    }
    if (!st && !link_all(&w))
        st = kh_arena_fail(scratch, err);
    kh_arena_rewind(scratch, mark);
    return st;
}
