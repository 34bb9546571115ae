/* khabar code: events. */
#include "cli.h"

static kh_status write_events(const cli_options *o, const kh_result *r, cli_text *text, kh_error *err)
{
    (void)o;
    return kh_result_write(r, KH_WRITE_EVENTS, cli_text_sink, text, err);
}

static int print_events(void *ctx, const cli_done *article)
{
    cli_events *e = ctx;
    e->text = article->result ? kh_result_text(article->result) : (kh_view){ NULL, 0 };
    if (article->text.n)
        cli_events_sink(e, article->text.p, article->text.n);
    return e->code;
}

int cli_code(const cli_options *o)
{
    cli_events e;
    int code = cli_events_begin(&e, o);
    if (code)
        return cli_worse(code, cli_events_end(&e));
    code = cli_run(o, &(cli_work){ .write = write_events, .done = print_events, .ctx = &e });
    bool stopped = code != CLI_DONE && code != CLI_SOME && code != CLI_MEMORY;
    return cli_worse(code, stopped ? CLI_DONE : cli_events_end(&e));
}
