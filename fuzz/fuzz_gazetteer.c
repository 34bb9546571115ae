/*
 * Gazetteers: the tiny one, damaged by steps (patch.h). It opens or gives KH_E_MODEL with a message of one line, and names the file. In one
 * that opens every place of every name of the list below is on Earth, in a country, and has a name that is UTF-8.
 */
#include "patch.h"
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "places/gazetteer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t part(const kh_buffer *file, kh_view name) { return kh_run_section(file, name, 6); }

static void look_up(const kh_gazetteer *g)
{
    static const kh_view names[] = { KH_LIT("kabul"), KH_LIT("london"), KH_LIT("garissa"), KH_LIT("saint denis"), KH_LIT("maiwand"),
                                     KH_LIT("kandahar"), KH_LIT("kabul airport"), KH_LIT("edge of the world"), KH_LIT("nowhere") };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        kh_gaz_hits hits;
        uint32_t count = kh_gaz_find(g, names[i], &hits);
        for (uint32_t k = 0; k <= count; k++) {
            kh_gaz_record r;
            if (!kh_gaz_get(g, &hits, k, &r))
                continue;
            if (!(fabs(r.lat) <= 90) || !(fabs(r.lon) <= 180) || kh_utf8_bad(r.name) < r.name.n || kh_utf8_bad(r.admin1) < r.admin1.n ||
                strlen(r.country) != 3)
                kh_broken("a place that is none");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static kh_buffer whole;                              /* of the test process */
    if (!whole.n)
        kh_run_load("models/places.khg", &whole);
    kh_buffer file;
    kh_buffer_init(&file, NULL, 0);
    kh_buffer_view(&file, (kh_view){ whole.p, whole.n });
    if (kh_patch(&file, (kh_view){ (const char *)data, n }, part) && file.n > 32) {
        kh_digest d = kh_digest_of((kh_view){ file.p + 32, file.n - 32 });
        memcpy(file.p + 16, &d.hi, 8);
        memcpy(file.p + 24, &d.lo, 8);
    }
    kh_memory_file memory = kh_run_remember((kh_view){ file.p, file.n });
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_gazetteer *g;
    kh_error err = { 0 };
    kh_status s = arena ? kh_gazetteer_open(memory.path, arena, &g, &err) : KH_E_NOMEM;
    kh_holds(kh_check_error(s, &err, file.n, 1 << KH_E_MODEL));
    if (s && !err.file[0])
        kh_broken("a bad gazetteer is not named");
    if (!s) {
        look_up(g);
        kh_gazetteer_close(g);
    }
    kh_arena_free(arena);
    kh_run_forget(&memory);
    kh_buffer_release(&file);
    return 0;
}
