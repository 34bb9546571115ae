/* shingle.c: near-duplicates by MinHash over runs of words (Broder 1997), in bands so that copies are found without comparing all. */
#include "incidents/link.h"

#include <string.h>

enum { RUN = 4, LEAST = 12, MOST = 20000 };       /* words in a run; runs that tell something; runs that are read */

static bool is_word(unsigned char c) { return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

/* The next word's hash, letters of ASCII in lower case. False: no more. */
static bool next_word(kh_view text, size_t *at, uint64_t *hash)
{
    char word[64];
    size_t n = 0;
    while (*at < text.n && !is_word((unsigned char)text.p[*at]))
        ++*at;
    for (; *at < text.n && is_word((unsigned char)text.p[*at]); ++*at)
        if (n < sizeof word) {
            char c = text.p[*at];
            word[n++] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
        }
    *hash = kh_hash((kh_view){ word, n }, 0);
    return n > 0;
}

static uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    x = (x ^ x >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    return x ^ x >> 33;
}

void kh_shingles_of(kh_view text, kh_shingles *s)
{
    uint64_t run[RUN] = { 0 };
    size_t at = 0, words = 0;
    memset(s->hash, 0xFF, sizeof s->hash);
    for (uint64_t w; words < MOST && next_word(text, &at, &w); words++) {
        memmove(run, run + 1, sizeof run - sizeof *run);
        run[RUN - 1] = w;
        if (words + 1 < RUN)
            continue;
        uint64_t h = 0;
        for (int i = 0; i < RUN; i++)
            h = mixed(h ^ run[i]);
        uint64_t step = mixed(h) | 1;
        for (int i = 0; i < KH_SHINGLE_HASHES; i++) {          /* many hashes out of two */
            uint32_t v = (uint32_t)(mixed(h + (uint64_t)i * step) >> 32);
            if (v < s->hash[i])
                s->hash[i] = v;
        }
    }
    s->enough = words >= LEAST + RUN - 1;
}

uint64_t kh_shingles_band(const kh_shingles *s, int band)
{
    enum { ROWS = KH_SHINGLE_HASHES / KH_SHINGLE_BANDS };
    uint64_t h = (uint64_t)band + 1;
    for (int i = 0; i < ROWS; i++)
        h = mixed(h ^ s->hash[band * ROWS + i]);
    return h >> 1;                                             /* fits a signed integer of SQL */
}

double kh_shingles_alike(const uint32_t *a, const uint32_t *b)
{
    int same = 0;
    for (int i = 0; i < KH_SHINGLE_HASHES; i++)
        same += a[i] == b[i];
    return (double)same / KH_SHINGLE_HASHES;
}
