/* fields.h: reading an event's JSON, for what is shown to people. */
#ifndef KH_CLI_FIELDS_H
#define KH_CLI_FIELDS_H

#include "cli.h"

#include <jansson.h>

/* The value at "place.lat", or NULL where any part is missing or null. */
const json_t *cli_field(const json_t *object, const char *path);
const char *cli_field_text(const json_t *object, const char *path);      /* "" where it is no text */
/* Appends a value as plain text: text as it is, numbers in few digits, a list's parts joined with '+'; nothing for null. */
void cli_field_add(cli_text *out, const json_t *value);
/* Appends one field of each object of a list, joined with `between`, empty where all are; where it is missing, the field `other` (may be NULL). */
void cli_field_join(cli_text *out, const json_t *list, const char *key, const char *other, const char *between);

/* The printers of events.c. */
void cli_table_head(cli_text *out, int columns, bool colour);
void cli_table_article(cli_text *out, const json_t *event, bool colour);
void cli_table_row(cli_text *out, const json_t *event, int columns, bool colour);

#endif
