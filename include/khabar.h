/*
 * khabar.h: news in, structured records of political events out.
 *
 * This header is the whole interface of libkhabar and its manual. In short:
 *
 *     kh_model *model; kh_coder *coder; kh_result *result; kh_error err;
 *     kh_model_open(&(kh_model_options){0}, &model, &err);          once; shared by all threads
 *     kh_coder_new(model, NULL, &coder, &err);                      one a thread
 *     kh_coder_run(coder, &(kh_input){ .bytes = text }, &result, &err);
 *     kh_result_write(result, KH_WRITE_EVENTS, sink, ctx, &err);    JSON Lines, docs/event.schema.json
 *     kh_result_free(result); kh_coder_free(coder); kh_model_close(model);
 *
 * Conventions
 *   Status    Every function that can fail returns a kh_status, KH_OK being 0, and fills the caller's kh_error where one is
 *             given (it may be NULL). Out-parameters are written on success only.
 *   Text      UTF-8 in kh_view {p, n}; never required to end in NUL; p may be NULL where n is 0.
 *   Offsets   Bytes of the article's text, half open [start, end), unless KH_OFFSETS_CHARS asks for code points.
 *   Memory    What a function named *_new or *_open gives is ended by *_free or *_close, which accept NULL. Views that a
 *             result hands out live as long as that result.
 *   Threads   A kh_model is read-only after kh_model_open and may be shared by any number of threads. A kh_coder, a kh_result
 *             and a kh_store belong to one thread at a time. The library has no globals and changes no locale or signal.
 *   Output    The library never prints and never exits.
 */
#ifndef KHABAR_H
#define KHABAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define KH_API __attribute__((visibility("default")))
#else
#define KH_API
#endif

/* ------------------------------------------------------------------ status and errors */

typedef enum kh_status {
    KH_OK = 0,
    KH_E_NOMEM,     /* the allocator gave nothing */
    KH_E_LIMIT,     /* a document is larger, deeper or slower than the stated caps; err->at says where */
    KH_E_INPUT,     /* the input is not what its format promises; err->at is the byte where it shows */
    KH_E_UTF8,      /* text that must be UTF-8 is not; err->at is the first bad byte */
    KH_E_MODEL,     /* a model, lexicon or gazetteer file is missing, damaged, or of another version */
    KH_E_STORE,     /* the store cannot be read or written, or is of a newer version */
    KH_E_IO,        /* the operating system refused a read or a write */
    KH_E_USAGE,     /* an argument is out of its range */
    KH_E_SINK,      /* the caller's sink returned non-zero */
    KH_E_STOPPED,   /* a run was stopped by the caller */
    KH_STATUS_COUNT
} kh_status;

/* Of fixed size, so that running out of memory can still be told. `at` is a byte offset in the input at hand (0 if none);
 * for a table it is the offset of the bad line, `line` its number from 1 (0 if lines mean nothing). */
typedef struct kh_error {
    kh_status code;
    uint64_t at;
    uint32_t line;
    char file[160];     /* the file at fault, empty if none; the end of a path that is longer */
    char message[240];  /* one line, no full stop, without file and position */
} kh_error;

/* A constant English name of a status, for messages. */
KH_API const char *kh_status_name(kh_status status);

/* ------------------------------------------------------------------ text and memory */

typedef struct kh_view {
    const char *p;
    size_t n;
} kh_view;

/* realloc-like: p NULL allocates, n 0 frees (and returns NULL). NULL for n > 0 means no memory. May be called from the thread
 * that uses the object it was given to. */
typedef struct kh_allocator {
    void *(*resize)(void *ctx, void *p, size_t old, size_t n);
    void *ctx;
} kh_allocator;

/* ------------------------------------------------------------------ model */

typedef struct kh_model kh_model;

typedef struct kh_model_options {
    const char *home;           /* folder with models/ and lexicon.khl; NULL: $KHABAR_HOME, the installed prefix, the source tree */
    const char *user_lexicon;   /* a folder laid over our lexicon (actors/ *.tsv, en/predicates/ *.tsv, places/ *.tsv), or NULL */
    const char *isa;            /* scalar, avx2, avx512vnni; NULL: $KHABAR_ISA, else the best this processor has */
    const kh_allocator *alloc;  /* NULL: malloc. Must outlive the model. */
} kh_model_options;

/* Maps and validates language model, lexicon and gazetteer. KH_E_MODEL with err->file on a bad one. */
KH_API kh_status kh_model_open(const kh_model_options *options, kh_model **model, kh_error *err);
KH_API void kh_model_close(kh_model *model);

/* "khabar 0.1.0 en 3f… lex 9a… geo c1…": the versions that made an event; lives as long as the model. */
KH_API const char *kh_model_versions(const kh_model *model);

/* ------------------------------------------------------------------ input */

typedef enum kh_format {
    KH_FORMAT_AUTO = 0,  /* decided by the first bytes */
    KH_FORMAT_TEXT,      /* plain text, with or without head lines */
    KH_FORMAT_HTML,      /* a page */
    KH_FORMAT_FEED,      /* one RSS <item>/<entry>, or YAML front matter followed by a body */
    KH_FORMAT_JSON,      /* one article as a JSON object: id, url, title, date, outlet, text | html, spans to judge */
    KH_FORMAT_CONLLU,    /* tokens and sentences are given */
    KH_FORMAT_COUNT
} kh_format;

typedef struct kh_input {
    kh_view bytes;
    kh_format format;
    kh_view charset;     /* from a transport header, else empty */
    /* What the caller knows better than the input; an empty view leaves the input's own word. */
    kh_view id, url, title, outlet;
    kh_view date;        /* YYYY-MM-DD, or with a time */
} kh_input;

/* Walks over a JSON Lines or multi-item feed buffer: fills *item with the next article's bytes and *at with the offset after it;
 * false at the end. Plain text, a page or a single item is one article. `line` (may be NULL) gets the article's first line number,
 * for which the lines before it are counted anew each time. */
KH_API bool kh_input_next(kh_view all, kh_format *format, size_t *at, kh_view *item, uint32_t *line);

/* ------------------------------------------------------------------ coder */

typedef struct kh_coder kh_coder;
typedef struct kh_result kh_result;

enum {                              /* kh_coder_options.flags */
    KH_NO_GATE = 1 << 0,            /* parse every sentence, also those that can hold no event */
    KH_RULES_ONLY = 1 << 1,         /* no learned judgement */
    KH_OFFSETS_CHARS = 1 << 2,      /* offsets in and out are Unicode code points */
    KH_JUDGE = 1 << 3,              /* the input carries pairs, triggers or toponyms to be judged */
    KH_EXPLAIN = 1 << 4,            /* keep readings that lost, and refusals with their reasons */
    KH_WHOLE_TEXT = 1 << 5,         /* every paragraph is text, also what looks like forms, credits and other furniture of a page */
    KH_READ_ALL = 1 << 6            /* furniture is read too, though it keeps its role and is not coded */
};

typedef struct kh_coder_options {
    uint32_t flags;
    double min_confidence;          /* events below it are left out; 0 keeps all */
    size_t max_bytes;               /* caps of one document; 0: 8 MiB */
    size_t max_memory;              /* arena ceiling of one document; 0: 512 MiB */
    const kh_allocator *alloc;      /* NULL: malloc */
} kh_coder_options;

KH_API kh_status kh_coder_new(const kh_model *model, const kh_coder_options *options, kh_coder **coder, kh_error *err);
KH_API void kh_coder_free(kh_coder *coder);

/* Reads one article and codes it. The result is independent of the coder afterwards. */
KH_API kh_status kh_coder_run(kh_coder *coder, const kh_input *input, kh_result **result, kh_error *err);

/* Only reads the article: no language, no events; for kh_result_write with KH_WRITE_ARTICLE and for kh_result_text. */
KH_API kh_status kh_coder_extract(kh_coder *coder, const kh_input *input, kh_result **result, kh_error *err);
KH_API void kh_result_free(kh_result *result);

/* ------------------------------------------------------------------ result */

/* The text that all spans point into, as it is kept. */
KH_API kh_view kh_result_text(const kh_result *result);

/* The article's fields; views into the result. */
typedef struct kh_article {
    kh_view id, url, title, outlet, agency, published, language;
    uint32_t flags;                 /* KH_ARTICLE_* */
} kh_article;
enum {
    KH_ARTICLE_REPAIRED = 1 << 0,   /* bytes that were no text were replaced */
    KH_ARTICLE_UNDATED = 1 << 1
};
KH_API void kh_result_article(const kh_result *result, kh_article *article);

/* An event's main fields, for tables; kh_result_write has them all. */
typedef struct kh_event_row {
    kh_view id, type, mode, status, certainty;
    bool background;
    double confidence;
    kh_view actor, recipient;       /* joined with ", ": names, else the words of the text */
    kh_view actor_country, recipient_country;   /* "USA", "USA|GBR" */
    kh_view date, place, place_country;
    int64_t killed, injured;        /* -1 unknown */
    uint32_t start, end;            /* trigger, bytes of kh_result_text */
    uint32_t sentence_start, sentence_end;
    kh_view rule;
} kh_event_row;
KH_API size_t kh_result_events(const kh_result *result);
KH_API void kh_result_event(const kh_result *result, size_t i, kh_event_row *row);

typedef enum kh_writing {
    KH_WRITE_EVENTS = 0,     /* one event a line, the contract */
    KH_WRITE_ARTICLE,        /* one JSON object: title, date, authors, agency, outlet, language, blocks with roles, text */
    KH_WRITE_TEXT,           /* title and body as plain text */
    KH_WRITE_CONLLU,
    KH_WRITE_JUDGEMENT,      /* one object, as `khabar judge` prints it */
    KH_WRITE_EXPLANATION,    /* one object: text, events with their reasons, refusals; docs/formats.md */
    KH_WRITE_COUNT
} kh_writing;

/* Gets pieces of output in order; non-zero stops the writing with KH_E_SINK. */
typedef int (*kh_sink)(void *ctx, const char *p, size_t n);

KH_API kh_status kh_result_write(const kh_result *result, kh_writing what, kh_sink sink, void *ctx, kh_error *err);

enum {                       /* layers of kh_result_annotate, joined with | */
    KH_LAYER_PARAGRAPHS = 1 << 0,
    KH_LAYER_SENTENCES = 1 << 1,
    KH_LAYER_TOKENS = 1 << 2,
    KH_LAYER_NAMES = 1 << 3,
    KH_LAYER_TIMES = 1 << 4,
    KH_LAYER_PLACES = 1 << 5,
    KH_LAYER_ACTORS = 1 << 6,
    KH_LAYER_STATEMENTS = 1 << 7,
    KH_LAYER_MENTIONS = 1 << 8      /* bodies, people and places, also where they are no names: "local fighters" */
};
KH_API kh_status kh_result_annotate(const kh_result *result, uint32_t layers, kh_sink sink, void *ctx, kh_error *err);

/* ------------------------------------------------------------------ store */

typedef struct kh_store kh_store;

/* Opens or (where `create`) makes a store: a file of SQLite. KH_E_STORE for a file that is none, or of a newer version. */
KH_API kh_status kh_store_open(const char *where, bool create, const kh_allocator *alloc, kh_store **store, kh_error *err);
KH_API void kh_store_close(kh_store *store);

/* Keeps results. Added ones are durable once kh_store_commit returned KH_OK, and not before. Adding the same article by the same
 * versions changes nothing; another text or version of an article (same id) replaces its events and keeps the old ones. After a
 * commit that failed, what was added since the last good one is to be added again. */
KH_API kh_status kh_store_add(kh_store *store, const kh_result *result, kh_error *err);
KH_API kh_status kh_store_commit(kh_store *store, kh_error *err);

typedef struct kh_query {     /* empty fields do not narrow */
    kh_view from, to;         /* days that an event's date must meet */
    kh_view country;          /* of the place, ISO alpha-3 */
    kh_view actor;            /* id, name, country or country:sector, either side */
    kh_view type, mode, status;
    kh_view text;             /* words of the article, SQLite FTS5 syntax */
    kh_view article;          /* id */
    double min_confidence;
    size_t limit;             /* 0: all */
    bool superseded;          /* also events of replaced versions */
    bool texts;               /* kh_store_each gives the article's text as well */
} kh_query;

/* Writes the events, as kh_result_write does, oldest first. */
KH_API kh_status kh_store_query(kh_store *store, const kh_query *query, kh_sink sink, void *ctx, kh_error *err);

/* The same, event by event: `event` is its JSON object without a line break, `text` its article's text where query->texts asks for it,
 * else empty. Non-zero stops with KH_E_SINK. */
typedef int (*kh_each)(void *ctx, kh_view event, kh_view text);
KH_API kh_status kh_store_each(kh_store *store, const kh_query *query, kh_each each, void *ctx, kh_error *err);

/* ------------------------------------------------------------------ incidents */

typedef struct kh_incident_query { /* empty fields do not narrow */
    kh_view id;               /* one incident with its reports and history, also a merged or withdrawn one */
    kh_view as_of;            /* YYYY-MM-DD: as it was known on that day */
    kh_view from, to;         /* days on which it began */
    kh_view country, type;
    size_t limit;             /* 0: all */
} kh_incident_query;

/* Incidents as JSON objects (docs/formats.md), oldest first; `text` is empty. KH_E_USAGE: no incident of that id. */
KH_API kh_status kh_store_incidents(kh_store *store, const kh_incident_query *query, kh_each each, void *ctx, kh_error *err);

/* Corrections, durable when they return. Merge: all reports of `id` belong to `into`. Split: the given events of `id` are an incident of
 * their own, whose id is written to `made`. KH_E_USAGE where an incident or event is not there, or was merged away. */
KH_API kh_status kh_store_merge(kh_store *store, kh_view id, kh_view into, kh_error *err);
KH_API kh_status kh_store_split(kh_store *store, kh_view id, const kh_view *events, size_t count, char made[32], kh_error *err);

/* ------------------------------------------------------------------ exports */

/*
 * Events as rows of a table, ours or one that others use (docs/formats.md, "Layouts"):
 *
 *     kh_exporter_new(NULL, &(kh_export_options){ .layout = "acled", .sink = sink, .ctx = ctx }, &exporter, &err);
 *     kh_exporter_add(exporter, event, text, &err);           for each event
 *     kh_exporter_finish(exporter, NULL, &err); kh_exporter_free(exporter);
 */
typedef struct kh_exporter kh_exporter;

typedef enum kh_export_form { KH_EXPORT_USUAL = 0, KH_EXPORT_CSV, KH_EXPORT_TSV, KH_EXPORT_JSONL, KH_EXPORT_GEOJSON, KH_EXPORT_GPKG } kh_export_form;

typedef struct kh_export_options {
    const char *layout;       /* NULL: events, our own fields; polecat, icews, gdelt, acled, ged, or one of the user's lexicon */
    kh_export_form form;      /* usual: what the layout's users expect */
    bool no_heading;          /* CSV, TSV: no line of column names */
    bool chars;               /* the events' offsets are code points */
    const char *path;         /* of a GeoPackage, which is made anew; other forms go to the sink */
    kh_sink sink;
    void *ctx;
} kh_export_options;

typedef struct kh_export_counts { uint64_t events, rows, left_out; /* events that have no place in the layout */ } kh_export_counts;

/* Of `model` only home, user_lexicon and alloc are used. KH_E_USAGE for a layout that is not there. */
KH_API kh_status kh_exporter_new(const kh_model_options *model, const kh_export_options *options, kh_exporter **exporter, kh_error *err);
KH_API void kh_exporter_free(kh_exporter *exporter);

/* `event` is one JSON object of the contract; `text`, its article's text for layouts that quote the sentence, may be empty. */
KH_API kh_status kh_exporter_add(kh_exporter *exporter, kh_view event, kh_view text, kh_error *err);
KH_API kh_status kh_exporter_finish(kh_exporter *exporter, kh_export_counts *counts, kh_error *err);

/* ------------------------------------------------------------------ lexicon */

/* Checks lexicon tables in `folder` (each in its family's columns; duplicates, unknown codes, cycles, untested rows). Each finding
 * is one call of `report`; KH_OK if there is none, KH_E_MODEL with the first if there are. */
typedef void (*kh_report)(void *ctx, const kh_error *finding);
KH_API kh_status kh_lexicon_check(const char *folder, kh_report report, void *ctx, kh_error *err);

KH_API const char *kh_version(void);   /* "0.1.0" */

#ifdef __cplusplus
}
#endif
#endif
