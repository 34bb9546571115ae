/* Who wrote the story and where: datelines, bylines, agencies. */
#include "intake/parts.h"
#include "intake/weights.h"

#include <string.h>

static bool is_letter(char c) { return kh_is_upper(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0xC3; }

/* ------------------------------------------------------------------ authors */

bool kh_intake_author_add(kh_doc *doc, kh_view name)
{
    enum { MOST = 16 };
    kh_meta *m = &doc->meta;
    for (uint32_t i = 0; i < m->author_count; i++)
        if (kh_view_eq(m->authors[i], name))
            return true;
    if (m->author_count == MOST)
        return true;
    if (!m->authors)
        m->authors = kh_arena_array(doc->arena, MOST, sizeof *m->authors);
    kh_view copy = m->authors ? kh_arena_copy(doc->arena, name) : (kh_view){ NULL, 0 };
    if (!copy.p)
        return false;
    m->authors[m->author_count++] = copy;
    return true;
}

static kh_status set_agency(kh_doc *doc, kh_view agency, kh_error *err)
{
    if (doc->meta.agency.n || !agency.n)
        return KH_OK;
    doc->meta.agency = kh_arena_copy(doc->arena, agency);
    return doc->meta.agency.p ? KH_OK : kh_arena_fail(doc->arena, err);
}

/* Is it written like a person's name: two to five words, most of them with a capital, no digits? */
static bool is_name(kh_view part)
{
    kh_shape s = kh_intake_shape(part);
    return s.words >= 2 && s.words <= 5 && !s.digits && !s.address && s.capitalised * 2 >= s.words;
}

static kh_status take_part(const kh_intake *in, kh_view part, kh_doc *doc, kh_error *err)
{
    const char *colon = part.n ? memrchr(part.p, ':', part.n) : NULL;
    if (colon)                               /* "Contributing: Anna Berg" */
        part = (kh_view){ colon + 1, part.n - (size_t)(colon - part.p) - 1 };
    part = kh_view_trim(part);
    while (part.n && strchr("-.|:()*", part.p[part.n - 1]))
        part = kh_view_trim((kh_view){ part.p, part.n - 1 });
    while (part.n && strchr("-|:()*", part.p[0]))
        part = kh_view_trim((kh_view){ part.p + 1, part.n - 1 });
    kh_view agency = kh_intake_agency(in, part);
    if (agency.n)
        return set_agency(doc, agency, err);
    return !is_name(part) || kh_intake_author_add(doc, part) ? KH_OK : kh_arena_fail(doc->arena, err);
}

kh_status kh_intake_byline(const kh_intake *in, kh_view line, kh_doc *doc, kh_error *err)
{
    size_t from = 0;                         /* of the name under way */
    bool skip = false;                       /* after "in": a place, up to the next name */
    kh_status s = KH_OK;
    for (size_t at = 0; at < line.n && !s;) {
        size_t word = at;
        while (at < line.n && !kh_is_blank(line.p[at]) && !strchr(",;|&/", line.p[at]))
            at++;
        kh_field f = kh_intake_label(in, (kh_view){ line.p + word, at - word });
        bool cut = f == KH_FIELD_BY || f == KH_FIELD_AND || f == KH_FIELD_PLACE;
        bool sign = at < line.n && !kh_is_blank(line.p[at]);
        if (cut || sign || at == line.n) {
            kh_view part = { line.p + from, (cut ? word : at) - from };
            if (!skip)
                s = take_part(in, part, doc, err);
            skip = f == KH_FIELD_PLACE || (skip && !cut && !sign);
            from = sign && !cut ? at + 1 : at;
        }
        at += at < line.n;
    }
    return s;
}

/* ------------------------------------------------------------------ datelines */

/* Behind a hyphen, dash or colon at `at` and the blanks around it; 0: none is there. */
static size_t delimiter(kh_view t, size_t at, bool colon)
{
    static const char *const signs[] = { "--", "-", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95" };
    while (at < t.n && kh_is_blank(t.p[at]))
        at++;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (kh_view_starts((kh_view){ t.p + at, t.n - at }, kh_view_of(signs[i])))
            return at + strlen(signs[i]);
    return colon && at < t.n && t.p[at] == ':' ? at + 1 : 0;
}

/* "(Reuters)" at `at`: its end and agency; 0: none. */
static size_t agency_at(const kh_intake *in, kh_view t, size_t at, kh_view *agency)
{
    const char *end = at < t.n && (t.p[at] == '(' || t.p[at] == '[') ? memchr(t.p + at, t.p[at] == '(' ? ')' : ']', t.n - at) : NULL;
    if (!end)
        return 0;
    kh_view inside = { t.p + at + 1, (size_t)(end - t.p) - at - 1 };
    kh_view first = inside;
    *agency = kh_intake_agency(in, inside);
    if (!agency->n) {                        /* "(Reuters/AFP)", "(AP, May 3)" */
        size_t n = 0;
        while (n < first.n && !strchr("/,;", first.p[n]))
            n++;
        *agency = kh_intake_agency(in, (kh_view){ first.p, n });
    }
    return agency->n ? (size_t)(end - t.p) + 1 : 0;
}

/* "(CNN)" at `at`: an outlet that no table has; its end, 0: none. */
static size_t name_at(kh_view t, size_t at)
{
    enum { LONGEST = 32 };
    const char *end = at < t.n && t.p[at] == '(' ? memchr(t.p + at, ')', t.n - at < LONGEST ? t.n - at : LONGEST) : NULL;
    kh_shape s = end ? kh_intake_shape((kh_view){ t.p + at + 1, (size_t)(end - t.p) - at - 1 }) : (kh_shape){ 0 };
    bool party = end && t.p[at + 2] == '-';                                         /* "Boehner (R-Ohio)" */
    return end && !party && s.letters > 1 && s.words && s.words <= 3 && s.capitalised == s.words ? (size_t)(end - t.p) + 1 : 0;
}

/* shouted: the first word is in capitals, and long enough not to be a body's short name */
typedef struct dateline_words { size_t end; uint32_t words; bool shouted; } dateline_words;

/* "(Sept. 20)", "(April 21, 2011)" at `at`: its end, 0: none. */
static size_t day_at(const kh_intake *in, kh_view t, size_t at)
{
    enum { LONGEST = 24 };
    const char *end = at < t.n && t.p[at] == '(' ? memchr(t.p + at, ')', t.n - at < LONGEST ? t.n - at : LONGEST) : NULL;
    size_t month = at + 1;
    while (end && is_letter(t.p[month]))
        month++;
    if (!end || !kh_intake_month(in, (kh_view){ t.p + at + 1, month - at - 1 }))
        return 0;
    while (t.p + month < end && !kh_is_digit(t.p[month]))
        month++;
    return t.p + month < end ? (size_t)(end - t.p) + 1 : 0;
}

/* The words at the beginning that may be a place and a day: each with a capital, or of digits. Stops at a bracket, dash or colon. */
static dateline_words place_words(kh_view t)
{
    dateline_words d = { 0 };
    size_t at = 0;
    while (at < t.n && at < KH_DATELINE_BYTES) {
        while (at < t.n && (kh_is_blank(t.p[at]) || t.p[at] == ',' || t.p[at] == '/'))
            at++;
        size_t from = at, capitals = 0;
        if (at >= t.n || strchr("([-:", t.p[at]) || (unsigned char)t.p[at] == 0xE2)
            break;
        while (at < t.n && !kh_is_blank(t.p[at]) && !strchr(",/(:", t.p[at]) && (unsigned char)t.p[at] != 0xE2)
            capitals += kh_is_upper(t.p[at++]);
        char c = t.p[from];
        if (!kh_is_upper(c) && !(c >= '0' && c <= '9') && (unsigned char)c < 0xC3)
            return (dateline_words){ 0 };
        if (d.words == 0)
            d.shouted = capitals == at - from && capitals >= (t.p[at < t.n ? at : 0] == ' ' ? 3 : 4);
        d.words++;
        d.end = at;
    }
    return d;
}

/* Bytes of the dateline that text begins with, the dash included; 0: none. A colon is one only `early` in the story. */
static size_t dateline_of(const kh_intake *in, kh_view t, bool early, kh_view *agency)
{
    enum { MOST_WORDS = 9, MOST_BEFORE_COLON = 4 };
    *agency = (kh_view){ NULL, 0 };
    dateline_words d = place_words(t);
    size_t at = d.end;
    while (at < t.n && kh_is_blank(t.p[at]))
        at++;
    size_t bracket = d.words <= MOST_WORDS ? agency_at(in, t, at, agency) : 0;
    if (bracket) {
        size_t end = delimiter(t, bracket, true);
        return end ? end : d.shouted ? bracket : 0;
    }
    if (d.words <= MOST_WORDS && (bracket = name_at(t, at)) && (bracket = delimiter(t, bracket, false)) &&
        kh_is_blank(t.p[bracket < t.n ? bracket : 0]))
        return bracket;
    if (d.shouted && d.words <= MOST_WORDS && (bracket = day_at(in, t, at))) {
        size_t end = delimiter(t, bracket, true);
        return end ? end : bracket;
    }
    kh_shape whole = kh_intake_shape(t);     /* all in capitals: a dash proves nothing */
    if (whole.capitals * 10 > whole.letters * 9)
        return 0;
    if (early && d.words == 1 && d.end + 2 < t.n && t.p[d.end] == ':' && t.p[d.end + 1] == ' ' && kh_is_upper(t.p[d.end + 2]))
        return d.end + 1;                    /* "Patna: Lightning struck ..." */
    if (!d.shouted || d.words > MOST_WORDS)
        return 0;
    size_t end = delimiter(t, d.end, early && d.words <= MOST_BEFORE_COLON);
    bool begins = end && (kh_is_blank(t.p[d.end]) || (unsigned char)t.p[d.end] == 0xE2 || t.p[d.end] == ':');
    bool apart = begins && (end >= t.n || t.p[end - 1] != '-' || kh_is_blank(t.p[end]));
    return apart ? end : 0;
}

static bool is_asked(const kh_doc *doc, kh_span span)
{
    const kh_asked *a = &doc->asked;
    for (uint32_t i = 0; i < a->trigger_count; i++)
        if (kh_span_meets(a->triggers[i], span))
            return true;
    for (uint32_t i = 0; i < a->toponym_count; i++)
        if (kh_span_meets(a->toponyms[i], span))
            return true;
    for (uint32_t i = 0; i < a->pair_count; i++)
        if (kh_span_meets(a->pairs[i].source, span) || kh_span_meets(a->pairs[i].target, span))
            return true;
    return false;
}

/* A block of its own for the dateline, unless something in it is to be judged, which needs it among the sentences. */
static kh_status split_datelines(const kh_intake *in, kh_doc *doc, kh_error *err)
{
    const kh_block *old = doc->blocks;
    uint32_t count = doc->block_count, body = 0;
    size_t capacity = 0;
    doc->blocks = NULL;
    doc->block_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        kh_block b = old[i];
        kh_view t = { doc->text.p + b.span.from, b.span.to - b.span.from }, agency;
        size_t n = b.role == KH_ROLE_BODY ? dateline_of(in, t, body++ < 2, &agency) : 0;
        if (n && n < t.n) {
            size_t rest = n;
            while (rest < t.n && kh_is_blank(t.p[rest]))
                rest++;
            kh_span line = { b.span.from, b.span.from + (uint32_t)n };
            kh_status s = set_agency(doc, agency, err);
            if (s)
                return s;
            if (!is_asked(doc, line)) {
                if (!kh_intake_block_add(doc, &capacity, line, KH_ROLE_DATELINE, "place, day or agency before a dash"))
                    return kh_arena_fail(doc->arena, err);
                b.span.from += (uint32_t)rest;
            }
        }
        if (!kh_intake_block_add(doc, &capacity, b.span, b.role, b.reason))
            return kh_arena_fail(doc->arena, err);
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ agencies in credits and in the text */

/* Calls for each run of up to four words beginning at a word; gives the first agency whose name it is. With `self`, only behind a word
 * that says that the agency wrote this. */
static kh_view agency_within(const kh_intake *in, kh_view t, bool self)
{
    size_t before[2] = { 0, 0 };             /* where the last two words began */
    uint32_t seen = 0;
    for (size_t at = 0; at < t.n;) {
        if (!is_letter(t.p[at])) {
            at++;
            continue;
        }
        size_t from = at, end = at;
        kh_view found = { NULL, 0 };
        for (int words = 0; words < 4 && end < t.n; words++) {
            while (end < t.n && (is_letter(t.p[end]) || t.p[end] == '-'))
                end++;
            kh_view hit = kh_is_upper(t.p[from]) ? kh_intake_agency(in, (kh_view){ t.p + from, end - from }) : (kh_view){ NULL, 0 };
            found = hit.n ? hit : found;
            if (end >= t.n || t.p[end] != ' ')
                break;
            end++;
        }
        if (found.n) {
            bool said = seen && (kh_intake_label(in, (kh_view){ t.p + before[1], from - before[1] }) == KH_FIELD_SELF ||
                                 (seen > 1 && kh_intake_label(in, (kh_view){ t.p + before[0], from - before[0] }) == KH_FIELD_SELF));
            if (!self || said)
                return found;
        }
        before[0] = before[1];
        before[1] = from;
        seen++;
        while (at < t.n && is_letter(t.p[at]))
            at++;
    }
    return (kh_view){ NULL, 0 };
}

/* Credits, copyrights, a last line that is an agency's name; and, where there are credits, the text's "told Reuters". */
static kh_status find_agency(const kh_intake *in, kh_doc *doc, kh_error *err)
{
    bool credits = false;
    kh_status s = KH_OK;
    for (uint32_t i = 0; i < doc->block_count && !s && !doc->meta.agency.n; i++) {
        const kh_block *b = &doc->blocks[i];
        kh_view t = kh_doc_view(doc, b->span);
        credits = credits || b->role == KH_ROLE_BYLINE;
        bool credit = b->role == KH_ROLE_BYLINE || b->role == KH_ROLE_DISCLAIMER || b->role == KH_ROLE_DATELINE;
        if (credit || (b->role == KH_ROLE_OTHER && t.n <= 40))
            s = set_agency(doc, agency_within(in, t, false), err);
    }
    for (uint32_t i = 0; i < doc->block_count && !s && credits && !doc->meta.agency.n; i++)
        if (doc->blocks[i].role == KH_ROLE_BODY)
            s = set_agency(doc, agency_within(in, kh_doc_view(doc, doc->blocks[i].span), true), err);
    return s;
}

kh_status kh_intake_credits(const kh_intake *in, kh_doc *doc, kh_error *err)
{
    kh_status s = split_datelines(in, doc, err);
    for (uint32_t i = 0; i < doc->block_count && !s && !doc->meta.author_count; i++) {
        const kh_block *b = &doc->blocks[i];
        if (b->role == KH_ROLE_BYLINE && b->span.to - b->span.from <= 400)
            s = kh_intake_byline(in, kh_doc_view(doc, b->span), doc, err);
    }
    return s ? s : find_agency(in, doc, err);
}
