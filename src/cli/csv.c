/*
 * Events as CSV of RFC 4180: a header, CRLF, quotes where they are needed. Several people in a cell
 * are joined with '|', several countries of one (and contexts) with '+'.
 */
#include "fields.h"

#include <string.h>

/* key NULL: the value at path. Else path is a list, and the cell joins that field of its objects. */
typedef struct column { const char *name, *path, *key, *other; } column;

static const column columns[] = {
    { "id", "id", NULL, NULL },
    { "article", "article.id", NULL, NULL },
    { "title", "article.title", NULL, NULL },
    { "outlet", "article.outlet", NULL, NULL },
    { "agency", "article.agency", NULL, NULL },
    { "published", "article.published", NULL, NULL },
    { "url", "article.url", NULL, NULL },
    { "type", "type", NULL, NULL },
    { "mode", "mode", NULL, NULL },
    { "contexts", "contexts", NULL, NULL },
    { "cameo", "cameo", NULL, NULL },
    { "status", "status", NULL, NULL },
    { "background", "background", NULL, NULL },
    { "certainty", "certainty", NULL, NULL },
    { "confidence", "confidence", NULL, NULL },
    { "actor", "actors", "name", "text" },
    { "actor_id", "actors", "id", NULL },
    { "actor_country", "actors", "country", NULL },
    { "actor_sector", "actors", "sector", NULL },
    { "actor_text", "actors", "text", NULL },
    { "recipient", "recipients", "name", "text" },
    { "recipient_id", "recipients", "id", NULL },
    { "recipient_country", "recipients", "country", NULL },
    { "recipient_sector", "recipients", "sector", NULL },
    { "recipient_kind", "recipients", "kind", NULL },
    { "recipient_text", "recipients", "text", NULL },
    { "source", "source.text", NULL, NULL },
    { "cue", "source.cue", NULL, NULL },
    { "date_start", "date.start", NULL, NULL },
    { "date_end", "date.end", NULL, NULL },
    { "date_precision", "date.precision", NULL, NULL },
    { "place", "place.name", NULL, NULL },
    { "place_id", "place.id", NULL, NULL },
    { "place_text", "place.text", NULL, NULL },
    { "country", "place.country", NULL, NULL },
    { "admin1", "place.admin1", NULL, NULL },
    { "lat", "place.lat", NULL, NULL },
    { "lon", "place.lon", NULL, NULL },
    { "place_precision", "place.precision", NULL, NULL },
    { "killed_low", "toll.killed.low", NULL, NULL },
    { "killed", "toll.killed.best", NULL, NULL },
    { "killed_high", "toll.killed.high", NULL, NULL },
    { "injured_low", "toll.injured.low", NULL, NULL },
    { "injured", "toll.injured.best", NULL, NULL },
    { "injured_high", "toll.injured.high", NULL, NULL },
    { "arrested", "toll.arrested.best", NULL, NULL },
    { "abducted", "toll.abducted.best", NULL, NULL },
    { "displaced", "toll.displaced.best", NULL, NULL },
    { "perpetrators_killed", "toll.perpetrators.best", NULL, NULL },
    { "weapon", "weapon.text", NULL, NULL },
    { "count", "count", NULL, NULL },
    { "trigger", "trigger.text", NULL, NULL },
    { "trigger_start", "trigger.start", NULL, NULL },
    { "trigger_end", "trigger.end", NULL, NULL },
    { "sentence_start", "sentence.start", NULL, NULL },
    { "sentence_end", "sentence.end", NULL, NULL },
    { "about", "about", NULL, NULL },
    { "incident", "incident", NULL, NULL },
    { "rule", "rule", NULL, NULL },
    { "made_by", "made_by", NULL, NULL },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

void cli_csv_head(cli_text *out)
{
    for (size_t i = 0; i < COLUMNS; i++)
        cli_text_printf(out, "%s%s", i ? "," : "", columns[i].name);
    cli_text_add(out, "\r\n");
}

static void quoted(cli_text *out, const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && !strchr(",\"\r\n", p[i]))       /* a NUL is found as well, and no harm in quotes */
        i++;
    if (i == n) {
        cli_text_sink(out, p, n);
        return;
    }
    cli_text_add(out, "\"");
    for (i = 0; i < n; i++)
        cli_text_sink(out, p[i] == '"' ? "\"\"" : p + i, p[i] == '"' ? 2 : 1);
    cli_text_add(out, "\"");
}

void cli_csv_row(cli_text *out, const json_t *event)
{
    cli_text cell = { 0 };
    for (size_t i = 0; i < COLUMNS; i++) {
        const column *c = &columns[i];
        cell.n = 0;
        if (c->key)
            cli_field_join(&cell, cli_field(event, c->path), c->key, c->other, "|");
        else
            cli_field_add(&cell, cli_field(event, c->path));
        cli_text_add(out, i ? "," : "");
        quoted(out, cell.p, cell.n);
    }
    cli_text_add(out, "\r\n");
    out->failed |= cell.failed;
    cli_text_free(&cell);
}
