#include "cli.h"

#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void cli_progress_begin(cli_progress *p, const cli_options *o)
{
    *p = (cli_progress){ .on = isatty(STDERR_FILENO) };
    if (!p->on)
        return;
    p->total = cli_reader_total(o);
    p->begun = p->last = now();
}

/* Seconds as 1:02:03 or 2:03. */
static void write_time(char *out, size_t n, double seconds)
{
    unsigned long s = seconds > 0 && seconds < 1e9 ? (unsigned long)seconds : 0;
    if (s >= 3600)
        snprintf(out, n, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(out, n, "%lu:%02lu", s / 60, s % 60);
}

void cli_progress_step(cli_progress *p, uint64_t bytes)
{
    p->articles++;
    double t = p->on ? now() : 0;
    if (!p->on || t - p->last < 0.2)          /* five times a second is as fast as one can read */
        return;
    p->last = t;
    double spent = t - p->begun, rate = (double)p->articles / spent;
    fprintf(stderr, "\r%llu articles, %.*f/s", (unsigned long long)p->articles, rate < 10 ? 1 : 0, rate);
    if (p->total && bytes) {
        double part = (double)bytes / (double)p->total;
        char left[32];
        write_time(left, sizeof left, spent / part - spent);
        fprintf(stderr, ", %.0f %%, %s left", part < 1 ? part * 100 : 100.0, left);
    }
    fprintf(stderr, "\033[K");
    fflush(stderr);
    p->shown = true;
}

void cli_progress_hide(cli_progress *p)
{
    if (!p->shown)
        return;
    fprintf(stderr, "\r\033[K");
    p->shown = false;
}

void cli_progress_end(cli_progress *p)
{
    cli_progress_hide(p);
    double spent = p->on ? now() - p->begun : 0;
    if (!p->on || spent < 2)                  /* nobody needs a summary of a moment */
        return;
    char took[32];
    write_time(took, sizeof took, spent);
    fprintf(stderr, "%llu articles in %s, %.1f/s\n", (unsigned long long)p->articles, took, (double)p->articles / spent);
}
