/* khabar annotate: the layers of a text, one JSON object an article. */
#include "cli.h"

static kh_status write_layers(const cli_options *o, const kh_result *r, cli_text *text, kh_error *err)
{
    return kh_result_annotate(r, o->layers, cli_text_sink, text, err);
}

int cli_annotate(const cli_options *given)
{
    cli_options o = *given;
    o.coder.flags |= KH_NO_GATE | KH_READ_ALL;   /* layers are of every sentence, of furniture too */
    return cli_run(&o, &(cli_work){ .write = write_layers });
}
