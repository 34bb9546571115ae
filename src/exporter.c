/* kh_exporter: events in, rows out. */
#include "export/rows.h"
#include "model.h"

struct kh_exporter {
    const kh_allocator *alloc;
    kh_arena *arena;
    kh_lexicon *lexicon;
    kh_layout *layout;
    kh_export_options options;
    kh_rows rows;
    kh_buffer out, cell;
    kh_gpkg *gpkg;
    kh_export_counts counts;
    bool begun;
};

static kh_export_form form_of(const kh_export_options *o, const kh_layout *l)
{
    return o->form ? o->form : kh_view_is(l->form, "tsv") ? KH_EXPORT_TSV : KH_EXPORT_CSV;
}

static kh_status open_all(kh_exporter *x, const kh_model_options *model, kh_error *err)
{
    const char *layout = x->options.layout ? x->options.layout : "events";
    kh_status s = kh_model_lexicon(model, x->arena, &x->lexicon, err);
    if (!s)
        s = kh_layout_open(x->lexicon, kh_view_of(layout), x->arena, &x->layout, err);
    if (s)
        return s;
    x->rows = (kh_rows){ .layout = x->layout, .form = form_of(&x->options, x->layout), .bare = x->options.no_heading, .out = &x->out };
    if (x->rows.form == KH_EXPORT_GPKG) {
        if (!x->options.path)
            return kh_fail(err, KH_E_USAGE, 0, "a GeoPackage needs the name of its file");
        s = kh_gpkg_open(x->options.path, x->layout, x->alloc, &x->gpkg, err);
        x->rows.gpkg = x->gpkg;
    } else if (!x->options.sink)
        return kh_fail(err, KH_E_USAGE, 0, "an exporter needs a sink");
    return s;
}

kh_status kh_exporter_new(const kh_model_options *model, const kh_export_options *options, kh_exporter **exporter, kh_error *err)
{
    static const kh_model_options none = { 0 };
    const kh_allocator *alloc = model ? model->alloc : NULL;
    kh_exporter *x = kh_resize(alloc, NULL, 0, sizeof *x);
    kh_arena *arena = x ? kh_arena_new(alloc, 0) : NULL;
    if (!arena) {
        kh_resize(alloc, x, sizeof *x, 0);
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    }
    *x = (kh_exporter){ .alloc = alloc, .arena = arena, .options = *options };
    kh_buffer_init(&x->out, alloc, 0);
    kh_buffer_init(&x->cell, alloc, 0);
    kh_status s = open_all(x, model ? model : &none, err);
    if (s)
        kh_exporter_free(x);
    else
        *exporter = x;
    return s;
}

void kh_exporter_free(kh_exporter *x)
{
    if (!x)
        return;
    kh_gpkg_close(x->gpkg);
    kh_lexicon_close(x->lexicon);
    kh_buffer_release(&x->out);
    kh_buffer_release(&x->cell);
    kh_arena_free(x->arena);
    kh_resize(x->alloc, x, sizeof *x, 0);
}

static kh_status flush(kh_exporter *x, kh_error *err)
{
    if (x->out.failed || x->cell.failed)
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory while writing");
    if (x->out.n && x->options.sink(x->options.ctx, x->out.p, x->out.n))
        return kh_fail(err, KH_E_SINK, 0, "output was refused");
    kh_buffer_clear(&x->out);
    return KH_OK;
}

static void begin(kh_exporter *x)
{
    if (!x->begun && !x->gpkg)
        kh_rows_head(&x->rows);
    x->begun = true;
}

static kh_status write_row(kh_exporter *x, kh_row *row, kh_error *err)
{
    kh_rows_begin(&x->rows, row->event);
    for (uint32_t i = 0; i < x->layout->count; i++) {
        kh_buffer_clear(&x->cell);
        kh_layout_cell(row, &x->layout->columns[i], &x->cell);
        if (x->cell.failed)
            return kh_fail(err, KH_E_NOMEM, 0, "out of memory while writing");
        kh_rows_cell(&x->rows, i, (kh_view){ x->cell.p, x->cell.n });
    }
    kh_rows_end(&x->rows);
    x->counts.rows++;
    return x->gpkg ? kh_gpkg_end(x->gpkg, err) : flush(x, err);
}

static bool has_people(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!kh_is_thing(json_array_get(list, i)))
            return true;
    return false;
}

/* Somebody with himself (both sides of a meeting name all who meet), or a thing where people are hit as well. */
static bool no_pair(const json_t *actor, const json_t *recipient, bool people)
{
    bool same = actor && recipient && kh_at_number(actor, "start") == kh_at_number(recipient, "start") &&
                kh_at_number(actor, "end") == kh_at_number(recipient, "end");
    return same || (people && kh_is_thing(recipient));
}

/* Each actor with each recipient. Who has nobody to stand with stands alone. */
static kh_status write_pairs(kh_exporter *x, kh_row *row, kh_error *err)
{
    const json_t *actors = kh_at(row->event, "actors"), *recipients = kh_at(row->event, "recipients");
    size_t n = json_array_size(actors) ? json_array_size(actors) : 1, m = json_array_size(recipients) ? json_array_size(recipients) : 1, written = 0;
    bool people = has_people(recipients);
    kh_status s = KH_OK;
    for (size_t i = 0; i < n * m && !s; i++) {
        row->number = (uint32_t)i;
        row->actor = json_array_get(actors, i / m);
        row->recipient = json_array_get(recipients, i % m);
        if (no_pair(row->actor, row->recipient, people))
            continue;
        written++;
        s = write_row(x, row, err);
    }
    row->number = 0;
    row->actor = json_array_get(actors, 0);
    row->recipient = NULL;
    return s || written ? s : write_row(x, row, err);
}

kh_status kh_exporter_add(kh_exporter *x, kh_view event, kh_view text, kh_error *err)
{
    json_error_t why;
    begin(x);
    json_t *o = json_loadb(event.n ? event.p : "", event.n, 0, &why);
    if (!json_is_object(o)) {
        json_decref(o);
        return kh_fail(err, KH_E_INPUT, why.position > 0 ? (uint64_t)why.position : 0, "not an event: not one JSON object");
    }
    kh_row row = { .layout = x->layout, .event = o, .text = text, .chars = x->options.chars };
    kh_status s = KH_OK;
    if (kh_layout_keeps(&row)) {
        x->counts.events++;
        s = x->layout->pairs ? write_pairs(x, &row, err) : write_row(x, &row, err);
    } else
        x->counts.left_out++;
    json_decref(o);
    return s;
}

kh_status kh_exporter_finish(kh_exporter *x, kh_export_counts *counts, kh_error *err)
{
    begin(x);
    if (counts)
        *counts = x->counts;
    if (x->gpkg)
        return kh_gpkg_finish(x->gpkg, err);
    kh_rows_foot(&x->rows);
    return flush(x, err);
}
