/*
 * Time by stage: bench/stages FILE [HOME]. FILE is JSON Lines, an article a line. Prints, for each stage, its share of the time,
 * ns a token and articles a second; and the peak of the process's memory. One thread, processor time, model opened before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "export/export.h"
#include "incidents/incidents.h"
#include "model.h"

enum { INTAKE, LANGUAGE, TIMES, PLACES, ACTORS, EVENTS, INCIDENTS, EXPORT, STAGES };
static const char *const names[STAGES] = { "intake", "language", "times", "places", "actors", "events", "incidents", "export" };

typedef struct tally { double seconds[STAGES]; uint64_t articles, sentences, parsed, tokens, events, bytes; } tally;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int count_bytes(void *ctx, const char *p, size_t n)
{
    (void)p;
    *(uint64_t *)ctx += n;
    return 0;
}

static kh_status run_stage(const kh_model *m, int stage, const kh_input *in, kh_doc *doc, kh_arena *scratch, tally *t, kh_error *err)
{
    kh_writer w = { count_bytes, &t->bytes, false };
    kh_learned learned;
    switch (stage) {
    case INTAKE: return kh_intake_run(m->intake, in, 8 << 20, doc, scratch, err);
    case LANGUAGE: return kh_language_run(m->language, doc, kh_events_want, m->events, scratch, err);
    case TIMES: return kh_times_run(m->times, doc, scratch, err);
    case PLACES: return kh_places_run(m->places, doc, scratch, err);
    case ACTORS: return kh_actors_run(m->actors, doc, scratch, err);
    case EVENTS: return kh_events_run(m->events, doc, kh_language_learned(m->language, &learned) ? &learned : NULL, scratch, err);
    case INCIDENTS: return kh_incidents_run(doc, scratch, err);
    default: return kh_export_events(doc, &w, 0, err);
    }
}

static void one_article(const kh_model *m, const kh_input *in, kh_arena *scratch, tally *t)
{
    kh_error err = { 0 };
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_doc doc = { .arena = arena, .made_by = kh_model_versions(m) };
    kh_status s = KH_OK;
    kh_arena_reset(scratch);
    for (int stage = 0; !s && stage < STAGES; stage++) {
        double before = now();
        s = run_stage(m, stage, in, &doc, scratch, t, &err);
        t->seconds[stage] += now() - before;
    }
    if (s)
        fprintf(stderr, "an article failed: %s\n", err.message);
    t->articles++;
    t->tokens += doc.token_count;
    t->sentences += doc.sentence_count;
    t->events += doc.event_count;
    for (uint32_t i = 0; i < doc.sentence_count; i++)
        t->parsed += doc.sentences[i].parsed;
    kh_arena_free(arena);
}

static void report(const tally *t)
{
    double all = 0;
    for (int i = 0; i < STAGES; i++)
        all += t->seconds[i];
    printf("%llu articles, %llu sentences (%.0f %% parsed), %llu tokens, %llu events\n", (unsigned long long)t->articles,
           (unsigned long long)t->sentences, t->sentences ? 100.0 * (double)t->parsed / (double)t->sentences : 0,
           (unsigned long long)t->tokens, (unsigned long long)t->events);
    printf("%-10s %8s %7s %10s %14s\n", "stage", "seconds", "share", "ns/token", "sentences/s");
    for (int i = 0; i < STAGES; i++)
        printf("%-10s %8.3f %6.1f%% %10.0f %14.0f\n", names[i], t->seconds[i], 100 * t->seconds[i] / all,
               1e9 * t->seconds[i] / (double)(t->tokens ? t->tokens : 1), t->seconds[i] > 0 ? (double)t->sentences / t->seconds[i] : 0);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("all        %8.3f s: %.1f articles/s, %.0f tokens/s, peak memory %ld MB\n", all, (double)t->articles / all,
           (double)t->tokens / all, use.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
    FILE *f = argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!f) {
        fprintf(stderr, "usage: stages FILE [HOME]\n");
        return 2;
    }
    kh_model *m = NULL;
    kh_error err = { 0 };
    if (kh_model_open(&(kh_model_options){ .home = argc > 2 ? argv[2] : NULL }, &m, &err)) {
        fprintf(stderr, "%s: %s\n", err.file, err.message);
        return 3;
    }
    kh_arena *scratch = kh_arena_new(NULL, 0);
    tally t = { 0 };
    char *line = NULL;
    size_t room = 0;
    for (ssize_t n; (n = getline(&line, &room, f)) > 0;)
        one_article(m, &(kh_input){ .bytes = { line, (size_t)n }, .format = KH_FORMAT_JSON }, scratch, &t);
    report(&t);
    free(line);
    fclose(f);
    kh_arena_free(scratch);
    kh_model_close(m);
    return 0;
}
