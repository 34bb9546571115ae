/* khabar code: events. */
#include "cli.h"

static kh_status write_events(const cli_options *o, const kh_result *r, cli_text *text, kh_error *err)
{
    (void)o;
    return kh_result_write(r, KH_WRITE_EVENTS, cli_text_sink, text, err);
}

int cli_code(const cli_options *o) { return cli_run(o, &(cli_work){ .write = write_events }); }
