/*
 * lexicon.h: the tables that people edit, compiled to one mapped file, and phrase look-up over them.
 *
 * A lexicon is a set of tables, one for each lexicon TSV file, named by its path without ".tsv" ("actors/states",
 * "en/predicates/assault"). The compiled file keeps cells as they are; each stage builds what it needs from them once, when the model
 * opens. A user's folder is read as TSV when the model opens and its tables stand after ours: a later row with the same key wins.
 */
#ifndef KH_LEXICON_H
#define KH_LEXICON_H

#include "base/base.h"

typedef struct kh_lexicon kh_lexicon;
typedef struct kh_table kh_table;

/* Opens lexicon.khl at `path`; `user_folder` may be NULL. Memory from `arena`, which must outlive the lexicon.
 * KH_E_MODEL: err->file and err->line name the compiled file, or the user's table and line. */
kh_status kh_lexicon_open(const char *path, const char *user_folder, kh_arena *arena, kh_lexicon **lexicon, kh_error *err);
void kh_lexicon_close(kh_lexicon *lexicon);
kh_digest kh_lexicon_digest(const kh_lexicon *lexicon);          /* of all sources, the user's included */

/* Reads every *.tsv under `folder` into tables (used by the compiler, the check and the overlay). Findings of form (column count,
 * cells over 64 KiB, bad UTF-8, files over 64 MiB) go to `report` if given, and the row is left out; else the first one fails. */
kh_status kh_lexicon_read(const char *folder, kh_report report, void *ctx, kh_arena *arena, kh_lexicon **lexicon, kh_error *err);
/* Writes the compiled file, atomically (a temporary file beside it, then rename). */
kh_status kh_lexicon_write(const kh_lexicon *lexicon, const char *path, kh_error *err);

/* Tables in order of name, user's after ours. */
size_t kh_lexicon_tables(const kh_lexicon *lexicon);
const kh_table *kh_lexicon_table(const kh_lexicon *lexicon, size_t i);
/* The first table of that name at or after *i, which moves behind it; NULL: no more. Begin with *i = 0. `name` ending in '/' finds
 * every table in that folder. */
const kh_table *kh_lexicon_next(const kh_lexicon *lexicon, const char *name, size_t *i);

kh_view kh_table_name(const kh_table *table);
bool kh_table_is_user(const kh_table *table);
size_t kh_table_rows(const kh_table *table);
int kh_table_column(const kh_table *table, const char *name);    /* -1: no such column */
/* The cell, trimmed; empty for column -1. Lives as long as the lexicon. */
kh_view kh_table_cell(const kh_table *table, size_t row, int column);
uint32_t kh_table_line(const kh_table *table, size_t row);       /* line in the TSV, from 1 */
/* "en/predicates/assault.tsv:212", in `arena`. */
kh_view kh_table_rule(const kh_table *table, size_t row, kh_arena *arena);

/* ------------------------------------------------------------------ phrases */

/*
 * Longest match of word sequences. A phrase is cut into words at white space, and at hyphens, apostrophes and slashes, which match
 * themselves or nothing (so "Lashkar-e-Taiba" finds "Lashkar e Taiba"). Words are compared folded: lower case, without accents, plain
 * quotes. A phrase that is one word of capitals only (an acronym: "IS", "US", "ELN") or is added with `exact` matches those letters
 * in that case only, stops left out ("U.S." = "US"), unless the text around is all capitals (kh_phrase_find's `any_case`).
 */
typedef struct kh_phrases kh_phrases;
kh_phrases *kh_phrases_new(kh_arena *arena);                     /* NULL: no memory */
/* Several values may stand for one phrase. false: no memory. */
bool kh_phrases_add(kh_phrases *phrases, kh_view phrase, uint32_t value, bool exact);

/* One word of text as the look-up sees it. */
typedef struct kh_word { kh_view text; bool space_before; } kh_word;

/*
 * The longest phrase that starts at words[at]: *length gets its number of words (0: none), *values its values in the order in which
 * they were added, *count how many. `arena` is scratch for folding.
 */
kh_status kh_phrases_find(const kh_phrases *phrases, const kh_word *words, size_t count, size_t at, bool any_case, kh_arena *scratch,
                          size_t *length, const uint32_t **values, size_t *value_count, kh_error *err);

/* Folded form of a word: lower case, no accents, plain quotes and hyphens, stops of acronyms left out. In `arena`; p NULL: no memory. */
kh_view kh_fold(kh_arena *arena, kh_view word);

/* ------------------------------------------------------------------ check */

/* What `khabar lexicon check` says beyond form: unknown codes, duplicates, cycles of parents, overlapping dates, predicates without
 * example, unreachable rows. One file for each family in check_*.c. */
kh_status kh_lexicon_check_all(const kh_lexicon *lexicon, kh_report report, void *ctx, kh_error *err);

#endif
