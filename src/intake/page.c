/* A page: tree -> blocks with roles, and what the page says about itself. */
#include "intake/page.h"

#include <string.h>

kh_view kh_page_view(const kh_page *page, uint32_t piece)
{
    kh_span s = page->pieces[piece].span;
    return (kh_view){ page->text + s.from, s.to - s.from };
}

/* ------------------------------------------------------------------ into the document */

static kh_status keep_text(const kh_page *page, kh_view title, kh_doc *doc, kh_error *err)
{
    bool shown = page->title_piece != KH_NONE;
    kh_view text = { page->text, page->text_n };
    if (!shown && title.n)
        doc->text = kh_arena_printf(doc->arena, "%.*s\n\n%.*s", (int)title.n, title.p, (int)text.n, text.n ? text.p : "");
    else
        doc->text = kh_arena_copy(doc->arena, text);
    if (!doc->text.p)
        return kh_arena_fail(doc->arena, err);
    size_t capacity = 0;
    uint32_t shift = 0;
    if (!shown && title.n) {
        shift = (uint32_t)title.n + 2;
        if (!kh_intake_block_add(doc, &capacity, (kh_span){ 0, (uint32_t)title.n }, KH_ROLE_TITLE, "the page's own title"))
            return kh_arena_fail(doc->arena, err);
    }
    for (uint32_t i = 0; i < page->piece_count; i++) {
        const kh_piece *p = &page->pieces[i];
        if (!kh_intake_block_add(doc, &capacity, (kh_span){ p->span.from + shift, p->span.to + shift }, p->role, p->reason))
            return kh_arena_fail(doc->arena, err);
    }
    return KH_OK;
}

static kh_status copy_field(kh_view value, kh_view *field, kh_arena *arena, kh_error *err)
{
    value = kh_view_trim(value);
    if (!value.n || field->n)
        return KH_OK;
    *field = kh_arena_copy(arena, value);
    return field->p ? KH_OK : kh_arena_fail(arena, err);
}

/* Of the places where a page gives its date the best one that can be read. */
static kh_status keep_date(const kh_page *page, kh_doc *doc, kh_error *err)
{
    kh_stamp stamp;
    if (doc->meta.published.n)
        return KH_OK;
    for (int rank = 0; rank < KH_DATE_RANKS; rank++)
        if (page->facts.date[rank].n && kh_intake_date(page->in, page->facts.date[rank], &stamp)) {
            doc->meta.published = kh_intake_date_text(&stamp, doc->arena);
            return doc->meta.published.p ? KH_OK : kh_arena_fail(doc->arena, err);
        }
    return KH_OK;
}

/* "en-GB" -> "en". */
static kh_view language_of(kh_view tag)
{
    tag = kh_view_trim(tag);
    size_t n = 0;
    while (n < tag.n && ((tag.p[n] | 32) >= 'a' && (tag.p[n] | 32) <= 'z'))
        n++;
    return (kh_view){ tag.p, n <= 3 ? n : 0 };
}

static kh_status keep_facts(const kh_page *page, kh_view title, kh_doc *doc, kh_error *err)
{
    const kh_facts *f = &page->facts;
    kh_meta *m = &doc->meta;
    struct { kh_view *field, value; } fields[] = { { &m->title, title }, { &m->outlet, f->site }, { &m->url, f->url },
                                                   { &m->language, language_of(f->language) } };
    kh_status s = keep_date(page, doc, err);
    for (size_t i = 0; !s && i < sizeof fields / sizeof *fields; i++)
        s = copy_field(fields[i].value, fields[i].field, doc->arena, err);
    for (uint32_t i = 0; !s && i < f->author_count; i++)
        s = kh_intake_byline(page->in, f->authors[i], doc, err);
    for (uint32_t i = 0; i < f->named_count && !s && (i == 0 || !m->author_count); i++)
        s = m->author_count ? s : kh_intake_byline(page->in, f->named[i], doc, err);
    for (uint32_t i = 0; !s && !m->author_count && i < page->piece_count; i++)
        if (page->pieces[i].role == KH_ROLE_BYLINE && page->pieces[i].shape.words <= 16)
            s = kh_intake_byline(page->in, kh_page_view(page, i), doc, err);
    return s;
}

kh_status kh_intake_page(const kh_intake *in, kh_view html, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    kh_mark mark = kh_arena_mark(scratch);
    kh_page *page = kh_arena_get(scratch, sizeof *page);
    if (!page)
        return kh_arena_fail(scratch, err);
    *page = (kh_page){ .in = in, .scratch = scratch, .title_piece = KH_NONE };
    kh_status s = kh_page_walk(page, html) ? KH_OK : kh_arena_fail(scratch, err);
    if (!s) {
        kh_page_choose(page);
        kh_view title = kh_page_title(page);
        kh_page_roles(page);
        s = keep_text(page, doc->meta.title.n ? doc->meta.title : title, doc, err);
        if (!s)
            s = keep_facts(page, title, doc, err);
    }
    kh_arena_rewind(scratch, mark);
    if (s)
        return s;
    kh_intake_context(doc);
    return kh_intake_credits(in, doc, err);
}
