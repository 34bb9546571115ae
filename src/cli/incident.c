/* khabar incident: what a store knows of incidents, and its corrections. */
#include "cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct showing { bool table, whole, begun, stopped; int code; } showing;

static const char *text_at(const json_t *o, const char *name)
{
    const char *z = json_string_value(json_object_get(o, name));
    return z ? z : "-";
}

/* A number or a line where there is none. */
static const char *number_at(const json_t *o, const char *name, char z[24])
{
    const json_t *v = json_object_get(o, name);
    if (json_is_integer(v))
        snprintf(z, 24, "%lld", (long long)json_integer_value(v));
    else
        snprintf(z, 24, "-");
    return z;
}

static void toll(const json_t *incident, const char *harm, cli_text *out)
{
    const json_t *t = json_object_get(json_object_get(incident, "toll"), harm);
    char low[24], best[24], high[24];
    if (!t)
        return;
    cli_text_printf(out, "  %s %s", harm, number_at(t, "best", best));
    if (strcmp(number_at(t, "low", low), number_at(t, "high", high)) != 0)
        cli_text_printf(out, " (%s-%s)", low, high);
}

static void row(const json_t *i, cli_text *out)
{
    static const char *const harms[] = { "killed", "injured", "arrested", "abducted", "displaced" };
    const json_t *place = json_object_get(i, "place"), *date = json_object_get(i, "date");
    char reports[24], sources[24];
    cli_text_printf(out, "%s  %s  %-9s %-16s %s, %s  reports %s, sources %s", text_at(i, "id"), date ? text_at(date, "start") : "-", text_at(i, "type"),
                    text_at(i, "mode"), text_at(place, "name"), text_at(place, "country"), number_at(i, "reports", reports),
                    number_at(i, "sources", sources));
    for (int h = 0; h < 5; h++)
        toll(i, harms[h], out);
    cli_text_add(out, "\n");
}

static void details(const json_t *i, cli_text *out)
{
    size_t k;
    json_t *m;
    char killed[24], version[24], reports[24];
    if (json_is_string(json_object_get(i, "merged_into")))
        cli_text_printf(out, "merged into %s\n", text_at(i, "merged_into"));
    cli_text_add(out, "\nreports\n");
    json_array_foreach(json_object_get(i, "members"), k, m)
        cli_text_printf(out, "  %s  %s  %s  %s  killed %s  p %.2f: %s\n", text_at(m, "event"), text_at(m, "published"), text_at(m, "article"),
                        text_at(m, "trigger"), number_at(m, "killed", killed), json_number_value(json_object_get(m, "probability")), text_at(m, "reason"));
    cli_text_add(out, "\nhistory\n");
    json_array_foreach(json_object_get(i, "versions"), k, m)
        cli_text_printf(out, "  %s  %s  %s %s; reports %s, killed %s, %s\n", number_at(m, "version", version), text_at(m, "day"), text_at(m, "what"),
                        text_at(m, "article"), number_at(m, "reports", reports), number_at(m, "killed", killed), text_at(m, "place"));
}

static int print(void *ctx, kh_view json, kh_view unused)
{
    showing *s = ctx;
    (void)unused;
    s->stopped = cli_interrupted();
    if (s->stopped)
        return 1;
    if (!s->table) {
        s->code = cli_put(json.p, json.n);
        s->code = s->code ? s->code : cli_put("\n", 1);
        return s->code;
    }
    cli_text out = { 0 };
    json_t *incident = json_loadb(json.p, json.n, 0, NULL);
    row(incident, &out);
    if (s->whole)
        details(incident, &out);
    for (size_t i = 0; i < out.n; i++)          /* names come from articles: nothing of theirs steers a terminal */
        if ((unsigned char)out.p[i] < ' ' && out.p[i] != '\n')
            out.p[i] = ' ';
    s->code = out.failed ? cli_say_memory() : cli_put(out.p, out.n);
    cli_text_free(&out);
    json_decref(incident);
    return s->code;
}

static kh_view view_of(const char *z) { return (kh_view){ z, strlen(z) }; }

static int told(const cli_options *o, kh_status status, const kh_error *err)
{
    if (status == KH_E_USAGE)
        return cli_say_usage(err->message, NULL);
    cli_say_error(o->db, 0, err);
    return status == KH_E_IO ? CLI_MEMORY : cli_exit_of(status);
}

static int show(kh_store *store, const cli_options *o, kh_view id)
{
    kh_error err = { 0 };
    showing s = { .table = cli_format_of(o) == CLI_FORMAT_TABLE, .whole = id.n > 0 };
    kh_incident_query q = { .id = id, .as_of = o->as_of, .from = o->query.from, .to = o->query.to, .country = o->query.country, .type = o->query.type,
                            .limit = o->query.limit };
    kh_status status = kh_store_incidents(store, &q, print, &s, &err);
    if (s.stopped)
        return CLI_INTERRUPTED;
    return status == KH_E_SINK ? s.code : status ? told(o, status, &err) : CLI_DONE;
}

static int say_correction(const char *what, const char *id, const char *other)
{
    json_t *o = json_pack("{s:s,s:s,s:s}", "what", what, "incident", id, "other", other);
    char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;
    int code = text ? cli_put(text, strlen(text)) : cli_say_memory();
    code = code ? code : cli_put("\n", 1);
    free(text);
    json_decref(o);
    return code;
}

static int merge(kh_store *store, const cli_options *o)
{
    kh_error err = { 0 };
    kh_status status = kh_store_merge(store, view_of(o->files[1]), view_of(o->files[2]), &err);
    return status ? told(o, status, &err) : say_correction("merge", o->files[1], o->files[2]);
}

static int split(kh_store *store, const cli_options *o)
{
    kh_error err = { 0 };
    char made[32];
    size_t count = (size_t)o->count - 2;
    kh_view *events = calloc(count + 1, sizeof *events);
    if (!events)
        return cli_say_memory();
    for (size_t i = 0; i < count; i++)
        events[i] = view_of(o->files[i + 2]);
    kh_status status = kh_store_split(store, view_of(o->files[1]), events, count, made, &err);
    free(events);
    return status ? told(o, status, &err) : say_correction("split", o->files[1], made);
}

static int run(kh_store *store, const cli_options *o)
{
    const char *what = o->files[0];
    return strcmp(what, "list") == 0 ? show(store, o, (kh_view){ NULL, 0 }) : strcmp(what, "show") == 0 ? show(store, o, view_of(o->files[1]))
           : strcmp(what, "merge") == 0 ? merge(store, o) : split(store, o);
}

static int check(const cli_options *o)
{
    static const struct { const char *name; int least, most; const char *wants; } all[] = {
        { "list", 1, 1, "list takes nothing more" }, { "show", 2, 2, "show wants the id of an incident" },
        { "merge", 3, 3, "merge wants two ids: which, into which" }, { "split", 3, 1 << 20, "split wants an id and the events that leave it" },
    };
    if (!o->count)
        return cli_say_usage("list, show, merge or split", NULL);
    for (int i = 0; i < 4; i++)
        if (strcmp(o->files[0], all[i].name) == 0)
            return o->count < all[i].least || o->count > all[i].most ? cli_say_usage(all[i].wants, NULL)
                   : !o->db                                          ? cli_say_usage("--db FILE is missing", NULL)
                                                                     : CLI_DONE;
    return cli_say_usage("list, show, merge or split, not", o->files[0]);
}

int cli_incident(const cli_options *o)
{
    kh_store *store = NULL;
    int code = check(o);
    code = code ? code : cli_store_open(o, CLI_MEMORY, &store);
    if (code)
        return code;
    code = run(store, o);
    kh_store_close(store);
    return code;
}
