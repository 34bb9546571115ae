/*
 * Events as rows: each line is what somebody hands to an exporter as an event. In every layout it is refused as no JSON object, or gives rows: each
 * one JSON object with every column once, or as many cells as a heading has; and the same bytes the second time.
 */
#include "run.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct { const char *name; size_t columns; } layouts[] = { { "events", 60 }, { "polecat", 40 }, { "icews", 20 }, { "gdelt", 61 }, { "acled", 31 },
                                                                        { "ged", 49 } };
enum { LAYOUTS = sizeof layouts / sizeof *layouts, MOST = 20 };

typedef struct target { kh_exporter *json, *tsv; kh_buffer out; } target;

static int take(void *ctx, const char *p, size_t n)
{
    kh_buffer_add(ctx, p, n);
    return 0;
}

static kh_exporter *open_one(int layout, kh_export_form form, kh_buffer *out)
{
    kh_exporter *x = NULL;
    kh_error err = { 0 };
    kh_export_options options = { .layout = layouts[layout].name, .form = form, .no_heading = true, .sink = take, .ctx = out };
    if (kh_exporter_new(NULL, &options, &x, &err))
        kh_broken(err.message);
    return x;
}

static void check_cells(kh_view rows, size_t columns)
{
    while (rows.n) {
        kh_view row = kh_view_cut(&rows, '\n');
        size_t n = 1;
        for (size_t i = 0; i < row.n; i++)
            n += row.p[i] == '\t';
        if (n != columns)
            kh_broken("a row has more or fewer cells than there are columns");
    }
}

/* Twice; gives whether it was an event. */
static bool add(kh_exporter *x, kh_buffer *out, kh_view event)
{
    kh_digest first = { 0, 0 };
    bool taken = false;
    for (int i = 0; i < 2; i++) {
        kh_error err = { 0 };
        kh_buffer_clear(out);
        kh_status s = kh_exporter_add(x, event, KH_LIT("Words of \"an\" article.\nAnd more."), &err);
        kh_holds(kh_check_error(s, &err, event.n, 1 << KH_OK | 1 << KH_E_INPUT));
        kh_digest d = kh_digest_of((kh_view){ out->p, out->n });
        if (i && (d.hi != first.hi || d.lo != first.lo || taken != (s == KH_OK)))
            kh_broken("the second time gives something else");
        first = d;
        taken = s == KH_OK;
    }
    return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static target all[LAYOUTS];                          /* of the test process */
    kh_view rest = { (const char *)data, n };
    for (int l = 0; l < LAYOUTS && !all[l].json; l++) {
        kh_buffer_init(&all[l].out, NULL, 0);
        all[l].json = open_one(l, KH_EXPORT_JSONL, &all[l].out);
        all[l].tsv = open_one(l, KH_EXPORT_TSV, &all[l].out);
    }
    for (int i = 0; i < MOST && rest.n; i++) {
        kh_view line = kh_view_cut(&rest, '\n');
        for (int l = 0; l < LAYOUTS; l++) {
            if (!add(all[l].json, &all[l].out, line))
                continue;
            kh_holds(kh_check_json((kh_view){ all[l].out.p, all[l].out.n }, (kh_view){ NULL, 0 }, false));
            add(all[l].tsv, &all[l].out, line);
            check_cells((kh_view){ all[l].out.p, all[l].out.n }, layouts[l].columns);
        }
    }
    return 0;
}
