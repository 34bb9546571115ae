/* What all backends share: the records that wait for a commit. */
#include "store/store.h"

#include <string.h>

/* Records that wait beyond this many bytes are written ahead of the commit, so that a caller who forgets it fills no memory. */
enum { MAX_PENDING = 32 << 20 };

struct kh_store {
    const kh_allocator *alloc;
    const kh_backend *backend;
    void *db;
    kh_arena *pending;
    kh_record *records;
    size_t count, capacity;
    kh_error failed;        /* of a write ahead: told by the commit as well, since what waited is gone */
};

static const kh_backend *backend_of(const char *where, kh_error *err)
{
    if (!where || !*where) {
        kh_fail(err, KH_E_USAGE, 0, "a store needs the name of its file");
        return NULL;
    }
    if (strncmp(where, "postgres:", 9) == 0 || strncmp(where, "postgresql:", 11) == 0) {
        kh_fail(err, KH_E_STORE, 0, "stores in PostgreSQL are not there yet; give a file");
        return NULL;
    }
    return &kh_backend_sqlite;
}

kh_status kh_store_open(const char *where, bool create, const kh_allocator *alloc, kh_store **store, kh_error *err)
{
    kh_error local = { 0 };
    err = err ? err : &local;
    const kh_backend *backend = backend_of(where, err);
    if (!backend)
        return err->code;
    kh_store *s = kh_resize(alloc, NULL, 0, sizeof *s);
    kh_arena *pending = s ? kh_arena_new(alloc, 0) : NULL;
    if (!pending) {
        kh_resize(alloc, s, sizeof *s, 0);
        return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
    }
    *s = (kh_store){ .alloc = alloc, .backend = backend, .pending = pending };
    kh_status status = backend->open(where, create, alloc, &s->db, err);
    if (status) {
        kh_store_close(s);
        return status;
    }
    *store = s;
    return KH_OK;
}

void kh_store_close(kh_store *s)
{
    if (!s)
        return;
    if (s->db)
        s->backend->close(s->db);
    kh_arena_free(s->pending);
    kh_resize(s->alloc, s, sizeof *s, 0);
}

static kh_status write_pending(kh_store *s, kh_error *err)
{
    kh_status status = s->count ? s->backend->write(s->db, s->records, s->count, err) : KH_OK;
    kh_arena_reset(s->pending);
    s->records = NULL;
    s->count = s->capacity = 0;
    return status;
}

static kh_status told_before(const kh_store *s, kh_error *err)
{
    if (err)
        *err = s->failed;
    return s->failed.code;
}

kh_status kh_store_keep(kh_store *s, const kh_doc *doc, const kh_event_bytes *events, uint32_t count, kh_error *err)
{
    if (s->failed.code)
        return told_before(s, err);
    if (!doc->meta.id.n)
        return kh_fail(err, KH_E_INPUT, 0, "an article without an id cannot be kept");
    kh_record *grown = kh_arena_grow(s->pending, s->records, &s->capacity, s->count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(s->pending, err);
    s->records = grown;
    kh_status status = kh_record_make(doc, events, count, s->pending, &s->records[s->count], err);
    if (status)
        return status;
    s->count++;
    if (kh_arena_used(s->pending) > MAX_PENDING && write_pending(s, &s->failed))
        return told_before(s, err);
    return KH_OK;
}

kh_status kh_store_commit(kh_store *s, kh_error *err)
{
    if (!s->failed.code)
        return write_pending(s, err);
    kh_status status = told_before(s, err);
    s->failed = (kh_error){ 0 };
    return status;
}

kh_status kh_store_each(kh_store *s, const kh_query *query, kh_each each, void *ctx, kh_error *err)
{
    static const kh_query all = { 0 };
    return s->backend->query(s->db, query ? query : &all, each, ctx, err);
}

kh_status kh_store_incidents(kh_store *s, const kh_incident_query *query, kh_each each, void *ctx, kh_error *err)
{
    return s->backend->incidents(s->db, query, each, ctx, err);
}

kh_status kh_store_merge(kh_store *s, kh_view id, kh_view into, kh_error *err) { return s->backend->merge(s->db, id, into, err); }

kh_status kh_store_split(kh_store *s, kh_view id, const kh_view *events, size_t count, char made[32], kh_error *err)
{
    return s->backend->split(s->db, id, events, count, made, err);
}

typedef struct lines { kh_sink sink; void *ctx; } lines;

static int line(void *ctx, kh_view event, kh_view text)
{
    const lines *l = ctx;
    (void)text;
    return l->sink(l->ctx, event.p, event.n) || l->sink(l->ctx, "\n", 1);
}

kh_status kh_store_query(kh_store *s, const kh_query *query, kh_sink sink, void *ctx, kh_error *err)
{
    return kh_store_each(s, query, line, &(lines){ sink, ctx }, err);
}
