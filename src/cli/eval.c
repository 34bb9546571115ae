/* khabar eval: how well a data set is read, as one line of JSON. */
#include "eval.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 256 << 20 };

json_t *cli_eval_row(size_t gold, size_t system, size_t right)
{
    return json_pack("{s:f,s:f,s:f,s:I,s:I,s:I}", "precision", system ? (double)right / (double)system : 0.0, "recall",
                     gold ? (double)right / (double)gold : 0.0, "f1", gold + system ? 2.0 * (double)right / (double)(gold + system) : 0.0,
                     "right", (json_int_t)right, "gold", (json_int_t)gold, "system", (json_int_t)system);
}

bool cli_eval_bad(cli_eval_set *set, kh_status code, uint32_t line, const char *format, ...)
{
    va_list rest;
    set->err = (kh_error){ .code = code, .line = line };
    va_start(rest, format);
    vsnprintf(set->err.message, sizeof set->err.message, format, rest);
    va_end(rest);
    return false;
}

bool cli_eval_run(cli_eval_set *set, kh_view text, kh_format format, kh_writing what, uint32_t layers, cli_text *out)
{
    kh_input in = set->options->input;
    kh_result *result = NULL;
    in.bytes = text;
    in.format = format;
    kh_status s = kh_coder_run(set->coder, &in, &result, &set->err);
    if (!s)
        s = layers ? kh_result_annotate(result, layers, cli_text_sink, out, &set->err) : kh_result_write(result, what, cli_text_sink, out, &set->err);
    kh_result_free(result);
    return s == KH_OK && !out->failed;
}

static bool read_file(const char *path, cli_text *bytes, kh_error *err)
{
    char chunk[1 << 16];
    size_t n = 0;
    errno = 0;
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    while (f && bytes->n <= LARGEST && !bytes->failed && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
        cli_text_sink(bytes, chunk, n);
    bool good = f && !ferror(f) && !bytes->failed && bytes->n <= LARGEST;
    if (!good)
        snprintf(err->message, sizeof err->message, "cannot read: %s", bytes->n > LARGEST ? "larger than 256 MiB" : strerror(errno ? errno : EIO));
    if (f && f != stdin)
        fclose(f);
    return good;
}

static int show(const json_t *figures)
{
    cli_text out = { 0 };
    cli_eval_events_show(&out, figures);
    int code = out.failed ? CLI_MEMORY : cli_put(out.p, out.n);
    cli_text_free(&out);
    return code;
}

static int print(json_t *figures, const cli_options *o, const kh_model *model)
{
    json_t *path = json_string(o->files[1]);                /* a name that is no UTF-8 is no JSON */
    json_t *line = json_pack("{s:s,s:o}", "eval", o->files[0], "path", path ? path : json_null());
    json_object_update(line, figures);
    json_object_set_new(line, "made_by", json_string(kh_model_versions(model)));
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
    int code = text ? cli_put(text, strlen(text)) : CLI_MEMORY;
    free(text);
    json_decref(line);
    return code ? code : cli_put("\n", 1);
}

static int score(const cli_options *o, json_t *(*scorer)(cli_eval_set *))
{
    cli_text bytes = { 0 };
    cli_eval_set set = { .options = o };
    kh_model *model = NULL;
    int code = CLI_SOME;
    if (!read_file(o->files[1], &bytes, &set.err)) {
        cli_say_error(o->files[1], 0, &set.err);
        cli_text_free(&bytes);
        return CLI_SOME;
    }
    set.bytes = (kh_view){ bytes.p, bytes.n };
    kh_status s = kh_model_open(&o->model, &model, &set.err);
    if (!s)
        s = kh_coder_new(model, &o->coder, &set.coder, &set.err);
    json_t *figures = s ? NULL : scorer(&set);
    if (figures && scorer == cli_eval_events && cli_format_of(o) == CLI_FORMAT_TABLE)
        code = show(figures);
    else if (figures)
        code = print(figures, o, model);
    else
        cli_say_error(s ? "model" : o->files[1], set.err.line, &set.err);
    json_decref(figures);
    kh_coder_free(set.coder);
    kh_model_close(model);
    cli_text_free(&bytes);
    return s ? cli_exit_of(s) : code;
}

int cli_eval(const cli_options *given)
{
    static const struct { const char *name; json_t *(*score)(cli_eval_set *); uint32_t flags; } all[] = {
        { "syntax", cli_eval_syntax, KH_WHOLE_TEXT | KH_NO_GATE },
        { "names", cli_eval_names, KH_WHOLE_TEXT | KH_NO_GATE | KH_OFFSETS_CHARS },
        { "events", cli_eval_events, 0 },
    };
    cli_options o = *given;
    if (o.count != 2)
        return cli_say_usage("eval takes: syntax FILE, names FILE or events FILE", NULL);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(o.files[0], all[i].name) != 0)
            continue;
        o.coder.flags |= all[i].flags;
        return score(&o, all[i].score);
    }
    return cli_say_usage("nothing of that name can be scored (syntax, names, events)", o.files[0]);
}
