/* khabar lexicon: looks after the tables that people edit. */
#include "cli.h"

#include <string.h>

static void say_finding(void *ctx, const kh_error *finding)
{
    (void)ctx;
    cli_say_error("lexicon", 0, finding);
}

int cli_lexicon(const cli_options *o)
{
    if (o->count != 2 || strcmp(o->files[0], "check") != 0)
        return cli_say_usage("lexicon takes: check FOLDER", NULL);
    kh_error err = { 0 };
    kh_status s = kh_lexicon_check(o->files[1], say_finding, NULL, &err);
    if (s && s != KH_E_MODEL)
        cli_say_error(o->files[1], 0, &err);
    return s ? CLI_MODEL : CLI_DONE;
}
