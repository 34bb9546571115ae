/* eval.h: scoring against data sets, for `khabar eval`. Figures are those of the usual scorers of each task. */
#ifndef KH_CLI_EVAL_H
#define KH_CLI_EVAL_H

#include "cli.h"

#include <jansson.h>

/* What is needed to score one set, and what is wrong with it where it is wrong. */
typedef struct cli_eval_set {
    const cli_options *options;
    kh_coder *coder;
    kh_view bytes;               /* the file */
    kh_error err;                /* line and message */
} cli_eval_set;

/* Give the figures, or NULL with set->err. */
json_t *cli_eval_syntax(cli_eval_set *set);
json_t *cli_eval_names(cli_eval_set *set);
json_t *cli_eval_events(cli_eval_set *set);
void cli_eval_events_show(cli_text *out, const json_t *figures);     /* for people */

/* precision, recall, f1, right, gold, system */
json_t *cli_eval_row(size_t gold, size_t system, size_t right);
/* Fills set->err; gives false. line 0: none. */
bool cli_eval_bad(cli_eval_set *set, kh_status code, uint32_t line, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Codes a text and gives it in one of the forms of kh_result_write (layers 0), or its layers. False with set->err. */
bool cli_eval_run(cli_eval_set *set, kh_view text, kh_format format, kh_writing what, uint32_t layers, cli_text *out);

/* ------------------------------------------------------------------ trees */

/* A word of CoNLL-U; views into the file. Positions count signs (code points) of the text without its white space. */
typedef struct cli_tree_word {
    uint32_t from, to;           /* of its surface token, where that has several words */
    bool many;                   /* its surface token has several words */
    int32_t head;                /* index of a word, CLI_TREE_ROOT or CLI_TREE_NO_HEAD */
    kh_view form, lemma, upos, xpos, feats, rel;
} cli_tree_word;
enum { CLI_TREE_ROOT = -1, CLI_TREE_NO_HEAD = -2 };

typedef struct cli_tree_span { uint32_t from, to; } cli_tree_span;

typedef struct cli_trees {
    cli_tree_word *words;
    cli_tree_span *tokens, *sentences;
    size_t word_count, token_count, sentence_count;
    cli_text bare;               /* the text without white space */
    cli_text text;               /* the raw text: sentences parted by a blank, paragraphs by an empty line */
} cli_trees;
bool cli_trees_read(cli_eval_set *set, kh_view bytes, cli_trees *trees);
void cli_trees_free(cli_trees *trees);

#endif
