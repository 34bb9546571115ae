/*
 * Tables that people write. The first line is the table's name ("actors/groups"), the rest its file. It is read, or the first finding
 * names the line; with a report every finding has its line and the other rows are read. What was read is the same once compiled and
 * opened again, every stage can make its tables of it, and laid over a lexicon its cells come last.
 */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "actors/actors.h"
#include "events/events.h"
#include "lexicon/lexicon.h"
#include "places/places.h"
#include "times/times.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const names[] = { "actors/groups", "actors/states", "actors/leaders", "actors/bodies", "actors/institutions",
                                     "actors/parties", "places/cities", "en/roles", "en/times", "en/status", "en/light", "en/classes",
                                     "en/predicates/assault" };

static char folder[] = "/tmp/khabar-fuzz-XXXXXX";        /* of the test process, removed at its end */

static void clean_up(void)
{
    static const char *const folders[] = { "en/predicates", "en", "actors", "places", "." };
    char path[256];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        rmdir(i + 1 < sizeof folders / sizeof *folders ? path : folder);
    }
}

static void make_folders(void)
{
    static const char *const folders[] = { "actors", "places", "en", "en/predicates" };
    char path[256];
    if (!mkdtemp(folder))
        kh_broken("no folder for a test");
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        if (mkdir(path, 0700))
            kh_broken("no folder for a test");
    }
    atexit(clean_up);
}

static void write_file(const char *path, kh_view bytes)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes.n ? bytes.p : "", 1, bytes.n, f) != bytes.n || fclose(f))
        kh_broken("no file for a test");
}

typedef struct findings { size_t count; uint64_t size; } findings;

static void look_at(void *ctx, const kh_error *e)
{
    findings *f = ctx;
    f->count++;
    kh_holds(kh_check_error(e->code, e, f->size, 1 << KH_E_MODEL));
    if (!e->file[0])
        kh_broken("a finding without a file");
}

static void same_tables(const kh_lexicon *a, const kh_lexicon *b)
{
    if (kh_lexicon_tables(a) != kh_lexicon_tables(b))
        kh_broken("compiling loses a table");
    for (size_t i = 0; i < kh_lexicon_tables(a); i++) {
        const kh_table *x = kh_lexicon_table(a, i), *y = kh_lexicon_table(b, i);
        if (kh_table_rows(x) != kh_table_rows(y) || !kh_view_eq(kh_table_name(x), kh_table_name(y)))
            kh_broken("compiling changes a table");
        for (size_t row = 0; row < kh_table_rows(x); row++)
            for (int c = 0; c < 64; c++) {
                kh_view cell = kh_table_cell(x, row, c);
                if (!kh_view_eq(cell, kh_table_cell(y, row, c)) || kh_utf8_bad(cell) < cell.n)
                    kh_broken("compiling changes a cell, or it is not UTF-8");
            }
        for (size_t row = 0; row < kh_table_rows(x); row++)
            if (kh_table_line(x, row) != kh_table_line(y, row))
                kh_broken("compiling changes a line number");
    }
}

static void use(const kh_lexicon *x, kh_arena *arena)
{
    kh_error err = { 0 };
    char path[256];
    kh_lexicon *again;
    kh_times *times;
    kh_places *places;
    kh_actors *actors;
    kh_events *events;
    snprintf(path, sizeof path, "%s/out.khl", folder);
    if (kh_lexicon_write(x, path, &err) || kh_lexicon_open(path, NULL, arena, &again, &err))
        kh_broken("a table that was read cannot be compiled and opened");
    unlink(path);
    same_tables(x, again);
    kh_holds(kh_check_error(kh_times_open(again, arena, &times, &err), &err, UINT64_MAX, 1 << KH_E_MODEL));
    kh_holds(kh_check_error(kh_places_open(NULL, again, arena, &places, &err), &err, UINT64_MAX, 1 << KH_E_MODEL));
    kh_holds(kh_check_error(kh_actors_open(again, arena, &actors, &err), &err, UINT64_MAX, 1 << KH_E_MODEL));
    kh_holds(kh_check_error(kh_events_open(again, arena, &events, &err), &err, UINT64_MAX, 1 << KH_E_MODEL));
    kh_lexicon_close(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static bool ready;
    if (!ready)
        make_folders();
    ready = true;
    kh_view all = { (const char *)data, n }, first = kh_view_cut(&all, '\n');
    const char *name = names[0];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kh_view_is(first, names[i]))
            name = names[i];
    char path[256];
    snprintf(path, sizeof path, "%s/%s.tsv", folder, name);
    write_file(path, all);
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_error err = { 0 };
    kh_lexicon *x, *told;
    findings f = { 0, all.n };
    kh_status s = kh_lexicon_read(folder, NULL, NULL, arena, &x, &err);
    kh_holds(kh_check_error(s, &err, all.n, 1 << KH_E_MODEL));
    if (kh_lexicon_read(folder, look_at, &f, arena, &told, &err))
        kh_broken("with a report nothing fails");
    if ((s != KH_OK) != (f.count > 0))
        kh_broken("findings and status disagree");
    use(told, arena);
    kh_arena_free(arena);
    unlink(path);
    return 0;
}
