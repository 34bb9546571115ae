#include "check.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ small things */

#define MUST(holds, words) do { if (!(holds)) return words; } while (0)
#define TRY(call) do { const char *why_ = (call); if (why_) return why_; } while (0)

static bool is_text(kh_view v) { return v.n == 0 || (v.p && kh_utf8_bad(v) == v.n); }

static bool is_span(const kh_doc *d, kh_span s)
{
    return s.from < s.to && s.to <= d->text.n && kh_utf8_border(d->text, s.from) && kh_utf8_border(d->text, s.to);
}

static bool is_span_or_none(const kh_doc *d, kh_span s) { return kh_span_empty(s) || is_span(d, s); }
static bool within(uint32_t i, uint32_t count) { return i == KH_NONE || i < count; }
static bool is_share(float x) { return isfinite(x) && x >= 0 && x <= 1.001f; }

/* The words of a stretch of tokens: from the first to the last, all of one sentence. */
static bool is_stretch(const kh_doc *d, uint32_t first, uint32_t end, kh_span span)
{
    return first < end && end <= d->token_count && d->tokens[first].sentence == d->tokens[end - 1].sentence &&
           span.from == d->tokens[first].span.from && span.to == d->tokens[end - 1].span.to;
}

/* ------------------------------------------------------------------ layers */

static const char *check_article(const kh_doc *d)
{
    const kh_meta *m = &d->meta;
    MUST(d->text.n == 0 || d->text.p, "text is missing");
    MUST(is_text(d->text), "text is not UTF-8");
    MUST(is_text(m->id) && is_text(m->url) && is_text(m->title) && is_text(m->outlet) && is_text(m->agency) && is_text(m->published) &&
         is_text(m->language), "a field of the article is not UTF-8");
    for (uint32_t i = 0; i < m->author_count; i++)
        MUST(is_text(m->authors[i]), "an author is not UTF-8");
    MUST(m->minute >= -1 && m->minute < 24 * 60, "minute of publication");
    uint32_t at = 0;
    for (uint32_t i = 0; i < d->block_count; i++) {
        const kh_block *b = &d->blocks[i];
        MUST(is_span(d, b->span) && b->span.from >= at, "a block is out of order or outside the text");
        MUST((unsigned)b->role < KH_ROLE_COUNT && b->reason, "role of a block");
        at = b->span.to;
    }
    return NULL;
}

static const char *check_asked(const kh_doc *d)
{
    const kh_asked *q = &d->asked;
    for (uint32_t i = 0; i < q->pair_count; i++)
        MUST(is_span(d, q->pairs[i].source) && is_span(d, q->pairs[i].target), "a given pair lies outside the text");
    for (uint32_t i = 0; i < q->trigger_count; i++)
        MUST(is_span(d, q->triggers[i]), "a given trigger lies outside the text");
    for (uint32_t i = 0; i < q->toponym_count; i++)
        MUST(is_span(d, q->toponyms[i]), "a given toponym lies outside the text");
    return NULL;
}

/* One root, and from every token the heads lead to it: heads are followed at most once round the sentence. */
static const char *check_tree(const kh_doc *d, const kh_sentence *s)
{
    uint32_t roots = 0;
    for (uint32_t t = s->first; t < s->end; t++) {
        uint32_t head = d->tokens[t].head;
        MUST(head == KH_NONE || (head >= s->first && head < s->end), "a head lies in another sentence");
        MUST((head == KH_NONE) == (s->parsed && d->tokens[t].deprel == KH_ROOT) || !s->parsed, "root relation and head disagree");
        roots += head == KH_NONE;
    }
    if (!s->parsed) {
        MUST(roots == s->end - s->first, "a sentence that is not parsed has heads");
        return NULL;
    }
    MUST(roots == 1, "a sentence has not one root");
    for (uint32_t t = s->first; t < s->end; t++) {
        uint32_t up = t, steps = 0;
        while (up != KH_NONE && steps <= s->end - s->first) {
            up = d->tokens[up].head;
            steps++;
        }
        MUST(up == KH_NONE, "a tree has a cycle");
    }
    return NULL;
}

static const char *check_tokens(const kh_doc *d)
{
    uint32_t at = 0;
    for (uint32_t t = 0; t < d->token_count; t++) {
        const kh_token *k = &d->tokens[t];
        MUST(is_span(d, k->span) && k->span.from >= at, "a token is out of order or outside the text");
        MUST(k->sentence < d->sentence_count, "a token without a sentence");
        MUST(t >= d->sentences[k->sentence].first && t < d->sentences[k->sentence].end, "a token outside its sentence");
        MUST(k->upos < KH_UPOS_COUNT && k->deprel < KH_DEPREL_COUNT && k->sub < KH_SUBREL_COUNT, "a tag is out of range");
        MUST(is_text(k->lemma) && is_text(k->xpos) && is_text(k->feats) && is_text(k->rel), "an attribute of a token is not UTF-8");
        MUST(!k->joined || (t > d->sentences[k->sentence].first && k->span.from == at), "a joined token stands apart");
        at = k->span.to;
    }
    return NULL;
}

static const char *check_sentences(const kh_doc *d)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < d->sentence_count; i++) {
        const kh_sentence *s = &d->sentences[i];
        MUST(s->first == next && s->end > s->first && s->end <= d->token_count, "sentences do not follow each other");
        MUST(s->span.from == d->tokens[s->first].span.from && s->span.to == d->tokens[s->end - 1].span.to, "a sentence is not its tokens");
        MUST(s->block < d->block_count, "a sentence without a block");
        for (uint32_t t = s->first; t < s->end; t++)
            MUST(d->tokens[t].sentence == i, "a token names another sentence");
        TRY(check_tree(d, s));
        next = s->end;
    }
    MUST(next == d->token_count, "tokens behind the last sentence");
    return NULL;
}

static const char *check_names(const kh_doc *d)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < d->name_count; i++) {
        const kh_name *n = &d->names[i];
        MUST(is_stretch(d, n->first, n->end, n->span) && n->first >= next, "names overlap or are no tokens");
        MUST(n->type > KH_NAME_NONE && n->type < KH_NAME_COUNT && is_share(n->score), "type or score of a name");
        next = n->end;
    }
    return NULL;
}

static bool is_day(int32_t day) { return day == KH_NO_DAY || (day > -4000000 && day < 4000000); }

static const char *check_times(const kh_doc *d)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < d->time_count; i++) {
        const kh_time *t = &d->times[i];
        MUST(is_span(d, t->span) && t->span.from >= at, "times overlap or lie outside the text");
        MUST(t->first <= t->end && t->end <= d->token_count, "tokens of a time");
        MUST(t->first == t->end || is_stretch(d, t->first, t->end, t->span), "a time is not its tokens");
        MUST((unsigned)t->type < KH_TIME_COUNT && is_text(t->value) && t->precision <= 5, "type, value or precision of a time");
        MUST(is_day(t->day) && is_day(t->last), "a day far outside history");
        MUST(t->day == KH_NO_DAY || t->last == KH_NO_DAY || t->day <= t->last, "a time ends before it begins");
        MUST(t->minute >= -1 && t->minute < 24 * 60, "minute of a time");
        at = t->span.to;
    }
    return NULL;
}

static const char *check_place(const kh_doc *d, const kh_place *p)
{
    MUST(is_span(d, p->span), "a place lies outside the text");
    MUST((unsigned)p->use < KH_USE_COUNT && p->precision <= 7, "use or precision of a place");
    MUST(!p->resolved || (isfinite(p->lat) && isfinite(p->lon) && fabs(p->lat) <= 90 && fabs(p->lon) <= 180), "a point that is not on Earth");
    MUST(memchr(p->country, 0, 4) && memchr(p->country2, 0, 4), "country of a place");
    MUST(is_text(p->name) && is_text(p->id) && is_text(p->admin1) && is_text(p->kind), "a field of a place is not UTF-8");
    MUST(within(p->inside, d->place_count), "place that contains a place");
    return NULL;
}

static const char *check_places(const kh_doc *d)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < d->place_count; i++) {
        const kh_place *p = &d->places[i];
        TRY(check_place(d, p));
        MUST(p->span.from >= at, "places overlap");
        MUST(p->first <= p->end && p->end <= d->token_count, "tokens of a place");
        MUST(p->inside != i, "a place contains itself");
        at = p->span.to;
    }
    return NULL;
}

static const char *check_actors(const kh_doc *d)
{
    for (uint32_t i = 0; i < d->actor_count; i++) {
        const kh_actor *a = &d->actors[i];
        MUST(is_span(d, a->span) && a->head < d->token_count, "an actor lies outside the text");
        MUST(i == 0 || d->actors[i - 1].head < a->head, "actors are not in order of their heads");
        MUST(is_text(a->id) && is_text(a->name) && is_text(a->note) && a->reason, "a field of an actor is not UTF-8");
        for (int k = 0; k < KH_COUNTRIES; k++)
            MUST(memchr(a->country[k], 0, 4), "country of an actor");
        MUST(memchr(a->sector, 0, 4) && (unsigned)a->kind < KH_KIND_COUNT, "sector or kind of an actor");
        for (int k = 0; k < KH_VIA; k++)
            MUST(within(a->via[k], d->actor_count) && a->via[k] != i, "antecedent of an actor");
        MUST(a->entity < d->actor_count, "entity of an actor");
    }
    return NULL;
}

static const char *check_toll(const kh_doc *d, const kh_toll *t)
{
    MUST(t->low >= -1 && t->best >= -1 && t->high >= -1, "a toll below zero");
    MUST(t->low < 0 || t->best < 0 || t->low <= t->best, "a toll's least is more than its best");
    MUST(t->best < 0 || t->high < 0 || t->best <= t->high, "a toll's best is more than its most");
    MUST(is_span_or_none(d, t->span), "the words of a toll lie outside the text");
    MUST((t->low < 0 && t->best < 0 && t->high < 0) || is_span(d, t->span), "a toll without words");
    for (uint32_t i = 0; i < t->part_count; i++)
        MUST(within(t->parts[i].actor, d->actor_count) && is_span_or_none(d, t->parts[i].span), "part of a toll");
    return NULL;
}

static const char *check_roles(const kh_doc *d, const kh_event *e)
{
    for (uint32_t i = 0; i < e->actor_count; i++)
        MUST(e->actors[i] < d->actor_count, "actor of an event");
    for (uint32_t i = 0; i < e->recipient_count; i++)
        MUST(e->recipients[i] < d->actor_count, "recipient of an event");
    MUST(within(e->source, d->actor_count), "source of an event");
    MUST(within(e->time, d->time_count) && within(e->place, d->place_count) && within(e->from_place, d->place_count), "time or place of an event");
    for (int i = 0; i < 4; i++)
        MUST(within(e->places[i], d->place_count), "further place of an event");
    return NULL;
}

static const char *check_event(const kh_doc *d, const kh_event *e)
{
    MUST(e->type.n && is_text(e->type) && is_text(e->mode) && is_text(e->cameo) && is_text(e->rule) && is_text(e->weapon_kind), "words of an event");
    MUST(e->context_count <= 6, "contexts of an event");
    for (uint32_t i = 0; i < e->context_count; i++)
        MUST(e->contexts[i].n && is_text(e->contexts[i]), "context of an event");
    MUST((unsigned)e->status < KH_EVENT_STATUS_COUNT && (unsigned)e->certainty < KH_CERTAINTY_COUNT, "status of an event");
    MUST(is_share(e->confidence) && isfinite(e->factuality) && fabsf(e->factuality) <= 3, "confidence or factuality of an event");
    TRY(check_roles(d, e));
    MUST(is_day(e->day) && is_day(e->last) && e->date_precision <= 5, "date of an event");
    MUST(e->day == KH_NO_DAY || e->last == KH_NO_DAY || e->day <= e->last, "an event ends before it begins");
    for (int h = 0; h < KH_HARM_COUNT; h++)
        TRY(check_toll(d, &e->toll[h]));
    TRY(check_toll(d, &e->perpetrators));
    MUST(is_span_or_none(d, e->cue) && is_span_or_none(d, e->weapon), "cue or weapon lies outside the text");
    MUST(is_span(d, e->trigger) && is_span(d, e->sentence) && kh_span_holds(e->sentence, e->trigger), "a trigger outside its sentence");
    MUST(e->token < d->token_count, "token of an event");
    for (uint32_t i = 0; i < e->mention_count; i++)
        MUST(is_span(d, e->mentions[i]), "a mention lies outside the text");
    return NULL;
}

static const char *check_events(const kh_doc *d)
{
    for (uint32_t i = 0; i < d->event_count; i++) {
        const kh_event *e = &d->events[i];
        TRY(check_event(d, e));
        MUST(e->mention_count > 0, "an event without a mention");
        MUST(e->id.n && is_text(e->id), "an event without an id");
        MUST(within(e->about, d->event_count) && e->about != i, "what an event is about");
    }
    for (uint32_t i = 0; i < d->statement_count; i++) {
        const kh_statement *s = &d->statements[i];
        MUST(is_span(d, s->source) && is_span(d, s->cue) && is_span(d, s->content) && within(s->actor, d->actor_count) && s->within != i &&
             within(s->within, d->statement_count), "a statement");
    }
    for (uint32_t i = 0; i < d->refusal_count; i++)
        MUST(is_span(d, d->refusals[i].trigger) && is_text(d->refusals[i].rule) && d->refusals[i].reason, "a refusal");
    return NULL;
}

const char *kh_check_doc(const kh_doc *d)
{
    TRY(check_article(d));
    TRY(check_asked(d));
    TRY(check_sentences(d));
    TRY(check_tokens(d));
    TRY(check_names(d));
    TRY(check_times(d));
    TRY(check_places(d));
    TRY(check_actors(d));
    return check_events(d);
}

/* ------------------------------------------------------------------ errors */

const char *kh_check_error(kh_status status, const kh_error *err, uint64_t size, uint32_t allowed)
{
    if (status == KH_OK)
        return NULL;
    MUST((unsigned)status < KH_STATUS_COUNT && (allowed >> status & 1), "a status that is not documented for this call");
    MUST(err->code == status, "status and error disagree");
    MUST(err->at <= size, "an error behind the end of the input");
    kh_view message = kh_view_of(err->message);
    MUST(message.n && is_text(message), "an error without a message");
    for (size_t i = 0; i < message.n; i++)
        MUST((unsigned char)message.p[i] >= ' ' && message.p[i] != 127, "an error message of several lines");
    return NULL;
}

/* ------------------------------------------------------------------ JSON */

/* The text and, where offsets count code points, the byte at which each begins (one more for the end). */
typedef struct quoted { kh_view text; const size_t *at; size_t count; } quoted;

static const char *check_quote(json_t *o, const quoted *q)
{
    json_t *words = json_object_get(o, "text"), *start = json_object_get(o, "start"), *end = json_object_get(o, "end");
    if (!json_is_integer(start) || !json_is_integer(end))
        return NULL;
    json_int_t from = json_integer_value(start), to = json_integer_value(end);
    MUST(from >= 0 && from < to && (uint64_t)to <= q->count, "a span outside the text is written");
    size_t a = q->at ? q->at[from] : (size_t)from, b = q->at ? q->at[to] : (size_t)to;
    kh_view there = { q->text.p + a, b - a };
    MUST(!json_is_string(words) || kh_view_eq(there, (kh_view){ json_string_value(words), json_string_length(words) }),
         "the words of a span are not what stands there");
    return NULL;
}

static const char *check_value(json_t *v, const quoted *q)
{
    const char *key;
    json_t *kid;
    size_t i;
    if (json_is_object(v)) {
        TRY(check_quote(v, q));
        json_object_foreach(v, key, kid)
            TRY(check_value(kid, q));
    } else if (json_is_array(v)) {
        json_array_foreach(v, i, kid)
            TRY(check_value(kid, q));
    }
    return NULL;
}

static const char *check_lines(kh_view lines, const quoted *q)
{
    while (lines.n) {
        kh_view line = kh_view_cut(&lines, '\n');
        json_error_t e;
        json_t *v = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &e);
        MUST(v, "a line that is no JSON is written");
        const char *why = check_value(v, q);
        json_decref(v);
        TRY(why);
    }
    return NULL;
}

const char *kh_check_json(kh_view lines, kh_view text, bool chars)
{
    if (!chars)
        return check_lines(lines, &(quoted){ text, NULL, text.n });
    size_t *at = malloc((text.n + 1) * sizeof *at), n = 0;
    MUST(at, "no memory for a test");
    for (size_t i = 0; i <= text.n; i++)
        if (kh_utf8_border(text, i))
            at[n++] = i;
    const char *why = check_lines(lines, &(quoted){ text, at, n - 1 });
    free(at);
    return why;
}
