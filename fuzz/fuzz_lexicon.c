/*
 * Compiled lexicons: the tiny one, damaged by steps (patch.h). It opens or gives KH_E_MODEL with a message of one line, and names the file.
 * In one that opens every cell lies in the text and is UTF-8, and every stage can make its tables of it.
 */
#include "patch.h"
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actors/actors.h"
#include "events/events.h"
#include "lexicon/lexicon.h"
#include "places/places.h"
#include "times/times.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { HEADER = 40, RECORD = 48 };

/* R3: the record of the third table; P3 its text, C3 its cells. */
static size_t part(const kh_buffer *file, kh_view name)
{
    int64_t i = 0;
    if (name.n < 2 || !kh_view_to_int((kh_view){ name.p + 1, name.n - 1 }, &i) || i < 0 || i > 1000)
        return SIZE_MAX;
    size_t at = HEADER + (size_t)i * RECORD;
    uint64_t to = at;
    if (at + RECORD > file->n)
        return SIZE_MAX;
    if (name.p[0] != 'R')
        memcpy(&to, file->p + at + (name.p[0] == 'P' ? 32 : 16), 8);
    return (size_t)to;
}

static void read_cells(const kh_lexicon *x)
{
    for (size_t i = 0; i < kh_lexicon_tables(x); i++) {
        const kh_table *t = kh_lexicon_table(x, i);
        kh_view name = kh_table_name(t);
        if (kh_utf8_bad(name) < name.n)
            kh_broken("the name of a table is not UTF-8");
        for (size_t row = 0; row < kh_table_rows(t); row++)
            for (int c = 0; c < 64; c++) {
                kh_view cell = kh_table_cell(t, row, c);
                if (kh_utf8_bad(cell) < cell.n)
                    kh_broken("a cell is not UTF-8");
            }
    }
}

static void open_stages(const kh_lexicon *x, kh_arena *arena)
{
    kh_error err = { 0 };
    kh_times *times;
    kh_places *places;
    kh_actors *actors;
    kh_events *events;
    uint32_t allowed = 1 << KH_E_MODEL;
    kh_holds(kh_check_error(kh_times_open(x, arena, &times, &err), &err, UINT64_MAX, allowed));
    kh_holds(kh_check_error(kh_places_open(NULL, x, arena, &places, &err), &err, UINT64_MAX, allowed));
    kh_holds(kh_check_error(kh_actors_open(x, arena, &actors, &err), &err, UINT64_MAX, allowed));
    kh_holds(kh_check_error(kh_events_open(x, arena, &events, &err), &err, UINT64_MAX, allowed));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static kh_buffer whole;                              /* of the test process */
    if (!whole.n)
        kh_run_load("lexicon.khl", &whole);
    kh_buffer file;
    kh_buffer_init(&file, NULL, 0);
    kh_buffer_view(&file, (kh_view){ whole.p, whole.n });
    if (kh_patch(&file, (kh_view){ (const char *)data, n }, part) && file.n > HEADER) {
        uint64_t size = file.n;
        kh_digest d = kh_digest_of((kh_view){ file.p + HEADER, file.n - HEADER });
        memcpy(file.p + 8, &size, 8);
        memcpy(file.p + 16, &d.hi, 8);
        memcpy(file.p + 24, &d.lo, 8);
    }
    kh_memory_file memory = kh_run_remember((kh_view){ file.p, file.n });
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_lexicon *x;
    kh_error err = { 0 };
    kh_status s = arena ? kh_lexicon_open(memory.path, NULL, arena, &x, &err) : KH_E_NOMEM;
    kh_holds(kh_check_error(s, &err, file.n, 1 << KH_E_MODEL));
    if (s && !err.file[0])
        kh_broken("a bad lexicon is not named");
    if (!s) {
        read_cells(x);
        open_stages(x, arena);
        kh_lexicon_close(x);
    }
    kh_arena_free(arena);
    kh_run_forget(&memory);
    kh_buffer_release(&file);
    return 0;
}
