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

/* A number as JSON writes it, or true or false: what need not be quoted. */
static bool is_bare(kh_view v)
{
    size_t i = v.n && v.p[0] == '-', digits = i, point = 0;
    if (kh_view_is(v, "true") || kh_view_is(v, "false"))
        return true;
    for (; i < v.n && ((v.p[i] >= '0' && v.p[i] <= '9') || (v.p[i] == '.' && i > digits && !point)); i++)
        point = v.p[i] == '.' ? i : point;
    bool leading = v.n > digits + 1 && v.p[digits] == '0' && v.p[digits + 1] != '.';
    return i == v.n && i > digits && v.n < 20 && !leading && !(point && point + 1 == v.n);
}

static void json_cell(kh_buffer *out, const kh_column *c, kh_view v)
{
    bool bare = c->type == KH_CELL_INTEGER || c->type == KH_CELL_REAL || c->type == KH_CELL_BOOLEAN;
    kh_json_string(out, c->name);
    kh_buffer_text(out, ":");
    if (bare && is_bare(v))
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

static void feature(kh_rows *w, bool located, double lat, double lon)
{
    kh_buffer_text(w->out, w->count ? ",\n{\"type\":\"Feature\",\"geometry\":" : "\n{\"type\":\"Feature\",\"geometry\":");
    if (located)
        kh_buffer_printf(w->out, "{\"type\":\"Point\",\"coordinates\":[%.10g,%.10g]}", lon, lat);
    else
        kh_buffer_text(w->out, "null");
    kh_buffer_text(w->out, ",\"properties\":{");
}

void kh_rows_begin(kh_rows *w, const json_t *event)
{
    double lat, lon;
    bool located = kh_at_point(event, &lat, &lon);
    if (w->form == KH_EXPORT_JSONL)
        kh_buffer_text(w->out, "{");
    else if (w->form == KH_EXPORT_GEOJSON)
        feature(w, located, lat, lon);
    else if (w->form == KH_EXPORT_GPKG)
        kh_gpkg_begin(w->gpkg, located, lat, lon);
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
