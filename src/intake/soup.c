/*
 * Tags and text -> elements and pieces, in one pass. A stack of open elements with the implied ends of HTML (a paragraph ends where the
 * next begins, a cell ends with its row) is all the tree that is needed to know what a piece of text stands in.
 */
#include "intake/page.h"

#include <string.h>

typedef struct opened { const kh_tag_kind *kind; kh_view name; uint32_t elem; bool link; size_t from; } opened;     /* from: in the text */

/* Where a line of a piece begins, and the bytes of links before it. */
typedef struct br_line { size_t from; uint32_t links; } br_line;

typedef struct soup {
    kh_page *page;
    kh_lexer lexer;
    opened open[KH_PAGE_MAX_DEPTH];
    uint32_t depth, lost;                    /* lost: elements below the deepest, whose end tags mean nothing */
    uint32_t links, pre, paragraphs;         /* open <a href>, <pre>, <p> */
    /* the piece under way */
    size_t from;
    uint32_t elem, block, link_bytes, breaks;
    br_line *lines; uint32_t line_count; size_t line_capacity;      /* its lines after <br>, the first left out */
    bool begun, gap, mixed;                  /* mixed: its text lies in several elements */
    bool failed;
} soup;

static uint32_t elem_now(const soup *s) { return s->depth ? s->open[s->depth - 1].elem : 0; }

/* ------------------------------------------------------------------ text */

static uint32_t block_now(const soup *s)
{
    for (uint32_t d = s->depth; d-- > 0;)
        if (!(s->open[d].kind->flags & KH_TAG_INLINE))
            return s->open[d].elem;
    return 0;
}

static bool room(soup *s, size_t n)
{
    kh_page *p = s->page;
    char *grown = s->failed ? NULL : kh_arena_grow(p->scratch, p->text, &p->text_capacity, p->text_n + n, 1);
    if (!grown)
        s->failed = true;
    else
        p->text = grown;
    return grown != NULL;
}

static void begin_piece(soup *s)
{
    if (!room(s, 2))
        return;
    if (s->page->text_n)
        s->page->text_n += (size_t)2 * (memcpy(s->page->text + s->page->text_n, "\n\n", 2) != NULL);
    s->from = s->page->text_n;
    s->elem = elem_now(s);
    s->block = block_now(s);
    s->begun = true;
    s->mixed = s->gap = false;
    s->link_bytes = 0;
}

static void add_piece(soup *s, size_t from, size_t to, uint32_t links)
{
    kh_page *p = s->page;
    while (from < to && kh_is_blank(p->text[from]))
        from++;
    while (to > from && kh_is_blank(p->text[to - 1]))
        to--;
    if (from == to || s->failed)
        return;
    kh_piece *grown = kh_arena_grow(p->scratch, p->pieces, &p->piece_capacity, (size_t)p->piece_count + 1, sizeof *grown);
    if (!grown) {
        s->failed = true;
        return;
    }
    p->pieces = grown;
    kh_shape shape = kh_intake_shape((kh_view){ p->text + from, to - from });
    kh_span span = { (uint32_t)from, (uint32_t)to };
    p->pieces[p->piece_count++] = (kh_piece){ .span = span, .elem = s->mixed ? s->block : s->elem, .links = links, .shape = shape };
}

/* Lines that <br> parts are pieces of their own, unless they are a paragraph that was cut at a column. */
static void end_piece(soup *s)
{
    kh_page *p = s->page;
    if (!s->begun || s->failed)
        return;
    s->begun = false;
    s->breaks = 0;
    size_t from = s->from;
    uint32_t links = 0;
    bool split = s->line_count && !kh_intake_is_wrapped((kh_view){ p->text + from, p->text_n - from });
    for (uint32_t i = 0; split && i < s->line_count; i++) {
        add_piece(s, from, s->lines[i].from, s->lines[i].links - links);
        from = s->lines[i].from;
        links = s->lines[i].links;
    }
    add_piece(s, from, p->text_n, s->link_bytes - links);
    s->line_count = 0;
}

static void begin_line(soup *s)
{
    br_line *grown = kh_arena_grow(s->page->scratch, s->lines, &s->line_capacity, (size_t)s->line_count + 1, sizeof *grown);
    s->failed = s->failed || !grown;
    if (!grown)
        return;
    s->lines = grown;
    s->lines[s->line_count++] = (br_line){ s->page->text_n, s->link_bytes };
}

static void put(soup *s, const char *p, size_t n)
{
    if (!s->begun)
        begin_piece(s);
    if (!room(s, n + 1))
        return;
    char *to = s->page->text;
    size_t *at = &s->page->text_n;
    if (s->breaks) {
        to[(*at)++] = '\n';
        begin_line(s);
    } else if (s->gap && *at > s->from)
        to[(*at)++] = ' ';
    s->gap = false;
    s->breaks = 0;
    s->mixed = s->mixed || elem_now(s) != s->elem;
    memcpy(to + *at, p, n);
    *at += n;
    s->link_bytes += s->links ? (uint32_t)n : 0;
}

/* A blank character that is written in several bytes, or one that shows nothing: its length; *shows is false for the latter. */
static size_t odd_blank(kh_view t, size_t i, bool *shows)
{
    unsigned char c = (unsigned char)t.p[i], d = 0, e = 0;
    if (i + 1 < t.n)
        d = (unsigned char)t.p[i + 1];
    if (i + 2 < t.n)
        e = (unsigned char)t.p[i + 2];
    *shows = true;
    if (c == 0xC2 && d == 0xA0)                                      /* no-break space */
        return 2;
    if (c == 0xE2 && d == 0x80 && (e <= 0x8A || e == 0xAF))          /* spaces of a certain width */
        return 3;
    if (c == 0xE3 && d == 0x80 && e == 0x80)                         /* ideographic space */
        return 3;
    *shows = false;
    if (c == 0xC2 && d == 0xAD)                                      /* soft hyphen */
        return 2;
    if ((c == 0xE2 && d == 0x80 && (e == 0x8B || e == 0x8E || e == 0x8F)) || (c == 0xEF && d == 0xBB && e == 0xBF))
        return 3;                                                    /* zero width space, direction marks, byte order mark */
    return 0;
}

/* Text without entities: words, single blanks. */
static void put_text(soup *s, kh_view t)
{
    for (size_t i = 0; i < t.n && !s->failed;) {
        bool shows = true;
        size_t n = kh_is_blank(t.p[i]) ? 1 : (unsigned char)t.p[i] >= 0xC2 ? odd_blank(t, i, &shows) : 0;
        if (n) {
            if (s->pre && t.p[i] == '\n' && s->begun && ++s->breaks > 1)
                end_piece(s);
            s->gap = s->gap || (shows && s->begun);
            i += n;
            continue;
        }
        size_t from = i;
        while (i < t.n && !kh_is_blank(t.p[i]) && !((unsigned char)t.p[i] >= 0xC2 && odd_blank(t, i, &shows)))
            i++;
        put(s, t.p + from, i - from);
    }
}

static void text(soup *s, kh_view t)
{
    char one[8];
    size_t n, from = 0;
    for (size_t at = 0; at < t.n;) {
        const char *amp = memchr(t.p + at, '&', t.n - at);
        if (!amp)
            break;
        at = (size_t)(amp - t.p);
        size_t read = kh_entity(t, at, one, &n);
        if (!read) {
            at++;
            continue;
        }
        put_text(s, (kh_view){ t.p + from, at - from });
        put_text(s, (kh_view){ one, n });
        at += read;
        from = at;
    }
    put_text(s, (kh_view){ t.p + from, t.n - from });
}

/* ------------------------------------------------------------------ elements */

/* The words of an element that is called a byline, as they stand in the text. */
static void note_byline(soup *s, const opened *o)
{
    enum { LONGEST = 160 };
    kh_page *p = s->page;
    kh_facts *f = &p->facts;
    bool own = s->depth == 0 || s->open[s->depth - 1].elem != o->elem;
    if (!own || p->elems[o->elem].mark != KH_ROLE_BYLINE || p->text_n <= o->from || p->text_n - o->from > LONGEST ||
        f->named_count == KH_PAGE_AUTHORS)
        return;
    kh_view words = kh_arena_copy(p->scratch, (kh_view){ p->text + o->from, p->text_n - o->from });
    s->failed = s->failed || !words.p;
    f->named[f->named_count++] = words;
}

static void pop_to(soup *s, uint32_t depth)
{
    while (s->depth > depth) {
        const opened *o = &s->open[--s->depth];
        note_byline(s, o);
        if (!(o->kind->flags & KH_TAG_INLINE))
            end_piece(s);
        s->links -= o->link;
        s->pre -= (o->kind->flags & KH_TAG_PRE) != 0;
        s->paragraphs -= (o->kind->flags & KH_TAG_P) != 0;
    }
}

/* Ends the innermost open element of the kinds, if none of the walls lies around it further in. */
static void imply_end(soup *s, uint32_t kinds, uint32_t walls)
{
    for (uint32_t d = s->depth; d-- > 0;) {
        if (s->open[d].kind->flags & kinds) {
            pop_to(s, d);
            return;
        }
        if (s->open[d].kind->flags & walls)
            return;
    }
}

static void implied_ends(soup *s, uint32_t flags)
{
    if ((flags & KH_TAG_ENDS_P) && s->paragraphs)
        imply_end(s, KH_TAG_P, KH_TAG_CELL | KH_TAG_TABLE | KH_TAG_BUTTON);
    if (flags & KH_TAG_LI)
        imply_end(s, KH_TAG_LI, KH_TAG_LIST | KH_TAG_CELL | KH_TAG_TABLE);
    else if (flags & KH_TAG_DD)
        imply_end(s, KH_TAG_DD, KH_TAG_DL | KH_TAG_CELL | KH_TAG_TABLE);
    else if (flags & KH_TAG_CELL)
        imply_end(s, KH_TAG_CELL, KH_TAG_ROW | KH_TAG_TABLE);
    else if (flags & KH_TAG_ROW)
        imply_end(s, KH_TAG_ROW, KH_TAG_TABLE);
    else if (flags & KH_TAG_OPTION)
        imply_end(s, KH_TAG_OPTION, 0);
}

static bool is_hidden(const kh_tag *t)
{
    kh_view style = t->value[KH_ATTR_STYLE];
    const char *display = style.n ? memmem(style.p, style.n, "display", 7) : NULL;
    return (t->given >> KH_ATTR_HIDDEN & 1) || kh_view_is(t->value[KH_ATTR_ARIA_HIDDEN], "true") ||
           (display && memmem(display, style.n - (size_t)(display - style.p), "none", 4));
}

static uint32_t add_elem(soup *s, const kh_tag *t, uint8_t mark, bool called)
{
    kh_page *p = s->page;
    kh_elem *grown = s->failed ? NULL : kh_arena_grow(p->scratch, p->elems, &p->elem_capacity, (size_t)p->elem_count + 1, sizeof *grown);
    if (!grown) {
        s->failed = true;
        return 0;
    }
    p->elems = grown;
    uint32_t up = elem_now(s), at = p->elem_count++;
    const kh_elem *parent = at ? &grown[up] : NULL;
    bool titled = mark == KH_ROLE_TITLE || (parent && parent->titled);
    if (mark == KH_ROLE_TITLE)
        mark = KH_NO_MARK;
    kh_elem e = { .kind = t->kind, .parent = up, .mark = mark, .titled = titled, .called = called };
    e.content = called || (t->kind->flags & KH_TAG_CONTENT);
    e.marked = mark != KH_NO_MARK ? at : parent ? parent->marked : 0;
    e.heading = t->kind->heading ? t->kind->heading : parent ? parent->heading : 0;
    e.listed = (t->kind->flags & KH_TAG_LI) || (parent && parent->listed && !e.content);
    grown[at] = e;
    return at;
}

/* Inline elements whose words are no part of the sentence around them, wherever they stand ... */
static bool cuts_anywhere(uint8_t mark)
{
    return mark == KH_ROLE_SHARE || mark == KH_ROLE_ADVERT || mark == KH_ROLE_OTHER || mark == KH_ROLE_SIGNUP || mark == KH_ROLE_CAPTION;
}

/* ... and those that are none only at the beginning of a paragraph. */
static bool cuts_first(uint8_t mark)
{
    return mark == KH_ROLE_DATELINE || mark == KH_ROLE_META || mark == KH_ROLE_RELATED || mark == KH_ROLE_FORM || mark == KH_ROLE_NAVIGATION;
}

static void open_element(soup *s)
{
    const kh_tag *t = &s->lexer.tag;
    const kh_tag_kind *k = t->kind;
    bool line = k->flags & KH_TAG_INLINE, called = false;
    implied_ends(s, k->flags);
    if (!line)
        end_piece(s);
    if ((k->flags & (KH_TAG_VOID | KH_TAG_DROP | KH_TAG_RAW)) || t->closed) {
        if ((k->flags & KH_TAG_BR) && s->begun && ++s->breaks > 1)
            end_piece(s);
        return;
    }
    if (s->depth == KH_PAGE_MAX_DEPTH) {
        s->lost++;
        return;
    }
    uint8_t mark = is_hidden(t) ? KH_ROLE_OTHER : kh_page_mark(s->page->in, t, &called);
    if (mark == KH_NO_MARK && !called)
        mark = k->mark;
    uint32_t elem = elem_now(s);
    if (!line || mark != KH_NO_MARK)
        elem = add_elem(s, t, mark, called);
    if (line && mark != KH_NO_MARK && cuts_anywhere(mark))
        end_piece(s);
    bool link = (k->flags & KH_TAG_A) && (t->given >> KH_ATTR_HREF & 1);
    s->open[s->depth++] = (opened){ k, t->name, elem, link, s->page->text_n };
    s->links += link;
    s->pre += (k->flags & KH_TAG_PRE) != 0;
    s->paragraphs += (k->flags & KH_TAG_P) != 0;
}

static bool same_name(kh_view a, kh_view b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && (a.p[i] | 32) == (b.p[i] | 32))
        i++;
    return i == a.n && i == b.n;
}

/* An end tag of a line's element does not end paragraphs; others do not reach out of a cell or button, but those of tables. */
static void close_element(soup *s)
{
    const kh_tag_kind *k = s->lexer.tag.kind;
    if (s->lost) {
        s->lost--;
        return;
    }
    bool line = k->flags & KH_TAG_INLINE, table = k->flags & (KH_TAG_WALL | KH_TAG_ROW);
    if (!line)
        end_piece(s);
    for (uint32_t d = s->depth; d-- > 0;) {
        const opened *o = &s->open[d];
        if (o->kind == k && (k->name[0] || same_name(o->name, s->lexer.tag.name))) {
            uint8_t mark = s->page->elems[o->elem].mark;
            bool own = d == 0 || o->elem != s->open[d - 1].elem;
            if (line && own && s->begun && !s->mixed && s->elem == o->elem && (cuts_anywhere(mark) || cuts_first(mark)))
                end_piece(s);
            pop_to(s, d);
            return;
        }
        if ((line && !(o->kind->flags & KH_TAG_INLINE)) || (!table && (o->kind->flags & KH_TAG_WALL)))
            return;
    }
}

static void raw_element(soup *s)
{
    kh_page *p = s->page;
    const kh_tag *t = &s->lexer.tag;
    kh_view type = t->value[KH_ATTR_TYPE];
    if ((t->kind->flags & KH_TAG_TITLE) && !p->facts.title[KH_TITLE_RANKS - 1].n)
        s->failed = !(p->facts.title[KH_TITLE_RANKS - 1] = kh_entities(s->lexer.raw, p->scratch)).p;
    else if ((t->kind->flags & KH_TAG_SCRIPT) && type.n && memmem(type.p, type.n, "ld+json", 7))
        s->failed = !kh_page_linked(p, s->lexer.raw);
}

bool kh_page_walk(kh_page *page, kh_view html)
{
    soup *s = kh_arena_get(page->scratch, sizeof *s);
    if (!s)
        return false;
    *s = (soup){ .page = page, .lexer = { .html = html } };
    s->lexer.tag.kind = kh_tag_kind_of(KH_LIT("html"));
    add_elem(s, &s->lexer.tag, KH_NO_MARK, false);
    for (kh_lex what; !s->failed && (what = kh_lexer_next(&s->lexer)) != KH_LEX_END;) {
        if (what == KH_LEX_TEXT) {
            text(s, s->lexer.text);
        } else if (what == KH_LEX_CLOSE) {
            close_element(s);
        } else {
            if (!kh_page_fact(page, &s->lexer.tag))
                return false;
            if (s->lexer.tag.kind->flags & (KH_TAG_DROP | KH_TAG_RAW))
                raw_element(s);
            open_element(s);
        }
    }
    if (!s->failed)
        end_piece(s);
    return !s->failed;
}
