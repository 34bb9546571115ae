/*
 * sqlite_link.c: an article's events find their incidents, in the transaction that keeps the article. Candidates are the incidents of the
 * same kind and country that began within a few days, the latest 64 of them, each by its latest members: so an article costs the same
 * however much is kept.
 */
#include "store/sqlite.h"

#include <stdio.h>
#include <string.h>

enum { JUDGED = 8 };                       /* members of an incident that an event is judged against */

const char kh_sqlite_incidents[] =
    "CREATE TABLE incident(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL COLLATE NOCASE, country TEXT NOT NULL COLLATE NOCASE,"
    " day TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0, merged_into INTEGER REFERENCES incident(n), withdrawn INTEGER NOT NULL DEFAULT 0,"
    " state TEXT NOT NULL DEFAULT '{}');"
    "CREATE INDEX incident_block ON incident(type, country, day);"
    "CREATE TABLE incident_member(event INTEGER PRIMARY KEY REFERENCES coded(n) ON DELETE CASCADE, incident INTEGER NOT NULL REFERENCES incident(n),"
    " probability REAL NOT NULL, reason TEXT NOT NULL, features TEXT NOT NULL, gone INTEGER REFERENCES articles(n) ON DELETE CASCADE);"
    "CREATE INDEX coded_id ON coded(id);"
    "CREATE INDEX incident_member_incident ON incident_member(incident, event);"
    "CREATE TABLE incident_version(incident INTEGER NOT NULL REFERENCES incident(n), version INTEGER NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL,"
    " article INTEGER REFERENCES articles(n) ON DELETE SET NULL, what TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY(incident, version)) WITHOUT ROWID;"
    "CREATE TABLE incident_correction(n INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, incident TEXT NOT NULL, other TEXT NOT NULL,"
    " events TEXT);"
    "CREATE TABLE families(article INTEGER PRIMARY KEY REFERENCES articles(n) ON DELETE CASCADE, family INTEGER NOT NULL, signature BLOB NOT NULL);"
    "CREATE TABLE bands(hash INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES articles(n) ON DELETE CASCADE, PRIMARY KEY(hash, article))"
    " WITHOUT ROWID;"
    "CREATE INDEX bands_article ON bands(article);"
    "CREATE VIEW incidents AS SELECT i.id, i.version, i.type, json_extract(i.state, '$.mode') AS mode,"
    " json_extract(i.state, '$.date.start') AS date_start, json_extract(i.state, '$.date.end') AS date_end,"
    " json_extract(i.state, '$.date.article') AS date_from, json_extract(i.state, '$.place.name') AS place, nullif(i.country, '') AS country,"
    " json_extract(i.state, '$.place.admin1') AS admin1, json_extract(i.state, '$.place.lat') AS lat, json_extract(i.state, '$.place.lon') AS lon,"
    " json_extract(i.state, '$.place.precision') AS place_precision, json_extract(i.state, '$.place.article') AS place_from,"
    " json_extract(i.state, '$.certainty') AS certainty,"
    " json_extract(i.state, '$.toll.killed.low') AS killed_low, json_extract(i.state, '$.toll.killed.best') AS killed,"
    " json_extract(i.state, '$.toll.killed.high') AS killed_high, json_extract(i.state, '$.toll.injured.best') AS injured,"
    " json_extract(i.state, '$.toll.arrested.best') AS arrested, json_extract(i.state, '$.toll.abducted.best') AS abducted,"
    " json_extract(i.state, '$.reports') AS reports, json_extract(i.state, '$.sources') AS sources, i.state AS json"
    " FROM incident i WHERE i.merged_into IS NULL AND i.withdrawn = 0;";

static kh_view text_of(sqlite3_stmt *st, int i)
{
    const char *p = (const char *)sqlite3_column_text(st, i);
    return (kh_view){ p, p ? (size_t)sqlite3_column_bytes(st, i) : 0 };
}

static int step(kh_sqlite *s, int which, int rc)
{
    sqlite3_stmt *st = s->statements[which];
    return kh_sqlite_done(st, rc == SQLITE_OK ? sqlite3_step(st) : rc);
}

/* ------------------------------------------------------------------ families */

/* The signature as bytes of a fixed order, so that a store may move between machines. */
static void pack(const kh_shingles *s, unsigned char *out)
{
    for (int i = 0; i < KH_SHINGLE_HASHES; i++)
        for (int k = 0; k < 4; k++)
            out[i * 4 + k] = (unsigned char)(s->hash[i] >> 8 * k);
}

static double alike(const kh_shingles *mine, const unsigned char *packed, int size)
{
    uint32_t other[KH_SHINGLE_HASHES] = { 0 };
    if (!packed || size != 4 * KH_SHINGLE_HASHES)
        return 0;
    for (int i = 0; i < KH_SHINGLE_HASHES * 4; i++)
        other[i / 4] |= (uint32_t)packed[i] << 8 * (i % 4);
    return kh_shingles_alike(mine->hash, other);
}

static int find_family(kh_sqlite *s, const kh_shingles *shingles, int64_t article, int64_t *family)
{
    sqlite3_stmt *st = s->statements[KH_FIND_COPY];
    int rc = SQLITE_OK;
    double best = KH_SHINGLES_COPY;
    *family = article;
    for (int b = 0; b < KH_SHINGLE_BANDS && rc == SQLITE_OK && shingles->enough; b++) {
        rc = sqlite3_bind_int64(st, 1, (int64_t)kh_shingles_band(shingles, b));
        rc = rc == SQLITE_OK ? sqlite3_bind_int64(st, 2, article) : rc;
        rc = rc == SQLITE_OK ? sqlite3_step(st) : rc;
        double share = rc == SQLITE_ROW ? alike(shingles, sqlite3_column_blob(st, 1), sqlite3_column_bytes(st, 1)) : 0;
        if (share >= best) {
            best = share;
            *family = sqlite3_column_int64(st, 0);
        }
        rc = kh_sqlite_done(st, rc);
    }
    return rc;
}

static int keep_family(kh_sqlite *s, const kh_shingles *shingles, int64_t article, int64_t *family)
{
    unsigned char bytes[4 * KH_SHINGLE_HASHES];
    sqlite3_stmt *add = s->statements[KH_ADD_FAMILY], *band = s->statements[KH_ADD_BAND];
    int rc = find_family(s, shingles, article, family);
    pack(shingles, bytes);
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(add, 1, article) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(add, 2, *family) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_blob(add, 3, bytes, sizeof bytes, SQLITE_STATIC) : rc;
    rc = step(s, KH_ADD_FAMILY, rc);
    for (int b = 0; b < KH_SHINGLE_BANDS && rc == SQLITE_OK && shingles->enough; b++) {
        rc = sqlite3_bind_int64(band, 1, (int64_t)kh_shingles_band(shingles, b));
        rc = rc == SQLITE_OK ? sqlite3_bind_int64(band, 2, article) : rc;
        rc = step(s, KH_ADD_BAND, rc);
    }
    return rc;
}

/* ------------------------------------------------------------------ the incident of an event */

typedef struct choice { int64_t incident; double probability; kh_link_reason why; } choice;

/* An event against an incident: the mean of its best member and of all that are looked at. */
static int judge_incident(kh_sqlite *s, const kh_link *mine, int64_t incident, int64_t old, choice *best)
{
    sqlite3_stmt *st = s->statements[KH_MEMBERS];
    choice c = { .incident = incident };
    double sum = 0;
    int n = 0, rc = sqlite3_bind_int64(st, 1, incident);
    rc = rc == SQLITE_OK ? sqlite3_bind_int(st, 2, JUDGED) : rc;
    while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        kh_link other;
        kh_link_reason why;
        rc = SQLITE_OK;
        if (!kh_link_read(text_of(st, 0), &other))
            continue;
        if (!kh_view_eq(other.type, mine->type))
            continue;                      /* joined by a correction */
        other.article = sqlite3_column_int64(st, 1) == old ? 0 : sqlite3_column_int64(st, 1);
        other.family = sqlite3_column_int64(st, 2);
        double p = kh_link_judge(mine, &other, &why);
        sum += p;
        n++;
        if (p > c.probability) {
            c.probability = p;
            c.why = why;
        }
    }
    if (n)
        c.probability = (c.probability + sum / n) / 2;
    if (c.probability > best->probability)
        *best = c;
    return kh_sqlite_done(st, rc);
}

/* The candidates of one window of days, or of those without any. */
static int look(kh_sqlite *s, int which, const kh_link *mine, kh_view country, const char *from, const char *to, int64_t old, choice *best)
{
    sqlite3_stmt *st = s->statements[which];
    int64_t found[64];
    int n = 0, rc = kh_sqlite_bind(st, 1, mine->type);
    rc = rc == SQLITE_OK ? sqlite3_bind_text64(st, 2, country.n ? country.p : "", country.n, SQLITE_STATIC, SQLITE_UTF8) : rc;
    if (from) {
        rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 3, from, -1, SQLITE_STATIC) : rc;
        rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 4, to, -1, SQLITE_STATIC) : rc;
    }
    while (rc == SQLITE_OK && n < 64 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        found[n++] = sqlite3_column_int64(st, 0);
        rc = SQLITE_OK;
    }
    rc = kh_sqlite_done(st, rc);
    for (int i = 0; i < n && rc == SQLITE_OK; i++)
        rc = judge_incident(s, mine, found[i], old, best);
    return rc;
}

/* The incident that the same event of the version before belonged to: it stays there, wherever a correction has put it. */
static int stay(kh_sqlite *s, kh_view id, int64_t old, choice *best)
{
    sqlite3_stmt *st = s->statements[KH_OLD_MEMBER];
    int rc = sqlite3_bind_int64(st, 1, old);
    rc = rc == SQLITE_OK ? kh_sqlite_bind(st, 2, id) : rc;
    rc = rc == SQLITE_OK ? sqlite3_step(st) : rc;
    if (rc == SQLITE_ROW) {
        *best = (choice){ .incident = sqlite3_column_int64(st, 0), .probability = 1 };
        best->why.n = (size_t)snprintf(best->why.text, sizeof best->why.text, "the same event of the article's version before");
    }
    return kh_sqlite_done(st, rc);
}

static int choose(kh_sqlite *s, const kh_event_record *e, const kh_link *mine, int64_t old, choice *best)
{
    const kh_view blocks[] = { mine->country, { NULL, 0 } };       /* and what was told without a country */
    char from[16], to[16];
    int32_t first, last;
    int rc = old ? stay(s, e->id, old, best) : SQLITE_OK;
    if (rc != SQLITE_OK || best->incident)
        return rc;
    bool dated = kh_link_window(mine, &first, &last);
    if (dated) {
        kh_day_write(first, from);
        kh_day_write(last, to);
    }
    for (int i = 0; i < (mine->country.n ? 2 : 1) && rc == SQLITE_OK; i++)
        rc = look(s, dated ? KH_FIND_INCIDENTS : KH_FIND_UNDATED, mine, blocks[i], dated ? from : NULL, to, old, best);
    return rc;
}

static int open_incident(kh_sqlite *s, const kh_record *r, const kh_event_record *e, const kh_link *mine, int64_t article, choice *made)
{
    char key[400], hex[33], id[24], day[16] = "";
    int32_t first, last;
    sqlite3_stmt *st = s->statements[KH_ADD_INCIDENT];
    /* the row parts the versions of an article that tell one event anew */
    int n = snprintf(key, sizeof key, "%.*s|%.*s|%lld", (int)(r->id.n < 200 ? r->id.n : 200), r->id.p, (int)(e->id.n < 100 ? e->id.n : 100), e->id.p,
                     (long long)article);
    kh_digest_hex(kh_digest_of((kh_view){ key, (size_t)n }), hex);
    snprintf(id, sizeof id, "i:%.16s", hex);
    if (kh_link_window(mine, &first, &last))
        kh_day_write(mine->day != KH_NO_DAY ? mine->day : mine->published, day);
    int rc = sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
    rc = rc == SQLITE_OK ? kh_sqlite_bind(st, 2, mine->type) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text64(st, 3, mine->country.n ? mine->country.p : "", mine->country.n, SQLITE_STATIC, SQLITE_UTF8) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 4, day, -1, SQLITE_STATIC) : rc;
    rc = step(s, KH_ADD_INCIDENT, rc);
    *made = (choice){ .incident = sqlite3_last_insert_rowid(s->db), .probability = 1 };
    made->why.n = (size_t)snprintf(made->why.text, sizeof made->why.text, "the first report of it");
    return rc;
}

static int join(kh_sqlite *s, const kh_event_record *e, int64_t row, const choice *c)
{
    sqlite3_stmt *st = s->statements[KH_ADD_MEMBER];
    int rc = sqlite3_bind_int64(st, 1, row);
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(st, 2, c->incident) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_double(st, 3, (double)(int)(c->probability * 1000 + 0.5) / 1000) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_text(st, 4, c->why.text, (int)c->why.n, SQLITE_STATIC) : rc;
    rc = rc == SQLITE_OK ? kh_sqlite_bind(st, 5, e->link) : rc;
    return step(s, KH_ADD_MEMBER, rc);
}

static int link_event(kh_sqlite *s, const kh_record *r, const kh_event_record *e, int64_t row, kh_link *mine, int64_t old)
{
    choice c = { .incident = 0 };
    kh_view day = r->published.n >= 10 ? (kh_view){ r->published.p, 10 } : (kh_view){ NULL, 0 };
    int rc = choose(s, e, mine, old, &c);
    bool fresh = c.probability < KH_LINK_JOIN;
    if (rc == SQLITE_OK && fresh)
        rc = open_incident(s, r, e, mine, mine->article, &c);
    rc = rc == SQLITE_OK ? join(s, e, row, &c) : rc;
    return rc == SQLITE_OK ? kh_sqlite_fuse(s, c.incident, mine->article, day, fresh ? "opened" : "report joined") : rc;
}

/* The version before tells no incident any more; those it told are written anew. */
static int leave(kh_sqlite *s, const kh_record *r, int64_t old, int64_t article)
{
    kh_view day = r->published.n >= 10 ? (kh_view){ r->published.p, 10 } : (kh_view){ NULL, 0 };
    sqlite3_stmt *st = s->statements[KH_LEAVE], *left = s->statements[KH_LEFT];
    int rc = sqlite3_bind_int64(st, 1, old);
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(st, 2, article) : rc;
    rc = step(s, KH_LEAVE, rc);
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(left, 1, old) : rc;
    rc = rc == SQLITE_OK ? sqlite3_bind_int64(left, 2, article) : rc;
    while (rc == SQLITE_OK && (rc = sqlite3_step(left)) == SQLITE_ROW)
        rc = kh_sqlite_fuse(s, sqlite3_column_int64(left, 0), article, day, "report replaced");
    return kh_sqlite_done(left, rc);
}

int kh_sqlite_link(kh_sqlite *s, const kh_record *r, int64_t article, const int64_t *rows, int64_t old)
{
    int64_t family = article;
    int rc = keep_family(s, &r->shingles, article, &family);
    for (uint32_t i = 0; i < r->event_count && rc == SQLITE_OK; i++) {
        kh_link mine;
        if (!r->events[i].link.n || !kh_link_read(r->events[i].link, &mine))
            continue;
        mine.article = article;
        mine.family = family;
        rc = link_event(s, r, &r->events[i], rows[i], &mine, old);
    }
    return rc == SQLITE_OK && old ? leave(s, r, old, article) : rc;
}
