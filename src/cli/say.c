/* One error is one line: khabar: FILE:LINE: what is wrong; what to do. */
#include "cli.h"

#include <string.h>

int cli_exit_of(kh_status s)
{
    switch (s) {
    case KH_OK: return CLI_DONE;
    case KH_E_MODEL: return CLI_MODEL;
    case KH_E_STORE: return CLI_STORE;
    case KH_E_NOMEM: return CLI_MEMORY;
    case KH_E_USAGE: return CLI_USAGE;
    default: return CLI_SOME;
    }
}

int cli_worse(int a, int b)
{
    if (a == CLI_CLOSED || b == CLI_CLOSED)
        return CLI_CLOSED;
    return a > b ? a : b;
}

/* Set once by main before any thread runs; only points to a name in its table. */
static const char *command_name;

void cli_say_name(const char *command) { command_name = command; }

/* Words from outside (file names, options, what a parser quotes) must not steer the terminal. */
static void put(cli_text *line)
{
    fprintf(stderr, "%.*s\n", (int)line->n, line->p ? line->p : "khabar: out of memory");
    cli_text_free(line);
}

static void shown(cli_text *line, const char *z) { cli_text_shown(line, z, strlen(z)); }

int cli_say_usage(const char *what, const char *word)
{
    cli_text line = { 0 };
    cli_text_printf(&line, "khabar: %s%s", what, word ? ": " : "");
    shown(&line, word ? word : "");
    cli_text_printf(&line, "; see khabar %s%s--help", command_name ? command_name : "", command_name ? " " : "");
    put(&line);
    return CLI_USAGE;
}

int cli_say_nearest(const char *what, const char *word, const char *dashes, const char *near)
{
    cli_text line = { 0 };
    cli_text_printf(&line, "khabar: %s: ", what);
    shown(&line, word);
    cli_text_printf(&line, "; did you mean %s%s?", dashes, near);
    put(&line);
    return CLI_USAGE;
}

void cli_say(const char *file, uint32_t number, const char *what, const char *to_do)
{
    cli_text line = { 0 };
    cli_text_add(&line, "khabar: ");
    shown(&line, file);
    if (number)
        cli_text_printf(&line, ":%u", number);
    cli_text_add(&line, ": ");
    shown(&line, what);
    cli_text_add(&line, to_do);
    put(&line);
}

int cli_say_memory(void)
{
    fprintf(stderr, "khabar: out of memory\n");
    return CLI_MEMORY;
}

static const char *advice(kh_status s)
{
    switch (s) {
    case KH_E_LIMIT: return "; cut it into single articles";
    case KH_E_NOMEM: return "; free memory or give fewer --jobs";
    default: return "";
    }
}

void cli_say_error(const char *file, uint32_t line, const kh_error *e)
{
    cli_say(e->file[0] ? e->file : file, e->line ? e->line : line, e->message, strchr(e->message, ';') ? "" : advice(e->code));
}

/* Edits between two words; words longer than the table are far from everything. */
static unsigned distance(const char *a, const char *b)
{
    enum { LONGEST = 31 };
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST)
        return LONGEST;
    unsigned row[LONGEST + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[m];
}

const char *cli_nearest(const char *word, const char *const *names, size_t count)
{
    const char *best = NULL;
    unsigned least = (unsigned)strlen(word) / 3 + 2;     /* nearer than this, or it is another word */
    for (size_t i = 0; i < count; i++) {
        unsigned d = distance(word, names[i]);
        if (d < least) {
            least = d;
            best = names[i];
        }
    }
    return best;
}
