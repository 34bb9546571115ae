/* What of a row is compared, for each layout. */
#include "compare.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

static const cli_roles layouts[] = {
    { .layout = "acled", .id = "event_id_cnty", .day = "event_date", .lat = "latitude", .lon = "longitude", .country = "iso",
      .country_name = "country", .place = "location", .type = "event_type", .dead = "fatalities",
      .actors = { "actor1", "actor2", "assoc_actor_1", "assoc_actor_2" }, .day_scale = "time_precision", .days = { "0", "0", "3", "15" },
      .place_scale = "geo_precision", .exact = { 1, 2, -1 }, .kinds = "words",
      .classes = { "Battles|Explosions/Remote violence|Violence against civilians", "Protests|Riots" } },
    { .layout = "ged", .id = "id", .day = "date_start", .last = "date_end", .lat = "latitude", .lon = "longitude", .country = "country_id",
      .country_name = "country", .place = "where_coordinates", .type = "type_of_violence", .dead = "best", .actors = { "side_a", "side_b" },
      .place_scale = "where_prec", .exact = { 1, 2, 3, -1 }, .kinds = "digits", .classes = { "1|2|3" } },
    { .layout = "gdelt", .id = "GLOBALEVENTID", .day = "SQLDATE", .lat = "ActionGeo_Lat", .lon = "ActionGeo_Long", .country = "ActionGeo_CountryCode",
      .country_name = "ActionGeo_CountryCode", .place = "ActionGeo_FullName", .type = "EventRootCode", .actors = { "Actor1Name", "Actor2Name" },
      .place_scale = "ActionGeo_Type", .exact = { 3, 4, -1 }, .kinds = "digits",
      .classes = { "01|02|03|04|05", "06|07|08", "09|10|11|12|13", "14|15|16|17|18|19|20" } },
    { .layout = "polecat", .id = "Event ID", .day = "Event Date", .lat = "Latitude", .lon = "Longitude", .country = "Country",
      .country_name = "Country", .place = "Placename", .type = "Event Type", .actors = { "Actor Name", "Recipient Name", "Actor Name Raw",
      "Recipient Name Raw" }, .kinds = "words", .exact = { -1 },
      .classes = { "AGREE|CONSULT|SUPPORT|CONCEDE", "COOPERATE|AID|RETREAT", "REQUEST|ACCUSE|REJECT|THREATEN",
                   "PROTEST|SANCTION|MOBILIZE|COERCE|ASSAULT" } },
};

const cli_roles *cli_roles_of(const char *layout)
{
    for (size_t i = 0; layout && i < sizeof layouts / sizeof *layouts; i++)
        if (strcmp(layout, layouts[i].layout) == 0)
            return &layouts[i];
    return NULL;
}

void cli_record_free(cli_record *r)
{
    char *texts[] = { r->id, r->country, r->country_name, r->place, r->type, r->actors };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    *r = (cli_record){ .id = NULL };
}

void cli_records_free(cli_records *r)
{
    for (size_t i = 0; i < r->count; i++)
        cli_record_free(&r->all[i]);
    free(r->all);
    *r = (cli_records){ 0 };
}

bool cli_records_add(cli_records *r, const cli_record *record)
{
    if (r->count == r->capacity) {
        size_t capacity = r->capacity ? r->capacity * 2 : 256;
        cli_record *grown = realloc(r->all, capacity * sizeof *grown);
        if (!grown)
            return false;
        r->all = grown;
        r->capacity = capacity;
    }
    r->all[r->count++] = *record;
    return true;
}

/* ------------------------------------------------------------------ days */

static int32_t day_of(int year, int month, int day)
{
    struct tm t = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day };
    if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1)
        return CLI_NO_DAY;
    time_t at = timegm(&t);
    return t.tm_mday == day ? (int32_t)(at / 86400 - (at % 86400 < 0)) : CLI_NO_DAY;     /* the 30th of February is no day */
}

static int month_named(const char *word)
{
    static const char *const names[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
    for (int i = 0; i < 12; i++)
        if (strncasecmp(word, names[i], 3) == 0)
            return i + 1;
    return 0;
}

int32_t cli_day_of(const char *text)
{
    int y, m, d, n = 0;
    char word[16];
    if (sscanf(text, "%4d-%2d-%2d", &y, &m, &d) == 3 || sscanf(text, "%4d/%2d/%2d", &y, &m, &d) == 3)
        return day_of(y, m, d);
    if (strlen(text) == 8 && strspn(text, "0123456789") == 8 && sscanf(text, "%4d%2d%2d", &y, &m, &d) == 3)
        return day_of(y, m, d);
    if (sscanf(text, "%2d%*1[ -]%15[A-Za-z]%*1[ -]%4d%n", &d, word, &y, &n) == 3 && n > 0)
        return day_of(y, month_named(word), d);
    return CLI_NO_DAY;
}

static void day_as(const char *format, int32_t day, char out[16])
{
    time_t at = (time_t)day * 86400;
    struct tm t;
    if (day == CLI_NO_DAY || !gmtime_r(&at, &t) || !strftime(out, 16, format, &t))
        snprintf(out, 16, "unknown");
}

void cli_day_text(int32_t day, char out[16]) { day_as("%Y-%m-%d", day, out); }
void cli_week_text(int32_t day, char out[16]) { day_as("%G-W%V", day, out); }

/* ------------------------------------------------------------------ cells */

/* Bytes that are no UTF-8 are those of ISO 8859-1: such files are older than they look. */
static char *text_of(const char *z)
{
    size_t n = strlen(z);
    char *out = malloc(2 * n + 1), *at = out;
    utf8proc_int32_t c;
    while (out && n) {
        utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)z, (utf8proc_ssize_t)n, &c);
        if (k > 0)
            at = mempcpy(at, z, (size_t)k);
        else
            at += utf8proc_encode_char((unsigned char)*z, (utf8proc_uint8_t *)at);
        z += k > 0 ? k : 1;
        n -= k > 0 ? (size_t)k : 1;
    }
    if (out)
        *at = 0;
    return out;
}

static const char *cell(cli_row row, const char *name) { return name ? row.cell(row.row, name) : ""; }

static bool number(const char *z, double most, double *value)
{
    char *end;
    *value = strtod(z, &end);
    return end != z && !*end && *value >= -most && *value <= most;
}

static bool is_kind(const char *kinds, const char *z)
{
    bool digits = *z && strspn(z, "0123456789") == strlen(z);
    return strcmp(kinds, "digits") == 0 ? digits && strlen(z) <= 2 : isupper((unsigned char)*z) && !strpbrk(z, "0123456789");
}

static char *join_actors(const cli_roles *roles, cli_row row)
{
    cli_text all = { 0 };
    for (int i = 0; i < 4 && roles->actors[i]; i++) {
        const char *z = cell(row, roles->actors[i]);
        cli_text_add(&all, all.n && *z ? "; " : "");
        cli_text_add(&all, z);
    }
    cli_text_sink(&all, "", 1);
    char *out = all.failed ? NULL : text_of(all.p);
    cli_text_free(&all);
    return out;
}

static bool read_days(const cli_roles *roles, cli_row row, cli_record *r, char why[160])
{
    const char *z = cell(row, roles->day), *last = cell(row, roles->last);
    int scale = atoi(cell(row, roles->day_scale));
    int off = scale >= 1 && scale <= 3 && roles->days[scale] ? atoi(roles->days[scale]) : 0;
    r->from = cli_day_of(z);
    r->to = *last ? cli_day_of(last) : r->from;
    if ((*z && r->from == CLI_NO_DAY) || (*last && r->to == CLI_NO_DAY)) {
        snprintf(why, 160, "%s is no date: %.40s", r->from == CLI_NO_DAY ? roles->day : roles->last, r->from == CLI_NO_DAY ? z : last);
        return false;
    }
    if (r->from != CLI_NO_DAY && r->to < r->from) {
        snprintf(why, 160, "%s is before %s", roles->last, roles->day);
        return false;
    }
    r->day = r->from;
    if (r->from != CLI_NO_DAY) {
        r->from -= off;
        r->to += off;
    }
    return true;
}

static bool read_point(const cli_roles *roles, cli_row row, cli_record *r, char why[160])
{
    const char *lat = cell(row, roles->lat), *lon = cell(row, roles->lon);
    if (!*lat && !*lon)
        return true;
    bool good = number(lat, 90, &r->lat);
    if (!good || !number(lon, 180, &r->lon)) {
        snprintf(why, 160, "%s is none: %.40s", good ? roles->lon : roles->lat, good ? lon : lat);
        return false;
    }
    r->located = true;
    return true;
}

/* Whether the point is that of a town or nearer: by the scale, or where the layout names a town by itself. */
static bool is_exact(const cli_roles *roles, cli_row row)
{
    if (!roles->place_scale)
        return *cell(row, "City") != 0;
    int scale = atoi(cell(row, roles->place_scale));
    for (int i = 0; roles->exact[i] >= 0; i++)
        if (roles->exact[i] == scale)
            return true;
    return false;
}

bool cli_record_read(const cli_roles *roles, cli_row row, cli_record *r, char why[160])
{
    const char *type = cell(row, roles->type), *dead = cell(row, roles->dead);
    double n = -1;
    *r = (cli_record){ .match = CLI_NONE, .near = CLI_NONE, .dead = -1 };
    why[0] = 0;
    if (!*cell(row, roles->id))
        snprintf(why, 160, "%s is empty", roles->id);
    else if (*type && !is_kind(roles->kinds, type))
        snprintf(why, 160, "%s is none: %.40s", roles->type, type);
    else if (*dead && !number(dead, 1e9, &n))
        snprintf(why, 160, "%s is no number: %.40s", roles->dead, dead);
    if (*why || !read_days(roles, row, r, why) || !read_point(roles, row, r, why))
        return false;
    r->dead = *dead ? (long long)n : -1;
    r->exact = r->located && is_exact(roles, row);
    r->id = text_of(cell(row, roles->id));
    r->country = text_of(cell(row, roles->country));
    r->country_name = text_of(cell(row, roles->country_name));
    r->place = text_of(cell(row, roles->place));
    r->type = text_of(type);
    r->actors = join_actors(roles, row);
    if (r->id && r->country && r->country_name && r->place && r->type && r->actors)
        return true;
    cli_record_free(r);
    return false;
}
