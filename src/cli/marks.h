/* marks.h: an article's text with the evidence of its events marked: in colour, or with [letter and number words]. */
#ifndef KH_CLI_MARKS_H
#define KH_CLI_MARKS_H

#include "fields.h"

typedef enum cli_mark_kind {
    CLI_MARK_EVENT = 0, CLI_MARK_ACTOR, CLI_MARK_RECIPIENT, CLI_MARK_PLACE, CLI_MARK_DATE, CLI_MARK_TOLL, CLI_MARK_SOURCE,
    CLI_MARK_WEAPON, CLI_MARK_COUNT
} cli_mark_kind;

typedef struct cli_mark { size_t from, to; cli_mark_kind kind; int event; } cli_mark;

/* The marks of all events of an explanation, sorted by place. NULL where there are none or no memory. Freed by the caller. */
cli_mark *cli_marks_of(const json_t *explanation, size_t *count);
/* text[from, to) with its marks. */
void cli_marks_write(cli_text *out, const char *text, size_t from, size_t to, const cli_mark *marks, size_t count, bool colour);
/* One line that tells what the letters or colours mean. */
void cli_marks_legend(cli_text *out, bool colour);

#endif
