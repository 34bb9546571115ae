/* Rows as CSV (RFC 4180), TSV, JSON Lines and GeoJSON (RFC 7946). */
#include "export/rows.h"

#include <string.h>

#include "export/json.h"

/* ------------------------------------------------------------------ cells */

static void csv_cell(kh_buffer *out, kh_view v)
{
    size_t i = 0;
    while (i < v.n && !strchr(",\"\r\n", v.p[i]))       /* a NUL is found as well, and no harm in quotes */
        i++;
    if (i == v.n) {
        kh_buffer_view(out, v);
        return;
    }
    kh_buffer_text(out, "\"");
    for (i = 0; i < v.n; i++)
        kh_buffer_add(out, v.p[i] == '"' ? "\"\"" : v.p + i, v.p[i] == '"' ? 2 : 1);
    kh_buffer_text(out, "\"");
}

/* There is no quoting that all readers of TSV know, so what parts cells and lines becomes a blank. */
static void tsv_cell(kh_buffer *out, kh_view v)
{
    for (size_t i = 0; i < v.n; i++)
        kh_buffer_add(out, strchr("\t\r\n", v.p[i]) ? " " : v.p + i, 1);
}

static void json_cell(kh_buffer *out, const kh_column *c, kh_view v)
{
    bool bare = c->type == KH_CELL_INTEGER || c->type == KH_CELL_REAL || c->type == KH_CELL_BOOLEAN;
    kh_json_string(out, c->name);
    kh_buffer_text(out, ":");
    if (bare && v.n)
        kh_buffer_view(out, v);
    else
        kh_json_text_or_null(out, v);
}

/* ------------------------------------------------------------------ rows */

void kh_rows_head(kh_rows *w)
{
    bool csv = w->form == KH_EXPORT_CSV, tsv = w->form == KH_EXPORT_TSV;
    if (w->form == KH_EXPORT_GEOJSON)
        kh_buffer_text(w->out, "{\"type\":\"FeatureCollection\",\"features\":[");
    if (!(csv || tsv) || w->bare)
        return;
    for (uint32_t i = 0; i < w->layout->count; i++) {
        kh_buffer_text(w->out, i == 0 ? "" : csv ? "," : "\t");
        (csv ? csv_cell : tsv_cell)(w->out, w->layout->columns[i].name);
    }
    kh_buffer_text(w->out, csv ? "\r\n" : "\n");
}

static void feature(kh_rows *w, const json_t *lat, const json_t *lon)
{
    kh_buffer_text(w->out, w->count ? ",\n{\"type\":\"Feature\",\"geometry\":" : "\n{\"type\":\"Feature\",\"geometry\":");
    if (json_is_number(lat) && json_is_number(lon))
        kh_buffer_printf(w->out, "{\"type\":\"Point\",\"coordinates\":[%.10g,%.10g]}", json_number_value(lon), json_number_value(lat));
    else
        kh_buffer_text(w->out, "null");
    kh_buffer_text(w->out, ",\"properties\":{");
}

void kh_rows_begin(kh_rows *w, const json_t *event)
{
    const json_t *lat = kh_at(event, "place.lat"), *lon = kh_at(event, "place.lon");
    if (w->form == KH_EXPORT_JSONL)
        kh_buffer_text(w->out, "{");
    else if (w->form == KH_EXPORT_GEOJSON)
        feature(w, lat, lon);
    else if (w->form == KH_EXPORT_GPKG)
        kh_gpkg_begin(w->gpkg, json_is_number(lat) && json_is_number(lon), json_number_value(lat), json_number_value(lon));
}

void kh_rows_cell(kh_rows *w, uint32_t i, kh_view v)
{
    if (w->form == KH_EXPORT_GPKG) {
        kh_gpkg_cell(w->gpkg, i, v);
        return;
    }
    kh_buffer_text(w->out, i == 0 ? "" : w->form == KH_EXPORT_TSV ? "\t" : ",");
    if (w->form == KH_EXPORT_CSV)
        csv_cell(w->out, v);
    else if (w->form == KH_EXPORT_TSV)
        tsv_cell(w->out, v);
    else
        json_cell(w->out, &w->layout->columns[i], v);
}

void kh_rows_end(kh_rows *w)
{
    static const char *const ends[] = { [KH_EXPORT_CSV] = "\r\n", [KH_EXPORT_TSV] = "\n", [KH_EXPORT_JSONL] = "}\n", [KH_EXPORT_GEOJSON] = "}}" };
    if (w->form != KH_EXPORT_GPKG)
        kh_buffer_text(w->out, ends[w->form]);
    w->count++;
}

void kh_rows_foot(kh_rows *w)
{
    if (w->form == KH_EXPORT_GEOJSON)
        kh_buffer_text(w->out, "\n]}\n");
}
