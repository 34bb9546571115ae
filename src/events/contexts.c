/* contexts.c: the PLOVER contexts of an act, from the words of its sentence, its paragraph and the article; some from status and time. */
#include <string.h>

#include "events/draft.h"
#include "events/weights.h"

enum { MOST = 6 };

/* The four contexts that status and time decide: words do not. */
static bool is_of_status(kh_view name) { return kh_view_has_word(KH_LIT("historical|future|hypothetical|negation"), name); }

static void add(kh_event *e, kh_view name)
{
    if (e->context_count < MOST)
        e->contexts[e->context_count++] = name;
}

static const char *of_status(const kh_event *e)
{
    if (e->background)
        return "historical";
    return e->status == KH_FUTURE ? "future" : e->status == KH_HYPOTHETICAL ? "hypothetical" : e->status == KH_NEGATED ? "negation" : NULL;
}

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
    const char *status = of_status(&d->event);
    for (uint32_t k = KH_TOPIC_COUNT; k < t->subjects; k++) {
        if (status && kh_view_is(t->contexts[k], status))
            add(&d->event, t->contexts[k]);
        by[k] = is_of_status(t->contexts[k]) ? 0 : points(&r->about, r->doc, sentence, k);
    }
    while (d->event.context_count < MOST) {
        uint32_t top = 0;
        for (uint32_t k = KH_TOPIC_COUNT; k < t->subjects; k++)
            if (by[k] > by[top])
                top = k;
        if (top == 0)
            return;
        add(&d->event, t->contexts[top]);
        by[top] = 0;
    }
}
