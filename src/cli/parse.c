/* khabar parse: sentences, tags, lemmas and trees as CoNLL-U. */
#include "cli.h"

static kh_status write_trees(const cli_options *o, const kh_result *r, cli_text *text, kh_error *err)
{
    (void)o;
    return kh_result_write(r, KH_WRITE_CONLLU, cli_text_sink, text, err);
}

int cli_parse(const cli_options *given)
{
    cli_options o = *given;
    o.coder.flags |= KH_WHOLE_TEXT | KH_NO_GATE;
    return cli_run(&o, &(cli_work){ .write = write_trees });
}
