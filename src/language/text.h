/* text.h: characters, normal form, word pieces, affixes; train/khtrain/text.py says the same in Python. Internal to language/. */
#ifndef KH_LANGUAGE_TEXT_H
#define KH_LANGUAGE_TEXT_H

#include "language/file.h"

typedef enum kh_class { KH_C_OTHER, KH_C_LOWER, KH_C_UPPER, KH_C_DIGIT, KH_C_LETTER, KH_C_MARK, KH_C_PUNCT, KH_C_SYMBOL, KH_C_SPACE } kh_class;

typedef struct kh_text_tables {
    uint8_t *classes;             /* of each code point below KH_CLASSES */
    const uint32_t *normal;       /* rows of 5: code point, then up to 4 code points of its normal form, 0 ends; sorted */
    uint32_t normal_count;
    kh_map pieces;                /* piece -> number */
    uint32_t unknown;
} kh_text_tables;

enum { KH_CLASSES = 0x30000, KH_WORD_PIECES = 8, KH_AFFIXES = 7, KH_AFFIX_ROWS = 4096, KH_SHAPE_ROWS = 1024 };

kh_status kh_text_open(const kh_khm *file, kh_arena *arena, kh_text_tables *tables, kh_error *err);

static inline kh_class kh_text_class(const kh_text_tables *t, uint32_t cp) { return cp < KH_CLASSES ? (kh_class)t->classes[cp] : KH_C_OTHER; }
static inline bool kh_class_is_word(kh_class c) { return c >= KH_C_LOWER && c <= KH_C_MARK; }

/* Lower case without marks, in `scratch`; p NULL: no memory. Words longer than 256 bytes are cut. */
kh_view kh_text_normal(const kh_text_tables *t, kh_view word, kh_arena *scratch);
size_t kh_text_pieces(const kh_text_tables *t, kh_view normal, uint32_t ids[KH_WORD_PIECES]);
void kh_text_affixes(const kh_text_tables *t, kh_view word, kh_view normal, uint32_t rows[KH_AFFIXES]);
enum { KH_CASE_NONE = 1, KH_CASE_LOWER, KH_CASE_TITLE, KH_CASE_UPPER, KH_CASE_INITIAL, KH_CASE_MIXED };
uint8_t kh_text_case(const kh_text_tables *t, kh_view word);

#endif
