/* khabar add: codes articles and keeps them. In a pipe each article is answered by one line, and only once it is durable. */
#include "cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A commit waits for the disk, so many articles share one; and nobody should wait long for an answer. */
enum { BATCH = 64 };
static const double BATCH_SECONDS = 0.25;

/* What a person is told at the end. */
typedef struct tally { unsigned long long articles, events; } tally;

typedef struct adding {
    kh_store *store;
    bool answering;              /* standard output is no terminal, and somebody reads it */
    json_t *answers[BATCH];      /* of the articles of this batch, failed ones too, in input order */
    size_t count;
    double since;                /* when the first of them came */
    tally batch, kept;
    kh_error failed;             /* of the store: told at the end, when no progress line is in the way */
} adding;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* No room for the store is no room, as for any other output. */
static int exit_of(kh_status s) { return s == KH_E_IO ? CLI_MEMORY : cli_exit_of(s); }

/* ------------------------------------------------------------------ answers */

/* The id of an article that failed: what its own JSON says, where it is JSON; else nobody knows it. */
static json_t *id_of_failed(const cli_item *item)
{
    json_t *o = item->format == KH_FORMAT_JSON && item->n ? json_loadb(item->bytes, item->n, JSON_ALLOW_NUL, NULL) : NULL;
    json_t *id = json_object_get(o, "id");
    id = json_is_string(id) ? json_incref(id) : json_null();
    json_decref(o);
    return id;
}

static json_t *answer_of(const cli_done *d, const char *why)
{
    if (why)
        return json_pack("{s:o,s:s,s:i,s:s}", "id", id_of_failed(d->item), "file", d->item->file, "line", (int)d->item->line, "error", why);
    kh_article a;
    kh_result_article(d->result, &a);
    return json_pack("{s:o,s:I}", "id", json_stringn(a.id.n ? a.id.p : "", a.id.n), "events", (json_int_t)kh_result_events(d->result));
}

/* `lost`: why nothing of the batch was kept, else NULL. */
static int put_answer(json_t *answer, const char *lost)
{
    if (lost && json_object_del(answer, "events") == 0)
        json_object_set_new(answer, "error", json_string(lost));
    char *line = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
    int code = line ? cli_put(line, strlen(line)) : CLI_MEMORY;
    free(line);
    return code ? code : cli_put("\n", 1);
}

/* The answers of a batch, once it is decided. Who stops reading them does not stop the keeping: the rest goes on unanswered. */
static int answer_all(adding *a, const char *lost)
{
    int code = CLI_DONE;
    for (size_t i = 0; i < a->count; i++) {
        if (a->answering && !code)
            code = put_answer(a->answers[i], lost);
        json_decref(a->answers[i]);
    }
    a->count = 0;
    if (a->answering && !code)
        code = cli_flush();
    if (code == CLI_CLOSED && freopen("/dev/null", "w", stdout)) {
        a->answering = false;
        code = CLI_DONE;
    }
    return code;
}

/* ------------------------------------------------------------------ keeping */

static int commit(void *ctx)
{
    adding *a = ctx;
    kh_error err = { 0 };
    kh_status s = a->failed.code ? KH_OK : kh_store_commit(a->store, &err);
    if (s)
        a->failed = err;
    else if (!a->failed.code)
        a->kept = (tally){ a->kept.articles + a->batch.articles, a->kept.events + a->batch.events };
    a->batch = (tally){ 0 };
    int code = answer_all(a, a->failed.code ? a->failed.message : NULL);
    return a->failed.code ? exit_of(a->failed.code) : code;
}

/* What speaks of the article and not of the store fails it alone. */
static bool of_article(kh_status s) { return s == KH_E_INPUT || s == KH_E_LIMIT || s == KH_E_UTF8; }

static const char *keep(adding *a, const cli_done *d, kh_error *err)
{
    if (!d->result)
        return d->err.message[0] ? d->err.message : d->item->message;
    kh_status s = kh_store_add(a->store, d->result, err);
    if (!s) {
        a->batch.articles++;
        a->batch.events += kh_result_events(d->result);
        return NULL;
    }
    if (of_article(s))
        cli_say_error(d->item->file, d->item->line, err);
    else
        a->failed = *err;
    return err->message;
}

static int add_article(void *ctx, const cli_done *d)
{
    adding *a = ctx;
    kh_error err = { 0 };
    const char *why = keep(a, d, &err);
    if (a->count == 0)
        a->since = now();
    a->answers[a->count++] = a->answering ? answer_of(d, why) : NULL;
    int code = CLI_DONE;
    if (a->count == BATCH || a->failed.code || now() - a->since >= BATCH_SECONDS)
        code = commit(a);
    return code || !why ? code : CLI_SOME;
}

int cli_add(const cli_options *o)
{
    if (!o->db)
        return cli_say_usage("--db FILE is missing", NULL);
    if (o->count == 0)
        return cli_say_usage("no input file", NULL);
    adding a = { .answering = !isatty(STDOUT_FILENO) };
    kh_error err = { 0 };
    kh_status s = kh_store_open(o->db, true, NULL, &a.store, &err);
    if (s) {
        cli_say_error(o->db, 0, &err);
        return exit_of(s);
    }
    int code = cli_run(o, &(cli_work){ .done = add_article, .flush = commit, .quiet = true, .ctx = &a });
    if (a.failed.code)
        cli_say_error(o->db, 0, &a.failed);
    if (isatty(STDOUT_FILENO))
        printf("%s: %llu article%s kept, with %llu event%s\n", o->db, a.kept.articles, a.kept.articles == 1 ? "" : "s", a.kept.events,
               a.kept.events == 1 ? "" : "s");
    kh_store_close(a.store);
    return code;
}
