/*
 * cli.h: what the commands share: options, exit codes, messages, input, worker threads, output. The command uses
 * include/khabar.h alone; what is named cli_ here is the command's own and no part of the library.
 *
 * One file per command; each has one function `int cli_<command>(const cli_options *)` that gives the exit code, and one row in
 * the table of main.c. Options stand in the table of options.c, from which help, checks and suggestions come.
 */
#ifndef KH_CLI_H
#define KH_CLI_H

#include "khabar.h"

#include <stdio.h>

/* ------------------------------------------------------------------ exit codes */

enum {
    CLI_DONE = 0,            /* all coded */
    CLI_SOME = 1,            /* finished, but some inputs failed, each named */
    CLI_USAGE = 2,
    CLI_MODEL = 3,           /* model or lexicon unusable */
    CLI_STORE = 4,           /* store unusable */
    CLI_MEMORY = 5,          /* out of memory or disk */
    CLI_INTERRUPTED = 130,
    CLI_CLOSED = -1          /* nobody reads our output any more: main ends quietly with CLI_DONE */
};
int cli_exit_of(kh_status status);
int cli_worse(int a, int b);                     /* the one of two exit codes that tells more */

/* ------------------------------------------------------------------ options */

typedef enum cli_option_id {
    CLI_OPT_HELP = 0, CLI_OPT_VERSION, CLI_OPT_FORMAT, CLI_OPT_FORMAT_TEXT, CLI_OPT_MIN_CONFIDENCE, CLI_OPT_DATE, CLI_OPT_OUTLET, CLI_OPT_JOBS,
    CLI_OPT_OFFSETS, CLI_OPT_NO_GATE, CLI_OPT_RULES_ONLY, CLI_OPT_LEXICON, CLI_OPT_LAYERS, CLI_OPT_TOKENS, CLI_OPT_WHOLE_TEXT, CLI_OPT_TEXT_ONLY,
    CLI_OPT_TYPES,
    /* of add and query */
    CLI_OPT_DB, CLI_OPT_FROM, CLI_OPT_TO, CLI_OPT_COUNTRY, CLI_OPT_ACTOR, CLI_OPT_TYPE, CLI_OPT_MODE, CLI_OPT_STATUS, CLI_OPT_TEXT,
    CLI_OPT_ARTICLE, CLI_OPT_LIMIT, CLI_OPT_SUPERSEDED,
    /* of export and compare */
    CLI_OPT_LAYOUT, CLI_OPT_FORM, CLI_OPT_OUT, CLI_OPT_NO_HEADING, CLI_OPT_WITH, CLI_OPT_DAYS, CLI_OPT_KM, CLI_OPT_FORMAT_LIST,
    /* of incident */
    CLI_OPT_AS_OF, CLI_OPT_FORMAT_SHOWN,
    CLI_OPT_COUNT
} cli_option_id;
#define CLI_BIT(id) (UINT64_C(1) << CLI_OPT_##id)

/* Every command that codes takes these. */
#define CLI_CODING (CLI_BIT(DATE) | CLI_BIT(OUTLET) | CLI_BIT(JOBS) | CLI_BIT(OFFSETS) | CLI_BIT(NO_GATE) | CLI_BIT(LEXICON))
#define CLI_EVENTS (CLI_CODING | CLI_BIT(RULES_ONLY) | CLI_BIT(MIN_CONFIDENCE))
#define CLI_WHICH \
    (CLI_BIT(DB) | CLI_BIT(FROM) | CLI_BIT(TO) | CLI_BIT(COUNTRY) | CLI_BIT(ACTOR) | CLI_BIT(TYPE) | CLI_BIT(MODE) | CLI_BIT(STATUS) | \
     CLI_BIT(TEXT) | CLI_BIT(ARTICLE) | CLI_BIT(LIMIT) | CLI_BIT(MIN_CONFIDENCE))
#define CLI_QUERY (CLI_WHICH | CLI_BIT(SUPERSEDED) | CLI_BIT(FORMAT))

/* ROWS: those of a layout. */
typedef enum cli_format { CLI_FORMAT_AUTO = 0, CLI_FORMAT_TABLE, CLI_FORMAT_JSONL, CLI_FORMAT_ROWS, CLI_FORMAT_TEXT } cli_format;

typedef struct cli_options {
    kh_model_options model;
    kh_coder_options coder;
    kh_input input;              /* what the caller knows of every article: date, outlet */
    kh_query query;
    kh_view as_of;
    const char *db;
    const char *layout, *out, *with;   /* of rows; where to; a file to compare with */
    kh_export_form form;         /* of rows; usual where none was given */
    bool no_heading;
    double days, km;             /* how far two records of one event may be apart */
    const char *types;           /* of names, for eval */
    uint64_t given;              /* CLI_BIT of each option that was given */
    uint32_t layers;
    cli_format format;           /* see cli_format_of */
    int jobs;
    bool tokens, text_only;
    char **files;                /* what follows the options: files, folders, "-"; or the words of a command */
    int count;
} cli_options;

typedef struct cli_command {
    const char *name, *takes, *does;
    const char *more;            /* lines of its own --help: details and an example */
    uint64_t options;            /* CLI_BIT of what it takes besides --help */
    int (*run)(const cli_options *options);
} cli_command;

/* Fills *options; CLI_DONE, or the exit code after the message is out. *help: only the help is wanted. */
int cli_options_read(const cli_command *command, int argc, char **argv, cli_options *options, bool *help);
/* The lines of --help for the options in `set`. */
void cli_options_help(uint64_t set, FILE *to);
/* The format that was asked for, else a table on a terminal and JSON Lines in a pipe. */
cli_format cli_format_of(const cli_options *options);

/* ------------------------------------------------------------------ messages */

/* khabar: what: word; see khabar CMD --help. Gives CLI_USAGE. word may be NULL. */
int cli_say_usage(const char *what, const char *word);
/* khabar: FILE:LINE: what is wrong; what to do. line 0: none is known. cli_say_error: `file` is where err names none. */
void cli_say(const char *file, uint32_t line, const char *what, const char *to_do);
void cli_say_error(const char *file, uint32_t line, const kh_error *err);
void cli_say_name(const char *command);          /* the command that cli_say_usage points to */
int cli_say_memory(void);                        /* khabar: out of memory. Gives CLI_MEMORY. */
/* khabar: what: word; did you mean near? */
int cli_say_nearest(const char *what, const char *word, const char *dashes, const char *near);
/* The name nearest to `word` by edits, or NULL if none is near. */
const char *cli_nearest(const char *word, const char *const *names, size_t count);

/* ------------------------------------------------------------------ growing text */

typedef struct cli_text { char *p; size_t n, capacity; bool failed; } cli_text;
int cli_text_sink(void *text, const char *p, size_t n);   /* a kh_sink */
void cli_text_add(cli_text *text, const char *z);
void cli_text_printf(cli_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* For people to look at: signs that steer a terminal become U+FFFD, every run of white space one blank. */
void cli_text_shown(cli_text *text, const char *p, size_t n);
void cli_text_free(cli_text *text);

/* ------------------------------------------------------------------ input */

/* One article as it came, or what stands in its place: a file that cannot be read (status), a note (empty file). */
typedef struct cli_item {
    char *file;                  /* as the user named it */
    uint32_t line;               /* of its first byte */
    kh_format format;
    char *bytes;
    size_t n;
    kh_status status;
    char message[256];           /* empty: an article */
    uint64_t reached;            /* bytes of all input up to its end, for the progress */
} cli_item;
void cli_item_free(cli_item *item);
/* What is wrong with a file that begins so and is no text, and what to do; NULL: it may be text. */
const char *cli_binary(const char *p, size_t n);

/*
 * Walks over files, folders (sorted, without hidden files) and standard input. JSON Lines are read line by line, so that a
 * stream of any length needs the memory of one article. `idle` (may be NULL) is called before a read that would block, so that
 * what is finished can go out: khabar as a filter answers each article before it gets the next.
 */
typedef struct cli_reader cli_reader;
cli_reader *cli_reader_new(const cli_options *options, void (*idle)(void *ctx), void *ctx);   /* NULL: no memory */
bool cli_reader_next(cli_reader *reader, cli_item *item);
void cli_reader_free(cli_reader *reader);
/* Bytes of all files, 0 where one of them has no end that is known (a pipe). */
uint64_t cli_reader_total(const cli_options *options);

/* ------------------------------------------------------------------ working through articles */

/* An article that a worker is done with, handed over in input order. */
typedef struct cli_done {
    const cli_item *item;
    kh_status status;
    kh_error err;
    kh_result *result;           /* NULL where it failed */
    cli_text text;               /* what `write` made */
} cli_done;

typedef struct cli_work {
    bool extract;                /* the article is only read, not coded */
    /* On a worker thread; may be NULL. */
    kh_status (*write)(const cli_options *options, const kh_result *result, cli_text *text, kh_error *err);
    /* On the main thread, in input order, also for failed articles (whose message is out already). NULL: the text goes to
     * standard output. CLI_DONE and CLI_SOME let the run go on, another code ends it. */
    int (*done)(void *ctx, const cli_done *article);
    /* On the main thread, when no further input is there for now and at the end (also an interrupted one). May be NULL. */
    int (*flush)(void *ctx);
    bool quiet;                  /* `done` and `flush` write nothing to a terminal: the progress line may stay */
    void *ctx;
} cli_work;

/* Opens the model, codes everything that the options name with options->jobs threads, gives the exit code. */
int cli_run(const cli_options *options, const cli_work *work);

/* ------------------------------------------------------------------ output */

/* To standard output. CLI_DONE, CLI_CLOSED, or CLI_MEMORY after the message is out. */
int cli_put(const char *p, size_t n);
int cli_flush(void);
bool cli_interrupted(void);                      /* SIGINT came */
void cli_signals(void);                          /* once, at the start */

/* ------------------------------------------------------------------ events in the three formats */

/*
 * Prints events that come as JSON, from a coder (lines) or from a store (one by one), as --format asks:
 *
 *     cli_events e;
 *     code = cli_events_begin(&e, options);
 *     if (!code)
 *         kh_store_each(store, &options->query, cli_events_add, &e, &err);
 *     code = cli_worse(code, cli_events_end(&e));
 *
 * After a failed write the sink says so by a non-zero value, and cli_events_end gives the exit code.
 */
typedef struct cli_events {
    cli_format format;
    bool colour, begun;
    int columns, code;
    size_t count;
    char article[64];            /* of the last event, for the headings of a table */
    cli_text line;               /* the beginning of a line whose end has not come yet */
    kh_view text;                /* of the article whose events come as lines */
    const char *layout;
    kh_exporter *exporter;       /* of rows */
} cli_events;
int cli_events_begin(cli_events *e, const cli_options *options);    /* CLI_DONE, or the exit code after the message is out */
int cli_events_add(void *events, kh_view event, kh_view text);      /* a kh_each */
int cli_events_sink(void *events, const char *p, size_t n);   /* a kh_sink */
int cli_events_end(cli_events *e);

/* Terminals: whether standard output takes colour, and how wide it is (80 where nothing says so). */
bool cli_colour(void);
int cli_columns(void);
size_t cli_width(const char *p, size_t n);       /* terminal cells of UTF-8 text */

/* ------------------------------------------------------------------ progress */

/* Rate and time left on standard error, on a terminal only. */
typedef struct cli_progress {
    bool on, shown;
    double begun, last;
    uint64_t total, articles;
} cli_progress;
void cli_progress_begin(cli_progress *p, const cli_options *options);
void cli_progress_step(cli_progress *p, uint64_t bytes);  /* an article is out, and so much of the input */
void cli_progress_hide(cli_progress *p);                  /* before anything else is written to the terminal */
void cli_progress_end(cli_progress *p);

/* ------------------------------------------------------------------ a file of our own */

/*
 * A file that is there whole or not at all: it is written beside its place under another name, and renamed. What is no plain file (a pipe,
 * a device) is written as it comes, no name or "-" is standard output.
 */
typedef struct cli_out {
    const char *path;            /* NULL: standard output */
    char *temporary;             /* NULL: written in place */
    FILE *file;                  /* NULL where somebody else writes the temporary file */
    int why, code;               /* of the first write that failed: errno of a file, exit code of standard output */
} cli_out;
/* `by_name`: somebody else opens it by out->temporary. CLI_DONE, or the exit code after the message is out. */
int cli_out_open(cli_out *out, const char *path, bool by_name);
int cli_out_sink(void *out, const char *p, size_t n);     /* a kh_sink: cli_out_close tells what went wrong */
/* Puts the file in its place where `good`, else takes it away. Gives `code`, or a worse one after the message. */
int cli_out_close(cli_out *out, int code);

/* Opens --db, which must be there. CLI_DONE, or the exit code after the message is out: `refused` where the system refuses to read
 * (CLI_STORE) or, for who writes, to write (CLI_MEMORY: the disk may be full). */
int cli_store_open(const cli_options *o, int refused, kh_store **store);

/* What events had no place in the layout, on standard error. */
void cli_say_left_out(const char *layout, const kh_export_counts *counts);

/* ------------------------------------------------------------------ commands */

int cli_code(const cli_options *options);
int cli_explain(const cli_options *options);
int cli_judge(const cli_options *options);
int cli_parse(const cli_options *options);
int cli_annotate(const cli_options *options);
int cli_extract(const cli_options *options);
int cli_add(const cli_options *options);
int cli_query(const cli_options *options);
int cli_export(const cli_options *options);
int cli_incident(const cli_options *options);
int cli_compare(const cli_options *options);
int cli_eval(const cli_options *options);
int cli_lexicon(const cli_options *options);

#endif
