/* store.c: opens a database that must be there. */
#include "cli.h"

int cli_store_open(const cli_options *o, int refused, kh_store **store)
{
    kh_error err = { 0 };
    kh_status s = kh_store_open(o->db, false, NULL, store, &err);
    if (!s)
        return CLI_DONE;
    cli_say_error(o->db, 0, &err);
    return s == KH_E_IO ? refused : cli_exit_of(s);
}
