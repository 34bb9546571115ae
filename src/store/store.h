/*
 * store.h: coded articles kept in a database, whatever stands behind it.
 *
 * An added article becomes a record at once (record.c) and waits in memory; a commit hands all that wait to the backend, which keeps
 * them in one durable transaction. So the database is locked only while it writes, never while somebody codes.
 */
#ifndef KH_STORE_H
#define KH_STORE_H

#include "document/document.h"
#include "incidents/link.h"

/* ------------------------------------------------------------------ records: what is kept of an article, ready to be bound */

/* Somebody on one side of an event; one for each of its countries, or one with none. */
typedef struct kh_side {
    const char *role;                      /* "actor", "recipient" */
    uint32_t number;                       /* of its kind in the event, from 0 */
    kh_view id, name, country, sector;
} kh_side;

typedef struct kh_event_record {
    kh_view id, type, mode, status, certainty;
    kh_view day, last;                     /* YYYY-MM-DD, empty unknown */
    kh_view country;                       /* of the place */
    bool located, background;
    double lat, lon;
    double confidence;                     /* as the JSON has it, two digits: who asks for 0.9 gets what reads 0.90 */
    kh_view json;
    kh_view link;                          /* kh_link_write, empty where the event is no incident */
    kh_side *sides;
    uint32_t side_count;
} kh_event_record;

typedef struct kh_record {
    kh_view id, title, outlet, agency, url, published, language, text, coded_by;
    kh_view text_hash;                     /* 32 hex digits: of the text */
    kh_view digest;                        /* the same: of everything here that is kept */
    kh_shingles shingles;                  /* of the text */
    kh_event_record *events;
    uint32_t event_count;
} kh_record;

/* An event and its bytes as kh_export_event gives them. */
typedef struct kh_event_bytes { const kh_event *event; kh_view json; } kh_event_bytes;

/* Copies all it needs into `arena`. */
kh_status kh_record_make(const kh_doc *doc, const kh_event_bytes *events, uint32_t count, kh_arena *arena, kh_record *record, kh_error *err);

/* ------------------------------------------------------------------ backends */

typedef struct kh_backend {
    kh_status (*open)(const char *where, bool create, const kh_allocator *alloc, void **db, kh_error *err);
    void (*close)(void *db);
    /* Keeps all of the records or none, durably. */
    kh_status (*write)(void *db, const kh_record *records, size_t count, kh_error *err);
    /* Each event and, where query->texts, its article's text, oldest first. */
    kh_status (*query)(void *db, const kh_query *query, kh_each each, void *ctx, kh_error *err);
    /* Incidents, as kh_store_incidents, _merge and _split have it. */
    kh_status (*incidents)(void *db, const kh_incident_query *query, kh_each each, void *ctx, kh_error *err);
    kh_status (*merge)(void *db, kh_view id, kh_view into, kh_error *err);
    kh_status (*split)(void *db, kh_view id, const kh_view *events, size_t count, char made[32], kh_error *err);
} kh_backend;

extern const kh_backend kh_backend_sqlite;

/* kh_store_add for a document whose events are written already. */
kh_status kh_store_keep(kh_store *store, const kh_doc *doc, const kh_event_bytes *events, uint32_t count, kh_error *err);

#endif
