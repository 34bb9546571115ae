/* toll.c: how many were killed, injured, arrested, abducted, displaced. */
#include "events/draft.h"

static int64_t number_word(const kh_doc *doc, uint32_t t)
{
    static const char *const words[] = { "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve" };
    char room[64];
    kh_view v = kh_doc_form(doc, t);
    int64_t n = 0;
    size_t digits = 0;
    for (size_t i = 0; i < v.n && n < 100000000; i++) {
        if (v.p[i] >= '0' && v.p[i] <= '9')
            n = n * 10 + (v.p[i] - '0'), digits++;
        else if (v.p[i] != ',' || digits == 0)
            break;
        if (i + 1 == v.n)
            return n;
    }
    if (digits > 0)
        return -1;
    v = kh_events_lemma(doc, t, room);
    for (int64_t i = 1; i <= 12; i++)
        if (kh_view_is(v, words[i]))
            return i;
    return -1;
}

static bool read_toll(const kh_doc *doc, uint32_t t, kh_toll *toll)
{
    uint32_t num = KH_NONE;
    int64_t n = -1, scale = 1;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_NUMMOD, KH_NONE); c != KH_NONE && n < 0; c = kh_doc_child_rel(doc, t, KH_NUMMOD, c)) {
        n = number_word(doc, c);
        num = c;
    }
    if (n < 0 && kh_events_lemma_in(doc, t, "dozen|hundred|thousand|score")) {
        scale = kh_events_lemma_in(doc, t, "dozen") ? 12 : kh_events_lemma_in(doc, t, "hundred") ? 100 : kh_events_lemma_in(doc, t, "score") ? 20 : 1000;
        *toll = (kh_toll){ .low = 2 * scale, .best = 2 * scale, .high = scale == 12 ? 99 : -1, .span = doc->tokens[t].span };
        return true;
    }
    if (n < 0) {
        n = number_word(doc, t);
        num = t;
    }
    if (n < 0)
        return false;
    *toll = (kh_toll){ .low = n, .best = n, .high = n, .span = doc->tokens[num].span };
    uint32_t first = doc->sentences[doc->tokens[t].sentence].first;
    bool two = num >= first + 2;
    if (two && kh_view_is(kh_doc_form(doc, num - 1), "than") && kh_events_lemma_in(doc, num - 2, "more|much|many"))
        *toll = (kh_toll){ .low = n + 1, .best = n + 1, .high = -1, .span = kh_span_join(doc->tokens[num - 2].span, doc->tokens[num].span) };
    else if (two && kh_view_is(kh_doc_form(doc, num - 1), "least"))
        *toll = (kh_toll){ .low = n, .best = n, .high = -1, .span = kh_span_join(doc->tokens[num - 2].span, doc->tokens[num].span) };
    return true;
}

int kh_events_harm(const kh_doc *doc, uint32_t t)
{
    if (kh_events_lemma_in(doc, t, "kill|die|slay|massacre|murder|behead|execute|assassinate|perish"))
        return KH_KILLED;
    if (kh_events_lemma_in(doc, t, "wound|injure|hurt|maim"))
        return KH_INJURED;
    if (kh_events_lemma_in(doc, t, "arrest|detain|nab|jail|imprison"))
        return KH_ARRESTED;
    if (kh_events_lemma_in(doc, t, "abduct|kidnap"))
        return KH_ABDUCTED;
    if (kh_events_lemma_in(doc, t, "displace"))
        return KH_DISPLACED;
    return -1;
}

void kh_events_tolls(const kh_doc *doc, kh_event *e)
{
    int harm = kh_events_harm(doc, e->token);
    if (harm < 0)
        return;
    kh_found f = { .count = 0 };
    kh_events_slot(doc, e->token, kh_events_lemma_in(doc, e->token, "die|perish") ? KH_LIT("subj") : KH_LIT("obj"), &f);
    for (uint32_t i = 0; i < f.count; i++) {
        kh_toll toll;
        if (read_toll(doc, f.tokens[i], &toll)) {
            e->toll[harm] = toll;
            return;
        }
    }
}
