/*
 * Worker threads over the articles of the input. A ring of slots: the main thread fills them in input order, workers take them in
 * that order and finish in any, the main thread hands them on in input order. So the output does not depend on the number of
 * threads, and no more than the ring is ever in memory. With one job the main thread does the work itself.
 */
#include "cli.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { SLOTS_A_JOB = 4, MAX_JOBS = 256 };

typedef struct slot { cli_item item; cli_done done; bool finished; } slot;

typedef struct pool {
    const cli_options *options;
    const cli_work *work;
    kh_model *model;
    kh_coder *coders[MAX_JOBS];
    pthread_t threads[MAX_JOBS];
    int thread_count;
    pthread_mutex_t lock;
    pthread_cond_t filled, finished;
    slot *slots;
    size_t count, head, next, tail;           /* head <= next <= tail: handed on, taken by a worker, filled */
    bool closing;                             /* under the lock: no more will be filled */
    bool stop;                                /* the main thread's own: what is not handed on yet is dropped */
    int worst;
    cli_reader *reader;
    cli_progress progress;
} pool;

/* ------------------------------------------------------------------ one article, on a worker */

static kh_status no_memory(kh_error *err)
{
    *err = (kh_error){ .code = KH_E_NOMEM, .message = "out of memory" };
    return KH_E_NOMEM;
}

static void work_on(const pool *p, kh_coder *coder, slot *s)
{
    cli_done *d = &s->done;
    *d = (cli_done){ .item = &s->item, .status = s->item.status };
    if (s->item.message[0])
        return;
    kh_input in = p->options->input;
    in.bytes = (kh_view){ s->item.bytes, s->item.n };
    in.format = s->item.format;
    d->status = p->work->extract ? kh_coder_extract(coder, &in, &d->result, &d->err) : kh_coder_run(coder, &in, &d->result, &d->err);
    if (!d->status && p->work->write)
        d->status = p->work->write(p->options, d->result, &d->text, &d->err);
    if (d->text.failed)
        d->status = no_memory(&d->err);
    if (d->status) {
        kh_result_free(d->result);
        d->result = NULL;
    }
}

typedef struct worker { pool *pool; kh_coder *coder; } worker;

static void *run_worker(void *ctx)
{
    worker w = *(worker *)ctx;
    free(ctx);
    pool *p = w.pool;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->next == p->tail && !p->closing)
            pthread_cond_wait(&p->filled, &p->lock);
        if (p->next == p->tail)
            break;
        slot *s = &p->slots[p->next++ % p->count];
        pthread_mutex_unlock(&p->lock);
        work_on(p, w.coder, s);
        pthread_mutex_lock(&p->lock);
        s->finished = true;
        pthread_cond_signal(&p->finished);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

/* ------------------------------------------------------------------ handing on, on the main thread */

/* The line where it shows: that of the article plus the line breaks before err->at. */
static uint32_t line_of(const cli_item *item, const kh_error *err)
{
    uint32_t line = item->line;
    for (size_t i = 0; i < item->n && i < err->at; i++)
        line += item->bytes[i] == '\n';
    return line;
}

static int tell(pool *p, slot *s)
{
    const cli_item *item = &s->item;
    cli_progress_hide(&p->progress);
    if (item->message[0])
        cli_say(item->file, item->line, item->message, "");
    else
        cli_say_error(item->file, line_of(item, &s->done.err), &s->done.err);
    return s->done.status == KH_E_NOMEM ? CLI_MEMORY : s->done.status ? CLI_SOME : CLI_DONE;
}

static void note(pool *p, int code)
{
    p->worst = cli_worse(p->worst, code);
    p->stop = p->stop || (code != CLI_DONE && code != CLI_SOME);
}

static void give(pool *p, slot *s)
{
    if (s->item.message[0] || s->done.status)
        p->worst = cli_worse(p->worst, tell(p, s));      /* an article that failed stops nothing */
    bool empty = s->item.message[0] && !s->done.status;
    if (s->done.text.n || (p->work->done && !p->work->quiet))
        cli_progress_hide(&p->progress);
    if (p->work->done && !empty)
        note(p, p->work->done(p->work->ctx, &s->done));
    else if (!s->done.status && s->done.text.n)
        note(p, cli_put(s->done.text.p, s->done.text.n));
    cli_progress_step(&p->progress, s->item.reached);
}

static void hand_on(pool *p, slot *s)
{
    if (!p->stop)
        give(p, s);
    kh_result_free(s->done.result);
    cli_text_free(&s->done.text);
    cli_item_free(&s->item);
    s->finished = false;
}

/* Hands on what is finished at the head; with `wait`, at least one if there is any. */
static void drain(pool *p, bool wait)
{
    pthread_mutex_lock(&p->lock);
    while (p->head < p->tail) {
        slot *s = &p->slots[p->head % p->count];
        if (!s->finished && !wait)
            break;
        while (!s->finished)
            pthread_cond_wait(&p->finished, &p->lock);
        p->head++;
        pthread_mutex_unlock(&p->lock);
        hand_on(p, s);
        pthread_mutex_lock(&p->lock);
        wait = false;
    }
    pthread_mutex_unlock(&p->lock);
}

static void flush(pool *p)
{
    if (p->work->flush)
        note(p, p->work->flush(p->work->ctx));
    if (p->worst != CLI_CLOSED)
        note(p, cli_flush());
}

/* Input has nothing more for now: everything that is in goes out. */
static void on_idle(void *ctx)
{
    pool *p = ctx;
    while (p->head < p->tail)
        drain(p, true);
    flush(p);
}

static void put(pool *p, const cli_item *item)
{
    while (p->tail - p->head == p->count)
        drain(p, true);
    slot *s = &p->slots[p->tail % p->count];
    s->item = *item;
    if (!p->thread_count) {
        work_on(p, p->coders[0], s);
        s->finished = true;
    }
    pthread_mutex_lock(&p->lock);
    p->tail++;
    pthread_cond_signal(&p->filled);
    pthread_mutex_unlock(&p->lock);
    drain(p, false);
}

/* ------------------------------------------------------------------ begin and end */

static kh_status open_coders(pool *p, kh_error *err)
{
    kh_status s = kh_model_open(&p->options->model, &p->model, err);
    for (int i = 0; !s && i < p->options->jobs; i++)
        s = kh_coder_new(p->model, &p->options->coder, &p->coders[i], err);
    p->count = (size_t)p->options->jobs * SLOTS_A_JOB;
    p->slots = s ? NULL : calloc(p->count, sizeof *p->slots);
    p->reader = s ? NULL : cli_reader_new(p->options, on_idle, p);
    if (s || (p->slots && p->reader))
        return s;
    return no_memory(err);
}

/* Threads that do not start are done without, as long as there is one; SIGINT is left to the main thread. */
static void start_threads(pool *p)
{
    sigset_t mine, old;
    sigfillset(&mine);
    pthread_sigmask(SIG_BLOCK, &mine, &old);
    for (int i = 0; p->options->jobs > 1 && i < p->options->jobs; i++) {
        worker *w = malloc(sizeof *w);
        if (!w)
            break;
        *w = (worker){ p, p->coders[i] };
        if (pthread_create(&p->threads[p->thread_count], NULL, run_worker, w) != 0) {
            free(w);
            break;
        }
        p->thread_count++;
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void stop_threads(pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->closing = true;
    pthread_cond_broadcast(&p->filled);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->thread_count; i++)
        pthread_join(p->threads[i], NULL);
}

static void run_all(pool *p)
{
    cli_item item;
    cli_progress_begin(&p->progress, p->options);
    start_threads(p);
    while (!p->stop && !cli_interrupted() && cli_reader_next(p->reader, &item))
        put(p, &item);
    while (p->head < p->tail)
        drain(p, true);
    stop_threads(p);
    flush(p);
    cli_progress_end(&p->progress);
}

int cli_run(const cli_options *o, const cli_work *work)
{
    if (o->count == 0)
        return cli_say_usage("no input file", NULL);
    pool p = { .options = o, .work = work };
    kh_error err = { 0 };
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.filled, NULL);
    pthread_cond_init(&p.finished, NULL);
    kh_status s = open_coders(&p, &err);
    if (s) {
        cli_say_error("model", 0, &err);
        p.worst = cli_exit_of(s);
    } else {
        run_all(&p);
    }
    cli_reader_free(p.reader);
    for (int i = 0; i < o->jobs; i++)
        kh_coder_free(p.coders[i]);
    kh_model_close(p.model);
    free(p.slots);
    return cli_interrupted() && p.worst != CLI_CLOSED ? CLI_INTERRUPTED : p.worst;
}
