/* Paragraphs of plain text and what each is, by its shape first and by words second. */
#include "intake/parts.h"

#include <string.h>

/* Beginnings that only furniture of a page has; the shapes below find the rest. */
static const struct { const char *start; kh_role role; } furniture[] = {
    { "Subscribe", KH_ROLE_SIGNUP },      { "Sign up", KH_ROLE_SIGNUP },         { "Newsletter", KH_ROLE_SIGNUP },
    { "Reporting by", KH_ROLE_BYLINE },   { "Editing by", KH_ROLE_BYLINE },      { "Additional reporting", KH_ROLE_BYLINE },
    { "Image source", KH_ROLE_CAPTION },  { "Photo:", KH_ROLE_CAPTION },         { "The views and opinions", KH_ROLE_DISCLAIMER },
    { "Read more", KH_ROLE_RELATED },     { "Related:", KH_ROLE_RELATED },       { "Share this", KH_ROLE_SHARE },
    { "Facebook", KH_ROLE_SHARE },        { "Advertisement", KH_ROLE_ADVERT },   { "made with", KH_ROLE_FORM },
    { "All rights reserved", KH_ROLE_DISCLAIMER },
};

typedef struct shape { size_t words, capitals, letters, lower; bool stop, label, address; } shape;

static shape shape_of(kh_view b)
{
    shape s = { 0 };
    bool inside = false;
    for (size_t i = 0; i < b.n; i++) {
        unsigned char c = (unsigned char)b.p[i];
        bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        s.words += !space && !inside;
        inside = !space;
        s.capitals += c >= 'A' && c <= 'Z';
        s.lower += c >= 'a' && c <= 'z';
        s.address = s.address || c == '@';
    }
    s.letters = s.capitals + s.lower;
    size_t end = b.n;
    while (end && (b.p[end - 1] == '"' || b.p[end - 1] == ')' || b.p[end - 1] == '\'' || (unsigned char)b.p[end - 1] >= 0x80))
        end--;
    s.stop = end && (b.p[end - 1] == '.' || b.p[end - 1] == '?' || b.p[end - 1] == '!');
    s.label = b.n && (b.p[b.n - 1] == '*' || b.p[0] == '*' || b.p[b.n - 1] == ':');
    return s;
}

kh_role kh_intake_role(kh_view b, const char **reason)
{
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        if (kh_view_starts(b, kh_view_of(furniture[i].start))) {
            *reason = "begins as page furniture does";
            return furniture[i].role;
        }
    shape s = shape_of(b);
    if (s.letters == 0 || (s.address && s.words <= 8)) {
        *reason = "an address or no words";
        return KH_ROLE_OTHER;
    }
    if (s.label && s.words <= 6) {
        *reason = "shaped as a label of a form";
        return KH_ROLE_FORM;
    }
    if (!s.stop && s.words <= 3) {
        *reason = "a word or two without a stop";
        return KH_ROLE_OTHER;
    }
    if (!s.stop && s.words <= 12) {
        *reason = "a short line without a stop";
        return KH_ROLE_HEADING;
    }
    *reason = "prose";
    return KH_ROLE_BODY;
}

/* Once the furniture at the end has begun, short lines belong to it. */
static void mark_tail(kh_doc *doc)
{
    uint32_t begin = doc->block_count;
    for (uint32_t i = doc->block_count; i-- > 0;) {
        kh_role r = doc->blocks[i].role;
        if (r == KH_ROLE_BODY && shape_of(kh_doc_view(doc, doc->blocks[i].span)).stop)
            break;
        if (r == KH_ROLE_SIGNUP || r == KH_ROLE_FORM || r == KH_ROLE_BYLINE || r == KH_ROLE_SHARE)
            begin = i;
    }
    for (uint32_t i = begin; i < doc->block_count; i++)
        if (kh_role_is_coded(doc->blocks[i].role)) {
            doc->blocks[i].role = KH_ROLE_OTHER;
            doc->blocks[i].reason = "behind the end of the story";
        }
}

static bool next_block(kh_view text, size_t *at, kh_span *span)
{
    size_t i = *at;
    while (i < text.n && (text.p[i] == '\n' || text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\r'))
        i++;
    if (i >= text.n)
        return false;
    size_t from = i, end = i;
    while (i < text.n) {
        if (text.p[i] == '\n') {
            size_t j = i + 1;
            while (j < text.n && (text.p[j] == ' ' || text.p[j] == '\t' || text.p[j] == '\r'))
                j++;
            if (j >= text.n || text.p[j] == '\n')
                break;
        } else if (text.p[i] != ' ' && text.p[i] != '\t' && text.p[i] != '\r') {
            end = i + 1;
        }
        i++;
    }
    *span = (kh_span){ (uint32_t)from, (uint32_t)end };
    *at = i;
    return true;
}

kh_status kh_intake_blocks(kh_doc *doc, kh_error *err)
{
    size_t capacity = 0, at = 0;
    kh_span span;
    while (next_block(doc->text, &at, &span)) {
        kh_block *grown = kh_arena_grow(doc->arena, doc->blocks, &capacity, (size_t)doc->block_count + 1, sizeof *grown);
        if (!grown)
            return kh_arena_fail(doc->arena, err);
        doc->blocks = grown;
        kh_block *b = &doc->blocks[doc->block_count++];
        b->span = span;
        b->role = kh_intake_role(kh_doc_view(doc, span), &b->reason);
        if (b->role == KH_ROLE_BODY && doc->block_count > 1)
            continue;
        /* what goes on from an unfinished paragraph is text, however short */
        if (doc->block_count > 1 && doc->blocks[doc->block_count - 2].role == KH_ROLE_BODY) {
            kh_view was = kh_doc_view(doc, doc->blocks[doc->block_count - 2].span), is = kh_doc_view(doc, span);
            if (is.n && is.p[0] >= 'a' && is.p[0] <= 'z' && shape_of(is).stop && !shape_of(was).stop) {
                b->role = KH_ROLE_BODY;
                b->reason = "goes on from the paragraph before";
            }
        }
    }
    mark_tail(doc);
    return KH_OK;
}
