/* Standard output and signals: a full disk is told in one line, a closed pipe ends the run quietly. */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t interrupted;      /* a signal handler can reach nothing else */

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

bool cli_interrupted(void) { return interrupted; }

void cli_signals(void)
{
    /* A second SIGINT ends the program at once; without SA_RESTART a read that waits comes back. */
    struct sigaction act = { .sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND };
    sigaction(SIGINT, &act, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);                   /* a file that may not grow is an error of a write like others */
}

static int write_failed(void)
{
    if (errno == EPIPE)
        return CLI_CLOSED;
    fprintf(stderr, "khabar: standard output: %s; what was written so far is not complete\n", strerror(errno));
    clearerr(stdout);                           /* told once */
    return CLI_MEMORY;
}

int cli_put(const char *p, size_t n) { return n && fwrite(p, 1, n, stdout) != n ? write_failed() : CLI_DONE; }

int cli_flush(void) { return fflush(stdout) != 0 || ferror(stdout) ? write_failed() : CLI_DONE; }

int cli_text_sink(void *ctx, const char *p, size_t n)
{
    cli_text *t = ctx;
    if (t->failed || n == 0)
        return t->failed;
    if (t->capacity - t->n < n) {
        size_t capacity = t->capacity ? t->capacity : 4096;
        while (capacity - t->n < n && capacity < SIZE_MAX / 2)
            capacity *= 2;
        char *grown = capacity - t->n < n ? NULL : realloc(t->p, capacity);
        if (!grown) {
            t->failed = true;
            return 1;
        }
        t->p = grown;
        t->capacity = capacity;
    }
    memcpy(t->p + t->n, p, n);
    t->n += n;
    return 0;
}

void cli_text_add(cli_text *t, const char *z) { cli_text_sink(t, z, strlen(z)); }

void cli_text_printf(cli_text *t, const char *format, ...)
{
    char small[512], *large = NULL;
    va_list rest;
    va_start(rest, format);
    int n = vsnprintf(small, sizeof small, format, rest);
    va_end(rest);
    if (n >= (int)sizeof small && (large = malloc((size_t)n + 1))) {
        va_start(rest, format);
        vsnprintf(large, (size_t)n + 1, format, rest);
        va_end(rest);
    }
    if (n < 0 || (n >= (int)sizeof small && !large))
        t->failed = true;
    else
        cli_text_sink(t, large ? large : small, (size_t)n);
    free(large);
}

void cli_text_free(cli_text *t)
{
    free(t->p);
    *t = (cli_text){ 0 };
}
