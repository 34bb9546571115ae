/* What the names that a page gives to its elements say about them. */
#include "intake/page.h"

#include <string.h>

static bool is_word(char c) { return kh_is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

enum { WORD = 32 };

/* The next word of "storyBody__inner-share" in lower case: cut at what is no letter and before a capital. */
static size_t next_word(kh_view token, size_t *at, char out[WORD])
{
    size_t i = *at, n = 0;
    while (i < token.n && !is_word(token.p[i]))
        i++;
    for (size_t from = i; i < token.n && is_word(token.p[i]); i++) {
        if (i > from && kh_is_upper(token.p[i]) && !kh_is_upper(token.p[i - 1]))
            break;
        if (n < WORD)
            out[n++] = kh_is_upper(token.p[i]) ? (char)(token.p[i] + 32) : token.p[i];
    }
    *at = i;
    return n;
}

static uint32_t look_up(const kh_intake *in, const char *p, size_t n)
{
    const uint32_t *hit = kh_map_find(&in->marks, (kh_view){ p, n });
    return hit ? *hit : 0;
}

/* "with-sidebar", "has-share": what a layout has elsewhere. */
static bool is_layout(const char *p, size_t n)
{
    static const char *const words[] = { "with", "has", "no", "without", "have", "hide", "show" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(words[i], p, n) == 0)
            return true;
    return false;
}

/* Role + 1 of one class: of its last word or pair of words that the table has, as the end of such a name is its narrowest part. */
static uint32_t role_of(const kh_intake *in, kh_view token)
{
    char pair[2 * WORD + 1], word[WORD];
    size_t at = 0, before = 0;               /* length of the word before, which stands at the beginning of `pair` */
    uint32_t role = 0;
    for (size_t n; (n = next_word(token, &at, word)) > 0;) {
        uint32_t hit = 0;
        if (before) {
            pair[before] = '-';
            memcpy(pair + before + 1, word, n);
            hit = look_up(in, pair, before + 1 + n);
        }
        if (!hit && !(before && is_layout(pair, before)))
            hit = look_up(in, word, n);
        role = hit ? hit : role;
        memcpy(pair, word, n);
        before = n;
    }
    return role;
}

uint8_t kh_page_mark(const kh_intake *in, const kh_tag *tag, bool *content)
{
    static const kh_attribute asked[] = { KH_ATTR_ROLE, KH_ATTR_ITEMPROP, KH_ATTR_CLASS, KH_ATTR_ID };
    uint8_t mark = KH_NO_MARK;
    *content = false;
    for (size_t a = 0; a < sizeof asked / sizeof *asked; a++) {
        kh_view v = tag->value[asked[a]];
        if (v.n > KH_PAGE_MAX_CLASS)
            v.n = KH_PAGE_MAX_CLASS;
        for (size_t at = 0; at < v.n;) {
            size_t from = at;
            while (at < v.n && !kh_is_blank(v.p[at]))
                at++;
            uint32_t role = role_of(in, (kh_view){ v.p + from, at - from });
            if (role == KH_ROLE_BODY + 1)
                *content = true;
            else if (role && mark == KH_NO_MARK)
                mark = (uint8_t)(role - 1);
            at++;
        }
    }
    return *content ? KH_NO_MARK : mark;
}
