/*
 * The views that people and their tools read: `events`, `reports`, `tolls`; docs/formats.md describes them, docs/recipes.md uses them.
 * Of current versions only. What is a list in an event is one text here, joined as in CSV: several people by '|', several countries of one
 * by '+'. The store itself trusts no schema and so cannot use them: SQLite 3.40 runs no JSON function from a view then.
 */
#include "store/sqlite.h"

#define FIELD(path, name) " json_extract(e.json, '$." path "') AS " name ","
/* One field of each of a side's people; nothing where none has it. */
#define PEOPLE(side, what, name) \
    " (SELECT CASE WHEN max(" what ") > '' THEN group_concat(" what ", '|') END FROM json_each(e.json, '$." side "') p) AS " name ","
#define NAMED "coalesce(json_extract(p.value, '$.name'), json_extract(p.value, '$.text'), '')"
#define OWN(field) "coalesce(json_extract(p.value, '$." field "'), '')"
#define COUNTRIES "(SELECT coalesce(group_concat(c.value, '+'), '') FROM json_each(p.value, '$.country') c)"
#define SIDE(side, one) \
    PEOPLE(side, NAMED, one) PEOPLE(side, OWN("id"), one "_id") PEOPLE(side, COUNTRIES, one "_country") PEOPLE(side, OWN("sector"), one "_sector")
/* Offsets are bytes, and substr counts signs of a text. */
#define PART(from, to) \
    " CAST(substr(CAST(a.text AS BLOB), json_extract(e.json, '" from "') + 1, json_extract(e.json, '" to "') - json_extract(e.json, '" from "'))" \
    " AS TEXT)"

const char kh_sqlite_views[] =
    "CREATE VIEW events AS SELECT e.id, a.id AS article, a.title, a.outlet, a.agency, a.published, a.url,"
    " e.type, e.mode, json_extract(e.json, '$.cameo') AS cameo,"
    " (SELECT group_concat(value, '+') FROM json_each(e.json, '$.contexts')) AS contexts,"
    " e.status, e.background, e.certainty, e.confidence,"
    SIDE("actors", "actor") SIDE("recipients", "recipient")
    " e.day AS date_start, e.last AS date_end,"
    FIELD("date.precision", "date_precision")
    FIELD("place.name", "place") FIELD("place.id", "place_id")
    " e.country,"
    FIELD("place.admin1", "admin1")
    " e.lat, e.lon,"
    FIELD("place.precision", "place_precision")
    FIELD("toll.killed.low", "killed_low") FIELD("toll.killed.best", "killed") FIELD("toll.killed.high", "killed_high")
    FIELD("toll.injured.best", "injured") FIELD("toll.arrested.best", "arrested") FIELD("toll.abducted.best", "abducted")
    FIELD("toll.displaced.best", "displaced")
    FIELD("weapon.text", "weapon") FIELD("trigger.text", "trigger")
    PART("$.sentence.start", "$.sentence.end") " AS sentence,"
    FIELD("about", "about") FIELD("incident", "incident") FIELD("rule", "rule")
    " a.coded_by AS made_by, e.json"
    " FROM coded e JOIN articles a ON a.n = e.article WHERE e.superseded = 0;"

    "CREATE VIEW reports AS SELECT a.id, a.version, a.title, a.outlet, a.agency, a.url, a.published, a.language, a.added, a.coded_by,"
    " (SELECT count(*) FROM coded e WHERE e.article = a.n) AS events, a.text"
    " FROM articles a WHERE a.superseded = 0;"

    /* A total, and its parts with who they were: never add them up. */
    "CREATE VIEW tolls AS SELECT e.id AS event, a.id AS article, t.key AS harm, NULL AS who, NULL AS country, NULL AS sector,"
    " json_extract(t.value, '$.low') AS low, json_extract(t.value, '$.best') AS best, json_extract(t.value, '$.high') AS high,"
    " json_extract(t.value, '$.text') AS text"
    " FROM coded e JOIN articles a ON a.n = e.article, json_each(e.json, '$.toll') t WHERE e.superseded = 0"
    " UNION ALL SELECT e.id, a.id, t.key, json_extract(p.value, '$.who'),"
    " (SELECT group_concat(c.value, '+') FROM json_each(p.value, '$.country') c), json_extract(p.value, '$.sector'),"
    " NULL, json_extract(p.value, '$.best'), NULL, NULL"
    " FROM coded e JOIN articles a ON a.n = e.article, json_each(e.json, '$.toll') t, json_each(t.value, '$.parts') p WHERE e.superseded = 0;";
