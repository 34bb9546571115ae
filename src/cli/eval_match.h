/* eval_match.h: whether a hand-coded value and a coded one are the same, for `khabar eval events`. */
#ifndef KH_CLI_EVAL_MATCH_H
#define KH_CLI_EVAL_MATCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum cli_gold_field { CLI_GOLD_MODE = 0, CLI_GOLD_STATUS, CLI_GOLD_ACTORS, CLI_GOLD_RECIPIENTS, CLI_GOLD_DATE, CLI_GOLD_PLACE, CLI_GOLD_TOLL,
                              CLI_GOLD_FIELDS } cli_gold_field;
extern const char *const cli_gold_names[CLI_GOLD_FIELDS];

typedef struct cli_gold_count { size_t gold, system, right; } cli_gold_count;

/* Counts what two events have in a field; nothing where the hand-coded one does not have the key, and so was not coded for it. */
void cli_gold_compare(cli_gold_field field, const json_t *gold, const json_t *event, cli_gold_count *count);
/* How much two events have in common besides their type: values that are the same. */
size_t cli_gold_common(const json_t *gold, const json_t *event);
/* What is wrong in a hand-coded event, or NULL. */
const char *cli_gold_bad(const json_t *gold);

#endif
