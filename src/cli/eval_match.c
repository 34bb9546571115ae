/* Values of hand-coded and of coded events, side by side. A hand-coded one is an event of the contract, or says the same more shortly. */
#include "eval_match.h"

#include "fields.h"

#include <ctype.h>
#include <string.h>

const char *const cli_gold_names[CLI_GOLD_FIELDS] = { "mode", "status", "actors", "recipients", "date", "place", "toll" };
static const char *const harms[] = { "killed", "injured", "arrested", "abducted", "displaced", "perpetrators" };
enum { HARMS = sizeof harms / sizeof *harms, NAME = 256, PEOPLE = 64 };

/* ------------------------------------------------------------------ names */

/* Lower case, without an article before it and signs within: " The U.S. Army" is "us army". */
static void fold(const char *z, char out[NAME])
{
    static const char *const articles[] = { "the ", "a ", "an " };
    size_t n = 0;
    for (; *z && n + 1 < NAME; z++) {
        unsigned char c = (unsigned char)*z;
        if (isalnum(c) || c >= 0x80)
            out[n++] = (char)tolower(c);
        else if ((c == ' ' || c == '-') && n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = 0;
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (strncmp(out, articles[i], strlen(articles[i])) == 0) {
            memmove(out, out + strlen(articles[i]), n - strlen(articles[i]) + 1);
            return;
        }
}

/* Whether all words of `part` stand in a row in `whole`. */
static bool holds(const char *whole, const char *part)
{
    size_t n = strlen(part);
    for (const char *at = whole; n >= 3 && (at = strstr(at, part)); at++)
        if ((at == whole || at[-1] == ' ') && (at[n] == 0 || at[n] == ' '))
            return true;
    return false;
}

static bool same_name(const char *a, const char *b)
{
    char x[NAME], y[NAME];
    fold(a, x);
    fold(b, y);
    return *x && *y && (strcmp(x, y) == 0 || holds(x, y) || holds(y, x));
}

/* ------------------------------------------------------------------ people and places */

static bool has_text(const json_t *list, const char *z)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *v = json_string_value(json_array_get(list, i));
        if (v && strcasecmp(v, z) == 0)
            return true;
    }
    return json_is_string(list) && strcasecmp(json_string_value(list), z) == 0;
}

/* "AFG", "AFG:REB", ":REB" */
static bool same_code(const char *code, const json_t *who)
{
    char country[8];
    size_t n = strcspn(code, ":");
    if (n > 3 || (n != 3 && n != 0) || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ:") != strlen(code) || (!code[n] && n != 3))
        return false;
    snprintf(country, sizeof country, "%.*s", (int)n, code);
    return (!*country || has_text(cli_field(who, "country"), country)) && (!code[n] || strcasecmp(cli_field_text(who, "sector"), code + n + 1) == 0);
}

static bool text_is(const char *gold, const json_t *who)
{
    static const char *const keys[] = { "name", "text", "id" };
    for (int i = 0; i < 3; i++)
        if (same_name(gold, cli_field_text(who, keys[i])))
            return true;
    return same_code(gold, who);
}

/* A hand-coded somebody (or place): its words, or an object of which the first of name, text, id and country that is there must fit. */
static bool same(const json_t *gold, const json_t *who)
{
    static const char *const keys[] = { "name", "text", "id" };
    if (json_is_string(gold))
        return text_is(json_string_value(gold), who);
    bool asked = false;
    for (int i = 0; i < 3; i++) {
        const char *z = cli_field_text(gold, keys[i]);
        asked |= *z != 0;
        if (*z && text_is(z, who))
            return true;
    }
    const json_t *country = cli_field(gold, "country");
    const char *code = json_is_array(country) ? json_string_value(json_array_get(country, 0)) : json_string_value(country);
    const char *sector = cli_field_text(gold, "sector");
    bool fits = (!code || has_text(cli_field(who, "country"), code)) && (!*sector || strcmp(sector, cli_field_text(who, "sector")) == 0);
    return !asked && (code || *sector) && fits;
}

/* A list, or one thing that stands for a list of it. */
static size_t size_of(const json_t *v) { return json_is_array(v) ? json_array_size(v) : v && !json_is_null(v); }
static const json_t *part_of(const json_t *v, size_t i) { return json_is_array(v) ? json_array_get(v, i) : v; }

static void compare_people(const json_t *gold, const json_t *coded, cli_gold_count *c)
{
    bool taken[PEOPLE] = { false };
    size_t n = size_of(gold), m = json_array_size(coded) < PEOPLE ? json_array_size(coded) : PEOPLE;
    c->gold += n;
    c->system += m;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (!taken[k] && same(part_of(gold, i), json_array_get(coded, k))) {
                taken[k] = true;
                c->right++;
                break;
            }
}

static void compare_place(const json_t *gold, const json_t *event, cli_gold_count *c)
{
    const json_t *place = cli_field(event, "place");
    bool named = gold && !json_is_null(gold);
    c->gold += named;
    c->system += place != NULL;
    c->right += named && place && same(gold, place);
}

/* ------------------------------------------------------------------ days, numbers, words */

/* "2014-05-04", "2014-05-01/2014-05-31", or an object with start and end. */
static bool days_of(const json_t *v, char from[16], char to[16])
{
    const char *z = json_string_value(v);
    from[0] = to[0] = 0;
    if (z) {
        const char *slash = strchr(z, '/');
        snprintf(from, 16, "%.10s", z);
        snprintf(to, 16, "%.10s", slash ? slash + 1 : z);
    } else if (v) {
        const char *last = cli_field_text(v, "end");
        snprintf(from, 16, "%.10s", cli_field_text(v, "start"));
        snprintf(to, 16, "%.10s", *last ? last : from);
    }
    return *from != 0;
}

static void compare_date(const json_t *gold, const json_t *event, cli_gold_count *c)
{
    char a[16], b[16], x[16], y[16];
    bool told = days_of(gold, a, b), coded = days_of(cli_field(event, "date"), x, y);
    c->gold += told;
    c->system += coded;
    c->right += told && coded && strcmp(a, x) == 0 && strcmp(b, y) == 0;
}

static void compare_word(const json_t *gold, const char *coded, cli_gold_count *c)
{
    const char *z = json_string_value(gold);
    c->gold += z && *z;
    c->system += *coded != 0;
    c->right += z && *z && strcasecmp(z, coded) == 0;
}

/* A number, or an object of which best counts, else low, else high; -1: none. */
static long long toll_of(const json_t *toll, const char *harm)
{
    static const char *const kinds[] = { "best", "low", "high" };
    const json_t *t = json_object_get(toll, harm), *n = json_is_integer(t) ? t : NULL;
    for (int i = 0; i < 3 && !n; i++)
        n = cli_field(t, kinds[i]);
    return json_is_integer(n) ? json_integer_value(n) : -1;
}

static void compare_toll(const json_t *gold, const json_t *event, cli_gold_count *c)
{
    for (int i = 0; i < HARMS; i++) {
        long long a = toll_of(gold, harms[i]), b = toll_of(cli_field(event, "toll"), harms[i]);
        c->gold += a >= 0;
        c->system += b >= 0;
        c->right += a >= 0 && a == b;
    }
}

/* ------------------------------------------------------------------ events */

void cli_gold_compare(cli_gold_field field, const json_t *gold, const json_t *event, cli_gold_count *c)
{
    const json_t *v = json_object_get(gold, cli_gold_names[field]);
    if (!v)
        return;
    switch (field) {
    case CLI_GOLD_MODE: compare_word(v, cli_field_text(event, "mode"), c); break;
    case CLI_GOLD_STATUS: compare_word(v, cli_field_text(event, "status"), c); break;
    case CLI_GOLD_ACTORS: compare_people(v, cli_field(event, "actors"), c); break;
    case CLI_GOLD_RECIPIENTS: compare_people(v, cli_field(event, "recipients"), c); break;
    case CLI_GOLD_DATE: compare_date(v, event, c); break;
    case CLI_GOLD_PLACE: compare_place(v, event, c); break;
    default: compare_toll(v, event, c);
    }
}

size_t cli_gold_common(const json_t *gold, const json_t *event)
{
    cli_gold_count c = { 0 };
    const char *trigger = cli_field_text(gold, "trigger.text");
    const json_t *short_one = json_object_get(gold, "trigger");
    for (int f = 0; f < CLI_GOLD_FIELDS; f++)
        if (f != CLI_GOLD_STATUS)
            cli_gold_compare((cli_gold_field)f, gold, event, &c);
    if (json_is_string(short_one))
        trigger = json_string_value(short_one);
    return c.right + 3 * (*trigger && same_name(trigger, cli_field_text(event, "trigger.text")));
}

const char *cli_gold_bad(const json_t *gold)
{
    static const char *const types[] = { "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
                                         "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT" };
    static const char *const statuses[] = { "occurred", "ongoing", "future", "hypothetical", "negated" };
    const char *type = cli_field_text(gold, "type"), *status = cli_field_text(gold, "status");
    bool known = false, told = !*status;
    if (!json_is_object(gold))
        return "an event is an object";
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        known |= strcasecmp(type, types[i]) == 0;
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        told |= strcasecmp(status, statuses[i]) == 0;
    if (!known)
        return "an event's type is one of PLOVER's sixteen";
    return told ? NULL : "a status is occurred, ongoing, future, hypothetical or negated";
}
