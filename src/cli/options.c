/* The options of all commands: one table for reading, help and suggestions. */
#include "cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct option_row { const char *name, *argument, *does; } option_row;

static const option_row rows[CLI_OPT_COUNT] = {
    [CLI_OPT_HELP] = { "help", NULL, "this help" },
    [CLI_OPT_VERSION] = { "version", NULL, "the version" },
    [CLI_OPT_FORMAT] = { "format", "NAME", "table (if on a terminal), jsonl, csv, tsv or a layout" },
    [CLI_OPT_FORMAT_TEXT] = { "format", "NAME", "text (if not given) or jsonl" },
    [CLI_OPT_MIN_CONFIDENCE] = { "min-confidence", "N", "leave out events below N, from 0 to 1" },
    [CLI_OPT_DATE] = { "date", "YYYY-MM-DD", "when the articles were published" },
    [CLI_OPT_OUTLET] = { "outlet", "NAME", "who published them" },
    [CLI_OPT_JOBS] = { "jobs", "N", "worker threads, 1 if not given; 0: all processors" },
    [CLI_OPT_OFFSETS] = { "offsets", "UNIT", "bytes (if not given) or chars, in and out" },
    [CLI_OPT_NO_GATE] = { "no-gate", NULL, "read every sentence in full" },
    [CLI_OPT_RULES_ONLY] = { "rules-only", NULL, "no learned judgement" },
    [CLI_OPT_LEXICON] = { "lexicon", "FOLDER", "your tables, laid over ours" },
    [CLI_OPT_LAYERS] = { "layers", "LIST", "which layers, joined with commas" },
    [CLI_OPT_TOKENS] = { "tokens", NULL, "input is CoNLL-U; its words and sentences are kept" },
    [CLI_OPT_WHOLE_TEXT] = { "whole-text", NULL, "read forms, credits and advertisement as well" },
    [CLI_OPT_TEXT_ONLY] = { "text", NULL, "title and body as plain text, not JSON" },
    [CLI_OPT_TYPES] = { "types", "LIST", "of names, or all; if not given, PER,ORG,LOC" },
    [CLI_OPT_DB] = { "db", "FILE", "the database" },
    [CLI_OPT_FROM] = { "from", "YYYY-MM-DD", "events on or after that day" },
    [CLI_OPT_TO] = { "to", "YYYY-MM-DD", "events on or before that day" },
    [CLI_OPT_COUNTRY] = { "country", "CODE", "country of the place, ISO 3166-1 alpha-3" },
    [CLI_OPT_ACTOR] = { "actor", "WHO", "id, name, country or country:sector, on either side" },
    [CLI_OPT_TYPE] = { "type", "TYPE", "PLOVER type, such as ASSAULT" },
    [CLI_OPT_MODE] = { "mode", "MODE", "PLOVER mode, such as airstrike" },
    [CLI_OPT_STATUS] = { "status", "STATUS", "occurred, ongoing, future, hypothetical or negated" },
    [CLI_OPT_TEXT] = { "text", "WORDS", "words of the article, in SQLite FTS5 syntax" },
    [CLI_OPT_ARTICLE] = { "article", "ID", "events of one article" },
    [CLI_OPT_LIMIT] = { "limit", "N", "no more than N events" },
    [CLI_OPT_LAYOUT] = { "layout", "NAME", "polecat, icews, gdelt, acled or ged" },
    [CLI_OPT_FORM] = { "format", "NAME", "csv, tsv, jsonl, geojson, gpkg; else by FILE's ending" },
    [CLI_OPT_OUT] = { "out", "FILE", "where to; standard output if not given" },
    [CLI_OPT_NO_HEADING] = { "no-heading", NULL, "no line of column names" },
    [CLI_OPT_WITH] = { "with", "FILE", "the rows to compare with" },
    [CLI_OPT_DAYS] = { "days", "N", "how many days apart one event may stand, 2 if not given" },
    [CLI_OPT_KM] = { "km", "N", "how many kilometres, 50 if not given" },
    [CLI_OPT_FORMAT_LIST] = { "format", "NAME", "table (if on a terminal), jsonl or csv" },
    [CLI_OPT_AS_OF] = { "as-of", "YYYY-MM-DD", "as it was known on that day" },
    [CLI_OPT_FORMAT_SHOWN] = { "format", "NAME", "table (if on a terminal) or jsonl" },
    [CLI_OPT_SUPERSEDED] = { "superseded", NULL, "also events of replaced versions of an article" },
};

/* ------------------------------------------------------------------ values */

static kh_view view_of(const char *z) { return (kh_view){ z, strlen(z) }; }

static bool is_date(const char *z)
{
    static const char pattern[] = "dddd-dd-dd";
    static const int longest[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    for (size_t i = 0; i < sizeof pattern - 1; i++)
        if (pattern[i] == 'd' ? z[i] < '0' || z[i] > '9' : z[i] != pattern[i])
            return false;
    int year = atoi(z), month = atoi(z + 5), day = atoi(z + 8);
    if ((z[10] != 0 && z[10] != 'T') || month < 1 || month > 12)
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day >= 1 && day <= longest[month - 1] + (month == 2 && leap);
}

static int read_date(const char *value, kh_view *date)
{
    if (!is_date(value))
        return cli_say_usage("not a date of the form YYYY-MM-DD", value);
    *date = view_of(value);
    return CLI_DONE;
}

static int read_number(const char *value, double least, double most, bool whole, double *number)
{
    char *end = NULL;
    double n = strtod(value, &end);
    if (end == value || *end || !(n >= least && n <= most) || (whole && n != (double)(long long)n)) {
        char what[80];
        snprintf(what, sizeof what, "not a %snumber from %g to %g", whole ? "whole " : "", least, most);
        return cli_say_usage(what, value);
    }
    *number = n;
    return CLI_DONE;
}

/* Index of value in names, or -1 after the message. */
static int read_choice(const char *value, const char *what, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(value, names[i]) == 0)
            return i;
    cli_say_usage(what, value);
    return -1;
}

static int read_jobs(const char *value, int *jobs)
{
    double n = 1;
    int code = read_number(value, 0, 256, true, &n);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *jobs = n > 0 ? (int)n : processors > 256 ? 256 : processors > 0 ? (int)processors : 1;
    return code;
}

static int read_layers(const char *list, uint32_t *layers)
{
    static const char *const names[] = { "paragraphs", "sentences", "tokens", "names", "times", "places", "actors", "statements", "mentions" };
    static const uint32_t bits[] = { KH_LAYER_PARAGRAPHS, KH_LAYER_SENTENCES, KH_LAYER_TOKENS, KH_LAYER_NAMES,
                                     KH_LAYER_TIMES,      KH_LAYER_PLACES,    KH_LAYER_ACTORS, KH_LAYER_STATEMENTS, KH_LAYER_MENTIONS };
    *layers = 0;
    while (*list) {
        char word[32];
        size_t n = strcspn(list, ",");
        snprintf(word, sizeof word, "%.*s", n < sizeof word ? (int)n : (int)sizeof word - 1, list);
        int i = read_choice(word, "layers are paragraphs,sentences,tokens,names,times,places,actors,statements,mentions", names, 9);
        if (i < 0)
            return CLI_USAGE;
        *layers |= bits[i];
        list += n + (list[n] == ',');
    }
    return *layers ? CLI_DONE : cli_say_usage("no layers given", NULL);
}

/* Of events: what is no format is a layout, which the lexicon knows. */
static int read_format(const char *value, cli_options *o)
{
    static const struct { const char *name; cli_format format; kh_export_form form; } all[] = {
        { "table", CLI_FORMAT_TABLE, KH_EXPORT_USUAL }, { "jsonl", CLI_FORMAT_JSONL, KH_EXPORT_USUAL },
        { "csv", CLI_FORMAT_ROWS, KH_EXPORT_CSV },      { "tsv", CLI_FORMAT_ROWS, KH_EXPORT_TSV },
    };
    o->layout = NULL;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(value, all[i].name) == 0) {
            o->format = all[i].format;
            o->form = all[i].form;
            return CLI_DONE;
        }
    o->format = CLI_FORMAT_ROWS;
    o->form = KH_EXPORT_USUAL;
    o->layout = value;
    return CLI_DONE;
}

static int read_flag(cli_option_id id, const char *value, cli_options *o)
{
    static const char *const texts[] = { "text", "jsonl" };
    static const char *const lists[] = { "table", "jsonl", "csv" };
    static const char *const forms[] = { "csv", "tsv", "jsonl", "geojson", "gpkg" };
    static const char *const offsets[] = { "bytes", "chars" };
    int i;
    switch (id) {
    case CLI_OPT_FORM:
        i = read_choice(value, "formats are csv, tsv, jsonl, geojson, gpkg", forms, 5);
        o->form = i < 0 ? KH_EXPORT_USUAL : (kh_export_form)(KH_EXPORT_CSV + i);
        return i < 0 ? CLI_USAGE : CLI_DONE;
    case CLI_OPT_FORMAT_LIST:
        i = read_choice(value, "formats are table, jsonl, csv", lists, 3);
        o->format = i < 0 ? CLI_FORMAT_AUTO : (cli_format)(CLI_FORMAT_TABLE + i);
        return i < 0 ? CLI_USAGE : CLI_DONE;
    case CLI_OPT_FORMAT_SHOWN:
        i = read_choice(value, "formats are table, jsonl", lists, 2);
        o->format = i < 0 ? CLI_FORMAT_AUTO : (cli_format)(CLI_FORMAT_TABLE + i);
        return i < 0 ? CLI_USAGE : CLI_DONE;
    case CLI_OPT_FORMAT_TEXT:
        i = read_choice(value, "formats are text, jsonl", texts, 2);
        o->format = i == 1 ? CLI_FORMAT_JSONL : CLI_FORMAT_TEXT;
        return i < 0 ? CLI_USAGE : CLI_DONE;
    case CLI_OPT_OFFSETS:
        i = read_choice(value, "offsets are bytes or chars", offsets, 2);
        o->coder.flags |= i == 1 ? KH_OFFSETS_CHARS : 0u;
        return i >= 0 ? CLI_DONE : CLI_USAGE;
    case CLI_OPT_NO_GATE: o->coder.flags |= KH_NO_GATE; return CLI_DONE;
    case CLI_OPT_RULES_ONLY: o->coder.flags |= KH_RULES_ONLY; return CLI_DONE;
    case CLI_OPT_WHOLE_TEXT: o->coder.flags |= KH_WHOLE_TEXT; return CLI_DONE;
    case CLI_OPT_TOKENS: o->tokens = true; return CLI_DONE;
    case CLI_OPT_TEXT_ONLY: o->text_only = true; return CLI_DONE;
    case CLI_OPT_NO_HEADING: o->no_heading = true; return CLI_DONE;
    case CLI_OPT_SUPERSEDED: o->query.superseded = true; return CLI_DONE;
    default: return CLI_USAGE;
    }
}

static int read_option(cli_option_id id, const char *value, cli_options *o)
{
    double n = 0;
    int code;
    switch (id) {
    case CLI_OPT_MIN_CONFIDENCE:
        code = read_number(value, 0, 1, false, &n);
        o->coder.min_confidence = o->query.min_confidence = n;
        return code;
    case CLI_OPT_LIMIT:
        code = read_number(value, 1, 1e15, true, &n);
        o->query.limit = (size_t)n;
        return code;
    case CLI_OPT_DAYS: return read_number(value, 0, 366, false, &o->days);
    case CLI_OPT_KM: return read_number(value, 0, 20000, false, &o->km);
    case CLI_OPT_FORMAT: return read_format(value, o);
    case CLI_OPT_LAYOUT: o->layout = value; return CLI_DONE;
    case CLI_OPT_OUT: o->out = value; return CLI_DONE;
    case CLI_OPT_WITH: o->with = value; return CLI_DONE;
    case CLI_OPT_JOBS: return read_jobs(value, &o->jobs);
    case CLI_OPT_LAYERS: return read_layers(value, &o->layers);
    case CLI_OPT_DATE: return read_date(value, &o->input.date);
    case CLI_OPT_FROM: return read_date(value, &o->query.from);
    case CLI_OPT_TO: return read_date(value, &o->query.to);
    case CLI_OPT_AS_OF: return read_date(value, &o->as_of);
    case CLI_OPT_OUTLET: o->input.outlet = view_of(value); return CLI_DONE;
    case CLI_OPT_LEXICON: o->model.user_lexicon = value; return CLI_DONE;
    case CLI_OPT_TYPES: o->types = value; return CLI_DONE;
    case CLI_OPT_DB: o->db = value; return CLI_DONE;
    case CLI_OPT_COUNTRY: o->query.country = view_of(value); return CLI_DONE;
    case CLI_OPT_ACTOR: o->query.actor = view_of(value); return CLI_DONE;
    case CLI_OPT_TYPE: o->query.type = view_of(value); return CLI_DONE;
    case CLI_OPT_MODE: o->query.mode = view_of(value); return CLI_DONE;
    case CLI_OPT_STATUS: o->query.status = view_of(value); return CLI_DONE;
    case CLI_OPT_TEXT: o->query.text = view_of(value); return CLI_DONE;
    case CLI_OPT_ARTICLE: o->query.article = view_of(value); return CLI_DONE;
    default: return read_flag(id, value, o);
    }
}

/* ------------------------------------------------------------------ the line */

static bool taken(uint64_t set, int id) { return id == CLI_OPT_HELP || (set >> id & 1); }

/* The rows in `set` as getopt wants them; gives their number. */
static int long_options(uint64_t set, struct option *out)
{
    int n = 0;
    for (int id = 0; id < CLI_OPT_COUNT; id++)
        if (taken(set, id))
            out[n++] = (struct option){ rows[id].name, rows[id].argument ? required_argument : no_argument, NULL, id + 1 };
    out[n] = (struct option){ 0 };
    return n;
}

static int unknown_option(const struct option *all, int count, const char *word)
{
    char name[40];
    const char *names[CLI_OPT_COUNT], *bare = word + strspn(word, "-");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(bare, "="), bare);
    for (int i = 0; i < count; i++)
        names[i] = all[i].name;
    const char *near = cli_nearest(name, names, (size_t)count);
    return near ? cli_say_nearest("unknown option", word, "--", near) : cli_say_usage("unknown option", word);
}

int cli_options_read(const cli_command *command, int argc, char **argv, cli_options *o, bool *help)
{
    struct option all[CLI_OPT_COUNT + 1];
    int count = long_options(command->options, all), c;
    *o = (cli_options){ .layers = KH_LAYER_SENTENCES | KH_LAYER_NAMES, .jobs = 1, .days = 2, .km = 50 };
    opterr = 0;
    while ((c = getopt_long(argc, argv, ":h", all, NULL)) != -1) {
        if (c == 'h' || c == CLI_OPT_HELP + 1) {
            *help = true;
            return CLI_DONE;
        }
        if (c == ':')
            return cli_say_usage("the option wants a value", argv[optind - 1]);
        if (c == '?')
            return unknown_option(all, count, argv[optind - 1]);
        o->given |= UINT64_C(1) << (c - 1);
        int code = read_option((cli_option_id)(c - 1), optarg, o);
        if (code)
            return code;
    }
    o->files = argv + optind;
    o->count = argc - optind;
    return CLI_DONE;
}

void cli_options_help(uint64_t set, FILE *to)
{
    for (int id = 0; id < CLI_OPT_COUNT; id++) {
        if (!taken(set, id))
            continue;
        char left[40];
        snprintf(left, sizeof left, "--%s %s", rows[id].name, rows[id].argument ? rows[id].argument : "");
        fprintf(to, "  %-22s %s\n", left, rows[id].does);
    }
}

cli_format cli_format_of(const cli_options *o)
{
    return o->format ? o->format : isatty(STDOUT_FILENO) ? CLI_FORMAT_TABLE : CLI_FORMAT_JSONL;
}
