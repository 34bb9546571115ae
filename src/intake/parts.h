/* parts.h: the readers of single formats and what they share. Internal to intake/. */
#ifndef KH_INTAKE_PARTS_H
#define KH_INTAKE_PARTS_H

#include "intake/intake.h"
#include "intake/signs.h"

struct json_t;                       /* of jansson */

/* ------------------------------------------------------------------ tables (open.c) */

/* How a row of en/furniture.tsv is compared with a block. */
typedef enum kh_match { KH_MATCH_START = 0, KH_MATCH_WHOLE, KH_MATCH_PART, KH_MATCH_COUNT } kh_match;
typedef struct kh_furniture { kh_view form; kh_match match; kh_role role; uint32_t next; } kh_furniture;

/* What a head line ("Source: ...") or a key of front matter is about. */
typedef enum kh_field {
    KH_FIELD_NONE = 0, KH_FIELD_TITLE, KH_FIELD_DATE, KH_FIELD_AUTHOR, KH_FIELD_OUTLET, KH_FIELD_AGENCY, KH_FIELD_URL,
    KH_FIELD_LANGUAGE, KH_FIELD_ID, KH_FIELD_OTHER,
    KH_FIELD_BY,                     /* "By" before a name, without a colon */
    KH_FIELD_AND,                    /* between two names */
    KH_FIELD_PLACE,                  /* between a name and where its owner is */
    KH_FIELD_SELF,                   /* before the name of the agency whose text this is: "told" */
    KH_FIELD_COUNT
} kh_field;

struct kh_intake {
    kh_furniture *furniture;
    uint32_t furniture_count;
    uint32_t first[256];             /* starts by their first byte: index + 1, linked by `next`; table order is kept backwards */
    kh_map whole;                    /* folded block -> index + 1 */
    kh_map marks;                    /* word of a class, id or role attribute -> kh_role + 1 */
    kh_map labels;                   /* folded label -> kh_field */
    kh_map months;                   /* folded name -> 1 ... 12 */
    kh_map agencies;                 /* form -> index + 1 of agency_names */
    kh_view *agency_names;
};

/* Lower case (ASCII), runs of white space one blank, none at the ends, without the marks of punctuation at its ends. `out` has
 * room for text.n bytes; gives the view of it. */
kh_view kh_intake_fold(kh_view text, char *out);
/* The row of en/furniture.tsv that the block is, or NULL. */
const kh_furniture *kh_intake_furniture(const kh_intake *in, kh_view block);
kh_field kh_intake_label(const kh_intake *in, kh_view label);
int kh_intake_month(const kh_intake *in, kh_view word);              /* 0: none */
kh_view kh_intake_agency(const kh_intake *in, kh_view name);         /* empty: none */

/* ------------------------------------------------------------------ characters (charset.c) */

/*
 * To valid UTF-8 without NUL, in `arena`: by byte order mark; UTF-8 where the bytes are valid and not all ASCII; by `label` (a
 * transport header's); by what a page or feed declares in its first bytes where `declares`; else windows-1252. What is no character
 * becomes U+FFFD and sets doc->meta.repaired. Valid UTF-8 comes out unchanged, a mark at its beginning included.
 */
kh_status kh_intake_decode(kh_view bytes, kh_view label, bool declares, kh_doc *doc, kh_arena *arena, kh_view *text, kh_error *err);
/* UTF-8 as it is; bytes that are none, and NUL, become U+FFFD. */
kh_status kh_intake_clean(kh_view bytes, kh_doc *doc, kh_arena *arena, kh_view *text, kh_error *err);

/* ------------------------------------------------------------------ dates (date.c) */

/* minute -1 unknown; zone in minutes, KH_NO_ZONE unknown; [from, to): the day's bytes in the text */
typedef struct kh_stamp { int32_t day; int minute, zone; size_t from, to; } kh_stamp;
enum { KH_NO_ZONE = 10000 };
/* The first date in the text, which is some words long. 03/05/2014 is none: nobody can tell its month. */
bool kh_intake_date(const kh_intake *in, kh_view text, kh_stamp *stamp);
/* As the contract writes it; p NULL: no memory. */
kh_view kh_intake_date_text(const kh_stamp *stamp, kh_arena *arena);

/* ------------------------------------------------------------------ shape of a block (shape.c) */

typedef struct kh_shape {
    uint32_t words, letters, capitals, digits, capitalised;      /* capitalised: words that begin with a capital */
    uint32_t stops;                                              /* sentence ends, the last included */
    bool stop;                                                   /* ends a sentence */
    bool label;                                                  /* begins or ends with an asterisk, or ends with a colon */
    bool address;                                                /* has an "@" or a web address inside a word */
    bool lower;                                                  /* begins in lower case */
} kh_shape;
kh_shape kh_intake_shape(kh_view block);
bool kh_intake_is_prose(const kh_shape *s);
/* Are the lines of a paragraph cut at a column, as in e-mail, or is each a paragraph? Cut lines are all about as long as the longest
 * but the last; and a line beyond any page's width was not cut. */
bool kh_intake_is_wrapped(kh_view paragraph);

/* ------------------------------------------------------------------ roles (roles.c) */

bool kh_intake_block_add(kh_doc *doc, size_t *capacity, kh_span span, kh_role role, const char *reason);   /* false: no memory */
/* By words and shape alone. */
kh_role kh_intake_role(const kh_intake *in, kh_view block, const char **reason);
/* What follows from the neighbours: text that goes on, the end of the story. */
void kh_intake_context(kh_doc *doc);

/* ------------------------------------------------------------------ credits (credit.c) */

/* Cuts datelines off the paragraphs that begin with one, finds agency and authors in datelines, bylines and credits. */
kh_status kh_intake_credits(const kh_intake *in, kh_doc *doc, kh_error *err);
/* "By Anna Berg and Carl Dahl, Reuters" -> authors and agency. */
kh_status kh_intake_byline(const kh_intake *in, kh_view line, kh_doc *doc, kh_error *err);
bool kh_intake_author_add(kh_doc *doc, kh_view name);                /* copies; no double; false: no memory */

/* ------------------------------------------------------------------ formats */

kh_status kh_intake_text(const kh_intake *in, kh_doc *doc, kh_error *err);                   /* doc->text is set */
kh_status kh_intake_json(const kh_intake *in, kh_view bytes, kh_doc *doc, kh_arena *scratch, kh_error *err);
/* "pairs", "triggers", "toponyms" of a jansson object -> doc->asked; doc->text is set. */
kh_status kh_intake_asked(struct json_t *object, kh_doc *doc, kh_arena *scratch, kh_error *err);
kh_status kh_intake_feed(const kh_intake *in, kh_view text, kh_doc *doc, kh_arena *scratch, kh_error *err);
kh_status kh_intake_front(const kh_intake *in, kh_view text, kh_doc *doc, kh_arena *scratch, kh_error *err);
/* A body of HTML, Markdown or text, under the title that doc->meta has. */
kh_status kh_intake_body(const kh_intake *in, kh_view body, kh_doc *doc, kh_arena *scratch, kh_error *err);
kh_status kh_intake_page(const kh_intake *in, kh_view html, kh_doc *doc, kh_arena *scratch, kh_error *err);

/* Does text begin as a page, as a feed (XML or front matter)? Blanks and a byte order mark at its beginning are passed over. */
bool kh_intake_looks_page(kh_view text);
bool kh_intake_looks_feed(kh_view text);
/* Has a body of unknown kind tags of HTML in it? */
bool kh_intake_has_tags(kh_view text);

#endif
