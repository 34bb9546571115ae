/* Files, folders and standard input as a row of articles. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 1 << 16,
    ARTICLE = 8 << 20,           /* the library's cap of one document: one byte more is enough to be refused by it */
    FEED = 256 << 20             /* a file of many articles that must be read whole */
};

struct cli_reader {
    const cli_options *options;
    void (*idle)(void *ctx);
    void *ctx;
    int next;                    /* of options->files */
    FTS *tree;                   /* of the current one */
    char *name;                  /* the open file; NULL: none */
    int fd;
    char *buffer;                /* unread bytes: [at, n) */
    size_t at, n, capacity;
    bool begun, lines, skipping, end;
    kh_format format;
    uint32_t line;               /* of buffer[at] */
    uint64_t bytes;
};

cli_reader *cli_reader_new(const cli_options *options, void (*idle)(void *ctx), void *ctx)
{
    cli_reader *r = calloc(1, sizeof *r);
    if (r)
        *r = (cli_reader){ .options = options, .idle = idle, .ctx = ctx, .fd = -1 };
    return r;
}

static void close_file(cli_reader *r)
{
    if (r->fd > STDIN_FILENO)
        close(r->fd);
    free(r->name);
    r->name = NULL;
    r->fd = -1;
    r->at = r->n = 0;
}

void cli_reader_free(cli_reader *r)
{
    if (!r)
        return;
    close_file(r);
    if (r->tree)
        fts_close(r->tree);
    free(r->buffer);
    free(r);
}

void cli_item_free(cli_item *item)
{
    free(item->file);
    free(item->bytes);
    *item = (cli_item){ 0 };
}

/* Stands for something that is no article: with KH_OK a note, else a failure. */
__attribute__((format(printf, 4, 5)))
static bool say(cli_item *item, const char *file, kh_status status, const char *format, ...)
{
    va_list rest;
    *item = (cli_item){ .file = strdup(file ? file : "-"), .status = status };
    va_start(rest, format);
    vsnprintf(item->message, sizeof item->message, format, rest);
    va_end(rest);
    return item->file != NULL;
}

/* ------------------------------------------------------------------ bytes of one file */

static bool reserve(cli_reader *r, size_t more)
{
    if (r->at > 0 && r->at >= r->n / 2) {      /* moving less than what was read keeps this linear */
        memmove(r->buffer, r->buffer + r->at, r->n - r->at);
        r->n -= r->at;
        r->at = 0;
    }
    if (r->capacity - r->n >= more)
        return true;
    size_t capacity = r->capacity ? r->capacity : CHUNK;
    while (capacity - r->n < more)
        capacity *= 2;
    char *p = realloc(r->buffer, capacity);
    if (!p)
        return false;
    r->buffer = p;
    r->capacity = capacity;
    return true;
}

/* Reads some more; 0 at the end of the file, else an errno with r->end set. */
static int fill(cli_reader *r)
{
    if (r->end)
        return 0;
    if (!reserve(r, CHUNK)) {
        r->end = true;
        return ENOMEM;
    }
    struct pollfd ready = { .fd = r->fd, .events = POLLIN };
    if (r->idle && poll(&ready, 1, 0) == 0)
        r->idle(r->ctx);
    ssize_t got = read(r->fd, r->buffer + r->n, r->capacity - r->n);
    if (got > 0) {
        r->n += (size_t)got;
        r->bytes += (uint64_t)got;
        return 0;
    }
    r->end = true;
    return got < 0 && errno != EINTR ? errno : 0;
}

/* Reads on until `want` bytes are there or the file ends. */
static int fill_to(cli_reader *r, size_t want)
{
    int failed = 0;
    while (!failed && !r->end && r->n - r->at < want)
        failed = fill(r);
    return failed;
}

static bool failed_read(cli_reader *r, cli_item *item, int why)
{
    bool said = say(item, r->name, why == ENOMEM ? KH_E_NOMEM : KH_E_IO, "cannot read: %s", strerror(why));
    close_file(r);
    return said;
}

/* An article of n bytes from r->at on. */
static bool take(cli_reader *r, size_t n, uint32_t line, cli_item *item)
{
    *item = (cli_item){ .file = strdup(r->name), .line = line, .format = r->format, .n = n, .bytes = malloc(n ? n : 1) };
    if (item->file && item->bytes) {
        memcpy(item->bytes, r->buffer + r->at, n);
        return true;
    }
    cli_item_free(item);
    return failed_read(r, item, ENOMEM);
}

/* ------------------------------------------------------------------ JSON Lines */

static void drop(cli_reader *r, size_t n)
{
    for (const char *p = r->buffer + r->at, *end = p + n; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        r->line++;
    r->at += n;
}

/* Bytes up to the next line break or the end, ARTICLE + 1 at most; the rest of such a line is skipped. */
static int find_line(cli_reader *r, size_t *n)
{
    size_t seen = 0;
    for (;;) {
        size_t have = r->n - r->at;
        const char *end = have > seen ? memchr(r->buffer + r->at + seen, '\n', have - seen) : NULL;
        *n = end ? (size_t)(end - (r->buffer + r->at)) : have;
        if (*n > ARTICLE)
            *n = ARTICLE + 1;
        if (end || r->end || *n > ARTICLE)
            return 0;
        seen = have;
        int failed = fill(r);
        if (failed)
            return failed;
    }
}

static bool is_blank(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && (p[i] == ' ' || p[i] == '\t' || p[i] == '\r'))
        i++;
    return i == n;
}

static bool next_line(cli_reader *r, cli_item *item)
{
    for (;;) {
        size_t n;
        int failed = find_line(r, &n);
        if (failed)
            return failed_read(r, item, failed);
        if (n == 0 && r->at == r->n) {
            close_file(r);
            return false;
        }
        bool whole = n <= ARTICLE, wanted = !r->skipping && !is_blank(r->buffer + r->at, n);
        uint32_t line = r->line;
        if (wanted && !take(r, n, line, item))
            return false;
        if (!r->name)                          /* take had no memory: the item says so */
            return true;
        drop(r, n + (whole && r->at + n < r->n));
        r->skipping = !whole;
        if (wanted)
            return true;
    }
}

/* ------------------------------------------------------------------ files that are read whole */

/* What the bytes read so far look like. */
static kh_format look(const cli_reader *r)
{
    kh_format format = r->options->tokens ? KH_FORMAT_CONLLU : KH_FORMAT_AUTO;
    kh_view first;
    size_t at = 0;
    kh_input_next((kh_view){ r->buffer, r->n }, &format, &at, &first, NULL);
    return format;
}

/* Decides how the file is read. True with an item where there is something to say instead. */
static bool begin_file(cli_reader *r, cli_item *item)
{
    r->begun = true;
    int failed = fill_to(r, 4);                /* enough to tell a byte order mark and the first sign */
    if (!failed && r->n == 0) {
        bool said = say(item, r->name, KH_OK, "empty, nothing to do");
        close_file(r);
        return said;
    }
    r->lines = !failed && look(r) == KH_FORMAT_JSON;
    if (!failed && !r->lines)
        failed = fill_to(r, ARTICLE + 1);
    const char *binary = failed || r->lines ? NULL : cli_binary(r->buffer, r->n);
    if (binary) {
        bool said = say(item, r->name, KH_E_INPUT, "%s", binary);
        item->line = 1;
        close_file(r);
        return said;
    }
    if (!failed && !r->lines && !r->end && look(r) == KH_FORMAT_FEED)
        failed = fill_to(r, FEED);
    if (r->lines)
        r->format = KH_FORMAT_JSON;
    return failed ? failed_read(r, item, failed) : false;
}

static bool next_part(cli_reader *r, cli_item *item)
{
    kh_view all = { r->buffer, r->n }, part;
    size_t after = r->at;
    if (!kh_input_next(all, &r->format, &after, &part, NULL)) {
        close_file(r);
        return false;
    }
    drop(r, (size_t)(part.p - r->buffer) - r->at);       /* counts the lines before it, once */
    bool taken = take(r, part.n, r->line, item);
    if (r->name)
        drop(r, after - r->at);
    return taken;
}

/* ------------------------------------------------------------------ which files */

static void open_file(cli_reader *r, const char *name, int fd)
{
    r->fd = fd;
    r->name = strdup(name);
    r->at = r->n = 0;
    r->begun = r->lines = r->skipping = r->end = false;
    r->format = r->options->tokens ? KH_FORMAT_CONLLU : KH_FORMAT_AUTO;
    r->line = 1;
}

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static FTS *open_tree(char *path)
{
    char *paths[] = { path, NULL };
    return fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
}

/* Tables of numbers or expectations that lie beside articles. */
static bool is_table(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && (strcmp(name + n - 4, ".tsv") == 0 || strcmp(name + n - 4, ".csv") == 0);
}

/* The next regular file of a tree, or what cannot be read of it; NULL at its end. What the user named himself may be of any kind. */
static FTSENT *next_entry(FTS *tree)
{
    FTSENT *e;
    while ((e = fts_read(tree)) != NULL) {
        if (e->fts_level > 0 && (e->fts_name[0] == '.' || (e->fts_info == FTS_F && is_table(e->fts_name)))) {
            fts_set(tree, e, FTS_SKIP);
            continue;
        }
        if (e->fts_info == FTS_F || e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS || e->fts_info == FTS_SLNONE ||
            e->fts_info == FTS_DC || (e->fts_info == FTS_DEFAULT && e->fts_level == 0))
            return e;
    }
    return NULL;
}

static bool next_file(cli_reader *r, cli_item *item)
{
    FTSENT *e = next_entry(r->tree);
    if (!e) {
        fts_close(r->tree);
        r->tree = NULL;
        return false;
    }
    if (e->fts_info == FTS_DC)
        return say(item, e->fts_path, KH_E_IO, "a link back to a folder above; left out");
    int why = e->fts_info == FTS_F || e->fts_info == FTS_DEFAULT ? 0 : e->fts_errno ? e->fts_errno : ENOENT;
    int fd = why ? -1 : open(e->fts_accpath, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return say(item, e->fts_path, KH_E_IO, "cannot read: %s", strerror(why ? why : errno));
    open_file(r, e->fts_path, fd);
    return false;
}

static bool next_argument(cli_reader *r, cli_item *item)
{
    char *path = r->options->files[r->next++];
    if (strcmp(path, "-") == 0)
        open_file(r, path, STDIN_FILENO);
    else if (!(r->tree = open_tree(path)))
        return say(item, path, KH_E_IO, "cannot read: %s", strerror(errno));
    return false;
}

/* Each step either gives an item or comes nearer to the next; an interrupt ends the row. */
bool cli_reader_next(cli_reader *r, cli_item *item)
{
    while (!cli_interrupted()) {
        bool given;
        if (r->name)
            given = !r->begun ? begin_file(r, item) : r->lines ? next_line(r, item) : next_part(r, item);
        else if (r->tree)
            given = next_file(r, item);
        else if (r->next < r->options->count)
            given = next_argument(r, item);
        else
            return false;
        item->reached = given ? r->bytes - (r->n - r->at) : 0;
        if (given)
            return true;
    }
    return false;
}

uint64_t cli_reader_total(const cli_options *o)
{
    uint64_t total = 0;
    for (int i = 0; i < o->count; i++) {
        FTS *tree = strcmp(o->files[i], "-") == 0 ? NULL : open_tree(o->files[i]);
        struct stat st;
        if (!tree && (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode)))
            return 0;
        if (!tree)
            total += (uint64_t)st.st_size;
        for (FTSENT *e; tree && (e = next_entry(tree)) != NULL;) {
            if (e->fts_info == FTS_F)
                total += (uint64_t)e->fts_statp->st_size;
        }
        if (tree)
            fts_close(tree);
    }
    return total;
}
