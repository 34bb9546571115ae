/* khabar query: the events of a store. */
#include "cli.h"

typedef struct asking { cli_events events; bool stopped; } asking;

static int print(void *ctx, kh_view event, kh_view text)
{
    asking *a = ctx;
    a->stopped = cli_interrupted();
    return a->stopped || cli_events_add(&a->events, event, text);
}

static int ask(kh_store *store, const cli_options *o)
{
    asking a = { .stopped = false };
    kh_error err = { 0 };
    kh_query query = o->query;
    int begun = cli_events_begin(&a.events, o);
    query.texts = a.events.format == CLI_FORMAT_ROWS;
    kh_status s = begun ? KH_OK : kh_store_each(store, &query, print, &a, &err);
    int code = a.stopped ? CLI_INTERRUPTED : s == KH_E_SINK ? CLI_DONE : s == KH_E_IO ? CLI_STORE : cli_exit_of(s);
    if (s == KH_E_USAGE)
        cli_say_usage(err.message, NULL);
    else if (s && s != KH_E_SINK)
        cli_say_error(o->db, 0, &err);
    return cli_worse(code, cli_events_end(&a.events));
}

int cli_query(const cli_options *o)
{
    if (!o->db)
        return cli_say_usage("--db FILE is missing", NULL);
    if (o->count)
        return cli_say_usage("query takes no file but --db FILE", o->files[0]);
    kh_store *store = NULL;
    int code = cli_store_open(o, CLI_STORE, &store);
    if (code)
        return code;
    code = ask(store, o);
    kh_store_close(store);
    return code;
}
