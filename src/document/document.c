#include "document/document.h"

#include <string.h>

kh_view kh_doc_view(const kh_doc *doc, kh_span s)
{
    if (s.to > doc->text.n || s.from >= s.to)
        return (kh_view){ NULL, 0 };
    return (kh_view){ doc->text.p + s.from, s.to - s.from };
}

kh_view kh_doc_form(const kh_doc *doc, uint32_t t) { return kh_doc_view(doc, doc->tokens[t].span); }

uint32_t kh_doc_token_at(const kh_doc *doc, uint32_t at)
{
    uint32_t lo = 0, hi = doc->token_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->tokens[mid].span.to <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

uint32_t kh_doc_child(const kh_doc *doc, uint32_t token, uint32_t child)
{
    const kh_sentence *s = &doc->sentences[doc->tokens[token].sentence];
    for (uint32_t t = child == KH_NONE ? s->first : child + 1; t < s->end; t++)
        if (doc->tokens[t].head == token)
            return t;
    return KH_NONE;
}

uint32_t kh_doc_child_rel(const kh_doc *doc, uint32_t token, kh_deprel rel, uint32_t child)
{
    while ((child = kh_doc_child(doc, token, child)) != KH_NONE)
        if (doc->tokens[child].deprel == rel)
            return child;
    return KH_NONE;
}

kh_view kh_doc_case(const kh_doc *doc, uint32_t token)
{
    uint32_t c = kh_doc_child_rel(doc, token, KH_CASE, KH_NONE);
    return c == KH_NONE ? (kh_view){ NULL, 0 } : doc->tokens[c].lemma;
}

bool kh_doc_under(const kh_doc *doc, uint32_t token, uint32_t ancestor)
{
    for (uint32_t steps = 0; token != KH_NONE && steps <= doc->token_count; steps++) {
        if (token == ancestor)
            return true;
        token = doc->tokens[token].head;
    }
    return false;
}

void kh_doc_subtree(const kh_doc *doc, uint32_t token, uint32_t *first, uint32_t *end)
{
    const kh_sentence *s = &doc->sentences[doc->tokens[token].sentence];
    uint32_t lo = token, hi = token;
    for (uint32_t t = s->first; t < token; t++)
        if (kh_doc_under(doc, t, token)) {
            lo = t;
            break;
        }
    for (uint32_t t = s->end; t-- > token + 1;)
        if (kh_doc_under(doc, t, token)) {
            hi = t;
            break;
        }
    *first = lo;
    *end = hi + 1;
}

/* Index of the last item of a layer whose first token is <= token, if it covers token. Layers are sorted and do not overlap. */
#define COVERING(function, layer, count)                                                                                              \
    uint32_t function(const kh_doc *doc, uint32_t token)                                                                              \
    {                                                                                                                                 \
        uint32_t lo = 0, hi = doc->count;                                                                                             \
        while (lo < hi) {                                                                                                             \
            uint32_t mid = lo + (hi - lo) / 2;                                                                                        \
            if (doc->layer[mid].first <= token)                                                                                       \
                lo = mid + 1;                                                                                                         \
            else                                                                                                                      \
                hi = mid;                                                                                                             \
        }                                                                                                                             \
        return lo > 0 && token < doc->layer[lo - 1].end ? lo - 1 : KH_NONE;                                                           \
    }

COVERING(kh_doc_name_of, names, name_count)
COVERING(kh_doc_place_of, places, place_count)
COVERING(kh_doc_time_of, times, time_count)

uint32_t kh_doc_actor_of(const kh_doc *doc, uint32_t token)
{
    uint32_t lo = 0, hi = doc->actor_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->actors[mid].head < token)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < doc->actor_count && doc->actors[lo].head == token ? lo : KH_NONE;
}
