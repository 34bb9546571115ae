/*
 * says.c: who says what. Words of saying (en/speech.tsv) with their source and content; quotations that go on over sentences, stand after a
 * colon, or are hung on nothing by the tree; the labels of an interview.
 */
#include "events/draft.h"

enum { MAX_LABEL = 6, NEAR_SAYS = 64 };

static kh_status add(run *r, const kh_speech *row, uint32_t cue, uint32_t actor, kh_span source, kh_span content, kh_error *err)
{
    if (kh_span_empty(content))
        return KH_OK;
    void *grown = kh_arena_grow(r->scratch, r->says, &r->say_room, r->say_count + 1, sizeof *r->says);
    if (!grown)
        return kh_arena_fail(r->scratch, err);
    r->says = grown;
    r->says[r->say_count++] = (said){ { source, r->doc->tokens[cue].span, content, row->kind, actor, KH_NONE }, row, cue };
    return KH_OK;
}

static kh_span words_of(const kh_doc *doc, uint32_t head)
{
    uint32_t first, end;
    kh_doc_subtree(doc, head, &first, &end);
    return end > first ? (kh_span){ doc->tokens[first].span.from, doc->tokens[end - 1].span.to } : (kh_span){ 0, 0 };
}

/* "We will win, said X, and soon": the clause that holds the saying, without it where it stands at an end. */
static kh_span words_around(const kh_doc *doc, uint32_t head, uint32_t saying)
{
    kh_span all = words_of(doc, head), own = words_of(doc, saying);
    if (own.from <= all.from)
        all.from = own.to;
    else if (own.to + 2 >= all.to)
        all.to = own.from;
    return all;
}

static kh_span source_words(const kh_doc *doc, uint32_t actor, uint32_t token)
{
    kh_span all = token != KH_NONE ? words_of(doc, token) : (kh_span){ 0, 0 };
    if (actor == KH_NONE)
        return all;
    kh_span name = doc->actors[actor].span;       /* a mention elsewhere, of a relative or a coordinated verb, keeps its own words */
    return kh_span_holds(all, name) ? all : name;
}

/* The token that speaks: the first that stands in one of the source slots. */
static uint32_t speaker(const kh_doc *doc, uint32_t cue, kh_view slots)
{
    while (slots.n > 0) {
        kh_found f = { .count = 0 };
        kh_view slot = kh_view_cut(&slots, '|');
        kh_events_slot(doc, cue, slot, &f);
        if (f.count > 0)
            return f.tokens[0];
    }
    return KH_NONE;
}

/* "The war, as she put it, is lost": the clause beside it is what is said. */
static bool as_said(const kh_doc *doc, uint32_t cue)
{
    if (!kh_events_is(doc, cue, KH_ADVCL) || doc->tokens[cue].head == KH_NONE)
        return false;
    for (uint32_t c = kh_doc_child_rel(doc, cue, KH_MARK, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, cue, KH_MARK, c))
        if (kh_events_lemma_in(doc, c, "as"))
            return true;
    return false;
}

/* The words that a verb or noun of saying gives on. */
static kh_span content_of(const kh_doc *doc, uint32_t cue, kh_view slots)
{
    while (slots.n > 0) {
        kh_view slot = kh_view_cut(&slots, '|');
        if (kh_view_is(slot, "parataxis") && kh_events_is(doc, cue, KH_PARATAXIS) && doc->tokens[cue].head != KH_NONE)
            return words_around(doc, doc->tokens[cue].head, cue);
        if (kh_view_is(slot, "quote") && as_said(doc, cue))
            return words_around(doc, doc->tokens[cue].head, cue);
        kh_found f = { .count = 0 };
        kh_events_slot(doc, cue, kh_view_is(slot, "quote") ? KH_LIT("ccomp") : slot, &f);
        for (uint32_t i = 0; i < f.count; i++)
            if (f.tokens[i] != cue && !kh_doc_under(doc, cue, f.tokens[i]))
                return words_of(doc, f.tokens[i]);
    }
    return (kh_span){ 0, 0 };
}

static bool opens(kh_view v, bool open) { return kh_view_is(v, "“") || kh_view_is(v, "``") || (!open && kh_view_is(v, "\"")); }
static bool closes(kh_view v, bool open) { return kh_view_is(v, "”") || kh_view_is(v, "''") || (open && kh_view_is(v, "\"")); }

/* The quotation of the sentence that stands next to the cue, before it rather than after it; empty if there is none. */
static kh_span quote_beside(const run *r, const kh_sentence *s, uint32_t cue)
{
    const kh_doc *doc = r->doc;
    bool open = r->quote.open && r->quote.block == s->block;
    uint32_t from = s->span.from;
    kh_span best = { 0, 0 };
    for (uint32_t t = s->first; t < s->end; t++) {
        kh_view v = kh_doc_form(doc, t);
        if (closes(v, open)) {
            open = false;
            if (doc->tokens[t].span.from <= from || (t > cue && from <= doc->tokens[cue].span.from))
                continue;                  /* nothing in it, or the cue itself */
            if (t > cue)
                return kh_span_empty(best) ? (kh_span){ from, doc->tokens[t].span.from } : best;
            best = (kh_span){ from, doc->tokens[t].span.from };
        } else if (opens(v, open)) {
            open = true;
            from = doc->tokens[t].span.to;
        }
    }
    return open && from > doc->tokens[cue].span.to && kh_span_empty(best) ? (kh_span){ from, s->span.to } : best;
}

/* Who is named between the quotation and the cue, where the tree has no subject: "...", Rep. Ada Lom (R-Iowa) said. */
static kh_span named_between(const kh_doc *doc, kh_span quote, uint32_t cue)
{
    uint32_t first = cue, end = cue;
    while (first > 0 && doc->tokens[first - 1].sentence == doc->tokens[cue].sentence && doc->tokens[first - 1].span.from > quote.to)
        first--;
    while (first < end && doc->tokens[first].upos == KH_PUNCT)
        first++;
    return first < end && quote.to < doc->tokens[cue].span.from ? (kh_span){ doc->tokens[first].span.from, doc->tokens[end - 1].span.to } : (kh_span){ 0, 0 };
}

static bool gives_words(const kh_speech *row) { return row->pos == 'v' && kh_view_has_word(row->content, KH_LIT("quote")); }

/* "I think", "you know", "we hope": a way of speaking, nobody is cited. */
static bool idle_talk(const kh_doc *doc, uint32_t cue, uint32_t who)
{
    return who != KH_NONE && kh_events_lemma_in(doc, who, "i|you|we") && !(doc->tokens[cue].morph & KH_MORPH_PAST) &&
           kh_events_lemma_in(doc, cue, "think|know|believe|guess|see|hear|feel|hope|assume|say|suppose|mean|expect|understand|tell|talk|put|show");
}

static kh_status by_word(run *r, uint32_t t, kh_error *err)
{
    const kh_doc *doc = r->doc;
    const kh_speech *row = kh_events_speech(r->events, doc, t);
    if (!row)
        return KH_OK;
    uint32_t who = speaker(doc, t, row->source);
    if ((who == KH_NONE && (row->pos == 'n' || row->certainty == KH_CERTAINTY_COUNT)) || idle_talk(doc, t, who))
        return KH_OK;
    uint32_t actor = who == KH_NONE ? KH_NONE : kh_doc_actor_of(doc, who);
    kh_span source = source_words(doc, actor, who), content = content_of(doc, t, row->content);
    const kh_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    if (kh_span_empty(content) && gives_words(row)) {
        content = quote_beside(r, s, t);
        if (who == KH_NONE && !kh_span_empty(content))
            source = named_between(doc, content, t);
        if (kh_span_empty(source))
            return KH_OK;
        if (kh_span_empty(content) && kh_view_is(kh_doc_form(doc, s->end - 1), ":"))
            r->ahead = (said){ { source, doc->tokens[t].span, content, row->kind, actor, KH_NONE }, row, t };
    }
    return add(r, row, t, actor, source, content, err);
}

/* "according to police": a phrase below what it is about. */
static kh_status by_phrase(run *r, uint32_t t, kh_error *err)
{
    const kh_doc *doc = r->doc;
    for (uint32_t c = kh_doc_child_rel(doc, t, KH_CASE, KH_NONE); c != KH_NONE; c = kh_doc_child_rel(doc, t, KH_CASE, c)) {
        const kh_speech *row = kh_events_speech_phrase(r->events, doc, c);
        if (!row || doc->tokens[t].head == KH_NONE)
            continue;
        uint32_t actor = kh_doc_actor_of(doc, t);
        return add(r, row, c, actor, source_words(doc, actor, t), words_around(doc, doc->tokens[t].head, t), err);
    }
    return KH_OK;
}

/* The statement of the sentence, from `first` on, whose content meets the span; KH_NONE. */
static uint32_t said_of(const run *r, size_t first, kh_span words)
{
    for (size_t i = first; i < r->say_count; i++)
        if (kh_span_meets(r->says[i].statement.content, words))
            return (uint32_t)i;
    return KH_NONE;
}

/* A quotation that an earlier sentence of the paragraph opened goes on up to `to`: it is of whoever speaks here, else of who spoke there. */
static void carry_on(run *r, size_t first, kh_span words)
{
    uint32_t own = said_of(r, first, words);
    if (own != KH_NONE && r->quote.said == KH_NONE)
        r->says[own].statement.content.from = r->quote.from;
    else if (own == KH_NONE && r->quote.said != KH_NONE)
        r->says[r->quote.said].statement.content.to = words.to;
}

/* Quotation marks of the sentence; statements from `first` on are its own. */
static void quotations(run *r, const kh_sentence *s, size_t first)
{
    const kh_doc *doc = r->doc;
    if (r->quote.block != s->block)
        r->quote.open = false;
    r->quote.block = s->block;
    bool carried = r->quote.open;
    for (uint32_t t = s->first; t < s->end; t++) {
        kh_view v = kh_doc_form(doc, t);
        if (closes(v, r->quote.open)) {
            r->quote.last = (kh_span){ r->quote.from, doc->tokens[t].span.from };
            r->quote.end = t;
            if (carried)
                carry_on(r, first, (kh_span){ s->span.from, doc->tokens[t].span.from });
            r->quote.open = carried = false;
        } else if (opens(v, r->quote.open)) {
            r->quote.open = true;
            r->quote.from = doc->tokens[t].span.to;
        }
    }
    if (!r->quote.open)
        return;
    if (carried)
        carry_on(r, first, s->span);
    else
        r->quote.said = said_of(r, first, (kh_span){ r->quote.from, s->span.to });
}

/* "He said:", then a paragraph in quotation marks. */
static kh_status spoken_ahead(run *r, const kh_sentence *s, kh_error *err)
{
    const said a = r->ahead;
    r->ahead.row = NULL;
    if (!a.row || s->end - s->first < 2 || r->doc->tokens[a.cue].sentence + 1 != r->doc->tokens[s->first].sentence ||
        !opens(kh_doc_form(r->doc, s->first), false))
        return KH_OK;
    uint32_t end = s->first + 1;
    while (end < s->end && !closes(kh_doc_form(r->doc, end), true))
        end++;
    kh_span content = { r->doc->tokens[s->first].span.to, end < s->end ? r->doc->tokens[end].span.from : s->span.to };
    return add(r, a.row, a.cue, a.statement.actor, a.statement.source, content, err);
}

static const kh_speech label_row = { .kind = { "report", 6 }, .next = KH_NONE, .certainty = KH_FACT, .pos = 'l' };

/* A person or body named by the tokens from `first` to `end`, which are all of it. */
static bool is_label(const kh_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        uint32_t n = kh_doc_name_of(doc, t);
        bool who = n != KH_NONE && (doc->names[n].type == KH_NAME_PER || doc->names[n].type == KH_NAME_ORG);
        if (!who && (doc->tokens[t].upos != KH_PROPN || kh_doc_place_of(doc, t) != KH_NONE || kh_doc_time_of(doc, t) != KH_NONE))
            return false;
    }
    return true;
}

/* The speaker's name in tokens from `first` to `colon`: from here on the paragraph is hers, and r->label its statement. */
static kh_status label(run *r, uint32_t first, uint32_t colon, kh_span content, kh_error *err)
{
    const kh_doc *doc = r->doc;
    if (first >= colon || colon - first > MAX_LABEL || !kh_view_is(kh_doc_form(doc, colon), ":") || !is_label(doc, first, colon))
        return KH_OK;
    r->label = (uint32_t)r->say_count;
    kh_span name = { doc->tokens[first].span.from, doc->tokens[colon - 1].span.to };
    return add(r, &label_row, colon, kh_doc_actor_of(doc, colon - 1), name, content, err);
}

/* "SMITH: We will ...", and "SMITH:" that intake parted from its paragraph as it does datelines. */
static kh_status by_label(run *r, const kh_sentence *s, kh_error *err)
{
    const kh_doc *doc = r->doc;
    const kh_sentence *before = s > doc->sentences ? s - 1 : NULL;
    if (before && before->block == s->block) {
        if (r->label != KH_NONE)
            r->says[r->label].statement.content.to = s->span.to;
        return KH_OK;
    }
    r->label = KH_NONE;
    if (before && before->end > before->first && before->block < doc->block_count && doc->blocks[before->block].role == KH_ROLE_DATELINE)
        return label(r, before->first, before->end - 1, s->span, err);
    uint32_t first = s->first;
    if (opens(kh_doc_form(doc, first), false))
        first++;
    uint32_t colon = first;
    while (colon + 1 < s->end && colon - first < MAX_LABEL && !kh_view_is(kh_doc_form(doc, colon), ":"))
        colon++;
    return colon + 3 < s->end ? label(r, first, colon, (kh_span){ doc->tokens[colon + 1].span.from, s->span.to }, err) : KH_OK;
}

/* "..." — Ada Lom, mayor */
static kh_status by_signature(run *r, const kh_sentence *s, kh_error *err)
{
    const kh_doc *doc = r->doc;
    for (uint32_t t = s->first; t + 1 < s->end; t++) {
        kh_view v = kh_doc_form(doc, t);
        bool dash = kh_view_is(v, "―") || kh_view_is(v, "—") || kh_view_is(v, "–") || kh_view_is(v, "--") || kh_view_is(v, "-");
        if (!dash || t == 0 || r->quote.end + 1 != t)
            continue;
        uint32_t n = kh_doc_name_of(doc, t + 1);
        if (n == KH_NONE || doc->names[n].type != KH_NAME_PER || doc->names[n].first != t + 1)
            continue;
        uint32_t end = doc->names[n].end;
        return add(r, &label_row, t, kh_doc_actor_of(doc, end - 1), doc->names[n].span, r->quote.last, err);
    }
    return KH_OK;
}

kh_status kh_events_statements(run *r, const kh_sentence *s, kh_error *err)
{
    kh_status st = KH_OK;
    size_t first = r->say_count;
    st = spoken_ahead(r, s, err);
    if (st == KH_OK)
        st = by_label(r, s, err);
    for (uint32_t t = s->first; st == KH_OK && t < s->end; t++) {
        uint8_t u = r->doc->tokens[t].upos;
        if (u == KH_VERB || u == KH_NOUN || u == KH_ADJ)
            st = by_word(r, t, err);
        if (st == KH_OK && (kh_events_is(r->doc, t, KH_OBL) || kh_events_is(r->doc, t, KH_NMOD)))
            st = by_phrase(r, t, err);
    }
    quotations(r, s, first);
    return st == KH_OK ? by_signature(r, s, err) : st;
}

/* ------------------------------------------------------------------ what is handed over */

/* "did not say", "would say", "to say": nothing was said. */
static bool was_said(const run *r, const said *s)
{
    if (s->row->pos != 'v')
        return true;
    if (kh_view_is(r->doc->tokens[s->cue].xpos, "VBG") && kh_doc_child_rel(r->doc, s->cue, KH_AUXREL, KH_NONE) == KH_NONE &&
        kh_doc_child_rel(r->doc, s->cue, KH_MARK, KH_NONE) == KH_NONE && kh_doc_child_rel(r->doc, s->cue, KH_CASE, KH_NONE) == KH_NONE)
        return !kh_events_negated(r->doc, s->cue);      /* "will resign, saying that": the reason is said */
    draft d = { .clause = s->cue };
    kh_why why;
    kh_events_blank(&d.event);
    d.event.token = s->cue;
    kh_event_status status = kh_events_status(r, &d, &why);
    return status == KH_OCCURRED || status == KH_ONGOING;
}

static uint32_t length(kh_span s) { return s.to - s.from; }

/* The shortest of the statements near by whose content holds the cue of statement i and is longer than its own, so that no two hold each other. */
static uint32_t holder(const kh_statement *list, uint32_t n, uint32_t i)
{
    uint32_t best = KH_NONE, end = n - i > NEAR_SAYS ? i + NEAR_SAYS : n;
    for (uint32_t k = i > NEAR_SAYS ? i - NEAR_SAYS : 0; k < end; k++) {
        kh_span c = list[k].content;
        if (k != i && kh_span_holds(c, list[i].cue) && length(c) > length(list[i].content) &&
            (best == KH_NONE || length(c) < length(list[best].content)))
            best = k;
    }
    return best;
}

kh_status kh_events_keep_statements(const run *r, kh_error *err)
{
    kh_doc *doc = r->doc;
    doc->statement_count = 0;
    doc->statements = kh_arena_array(doc->arena, r->say_count + 1, sizeof *doc->statements);
    if (!doc->statements)
        return kh_arena_fail(doc->arena, err);
    for (size_t i = 0; i < r->say_count; i++)
        if (was_said(r, &r->says[i]))
            doc->statements[doc->statement_count++] = r->says[i].statement;
    for (uint32_t i = 0; i < doc->statement_count; i++)
        doc->statements[i].within = holder(doc->statements, doc->statement_count, i);
    return KH_OK;
}
