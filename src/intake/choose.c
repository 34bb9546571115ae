/* Which element of a page holds its story: the innermost one in which nearly all prose lies. */
#include "intake/page.h"

#include <string.h>

/* Prose and headlines of each element's subtree. Parents stand before their children. */
static void sum_all(kh_page *page)
{
    for (uint32_t i = 0; i < page->piece_count; i++) {
        const kh_piece *p = &page->pieces[i];
        kh_elem *e = &page->elems[p->elem];
        uint32_t bytes = p->span.to - p->span.from;
        if (e->heading == 1 && p->shape.words > 2)
            e->headline = true;
        if (kh_intake_is_prose(&p->shape) && p->links * 100 < bytes * KH_LINK_PERCENT)
            e->all += bytes;
    }
    for (uint32_t i = page->elem_count; i-- > 1;) {
        kh_elem *e = &page->elems[i], *up = &page->elems[e->parent];
        up->all += e->all;
        uint32_t story = e->called ? e->all : e->story;
        up->story = story > up->story ? story : up->story;
        up->headline = up->headline || e->headline;
    }
}

/* What stands beside a form in an element with hardly any prose belongs to the form: "Get our briefing", a word of praise. */
static void spread_forms(kh_page *page)
{
    for (uint32_t i = 1; i < page->elem_count; i++) {
        kh_elem *up = &page->elems[page->elems[i].parent];
        bool small = up->all <= KH_FORM_BYTES && (uint64_t)up->all * 100 < (uint64_t)page->elems[0].all * KH_FORM_PERCENT;
        if (kh_tag_is(page->elems[i].kind, "form") && up->mark == KH_NO_MARK && small && !up->headline && !up->content)
            up->mark = KH_ROLE_SIGNUP;
    }
}

/* Does the element hold the page's story: most prose of the page, with a headline or in an <article>; or nothing but what is called it? */
static bool holds_story(const kh_elem *e, uint64_t total)
{
    uint64_t share = total ? (uint64_t)e->all * 100 / total : 0, called = e->all ? (uint64_t)e->story * 100 / e->all : 0;
    return share >= (e->headline || e->content ? KH_MARK_PERCENT : KH_MARK_PERCENT_ALONE) ||
           (called >= KH_WRAP_PERCENT && share >= KH_FORM_PERCENT);
}

/* A mark on an element that holds the page's story is the name of a layout ("with-sidebar", a page-wide <form>). */
static void weigh_marks(kh_page *page)
{
    for (uint32_t i = 1; i < page->elem_count; i++) {
        kh_elem *e = &page->elems[i];
        if (e->mark != KH_NO_MARK && e->mark != KH_ROLE_CAPTION && holds_story(e, page->elems[0].all))
            e->mark = KH_NO_MARK;
        e->marked = e->mark != KH_NO_MARK ? i : page->elems[e->parent].marked;
    }
}

static void sum_kept(kh_page *page)
{
    for (uint32_t i = 0; i < page->piece_count; i++) {
        const kh_piece *p = &page->pieces[i];
        kh_elem *e = &page->elems[p->elem];
        uint32_t bytes = p->span.to - p->span.from;
        if (!e->marked && kh_intake_is_prose(&p->shape) && p->links * 100 < bytes * KH_LINK_PERCENT)
            e->kept += bytes;
    }
    for (uint32_t i = page->elem_count; i-- > 1;) {
        const kh_elem *e = &page->elems[i];
        kh_elem *up = &page->elems[e->parent];
        up->kept += e->kept;
        if (e->kept && (!up->best || e->kept >= page->elems[up->best].kept))
            up->best = i;
    }
}

/* The innermost element that calls itself the story and has enough of the prose; 0: none. */
static uint32_t called_story(const kh_page *page)
{
    uint64_t total = page->elems[0].kept;
    uint32_t found = 0;
    for (uint32_t i = 1; total && i < page->elem_count; i++)
        if (page->elems[i].content && !page->elems[i].marked && (uint64_t)page->elems[i].kept * 100 >= total * KH_CONTENT_PERCENT)
            found = i;
    return found;
}

void kh_page_choose(kh_page *page)
{
    sum_all(page);
    spread_forms(page);
    weigh_marks(page);
    sum_kept(page);
    uint32_t at = called_story(page);
    uint64_t enough = (uint64_t)page->elems[at].kept * KH_KEEP_PERCENT;
    while (!page->elems[at].called && page->elems[at].best && (uint64_t)page->elems[page->elems[at].best].kept * 100 >= enough)
        at = page->elems[at].best;
    page->main = at;
}

/* ------------------------------------------------------------------ title */

/* Same letters and digits, whatever stands between them and however large they are. */
static bool same_words(kh_view a, kh_view b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && strchr(" \n\t.,:;'\"!?|-", a.p[i]))
            i++;
        while (k < b.n && strchr(" \n\t.,:;'\"!?|-", b.p[k]))
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        char c = a.p[i++], d = b.p[k++];
        if (c != d && ((c | 32) != (d | 32) || (c | 32) < 'a' || (c | 32) > 'z'))
            return false;
    }
}

/* The last separator between a headline and an outlet's name: " | ", " - ", " » ". Its offset and length; false: none. */
static bool last_separator(kh_view t, size_t *at, size_t *n)
{
    static const char *const separators[] = { " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ",
                                             " \xC2\xBB ", " \xC2\xB7 ", " < ", " \xE2\x80\xBA " };
    bool found = false;
    for (size_t k = 0; k < sizeof separators / sizeof *separators; k++) {
        size_t m = strlen(separators[k]);
        for (size_t i = t.n; i-- > 0;)
            if (i + m <= t.n && memcmp(t.p + i, separators[k], m) == 0) {
                if (!found || i > *at) {
                    *at = i;
                    *n = m;
                }
                found = true;
                break;
            }
    }
    return found;
}

static uint32_t words_of(kh_view t) { return kh_intake_shape(t).words; }

/* Cuts "… | World | The Outlet" down to the headline. An outlet's name is short; what is left must be a headline. */
static kh_view without_outlet(const kh_page *page, kh_view t)
{
    enum { CUTS = 3, NAME_WORDS = 5, LEFT_WORDS = 3 };
    size_t at = 0, n = 0;
    for (int i = 0; i < CUTS && last_separator(t, &at, &n); i++) {
        kh_view left = { t.p, at }, name = { t.p + at + n, t.n - at - n };
        bool site = page->facts.site.n && same_words(name, page->facts.site);
        if (!site && (words_of(name) > NAME_WORDS || words_of(left) < LEFT_WORDS || words_of(left) <= words_of(name)))
            break;
        t = left;
    }
    return kh_view_trim(t);
}

/* "The Outlet: Headline" where the page shows the headline as a heading. */
static bool is_part(kh_view part, kh_view title)
{
    return part.n && part.n < title.n && memmem(title.p, title.n, part.p, part.n) != NULL;
}

/*
 * The headline that the page shows: the h1, else anything, that says what the title says; a heading that says a part of it; the only h1 of
 * some words outside of furniture; else the first element that is called a title.
 */
static uint32_t shown_title(const kh_page *page, kh_view title)
{
    enum { WORDS = 3 };
    uint32_t lone = KH_NONE, count = 0, twin = KH_NONE, part = KH_NONE, called = KH_NONE;
    for (uint32_t i = 0; i < page->piece_count; i++) {
        const kh_piece *p = &page->pieces[i];
        const kh_elem *e = &page->elems[p->elem];
        if (e->marked)
            continue;
        kh_view text = kh_page_view(page, i);
        bool says = title.n && same_words(text, title), long_enough = p->shape.words >= WORDS;
        if (e->heading == 1 && says)
            return i;
        if (twin == KH_NONE && says && p->links == 0)
            twin = i;
        if (part == KH_NONE && e->heading && e->heading <= 3 && long_enough && is_part(text, title))
            part = i;
        if (called == KH_NONE && e->titled && long_enough)
            called = i;
        if (e->heading == 1 && long_enough) {
            lone = i;
            count++;
        }
    }
    return twin != KH_NONE ? twin : part != KH_NONE ? part : count == 1 ? lone : count == 0 ? called : KH_NONE;
}

kh_view kh_page_title(kh_page *page)
{
    kh_facts *f = &page->facts;
    kh_view own = f->title[0].n ? without_outlet(page, f->title[0]) : without_outlet(page, f->title[2]);
    page->title_piece = shown_title(page, own);
    bool cut_short = kh_view_ends(own, KH_LIT("...")) || kh_view_ends(own, KH_LIT("\xE2\x80\xA6"));
    if (cut_short && page->title_piece != KH_NONE)
        return kh_page_view(page, page->title_piece);
    if (page->title_piece == KH_NONE && !own.n)
        for (uint32_t i = 0; i < page->piece_count && page->title_piece == KH_NONE; i++)
            if (page->elems[page->pieces[i].elem].heading == 1)
                page->title_piece = i;
    if (page->title_piece != KH_NONE && !f->title[0].n)
        own = kh_page_view(page, page->title_piece);
    return own;
}
