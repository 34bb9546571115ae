/* weights.h: the numbers that steer what of a page is its story. Set by hand on the pages of tests/cases/intake and read against
 * feed items and saved pages (docs/accuracy.md has the figures); none was fitted. */
#ifndef KH_INTAKE_WEIGHTS_H
#define KH_INTAKE_WEIGHTS_H

enum {
    /* pages */
    KH_PAGE_MAX_DEPTH = 512,         /* open elements; deeper ones count as part of the deepest, as in browsers */
    KH_PAGE_MAX_CLASS = 512,         /* bytes of class or id that are looked at */
    KH_PAGE_MAX_LD = 16,             /* JSON-LD blocks looked at */
    KH_PAGE_MAX_LD_BYTES = 1 << 18,
    KH_PROSE_WORDS = 8,              /* a paragraph of so many words that ends a sentence is prose ... */
    KH_PROSE_WORDS_OPEN = 25,        /* ... or of so many without a stop at its end */
    KH_LINK_PERCENT = 50,            /* share of a block's bytes inside links from which on it is a link, not prose */
    KH_KEEP_PERCENT = 85,            /* the story lies in the innermost element that keeps so much of its parent's prose */
    KH_CONTENT_PERCENT = 50,         /* an element that calls itself the story is believed if it has so much of the page's prose */
    KH_MARK_PERCENT = 50,            /* a mark ("sidebar") on an element with so much of the page's prose and the headline is a layout's */
    KH_MARK_PERCENT_ALONE = 90,      /* the same without the headline */
    KH_WRAP_PERCENT = 70,            /* ... and so is one on an element with so much of its prose in what is called the story */
    KH_FORM_BYTES = 240,             /* so much prose, and so little of the page's, may belong to a form beside it */
    KH_FORM_PERCENT = 15,
    /* plain text */
    KH_HEADING_WORDS = 14,           /* a line without a stop is a heading up to here */
    KH_LABEL_WORDS = 6,              /* "* indicates required", "Email Address *" */
    KH_SCRAP_WORDS = 3,              /* a word or two without a stop tell nothing */
    KH_HEAD_LINES = 12,              /* head lines are looked for in so many lines */
    KH_DATELINE_BYTES = 96,          /* a dateline is over by then */
};

#endif
