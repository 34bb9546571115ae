/* khabar query: the events of a store. */
#include "cli.h"

typedef struct asking { int code; bool stopped; } asking;

static int print(void *ctx, const char *p, size_t n)
{
    asking *a = ctx;
    a->stopped = cli_interrupted();
    if (!a->stopped)
        a->code = cli_put(p, n);
    return a->stopped || a->code;
}

static int ask(kh_store *store, const cli_options *o)
{
    asking a = { .stopped = false };
    kh_error err = { 0 };
    kh_status s = kh_store_query(store, &o->query, print, &a, &err);
    if (s == KH_E_USAGE)
        return cli_say_usage(err.message, NULL);
    if (s && s != KH_E_SINK)
        cli_say_error(o->db, 0, &err);
    int code = a.stopped ? CLI_INTERRUPTED : s == KH_E_SINK ? CLI_DONE : s == KH_E_IO ? CLI_STORE : cli_exit_of(s);
    return cli_worse(code, a.code);
}

int cli_query(const cli_options *o)
{
    if (!o->db)
        return cli_say_usage("--db FILE is missing", NULL);
    if (o->count)
        return cli_say_usage("query takes no file but --db FILE", o->files[0]);
    if (o->format == CLI_FORMAT_TABLE || o->format == CLI_FORMAT_CSV)
        return cli_say_usage("query writes jsonl only, as yet", NULL);
    kh_store *store = NULL;
    kh_error err = { 0 };
    kh_status s = kh_store_open(o->db, false, NULL, &store, &err);
    if (s) {
        cli_say_error(o->db, 0, &err);
        return s == KH_E_IO ? CLI_STORE : cli_exit_of(s);
    }
    int code = ask(store, o);
    kh_store_close(store);
    return code;
}
