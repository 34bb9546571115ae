/* khabar judge: one judgement for each pair, trigger or toponym that the input gives. */
#include "cli.h"

static kh_status write_judgement(const cli_options *o, const kh_result *r, cli_text *text, kh_error *err)
{
    (void)o;
    return kh_result_write(r, KH_WRITE_JUDGEMENT, cli_text_sink, text, err);
}

int cli_judge(const cli_options *given)
{
    cli_options o = *given;
    o.coder.flags |= KH_JUDGE;
    return cli_run(&o, &(cli_work){ .write = write_judgement });
}
