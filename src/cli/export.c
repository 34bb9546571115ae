/* khabar export: a store as rows of a layout. */
#include "cli.h"

#include <string.h>

typedef struct exporting {
    kh_exporter *exporter;
    kh_error err;                /* of the exporter */
    bool stopped;
} exporting;

static int add(void *ctx, kh_view event, kh_view text)
{
    exporting *x = ctx;
    x->stopped = cli_interrupted();
    return x->stopped || kh_exporter_add(x->exporter, event, text, &x->err) != KH_OK;
}

/* What was asked for, else what the file's name ends in, else what users of the layout expect. */
static kh_export_form form_of(const cli_options *o)
{
    static const struct { const char *end; kh_export_form form; } ends[] = {
        { ".csv", KH_EXPORT_CSV }, { ".tsv", KH_EXPORT_TSV }, { ".tab", KH_EXPORT_TSV }, { ".jsonl", KH_EXPORT_JSONL },
        { ".geojson", KH_EXPORT_GEOJSON }, { ".gpkg", KH_EXPORT_GPKG },
    };
    const char *end = o->out && !o->form ? strrchr(o->out, '.') : NULL;
    for (size_t i = 0; end && i < sizeof ends / sizeof *ends; i++)
        if (strcasecmp(end, ends[i].end) == 0)
            return ends[i].form;
    return o->form;
}

static int told(const cli_options *o, kh_status s, const kh_error *err, const char *file)
{
    if (s == KH_E_USAGE)
        return cli_say_usage(err->message, o->layout);
    if (s && s != KH_E_SINK)
        cli_say_error(file, 0, err);
    return s == KH_E_SINK ? CLI_DONE : s == KH_E_IO ? CLI_MEMORY : cli_exit_of(s);
}

static int run(kh_store *store, exporting *x, const cli_options *o, kh_export_counts *counts)
{
    kh_error err = { 0 };
    kh_query query = o->query;
    query.texts = true;
    kh_status s = kh_store_each(store, &query, add, x, &err);
    if (x->stopped)
        return CLI_INTERRUPTED;
    if (s == KH_E_USAGE)
        return cli_say_usage(err.message, NULL);
    if (s && s != KH_E_SINK) {
        cli_say_error(o->db, 0, &err);
        return s == KH_E_NOMEM ? CLI_MEMORY : CLI_STORE;
    }
    s = s == KH_E_SINK ? x->err.code : kh_exporter_finish(x->exporter, counts, &x->err);
    int code = told(o, s, &x->err, o->out ? o->out : "-");
    return s == KH_E_SINK ? CLI_CLOSED : code;
}

/* The store is opened first: who names a wrong one shall not wait for a file to appear and go. */
static int export_to(kh_store *store, const cli_options *o)
{
    cli_out out;
    exporting x = { .exporter = NULL };
    kh_export_counts counts = { 0 };
    kh_export_options options = { .layout = o->layout, .form = form_of(o), .no_heading = o->no_heading, .sink = cli_out_sink, .ctx = &out };
    int code = cli_out_open(&out, o->out, options.form == KH_EXPORT_GPKG);
    options.path = out.temporary;
    if (!code) {
        kh_status s = kh_exporter_new(&o->model, &options, &x.exporter, &x.err);
        code = told(o, s, &x.err, o->out ? o->out : "lexicon");
    }
    if (!code)
        code = run(store, &x, o, &counts);
    kh_exporter_free(x.exporter);
    code = cli_out_close(&out, code);
    if (!code)
        cli_say_left_out(o->layout, &counts);
    return code;
}

int cli_export(const cli_options *o)
{
    if (!o->db)
        return cli_say_usage("--db FILE is missing", NULL);
    if (o->count)
        return cli_say_usage("export takes no file but --db FILE and --out FILE", o->files[0]);
    kh_store *store = NULL;
    int code = cli_store_open(o, CLI_STORE, &store);
    if (code)
        return code;
    code = export_to(store, o);
    kh_store_close(store);
    return code;
}
