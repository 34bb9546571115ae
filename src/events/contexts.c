/* contexts.c: the PLOVER contexts of an act, from the words of its sentence, its paragraph and the article. */
#include "events/draft.h"
#include "events/weights.h"

enum { MOST = 6 };

/* PLOVER's four further contexts: status and background of the event already say them. */
static bool is_of_status(kh_view name) { return kh_view_has_word(KH_LIT("historical|future|hypothetical|negation"), name); }

/* 0: not about it. */
static float points(const kh_about *a, const kh_doc *doc, uint32_t sentence, uint32_t k)
{
    float own = kh_about_sentence(a, sentence, k);
    if (own < W_CONTEXT_OWN)
        return 0;
    float sum = own + W_CONTEXT_PARAGRAPH * kh_about_paragraph(a, doc, sentence, k) + W_CONTEXT_ARTICLE * a->article[k];
    return sum >= W_CONTEXT_NEED ? sum : 0;
}

/* Strongest first; equal ones in the order of the table. */
void kh_events_contexts(const run *r, draft *d)
{
    const kh_topics *t = r->about.topics;
    uint32_t sentence = r->doc->tokens[d->event.token].sentence;
    float by[KH_SUBJECTS] = { 0 };
    for (uint32_t k = KH_TOPIC_COUNT; k < t->subjects; k++)
        by[k] = is_of_status(t->contexts[k]) ? 0 : points(&r->about, r->doc, sentence, k);
    while (d->event.context_count < MOST) {
        uint32_t top = 0;
        for (uint32_t k = KH_TOPIC_COUNT; k < t->subjects; k++)
            if (by[k] > by[top])
                top = k;
        if (top == 0)
            return;
        d->event.contexts[d->event.context_count++] = t->contexts[top];
        by[top] = 0;
    }
}
