/* What a block is, by its shape first and by words of the lexicon second, and what follows from its neighbours. */
#include "intake/parts.h"
#include "intake/weights.h"

bool kh_intake_block_add(kh_doc *doc, size_t *capacity, kh_span span, kh_role role, const char *reason)
{
    kh_block *grown = kh_arena_grow(doc->arena, doc->blocks, capacity, (size_t)doc->block_count + 1, sizeof *grown);
    if (!grown)
        return false;
    doc->blocks = grown;
    doc->blocks[doc->block_count++] = (kh_block){ span, role, reason };
    return true;
}

/* Reasons that neighbours may overrule, compared by address. */
static const char scrap[] = "a word or two without a stop", shout[] = "a few words in capitals";

static kh_view first_word(kh_view b)
{
    size_t n = 0;
    while (n < b.n && b.p[n] != ' ' && b.p[n] != '\n' && b.p[n] != '\t')
        n++;
    return (kh_view){ b.p, n };
}

/* "By Anna Berg and Carl Dahl". */
static bool is_byline(const kh_intake *in, kh_view b, const kh_shape *s)
{
    return s->words >= 2 && s->words <= 14 && s->stops <= 1 && kh_intake_label(in, first_word(b)) == KH_FIELD_BY &&
           s->capitalised * 5 >= s->words * 3;
}

static bool is_shouted(kh_view word)
{
    size_t capitals = 0;
    while (capitals < word.n && word.p[capitals] >= 'A' && word.p[capitals] <= 'Z')
        capitals++;
    return capitals >= 3 && (capitals == word.n || word.p[capitals] == ',' || word.p[capitals] == '/');
}

static uint32_t plain_words(kh_view t)       /* words without a digit */
{
    uint32_t n = 0;
    for (size_t at = 0; at < t.n; at++) {
        bool digit = false, letter = false;
        for (; at < t.n && t.p[at] != ' ' && t.p[at] != '\n'; at++) {
            digit = digit || (t.p[at] >= '0' && t.p[at] <= '9');
            letter = letter || (unsigned char)t.p[at] > '@';
        }
        n += letter && !digit;
    }
    return n;
}

/* A date and hardly anything else: "Published 3 May 2014 at 5:13 p.m. EDT". */
static bool is_date_line(const kh_intake *in, kh_view b, const kh_shape *s)
{
    enum { WORDS = 12, BEFORE = 24, AROUND = 3 };
    kh_stamp stamp;
    return s->words <= WORDS && s->digits && kh_intake_date(in, b, &stamp) && stamp.from <= BEFORE &&
           plain_words((kh_view){ b.p + stamp.to, b.n - stamp.to }) <= AROUND;
}

/* "(This version corrects a name in the third paragraph)". */
static bool is_bracketed(kh_view b)
{
    return b.n > 2 && ((b.p[0] == '(' && b.p[b.n - 1] == ')') || (b.p[0] == '[' && b.p[b.n - 1] == ']'));
}

/* "* Talks go on", "- ", "• ". */
static bool is_item(kh_view b)
{
    return b.n > 4 && (((b.p[0] == '*' || b.p[0] == '-') && b.p[1] == ' ') || kh_view_starts(b, KH_LIT("\xE2\x80\xA2")) ||
                       kh_view_starts(b, KH_LIT("\xE2\x96\xAA")));
}

kh_role kh_intake_role(const kh_intake *in, kh_view b, const char **reason)
{
    kh_shape s = kh_intake_shape(b);
    const kh_furniture *f = kh_intake_furniture(in, b);
    /* credits and disclaimers may be long; for the rest a long paragraph that begins so is one of the story */
    if (f && (s.words < KH_PROSE_WORDS_OPEN || f->role == KH_ROLE_BYLINE || f->role == KH_ROLE_DISCLAIMER)) {
        *reason = "says what page furniture says";
        return f->role;
    }
    if (s.letters == 0 || (s.address && s.words <= KH_PROSE_WORDS)) {
        *reason = "an address or no words";
        return KH_ROLE_OTHER;
    }
    if (is_byline(in, b, &s)) {
        *reason = "names after the word for an author";
        return KH_ROLE_BYLINE;
    }
    if (is_date_line(in, b, &s)) {
        *reason = "a date alone";
        return is_shouted(first_word(b)) ? KH_ROLE_DATELINE : KH_ROLE_META;      /* "KABUL, Afghanistan (Aug. 2, 2011)" */
    }
    if (is_bracketed(b) && !s.stops) {
        *reason = "a note in brackets";
        return KH_ROLE_OTHER;
    }
    if (is_item(b) && s.words > KH_LABEL_WORDS) {
        *reason = "an item of a list";
        return KH_ROLE_BODY;
    }
    if (s.label && s.words <= KH_LABEL_WORDS) {
        *reason = "shaped as a label of a form";
        return KH_ROLE_FORM;
    }
    if (s.words <= KH_LABEL_WORDS && s.words > 1 && s.capitals == s.letters) {
        *reason = shout;
        return s.stop ? KH_ROLE_ADVERT : KH_ROLE_HEADING;
    }
    if (s.words > KH_SCRAP_WORDS && (b.p[b.n - 1] == ';' || b.p[b.n - 1] == ',')) {
        *reason = "a part of a sentence";
        return KH_ROLE_BODY;
    }
    if (!s.stop && s.words <= KH_SCRAP_WORDS) {
        *reason = scrap;
        return KH_ROLE_OTHER;
    }
    if (!s.stop && s.words <= KH_HEADING_WORDS) {
        *reason = "a short line without a stop";
        return KH_ROLE_HEADING;
    }
    *reason = "prose";
    return KH_ROLE_BODY;
}

/* ------------------------------------------------------------------ neighbours */

static kh_shape shape_of(const kh_doc *doc, uint32_t i) { return kh_intake_shape(kh_doc_view(doc, doc->blocks[i].span)); }

/* What goes on from an unfinished paragraph is text, however short. */
static void join_parts(kh_doc *doc)
{
    for (uint32_t i = 1; i < doc->block_count; i++) {
        kh_block *b = &doc->blocks[i], *was = &doc->blocks[i - 1];
        bool open = was->role == KH_ROLE_BODY || was->role == KH_ROLE_HEADING;
        if (!open || (b->role == KH_ROLE_BODY && was->role == KH_ROLE_BODY))
            continue;
        kh_shape is = shape_of(doc, i), before = shape_of(doc, i - 1);
        if (is.lower && is.stop && !before.stop && before.words >= KH_PROSE_WORDS) {
            b->role = was->role = KH_ROLE_BODY;
            b->reason = "goes on from the paragraph before";
        }
    }
}

/* "The paper reports:" before a paragraph leads in what follows; "Email address:" does not. */
static void lead_ins(kh_doc *doc)
{
    for (uint32_t i = 0; i + 1 < doc->block_count; i++) {
        kh_block *b = &doc->blocks[i];
        kh_view t = kh_doc_view(doc, b->span);
        if (b->role != KH_ROLE_FORM || doc->blocks[i + 1].role != KH_ROLE_BODY || t.p[t.n - 1] != ':')
            continue;
        kh_shape is = shape_of(doc, i), next = shape_of(doc, i + 1);
        if (is.words >= KH_SCRAP_WORDS && is.capitalised < is.words && next.words >= KH_PROSE_WORDS) {
            b->role = KH_ROLE_BODY;
            b->reason = "leads in the paragraph below";
        }
    }
}

static bool is_furniture(kh_role r)
{
    return r == KH_ROLE_SIGNUP || r == KH_ROLE_FORM || r == KH_ROLE_SHARE || r == KH_ROLE_ADVERT || r == KH_ROLE_RELATED ||
           r == KH_ROLE_NAVIGATION || r == KH_ROLE_DISCLAIMER || r == KH_ROLE_BYLINE || r == KH_ROLE_OTHER;
}

/* What can only stand where the story is over (or interrupted). */
static bool ends_story(kh_role r) { return r == KH_ROLE_SIGNUP || r == KH_ROLE_FORM || r == KH_ROLE_SHARE || r == KH_ROLE_BYLINE; }

/* "Two arrests" between paragraphs is a heading, however short; names and titles in capitals there are credits. */
static void short_headings(kh_doc *doc)
{
    for (uint32_t i = 1; i + 1 < doc->block_count; i++) {
        kh_block *b = &doc->blocks[i];
        kh_role before = doc->blocks[i - 1].role;
        if (b->reason != scrap || (before != KH_ROLE_BODY && before != KH_ROLE_CAPTION) || doc->blocks[i + 1].role != KH_ROLE_BODY)
            continue;
        kh_shape is = shape_of(doc, i), next = shape_of(doc, i + 1);
        bool words = is.words > 1 && is.words <= KH_SCRAP_WORDS && !is.stops && !is.address;
        if (words && is.capitalised < is.words && next.words >= KH_PROSE_WORDS) {
            b->role = KH_ROLE_HEADING;
            b->reason = "a few words between paragraphs";
        }
    }
}

/* From the end back: where furniture begins behind the last real paragraph; short lines there belong to it. A paragraph or two behind
 * three pieces of furniture in a row, with the bulk of the story before them, are furniture too. */
static void mark_tail(kh_doc *doc)
{
    uint64_t total = 0, behind = 0;
    uint32_t run = 0, begin = doc->block_count, paragraphs = 0;
    for (uint32_t i = 0; i < doc->block_count; i++)
        if (doc->blocks[i].role == KH_ROLE_BODY)
            total += doc->blocks[i].span.to - doc->blocks[i].span.from;
    bool ending = false, story = false;
    for (uint32_t i = doc->block_count; i-- > 0 && !story;) {
        const kh_block *b = &doc->blocks[i];
        if (b->role == KH_ROLE_BODY) {
            behind += b->span.to - b->span.from;
            story = ++paragraphs > 2 || behind * 6 > total;
            run = 0;
            ending = false;
            continue;
        }
        run += is_furniture(b->role);
        ending = ending || ends_story(b->role);
        if (is_furniture(b->role) && ending && (paragraphs == 0 || run >= 3))
            begin = i;
    }
    if (!total || (!story && behind == total))
        return;
    for (uint32_t i = begin; i < doc->block_count; i++)
        if (kh_role_is_coded(doc->blocks[i].role)) {
            doc->blocks[i].role = KH_ROLE_OTHER;
            doc->blocks[i].reason = "behind the end of the story";
        }
}

/* Lines without a stop, one after the other, are a list of headlines; one or two over a paragraph are headings. */
static void mark_runs(kh_doc *doc)
{
    enum { LIST = 4, AT_END = 3 };
    for (uint32_t i = 0; i < doc->block_count;) {
        uint32_t end = i;
        while (end < doc->block_count && doc->blocks[end].role == KH_ROLE_HEADING)
            end++;
        if (end - i >= (end == doc->block_count ? AT_END : LIST))
            for (uint32_t k = i; k < end; k++) {
                doc->blocks[k].role = KH_ROLE_RELATED;
                doc->blocks[k].reason = "one of a run of headlines";
            }
        i = end + (end == i);
    }
}

/* Where all is in capitals, as telex had it, capitals say nothing. */
static void unshout(kh_doc *doc)
{
    kh_shape all = kh_intake_shape(doc->text);
    if ((uint64_t)all.capitals * 10 < (uint64_t)all.letters * 8)
        return;
    for (uint32_t i = 0; i < doc->block_count; i++)
        if (doc->blocks[i].reason == shout && doc->blocks[i].role == KH_ROLE_ADVERT) {
            doc->blocks[i].role = KH_ROLE_BODY;
            doc->blocks[i].reason = "prose, as all of the text is in capitals";
        }
}

void kh_intake_context(kh_doc *doc)
{
    unshout(doc);
    join_parts(doc);
    lead_ins(doc);
    short_headings(doc);
    mark_runs(doc);
    mark_tail(doc);
}
