/* page.h: a page on its way from tags to blocks. Internal to intake's readers of HTML. */
#ifndef KH_INTAKE_PAGE_H
#define KH_INTAKE_PAGE_H

#include "intake/parts.h"
#include "intake/weights.h"

/* ------------------------------------------------------------------ tags (lexer.c, names.c) */

enum {
    KH_TAG_VOID = 1 << 0,                    /* never has content */
    KH_TAG_INLINE = 1 << 1,                  /* part of a line; all others part paragraphs */
    KH_TAG_DROP = 1 << 2,                    /* nothing in it is read */
    KH_TAG_ENDS_P = 1 << 3,                  /* its start ends an open <p> */
    KH_TAG_WALL = 1 << 4,                    /* end tags of others do not reach out of it */
    KH_TAG_RAW = 1 << 5,                     /* its content is text up to its end tag */
    KH_TAG_CONTENT = 1 << 6,                 /* calls itself the story */
    /* kinds that the rules of implied ends speak of */
    KH_TAG_P = 1 << 8, KH_TAG_LI = 1 << 9, KH_TAG_LIST = 1 << 10, KH_TAG_DD = 1 << 11, KH_TAG_DL = 1 << 12, KH_TAG_CELL = 1 << 13,
    KH_TAG_ROW = 1 << 14, KH_TAG_TABLE = 1 << 15, KH_TAG_BUTTON = 1 << 16, KH_TAG_OPTION = 1 << 17, KH_TAG_BR = 1 << 18,
    KH_TAG_PRE = 1 << 19, KH_TAG_A = 1 << 20, KH_TAG_TITLE = 1 << 21, KH_TAG_SCRIPT = 1 << 22
};

/* What an element is; `mark` is the role that its name alone gives. */
typedef struct kh_tag_kind { char name[12]; uint32_t flags; uint8_t mark, heading; } kh_tag_kind;
const kh_tag_kind *kh_tag_kind_of(kh_view name);          /* of lower-case letters; an unknown one is an inline element */
bool kh_tag_is(const kh_tag_kind *kind, const char *name);

typedef enum kh_attribute {
    KH_ATTR_CLASS = 0, KH_ATTR_ID, KH_ATTR_ROLE, KH_ATTR_ITEMPROP, KH_ATTR_REL, KH_ATTR_HREF, KH_ATTR_PROPERTY, KH_ATTR_NAME,
    KH_ATTR_CONTENT, KH_ATTR_DATETIME, KH_ATTR_LANG, KH_ATTR_TYPE, KH_ATTR_HIDDEN, KH_ATTR_ARIA_HIDDEN, KH_ATTR_STYLE, KH_ATTR_COUNT
} kh_attribute;

/* One piece of a page's source. */
typedef enum kh_lex { KH_LEX_END = 0, KH_LEX_TEXT, KH_LEX_OPEN, KH_LEX_CLOSE } kh_lex;
typedef struct kh_tag {
    const kh_tag_kind *kind;
    kh_view name;                            /* as written */
    bool closed;                             /* "<span/>" */
    uint32_t given;                          /* bits of attributes that stand there */
    kh_view value[KH_ATTR_COUNT];            /* entities not resolved */
} kh_tag;
typedef struct kh_lexer {
    kh_view html;
    size_t at;
    uint64_t endless;                        /* bits of dropped elements that have no end tag any more */
    kh_tag tag;                              /* of the last OPEN or CLOSE */
    kh_view text;                            /* of the last TEXT, entities not resolved */
    kh_view raw;                             /* what a dropped or raw element held */
} kh_lexer;
kh_lex kh_lexer_next(kh_lexer *lexer);       /* linear over the whole page */

/* Resolves one entity at text[at] == '&': writes up to 8 bytes of UTF-8, gives the bytes read, 0 if it is none. */
size_t kh_entity(kh_view text, size_t at, char out[8], size_t *n);
/* Text with its entities resolved, in `arena`; p NULL: no memory. */
kh_view kh_entities(kh_view text, kh_arena *arena);

/* ------------------------------------------------------------------ the page */

enum { KH_NO_MARK = KH_ROLE_COUNT };

/* An element that may hold blocks, in order of the page; parents come before their children. Index 0 is the page itself. */
typedef struct kh_elem {
    const kh_tag_kind *kind;
    uint32_t parent;
    uint32_t marked;                         /* nearest element with a mark, itself included; 0: none */
    uint32_t all;                            /* bytes of prose below */
    uint32_t kept;                           /* the same without what a mark takes out */
    uint32_t story;                          /* the same of the largest element below that is called the story */
    uint32_t best;                           /* the child with most kept prose; 0: none */
    uint8_t mark;                            /* kh_role that name or attributes give, or KH_NO_MARK */
    uint8_t heading;                         /* 1-6 inside h1-h6 */
    bool content;                            /* calls itself the story: article, main, articleBody */
    bool called;                             /* ... by its class, not only by its name */
    bool listed;                             /* inside li */
    bool titled;                             /* inside an element that is called a title */
    bool headline;                           /* an h1 lies below */
} kh_elem;

/* A paragraph of the page. */
typedef struct kh_piece {
    kh_span span;                            /* of page.text */
    uint32_t elem;
    uint32_t links;                          /* bytes inside <a> */
    kh_shape shape;
    kh_role role;
    const char *reason;
} kh_piece;

typedef struct kh_time_seen { uint32_t elem, piece; kh_view value; } kh_time_seen;       /* <time>; piece: the next one */

/* What the page says about itself, each by rank of where it says so (lower is better). */
enum { KH_TITLE_RANKS = 3, KH_DATE_RANKS = 6, KH_PAGE_AUTHORS = 16, KH_PAGE_TIMES = 64 };
typedef struct kh_facts {
    kh_view title[KH_TITLE_RANKS];           /* og:title and kin, h1, <title> */
    kh_view date[KH_DATE_RANKS];             /* JSON-LD, article:published_time, itemprop, other meta, address, visible */
    kh_view site, url, language;
    kh_view authors[KH_PAGE_AUTHORS];
    uint32_t author_count;
    kh_view named[KH_PAGE_AUTHORS];          /* what elements called byline or author show */
    uint32_t named_count;
    kh_time_seen times[KH_PAGE_TIMES];
    uint32_t time_count, linked;             /* linked: JSON-LD blocks read */
} kh_facts;

typedef struct kh_page {
    const kh_intake *in;
    kh_arena *scratch;
    kh_elem *elems;    uint32_t elem_count;  size_t elem_capacity;
    kh_piece *pieces;  uint32_t piece_count; size_t piece_capacity;
    char *text;        size_t text_n, text_capacity;
    kh_facts facts;
    uint32_t main;                           /* element that holds the story */
    uint32_t title_piece;                    /* KH_NONE: the page shows no title */
} kh_page;

kh_view kh_page_view(const kh_page *page, uint32_t piece);
/* The role that class, id, role or itemprop gives; KH_NO_MARK: none. *content is set where it names the story. */
uint8_t kh_page_mark(const kh_intake *in, const kh_tag *tag, bool *content);

bool kh_page_walk(kh_page *page, kh_view html);                             /* elems, pieces, text, facts of tags; false: no memory */
bool kh_page_fact(kh_page *page, const kh_tag *tag);                        /* of <meta>, <link>, <html>, <time>, <a>; false: no memory */
bool kh_page_linked(kh_page *page, kh_view json);                           /* of JSON-LD; false: no memory */
void kh_page_choose(kh_page *page);                                         /* page->main */
kh_view kh_page_title(kh_page *page);                                       /* without the outlet at its end; sets title_piece */
void kh_page_roles(kh_page *page);                                          /* of all pieces, and the dates that stand by the story */

#endif
