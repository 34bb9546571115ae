/* khabar: the command. Uses include/khabar.h alone. */
#include "khabar.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_DONE = 0, EXIT_SOME = 1, EXIT_USAGE = 2, EXIT_MODEL = 3, EXIT_STORE = 4, EXIT_MEMORY = 5 };

typedef struct options {
    kh_model_options model;
    kh_coder_options coder;
    kh_input input;
    uint32_t layers;
    bool tokens;
} options;

static const char help[] =
    "usage: khabar COMMAND [OPTIONS] [FILE...]     - is standard input\n"
    "\n"
    "  code FILE             events as JSON Lines, one a line; --min-confidence N leaves out what is below\n"
    "  parse FILE            sentences, tags, lemmas and trees as CoNLL-U; --tokens keeps the words of a CoNLL-U file\n"
    "  annotate FILE         layers as JSON, one object an article; --layers sentences,names,times,places,actors\n"
    "  extract FILE          what of the input is text, and the role of each paragraph, as JSON\n"
    "  lexicon check FOLDER  finds what is wrong in tables, with file and line\n"
    "\n"
    "  --date YYYY-MM-DD   when the article was published      --outlet NAME\n"
    "  --offsets chars     count code points, not bytes        --lexicon FOLDER   tables laid over ours\n"
    "  --help  --version\n"
    "\n"
    "Input is plain text or JSON Lines (id, url, title, date, outlet, text).\n"
    "example: khabar annotate --layers names,actors --date 2021-08-30 story.txt\n";

static int say_usage(const char *what, const char *word)
{
    fprintf(stderr, "khabar: %s%s%s; see khabar --help\n", what, word ? ": " : "", word ? word : "");
    return EXIT_USAGE;
}

static int exit_of(kh_status s)
{
    switch (s) {
    case KH_OK: return EXIT_DONE;
    case KH_E_MODEL: return EXIT_MODEL;
    case KH_E_STORE: return EXIT_STORE;
    case KH_E_NOMEM: return EXIT_MEMORY;
    case KH_E_USAGE: return EXIT_USAGE;
    default: return EXIT_SOME;
    }
}

static void say_error(const char *file, uint32_t line, const kh_error *e)
{
    const char *name = e->file[0] ? e->file : file;
    uint32_t n = e->line ? e->line : line;
    if (n)
        fprintf(stderr, "khabar: %s:%u: %s\n", name, n, e->message);
    else
        fprintf(stderr, "khabar: %s: %s (byte %llu)\n", name, e->message, (unsigned long long)e->at);
}

static int to_stdout(void *ctx, const char *p, size_t n) { return fwrite(p, 1, n, ctx) != n; }

/* ------------------------------------------------------------------ files */

typedef struct bytes { char *p; size_t n; } bytes;

enum { MAX_FILE = 1 << 30 };

/* 0, or an errno. */
static int read_file(const char *path, bytes *out)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    size_t capacity = 0;
    *out = (bytes){ NULL, 0 };
    if (!f)
        return errno;
    int failed = 0;
    for (;;) {
        if (out->n == capacity) {
            capacity = capacity ? capacity * 2 : 1 << 16;
            char *p = capacity <= MAX_FILE ? realloc(out->p, capacity) : NULL;
            if (!p) {
                failed = capacity > MAX_FILE ? EFBIG : ENOMEM;
                break;
            }
            out->p = p;
        }
        size_t n = fread(out->p + out->n, 1, capacity - out->n, f);
        out->n += n;
        if (n == 0) {
            failed = ferror(f) ? errno : 0;
            break;
        }
    }
    if (f != stdin)
        fclose(f);
    return failed;
}

/* ------------------------------------------------------------------ commands over articles */

typedef enum job { JOB_PARSE, JOB_ANNOTATE, JOB_EXTRACT, JOB_CODE } job;

static kh_status write_result(const kh_result *r, job j, const options *o, kh_error *err)
{
    switch (j) {
    case JOB_PARSE: return kh_result_write(r, KH_WRITE_CONLLU, to_stdout, stdout, err);
    case JOB_CODE: return kh_result_write(r, KH_WRITE_EVENTS, to_stdout, stdout, err);
    case JOB_EXTRACT: return kh_result_write(r, KH_WRITE_ARTICLE, to_stdout, stdout, err);
    default: return kh_result_annotate(r, o->layers, to_stdout, stdout, err);
    }
}

static int one_article(kh_coder *coder, const options *o, job j, const char *path, kh_view item, kh_format format, uint32_t line)
{
    kh_input in = o->input;
    in.bytes = item;
    in.format = format;
    kh_result *r = NULL;
    kh_error err = { 0 };
    kh_status s = j == JOB_EXTRACT ? kh_coder_extract(coder, &in, &r, &err) : kh_coder_run(coder, &in, &r, &err);
    if (!s)
        s = write_result(r, j, o, &err);
    kh_result_free(r);
    if (s)
        say_error(path, format == KH_FORMAT_JSON ? line : 0, &err);
    return s == KH_E_NOMEM ? EXIT_MEMORY : s ? EXIT_SOME : EXIT_DONE;
}

static int one_file(kh_coder *coder, const options *o, job j, const char *path)
{
    bytes b;
    int failed = read_file(path, &b), worst = EXIT_DONE;
    if (failed) {
        fprintf(stderr, "khabar: %s: cannot read: %s\n", path, strerror(failed));
        free(b.p);
        return EXIT_SOME;
    }
    if (b.n == 0)
        fprintf(stderr, "khabar: %s: empty, nothing to do\n", path);
    kh_format format = o->tokens ? KH_FORMAT_CONLLU : KH_FORMAT_AUTO;
    size_t at = 0;
    kh_view item;
    uint32_t line = 0;
    while (kh_input_next((kh_view){ b.p, b.n }, &format, &at, &item, &line)) {
        int code = one_article(coder, o, j, path, item, format, line);
        worst = code > worst ? code : worst;
    }
    free(b.p);
    return worst;
}

static int run_articles(const options *o, job j, char **files, int count)
{
    if (count == 0)
        return say_usage("no input file", NULL);
    kh_error err = { 0 };
    kh_model *model = NULL;
    kh_coder *coder = NULL;
    kh_status s = kh_model_open(&o->model, &model, &err);
    if (!s)
        s = kh_coder_new(model, &o->coder, &coder, &err);
    int worst = exit_of(s);
    if (s)
        say_error("model", 0, &err);
    for (int i = 0; !s && i < count; i++) {
        int code = one_file(coder, o, j, files[i]);
        worst = code > worst ? code : worst;
    }
    kh_coder_free(coder);
    kh_model_close(model);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "khabar: standard output: %s\n", strerror(errno));
        return EXIT_MEMORY;
    }
    return worst;
}

/* ------------------------------------------------------------------ lexicon */

static void say_finding(void *ctx, const kh_error *finding)
{
    (void)ctx;
    fprintf(stderr, "khabar: %s:%u: %s\n", finding->file, finding->line, finding->message);
}

static int run_lexicon(char **words, int count)
{
    if (count != 2 || strcmp(words[0], "check") != 0)
        return say_usage("lexicon takes: check FOLDER", NULL);
    kh_error err = { 0 };
    kh_status s = kh_lexicon_check(words[1], say_finding, NULL, &err);
    if (s && s != KH_E_MODEL)
        say_error(words[1], 0, &err);
    return s ? EXIT_MODEL : EXIT_DONE;
}

/* ------------------------------------------------------------------ options */

static bool read_layers(const char *list, uint32_t *layers)
{
    static const struct { const char *name; uint32_t bit; } all[] = {
        { "paragraphs", KH_LAYER_PARAGRAPHS }, { "sentences", KH_LAYER_SENTENCES }, { "tokens", KH_LAYER_TOKENS },
        { "names", KH_LAYER_NAMES },           { "actors", KH_LAYER_ACTORS },       { "times", KH_LAYER_TIMES },
        { "places", KH_LAYER_PLACES },
    };
    *layers = 0;
    while (*list) {
        size_t n = strcspn(list, ","), i = 0;
        for (; i < sizeof all / sizeof *all; i++)
            if (strlen(all[i].name) == n && strncmp(all[i].name, list, n) == 0)
                break;
        if (i == sizeof all / sizeof *all)
            return false;
        *layers |= all[i].bit;
        list += n + (list[n] == ',');
    }
    return *layers != 0;
}

static bool is_date(const char *z)
{
    static const char pattern[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof pattern - 1; i++)
        if (pattern[i] == 'd' ? z[i] < '0' || z[i] > '9' : z[i] != pattern[i])
            return false;
    int month = (z[5] - '0') * 10 + z[6] - '0', day = (z[8] - '0') * 10 + z[9] - '0';
    return (z[10] == 0 || z[10] == 'T') && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static int one_option(int c, const char *value, options *o)
{
    switch (c) {
    case 'd':
        if (!is_date(value))
            return say_usage("not a date of the form YYYY-MM-DD", value);
        o->input.date = (kh_view){ value, strlen(value) };
        return 0;
    case 'o': o->input.outlet = (kh_view){ value, strlen(value) }; return 0;
    case 'l':
        if (!read_layers(value, &o->layers))
            return say_usage("layers are paragraphs,sentences,tokens,names,times,places,actors", value);
        return 0;
    case 'f':
        if (strcmp(value, "chars") != 0 && strcmp(value, "bytes") != 0)
            return say_usage("offsets are bytes or chars", value);
        if (value[0] == 'c')
            o->coder.flags |= KH_OFFSETS_CHARS;
        return 0;
    case 'x': o->model.user_lexicon = value; return 0;
    case 't': o->tokens = true; return 0;
    default: return EXIT_USAGE;
    }
}

int main(int argc, char **argv)
{
    static const struct option table[] = {
        { "date", required_argument, NULL, 'd' },    { "outlet", required_argument, NULL, 'o' },  { "layers", required_argument, NULL, 'l' },
        { "offsets", required_argument, NULL, 'f' }, { "lexicon", required_argument, NULL, 'x' }, { "tokens", no_argument, NULL, 't' },
        { "help", no_argument, NULL, 'h' },          { "version", no_argument, NULL, 'v' },       { NULL, 0, NULL, 0 },
    };
    options o = { .layers = KH_LAYER_SENTENCES | KH_LAYER_NAMES };
    int c;
    opterr = 0;
    while ((c = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (c == 'h')
            return fputs(help, stdout) < 0;
        if (c == 'v')
            return printf("khabar %s\n", kh_version()) < 0;
        if (c == '?')
            return say_usage("unknown or incomplete option", argv[optind - 1]);
        int code = one_option(c, optarg, &o);
        if (code)
            return code;
    }
    if (optind >= argc)
        return say_usage("no command", NULL);
    const char *command = argv[optind++];
    char **rest = argv + optind;
    int count = argc - optind;
    if (strcmp(command, "parse") == 0) {
        o.coder.flags |= KH_WHOLE_TEXT;
        return run_articles(&o, JOB_PARSE, rest, count);
    }
    if (strcmp(command, "code") == 0)
        return run_articles(&o, JOB_CODE, rest, count);
    if (strcmp(command, "annotate") == 0)
        return run_articles(&o, JOB_ANNOTATE, rest, count);
    if (strcmp(command, "extract") == 0)
        return run_articles(&o, JOB_EXTRACT, rest, count);
    if (strcmp(command, "lexicon") == 0)
        return run_lexicon(rest, count);
    return say_usage("unknown command", command);
}
