/* khabar extract: what of an input is the article. */
#include "cli.h"

static kh_status write_article(const cli_options *o, const kh_result *r, cli_text *text, kh_error *err)
{
    return kh_result_write(r, o->text_only ? KH_WRITE_TEXT : KH_WRITE_ARTICLE, cli_text_sink, text, err);
}

int cli_extract(const cli_options *o) { return cli_run(o, &(cli_work){ .extract = true, .write = write_article }); }
