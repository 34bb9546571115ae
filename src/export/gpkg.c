/* Rows as a layer of points in a GeoPackage (OGC 12-128r18, version 1.3): a file of SQLite. */
#include "export/rows.h"

#include <sqlite3.h>
#include <string.h>

enum { APPLICATION = 0x47504B47, VERSION = 10300, WGS84 = 4326, BLOB = 8 + 21 };

struct kh_gpkg {
    const kh_allocator *alloc;
    const kh_layout *layout;
    sqlite3 *db;
    sqlite3_stmt *insert;
    int rc;                      /* of the first call that failed */
    bool any;                    /* a point was written, and so these are known */
    double west, south, east, north;
};

static const char tables[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,"
    " organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    "('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),"
    "('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,"
    "AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
    "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],"
    "AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude and latitude in degrees');"
    "CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',"
    " last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,"
    " CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,"
    " srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));"
    "INSERT INTO gpkg_geometry_columns VALUES('events', 'geom', 'POINT', 4326, 0, 0);";

static void note(kh_gpkg *g, int rc)
{
    if (g->rc == SQLITE_OK && rc != SQLITE_OK && rc != SQLITE_DONE)
        g->rc = rc;
}

static kh_status told(const kh_gpkg *g, kh_error *err)
{
    switch (g->rc & 0xFF) {
    case SQLITE_OK: return KH_OK;
    case SQLITE_NOMEM: return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    case SQLITE_FULL: return kh_fail(err, KH_E_IO, 0, "no room left for the GeoPackage");
    case SQLITE_IOERR: return kh_fail(err, KH_E_IO, 0, "the disk refused the GeoPackage");
    case SQLITE_CANTOPEN: return kh_fail(err, KH_E_IO, 0, "the GeoPackage cannot be opened");
    default: return kh_fail(err, KH_E_IO, 0, "the GeoPackage failed: %s", g->db ? sqlite3_errmsg(g->db) : sqlite3_errstr(g->rc));
    }
}

/* Both statements that hang on the columns; names may come from a user's table. */
static void make_layer(kh_gpkg *g)
{
    static const char *const types[] = { [KH_CELL_TEXT] = "TEXT", [KH_CELL_DATE] = "DATE", [KH_CELL_INTEGER] = "INTEGER", [KH_CELL_REAL] = "REAL",
                                         [KH_CELL_BOOLEAN] = "BOOLEAN" };
    sqlite3_str *make = sqlite3_str_new(g->db), *add = sqlite3_str_new(g->db);
    sqlite3_str_appendall(make, "CREATE TABLE events(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT");
    sqlite3_str_appendall(add, "INSERT INTO events VALUES(NULL, ?");
    for (uint32_t i = 0; i < g->layout->count; i++) {
        const kh_column *c = &g->layout->columns[i];
        sqlite3_str_appendf(make, ", \"%.*w\" %s", (int)c->name.n, c->name.p, types[c->type]);
        sqlite3_str_appendall(add, ", ?");
    }
    sqlite3_str_appendall(make, "); BEGIN");
    sqlite3_str_appendall(add, ")");
    char *make_sql = sqlite3_str_finish(make), *add_sql = sqlite3_str_finish(add);
    note(g, make_sql && add_sql ? sqlite3_exec(g->db, make_sql, NULL, NULL, NULL) : SQLITE_NOMEM);
    if (g->rc == SQLITE_OK)
        note(g, sqlite3_prepare_v2(g->db, add_sql, -1, &g->insert, NULL));
    sqlite3_free(make_sql);
    sqlite3_free(add_sql);
}

kh_status kh_gpkg_open(const char *path, const kh_layout *layout, const kh_allocator *alloc, kh_gpkg **gpkg, kh_error *err)
{
    char mark[96];
    kh_gpkg *g = kh_resize(alloc, NULL, 0, sizeof *g);
    if (!g)
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    *g = (kh_gpkg){ .alloc = alloc, .layout = layout };
    note(g, sqlite3_open_v2(path, &g->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL));
    sqlite3_snprintf((int)sizeof mark, mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION, VERSION);
    if (g->rc == SQLITE_OK)
        note(g, sqlite3_exec(g->db, mark, NULL, NULL, NULL));
    if (g->rc == SQLITE_OK)
        note(g, sqlite3_exec(g->db, tables, NULL, NULL, NULL));
    if (g->rc == SQLITE_OK)
        make_layer(g);
    kh_status s = told(g, err);
    if (s)
        kh_gpkg_close(g);
    else
        *gpkg = g;
    return s;
}

void kh_gpkg_close(kh_gpkg *g)
{
    if (!g)
        return;
    sqlite3_finalize(g->insert);
    sqlite3_close(g->db);
    kh_resize(g->alloc, g, sizeof *g, 0);
}

static void put_number(unsigned char *at, const void *number, size_t n)
{
    memcpy(at, number, n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    for (size_t i = 0; i < n / 2; i++) {
        unsigned char c = at[i];
        at[i] = at[n - 1 - i];
        at[n - 1 - i] = c;
    }
#endif
}

/* A header (little-endian, no envelope) and a point as well-known binary. */
static void bind_point(kh_gpkg *g, double lat, double lon)
{
    unsigned char blob[BLOB] = { 'G', 'P', 0, 1 };
    int32_t srs = WGS84;
    uint32_t point = 1;
    put_number(blob + 4, &srs, 4);
    blob[8] = 1;
    put_number(blob + 9, &point, 4);
    put_number(blob + 13, &lon, 8);
    put_number(blob + 21, &lat, 8);
    note(g, sqlite3_bind_blob(g->insert, 1, blob, BLOB, SQLITE_TRANSIENT));
    g->west = g->any && g->west < lon ? g->west : lon;
    g->east = g->any && g->east > lon ? g->east : lon;
    g->south = g->any && g->south < lat ? g->south : lat;
    g->north = g->any && g->north > lat ? g->north : lat;
    g->any = true;
}

void kh_gpkg_begin(kh_gpkg *g, bool located, double lat, double lon)
{
    if (located)
        bind_point(g, lat, lon);
}

void kh_gpkg_cell(kh_gpkg *g, uint32_t column, kh_view v)
{
    kh_cell_type type = g->layout->columns[column].type;
    int at = (int)column + 2;
    if (!v.n)
        note(g, sqlite3_bind_null(g->insert, at));
    else if (type == KH_CELL_BOOLEAN)
        note(g, sqlite3_bind_int(g->insert, at, kh_view_is(v, "true")));
    else                         /* the column's affinity makes numbers of numbers */
        note(g, sqlite3_bind_text64(g->insert, at, v.p, v.n, SQLITE_TRANSIENT, SQLITE_UTF8));
}

kh_status kh_gpkg_end(kh_gpkg *g, kh_error *err)
{
    if (g->rc == SQLITE_OK)
        note(g, sqlite3_step(g->insert));
    sqlite3_reset(g->insert);
    sqlite3_clear_bindings(g->insert);
    return told(g, err);
}

kh_status kh_gpkg_finish(kh_gpkg *g, kh_error *err)
{
    sqlite3_stmt *st = NULL;
    note(g, sqlite3_prepare_v2(g->db, "INSERT INTO gpkg_contents VALUES('events', 'features', 'events', '', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),"
                                      " ?1, ?2, ?3, ?4, 4326)", -1, &st, NULL));
    const double box[] = { g->west, g->south, g->east, g->north };
    for (int i = 0; i < 4 && g->any && g->rc == SQLITE_OK; i++)
        note(g, sqlite3_bind_double(st, i + 1, box[i]));
    if (g->rc == SQLITE_OK)
        note(g, sqlite3_step(st));
    sqlite3_finalize(st);
    if (g->rc == SQLITE_OK)
        note(g, sqlite3_exec(g->db, "COMMIT", NULL, NULL, NULL));
    return told(g, err);
}
