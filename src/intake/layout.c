/* The roles of a page's pieces: by what they stand in, then by their shape and words. */
#include "intake/page.h"

#include <string.h>

static bool is_inside(const kh_page *page, uint32_t elem, uint32_t outer)
{
    while (elem > outer)
        elem = page->elems[elem].parent;     /* parents have lower numbers */
    return elem == outer;
}

static bool is_linked(const kh_piece *p, uint32_t percent)
{
    return (uint64_t)p->links * 100 >= (uint64_t)(p->span.to - p->span.from) * percent;
}

static bool is_story_prose(const kh_page *page, const kh_piece *p)
{
    return !page->elems[p->elem].marked && kh_intake_is_prose(&p->shape) && !is_linked(p, KH_LINK_PERCENT);
}

/* First and last prose of the story's element. */
static bool story_range(const kh_page *page, uint32_t *first, uint32_t *last)
{
    bool found = false;
    for (uint32_t i = 0; i < page->piece_count; i++) {
        const kh_piece *p = &page->pieces[i];
        if (!is_story_prose(page, p) || !is_inside(page, p->elem, page->main))
            continue;
        if (!found)
            *first = i;
        *last = i;
        found = true;
    }
    return found;
}

/* The first paragraphs may stand outside the element that has the rest: back over prose, and over a few pieces that are neither links
 * nor in a marked element; the last ones, too, where nothing called the element the story. */
static void widen(const kh_page *page, uint32_t *first, uint32_t *last)
{
    enum { GAP = 3 };
    for (uint32_t i = *first, gap = 0; i-- > 0 && gap < GAP;) {
        const kh_piece *p = &page->pieces[i];
        uint32_t marked = page->elems[p->elem].marked;
        bool prose = is_story_prose(page, p);
        if (!prose && (is_linked(p, KH_LINK_PERCENT) || (marked && page->elems[marked].mark == KH_ROLE_NAVIGATION)))
            break;
        gap = prose ? 0 : gap + 1;
        *first = prose ? i : *first;
    }
    for (uint32_t i = *last + 1; !page->elems[page->main].content && i < page->piece_count && is_story_prose(page, &page->pieces[i]); i++)
        *last = i;
}

static void give(kh_piece *p, kh_role role, const char *reason)
{
    p->role = role;
    p->reason = reason;
}

/* A run of items of a list in the story: prose where they are sentences or long on the whole, else scraps. Gives the end of the run. */
static uint32_t list_run(kh_page *page, uint32_t from, uint32_t end)
{
    uint32_t to = from, words = 0, linked = 0;
    for (; to < end; to++) {
        const kh_elem *e = &page->elems[page->pieces[to].elem];
        if (!e->listed || e->marked || to == page->title_piece || !is_inside(page, page->pieces[to].elem, page->main))
            break;
        words += page->pieces[to].shape.words;
        linked += is_linked(&page->pieces[to], KH_LINK_PERCENT);
    }
    bool prose = words >= (to - from) * (KH_PROSE_WORDS - 2), links = linked * 2 > to - from;
    for (uint32_t i = from; i < to; i++) {
        kh_piece *p = &page->pieces[i];
        if (links || is_linked(p, KH_LINK_PERCENT))
            give(p, p->shape.words < 4 ? KH_ROLE_NAVIGATION : KH_ROLE_RELATED, "a list of links");
        else if (prose || kh_intake_is_prose(&p->shape))
            p->role = kh_intake_role(page->in, kh_page_view(page, i), &p->reason);
        else
            give(p, KH_ROLE_OTHER, "a list of short items");
        if (p->role == KH_ROLE_HEADING)
            give(p, KH_ROLE_BODY, "an item of a list in the story");
    }
    return to;
}

static void inside_story(kh_page *page, uint32_t i)
{
    kh_piece *p = &page->pieces[i];
    const kh_elem *e = &page->elems[p->elem];
    if (e->marked) {
        give(p, (kh_role)page->elems[e->marked].mark, "its element says so");
        return;
    }
    p->role = kh_intake_role(page->in, kh_page_view(page, i), &p->reason);
    if (p->role == KH_ROLE_BYLINE)           /* names are links often */
        return;
    if (is_linked(p, 90) || (is_linked(p, KH_LINK_PERCENT) && !kh_intake_is_prose(&p->shape))) {
        give(p, p->shape.words < 4 ? KH_ROLE_NAVIGATION : KH_ROLE_RELATED, "nothing but a link");
        return;
    }
    if (e->heading && (kh_role_is_coded(p->role) || (p->role == KH_ROLE_OTHER && p->shape.words > 1)))
        give(p, KH_ROLE_HEADING, "a heading inside the story");
}

static void outside_story(kh_page *page, uint32_t i)
{
    kh_piece *p = &page->pieces[i];
    const kh_elem *e = &page->elems[p->elem];
    const char *reason = "";
    kh_role role = kh_intake_role(page->in, kh_page_view(page, i), &reason);
    if (e->marked)
        give(p, (kh_role)page->elems[e->marked].mark, "its element says so");
    else if (is_linked(p, KH_LINK_PERCENT))
        give(p, p->shape.words < 4 ? KH_ROLE_NAVIGATION : KH_ROLE_RELATED, "a link outside the story");
    else if (kh_role_is_coded(role))
        give(p, KH_ROLE_OTHER, "outside the story");
    else
        give(p, role, reason);
}

/* What may stand between a heading and its paragraphs. */
static bool may_follow(kh_role r)
{
    return r == KH_ROLE_BODY || r == KH_ROLE_HEADING || r == KH_ROLE_CAPTION || r == KH_ROLE_ADVERT || r == KH_ROLE_DATELINE || r == KH_ROLE_BYLINE ||
           r == KH_ROLE_META || r == KH_ROLE_SHARE;
}

/* Headings after which nothing of the story comes stand over what follows: links, forms. */
static void lone_headings(kh_page *page)
{
    kh_role next = KH_ROLE_OTHER;
    for (uint32_t i = page->piece_count; i-- > 0;) {
        kh_piece *p = &page->pieces[i];
        if (p->role == KH_ROLE_HEADING && !may_follow(next))
            give(p, next == KH_ROLE_NAVIGATION ? KH_ROLE_RELATED : next, "a heading over what is no story");
        next = p->role;
    }
}

/* A line that is mostly names of whom the page gives as its authors. */
static void find_bylines(kh_page *page)
{
    enum { WORDS = 16, PERCENT = 60 };
    const kh_facts *f = &page->facts;
    for (uint32_t i = 0; i < page->piece_count; i++) {
        kh_piece *p = &page->pieces[i];
        kh_view t = kh_page_view(page, i);
        size_t named = 0;
        for (uint32_t k = 0; k < f->author_count && p->shape.words <= WORDS; k++)
            named += f->authors[k].n > 3 && memmem(t.p, t.n, f->authors[k].p, f->authors[k].n) ? f->authors[k].n : 0;
        if (named * 100 >= t.n * PERCENT && i != page->title_piece)
            give(p, KH_ROLE_BYLINE, "names of the authors");
    }
}

/* The first date that stands by the story: in <time>, else written out. */
static void find_dates(kh_page *page, uint32_t story_end)
{
    kh_facts *f = &page->facts;
    kh_stamp stamp;
    for (uint32_t i = 0; i < f->time_count && !f->date[4].n; i++) {
        const kh_time_seen *t = &f->times[i];
        uint32_t marked = page->elems[t->elem].marked;
        uint8_t mark = marked ? page->elems[marked].mark : KH_NO_MARK;
        if (t->piece <= story_end && mark != KH_ROLE_RELATED && mark != KH_ROLE_NAVIGATION && mark != KH_ROLE_OTHER)
            f->date[4] = t->value;
    }
    for (uint32_t i = 0; i < page->piece_count && i <= story_end && !f->date[5].n; i++) {
        const kh_piece *p = &page->pieces[i];
        bool tells = p->role == KH_ROLE_META || p->role == KH_ROLE_BYLINE || p->role == KH_ROLE_DATELINE;
        if (tells && kh_intake_date(page->in, kh_page_view(page, i), &stamp))
            f->date[5] = kh_page_view(page, i);
    }
}

void kh_page_roles(kh_page *page)
{
    uint32_t first = 0, last = page->piece_count ? page->piece_count - 1 : 0, shown = page->title_piece;
    bool story = story_range(page, &first, &last);
    if (story)
        widen(page, &first, &last);
    uint32_t start = shown != KH_NONE && shown < first ? shown + 1 : first;
    for (uint32_t i = 0; i < page->piece_count; i++) {
        kh_piece *p = &page->pieces[i];
        const kh_elem *e = &page->elems[p->elem];
        bool inside = story ? is_inside(page, p->elem, page->main) : true;
        if (i == shown)
            give(p, KH_ROLE_TITLE, "the page's headline");
        else if (inside && e->listed && !e->marked)
            i = list_run(page, i, page->piece_count) - 1;
        else if (inside || (i >= start && i <= last && is_story_prose(page, p)))
            inside_story(page, i);
        else
            outside_story(page, i);
    }
    find_bylines(page);
    lone_headings(page);
    find_dates(page, last);
}
