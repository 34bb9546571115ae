#include "language/text.h"

#include <string.h>

static kh_status open_classes(const kh_khm *f, kh_arena *arena, kh_text_tables *t, kh_error *err)
{
    kh_view b;
    kh_status s = kh_khm_section(f, "CHRC", &b, err);
    if (s)
        return s;
    t->classes = kh_arena_get(arena, KH_CLASSES);
    if (!t->classes)
        return kh_arena_fail(arena, err);
    if (b.n % 12)
        return kh_khm_bad(f, "character classes", err);
    for (size_t i = 0; i < b.n; i += 12) {
        uint32_t r[3];
        memcpy(r, b.p + i, 12);
        if (r[0] > r[1] || r[1] >= KH_CLASSES || r[2] > KH_C_SPACE)
            return kh_khm_bad(f, "character classes", err);
        memset(t->classes + r[0], (int)r[2], r[1] - r[0] + 1);
    }
    return KH_OK;
}

static kh_status open_normal(const kh_khm *f, kh_text_tables *t, kh_error *err)
{
    kh_view b;
    kh_status s = kh_khm_section(f, "NORM", &b, err);
    if (s)
        return s;
    if (b.n % 20)
        return kh_khm_bad(f, "normal form", err);
    t->normal = (const uint32_t *)(const void *)b.p;
    t->normal_count = (uint32_t)(b.n / 20);
    for (uint32_t i = 1; i < t->normal_count; i++)
        if (t->normal[i * 5] <= t->normal[i * 5 - 5])
            return kh_khm_bad(f, "normal form is not sorted", err);
    return KH_OK;
}

kh_status kh_text_open(const kh_khm *f, kh_arena *arena, kh_text_tables *t, kh_error *err)
{
    kh_status s = open_classes(f, arena, t, err);
    if (!s)
        s = open_normal(f, t, err);
    kh_view *lines;
    uint32_t count;
    if (!s)
        s = kh_khm_lines(f, "PIEC", arena, &lines, &count, err);
    if (s)
        return s;
    if (!kh_map_init(&t->pieces, arena, count))
        return kh_arena_fail(arena, err);
    for (uint32_t i = 0; i < count; i++) {
        bool fresh;
        uint32_t *at = kh_map_make(&t->pieces, lines[i], &fresh);
        if (!at)
            return kh_arena_fail(arena, err);
        if (!fresh)                                        /* its number would lie behind the rows of the network */
            return kh_khm_bad(f, "a piece stands there twice", err);
        *at = i;
    }
    uint32_t *unknown = kh_map_find(&t->pieces, KH_LIT("[UNK]"));
    if (!unknown)
        return kh_khm_bad(f, "no unknown piece", err);
    t->unknown = *unknown;
    return KH_OK;
}

static const uint32_t *normal_of(const kh_text_tables *t, uint32_t cp)
{
    uint32_t lo = 0, hi = t->normal_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (t->normal[mid * 5] < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < t->normal_count && t->normal[lo * 5] == cp ? t->normal + lo * 5 + 1 : NULL;
}

enum { LONGEST = 256 };

kh_view kh_text_normal(const kh_text_tables *t, kh_view word, kh_arena *scratch)
{
    if (word.n > LONGEST)
        word.n = LONGEST;
    char *out = kh_arena_get(scratch, word.n * 16 + 1);
    if (!out)
        return (kh_view){ NULL, 0 };
    size_t n = 0;
    for (size_t at = 0; at < word.n;) {
        uint32_t cp = kh_utf8_next(word, &at);
        if (cp < 0x80) {
            out[n++] = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
            continue;
        }
        const uint32_t *to = normal_of(t, cp);
        if (!to)
            n += kh_utf8_put(cp, out + n);
        for (int i = 0; to && i < 4 && to[i]; i++)
            n += kh_utf8_put(to[i], out + n);
    }
    return (kh_view){ out, n };
}

/* ------------------------------------------------------------------ pieces */

/* Greedy longest match over one run; false where a part has no piece. */
static bool cut_run(const kh_text_tables *t, kh_view run, uint32_t *ids, size_t *count)
{
    char key[2 + 160];
    size_t had = *count;
    for (size_t from = 0; from < run.n;) {
        size_t to = run.n, chars = kh_utf8_length((kh_view){ run.p + from, run.n - from });
        for (; chars > 32; chars--)                       /* no piece is longer than 32 characters */
            do
                to--;
            while (((unsigned char)run.p[to] & 0xC0) == 0x80);
        uint32_t *hit = NULL;
        while (to > from) {
            size_t mark = from ? 2 : 0, n = to - from;
            memcpy(key, "##", 2);
            if (n <= sizeof key - 2) {
                memcpy(key + mark, run.p + from, n);
                hit = kh_map_find(&t->pieces, (kh_view){ key, mark + n });
            }
            if (hit)
                break;
            do
                to--;
            while (to > from && ((unsigned char)run.p[to] & 0xC0) == 0x80);
        }
        if (!hit) {
            *count = had;
            ids[(*count)++] = t->unknown;
            return false;
        }
        if (*count < KH_WORD_PIECES * 2)
            ids[(*count)++] = *hit;
        else
            return true;
        from = to;
    }
    return true;
}

size_t kh_text_pieces(const kh_text_tables *t, kh_view w, uint32_t out[KH_WORD_PIECES])
{
    uint32_t ids[KH_WORD_PIECES * 2 + 2];
    size_t n = 0;
    for (size_t at = 0; at < w.n && n < KH_WORD_PIECES;) {
        size_t from = at, next = at;
        bool word = kh_class_is_word(kh_text_class(t, kh_utf8_next(w, &next)));
        at = next;
        while (word && at < w.n) {
            next = at;
            if (!kh_class_is_word(kh_text_class(t, kh_utf8_next(w, &next))))
                break;
            at = next;
        }
        cut_run(t, (kh_view){ w.p + from, at - from }, ids, &n);
    }
    if (n == 0)
        ids[n++] = t->unknown;
    if (n > KH_WORD_PIECES)
        n = KH_WORD_PIECES;
    memcpy(out, ids, n * sizeof *ids);
    return n;
}

/* ------------------------------------------------------------------ affixes, shape, case */

static size_t shape_of(const kh_text_tables *t, kh_view word, char *out)
{
    uint32_t last[3] = { 0, 0, 0 };
    size_t n = 0;
    for (size_t at = 0, count = 0; at < word.n && count < 12;) {
        uint32_t cp = kh_utf8_next(word, &at), s = cp;
        switch (kh_text_class(t, cp)) {
        case KH_C_LOWER: s = 'x'; break;
        case KH_C_UPPER: s = 'X'; break;
        case KH_C_DIGIT: s = 'd'; break;
        case KH_C_LETTER: s = 'l'; break;
        case KH_C_MARK: s = 'm'; break;
        default: break;
        }
        if (count >= 3 && last[0] == s && last[1] == s && last[2] == s)
            continue;
        n += kh_utf8_put(s, out + n);
        last[0] = last[1];
        last[1] = last[2];
        last[2] = s;
        count++;
    }
    return n;
}

static uint32_t row(char tag, const char *p, size_t n, uint32_t rows)
{
    return 1 + kh_fnv(p, n, kh_fnv(&tag, 1, KH_FNV)) % (rows - 1);
}

void kh_text_affixes(const kh_text_tables *t, kh_view word, kh_view normal, uint32_t rows[KH_AFFIXES])
{
    char w[LONGEST * 16 + 1], s[64];
    size_t n = 0, starts[5] = { 0 }, chars = 0;      /* starts: of the last five characters, by number modulo 5 */
    size_t first = 0, third = 0;
    for (size_t at = 0; at < normal.n && n < sizeof w - 4;) {
        uint32_t cp = kh_utf8_next(normal, &at);
        starts[chars % 5] = n;
        n += kh_utf8_put(kh_text_class(t, cp) == KH_C_DIGIT ? '0' : cp, w + n);
        chars++;
        if (chars == 1)
            first = n;
        if (chars <= 3)
            third = n;
    }
    rows[0] = row('a', w, first, KH_AFFIX_ROWS);
    rows[1] = row('b', w, third, KH_AFFIX_ROWS);
    for (size_t k = 1; k <= 4; k++) {
        size_t from = chars <= k ? 0 : starts[(chars - k) % 5];
        rows[1 + k] = row((char)('b' + k), w + from, n - from, KH_AFFIX_ROWS);
    }
    rows[6] = row('s', s, shape_of(t, word, s), KH_SHAPE_ROWS);
}

uint8_t kh_text_case(const kh_text_tables *t, kh_view word)
{
    size_t up = 0, low = 0;
    kh_class first = KH_C_OTHER;
    for (size_t at = 0; at < word.n;) {
        kh_class c = kh_text_class(t, kh_utf8_next(word, &at));
        if (c != KH_C_LOWER && c != KH_C_UPPER)
            continue;
        up += c == KH_C_UPPER;
        low += c == KH_C_LOWER;
        if (first == KH_C_OTHER)
            first = c;
    }
    if (!up && !low)
        return KH_CASE_NONE;
    if (!up)
        return KH_CASE_LOWER;
    if (!low)
        return up > 1 ? KH_CASE_UPPER : KH_CASE_INITIAL;
    return up == 1 && first == KH_C_UPPER ? KH_CASE_TITLE : KH_CASE_MIXED;
}
