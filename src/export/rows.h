/* rows.h: the forms in which a layout's rows are written. Internal to export/. */
#ifndef KH_EXPORT_ROWS_H
#define KH_EXPORT_ROWS_H

#include "export/layout.h"

/* One row: begin, each cell in the order of the columns, end. `out` is what goes to the sink; a GeoPackage has none. */
typedef struct kh_rows {
    const kh_layout *layout;
    kh_export_form form;
    bool bare;                   /* csv, tsv: no heading */
    uint64_t count;
    kh_buffer *out;
    struct kh_gpkg *gpkg;
} kh_rows;

void kh_rows_head(kh_rows *w);
void kh_rows_begin(kh_rows *w, const json_t *event);
void kh_rows_cell(kh_rows *w, uint32_t column, kh_view v);
void kh_rows_end(kh_rows *w);
void kh_rows_foot(kh_rows *w);

/* ------------------------------------------------------------------ GeoPackage */

/* Makes the file anew. The other functions remember the first failure, which close gives; an unfinished file is the caller's to remove. */
typedef struct kh_gpkg kh_gpkg;
kh_status kh_gpkg_open(const char *path, const kh_layout *layout, const kh_allocator *alloc, kh_gpkg **gpkg, kh_error *err);
void kh_gpkg_begin(kh_gpkg *g, bool located, double lat, double lon);
void kh_gpkg_cell(kh_gpkg *g, uint32_t column, kh_view v);
kh_status kh_gpkg_end(kh_gpkg *g, kh_error *err);
kh_status kh_gpkg_finish(kh_gpkg *g, kh_error *err);
void kh_gpkg_close(kh_gpkg *g);

#endif
