/* Bytes of any character set -> UTF-8. */
#include "intake/parts.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* Names under which the web means another set than iconv does, or that iconv does not know: WHATWG Encoding, section 4.2. */
static const struct { const char *label, *name; } aliases[] = {
    { "iso-8859-1", "CP1252" }, { "iso8859-1", "CP1252" },   { "latin1", "CP1252" },      { "latin-1", "CP1252" },
    { "ascii", "CP1252" },      { "us-ascii", "CP1252" },    { "iso-8859-9", "CP1254" },  { "latin5", "CP1254" },
    { "gb2312", "GB18030" },    { "gbk", "GB18030" },        { "x-gbk", "GB18030" },      { "ks_c_5601-1987", "CP949" },
    { "euc-kr", "CP949" },      { "shift_jis", "CP932" },    { "shift-jis", "CP932" },    { "x-sjis", "CP932" },
    { "sjis", "CP932" },        { "tis-620", "CP874" },      { "iso-8859-11", "CP874" },  { "utf8", "UTF-8" },
    { "unicode-1-1-utf-8", "UTF-8" }, { "utf-16", "UTF-16LE" }, { "unicode", "UTF-16LE" }, { "x-cp1251", "CP1251" },
    { "x-cp1252", "CP1252" },   { "macintosh", "MACINTOSH" }, { "x-mac-cyrillic", "MAC-CYRILLIC" },
};

enum { LABEL = 40, PRESCAN = 4096 };

/* The label in lower case without blanks and quotes, NUL at its end; false for one that is too long or has odd characters. */
static bool plain_label(kh_view label, char out[LABEL])
{
    label = kh_view_trim(label);
    while (label.n && (label.p[0] == '"' || label.p[0] == '\''))
        label = (kh_view){ label.p + 1, label.n - 1 };
    size_t n = 0;
    for (; n < label.n && n < LABEL - 1; n++) {
        char c = label.p[n];
        if (!kh_is_alpha(c) && !kh_is_digit(c) && !(c && strchr("-_:.", c)))
            break;
        out[n] = kh_lower(c);
    }
    out[n] = 0;
    if (n >= 8 && memcmp(out, "windows-", 8) == 0) {
        memmove(out + 2, out + 8, n - 7);
        memcpy(out, "cp", 2);
    }
    return n > 0 && n < LABEL - 1;
}

static const char *iconv_name(const char *label)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(label, aliases[i].label) == 0)
            return aliases[i].name;
    return label;
}

static bool word_at(kh_view text, size_t at, const char *word)
{
    size_t n = strlen(word);
    if (at + n > text.n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (kh_lower(text.p[at + i]) != word[i])
            return false;
    return true;
}

/* charset=... or encoding="..." inside the first tags or the XML declaration. */
static kh_view declared(kh_view bytes)
{
    kh_view head = { bytes.p, bytes.n < PRESCAN ? bytes.n : PRESCAN };
    bool tag = false;
    for (size_t i = 0; i < head.n; i++) {
        if (head.p[i] == '<')
            tag = word_at(head, i + 1, "meta") || word_at(head, i + 1, "?xml");
        else if (head.p[i] == '>')
            tag = false;
        size_t n = !tag ? 0 : word_at(head, i, "charset") ? 7 : word_at(head, i, "encoding") ? 8 : 0;
        if (!n)
            continue;
        size_t at = i + n;
        while (at < head.n && head.p[at] == ' ')
            at++;
        if (at < head.n && head.p[at] == '=')
            return (kh_view){ head.p + at + 1, head.n - at - 1 };
    }
    return (kh_view){ NULL, 0 };
}

/* ------------------------------------------------------------------ UTF-8 */

static kh_status keep(kh_arena *arena, kh_buffer *b, kh_view *text, kh_error *err)
{
    kh_status s = b->failed ? kh_fail(err, b->failed, 0, "no room for the text in UTF-8") : KH_OK;
    if (!s) {
        *text = kh_arena_copy(arena, (kh_view){ b->p, b->n });
        s = text->p ? KH_OK : kh_arena_fail(arena, err);
    }
    kh_buffer_release(b);
    return s;
}

static kh_status copy_valid(kh_view bytes, kh_arena *arena, kh_view *text, kh_error *err)
{
    *text = kh_arena_copy(arena, bytes);
    return text->p ? KH_OK : kh_arena_fail(arena, err);
}

kh_status kh_intake_clean(kh_view bytes, kh_doc *doc, kh_arena *arena, kh_view *text, kh_error *err)
{
    size_t bad = kh_utf8_bad(bytes);
    if (bad == bytes.n)
        return copy_valid(bytes, arena, text, err);
    kh_buffer b;
    kh_buffer_init(&b, NULL, bytes.n * 3 + 16);
    doc->meta.repaired = true;
    while (bytes.n) {
        bad = kh_utf8_bad(bytes);
        kh_buffer_add(&b, bytes.p, bad);
        if (bad == bytes.n)
            break;
        kh_buffer_text(&b, "\xEF\xBF\xBD");
        bytes = (kh_view){ bytes.p + bad + 1, bytes.n - bad - 1 };
    }
    return keep(arena, &b, text, err);
}

/* ------------------------------------------------------------------ other sets */

static void convert(iconv_t cd, kh_view bytes, kh_buffer *out, bool *repaired)
{
    char *in = (char *)(uintptr_t)bytes.p, chunk[4096];
    size_t left = bytes.n;
    while (left && !out->failed) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t n = iconv(cd, &in, &left, &to, &room);
        int why = errno;
        kh_buffer_add(out, chunk, (size_t)(to - chunk));
        if (n == (size_t)-1 && why != E2BIG) {           /* no character, or cut off at the end */
            kh_buffer_text(out, "\xEF\xBF\xBD");
            *repaired = true;
            in++;
            left--;
        }
    }
}

/* *known is false, and nothing done, where iconv does not know the set. */
static kh_status from_set(const char *set, kh_view bytes, kh_doc *doc, kh_arena *arena, kh_view *text, bool *known, kh_error *err)
{
    iconv_t cd = iconv_open("UTF-8", set);
    *known = cd != (iconv_t)-1;
    if (!*known)
        return KH_OK;
    kh_buffer b;
    kh_buffer_init(&b, NULL, bytes.n * 6 + 16);
    convert(cd, bytes, &b, &doc->meta.repaired);
    iconv_close(cd);
    kh_status s = b.failed ? kh_fail(err, b.failed, 0, "no room for the text in UTF-8")
                           : kh_intake_clean((kh_view){ b.p, b.n }, doc, arena, text, err);
    kh_buffer_release(&b);
    return s;
}

static bool is_ascii(kh_view b)
{
    for (size_t i = 0; i < b.n; i++)
        if ((unsigned char)b.p[i] >= 0x80)
            return false;
    return true;
}

static bool is_utf8(const char *set) { return strcmp(set, "utf-8") == 0 || strcmp(iconv_name(set), "UTF-8") == 0; }

/* UTF-8 with damage: a mark at its beginning, or two and more good sequences for each bad byte. In other sets hardly any byte pair
 * is a good sequence. */
static bool mostly_utf8(kh_view b)
{
    enum { ENOUGH = 2 };
    size_t good = 0, bad = 0;
    if (kh_view_starts(b, KH_LIT("\xEF\xBB\xBF")))
        return true;
    for (size_t at = 0; at < b.n;) {
        size_t from = at;
        uint32_t cp = kh_utf8_next(b, &at);
        good += cp >= 0x80 && at > from + 1;
        bad += at == from + 1 && cp >= 0x80 && b.p[from] != 0;
    }
    return good >= ENOUGH * bad;
}

static const char *set_of_mark(kh_view b, size_t *mark)
{
    *mark = 2;
    if (kh_view_starts(b, KH_LIT("\xFF\xFE")))
        return "UTF-16LE";
    if (kh_view_starts(b, KH_LIT("\xFE\xFF")))
        return "UTF-16BE";
    *mark = 0;
    return NULL;
}

/* A set whose bytes look like ASCII although they are not, so that their being valid UTF-8 proves nothing. */
static bool hides_in_ascii(const char *set)
{
    return strncmp(set, "iso-2022", 8) == 0 || strncmp(set, "utf-7", 5) == 0 || strncmp(set, "hz", 2) == 0;
}

kh_status kh_intake_decode(kh_view bytes, kh_view label, bool declares, kh_doc *doc, kh_arena *arena, kh_view *text, kh_error *err)
{
    size_t mark;
    bool known = false;
    const char *set = set_of_mark(bytes, &mark);
    if (set)
        return from_set(set, (kh_view){ bytes.p + mark, bytes.n - mark }, doc, arena, text, &known, err);
    char name[LABEL];
    kh_view found = label.n ? label : declares ? declared(bytes) : label;
    bool named = plain_label(found, name);
    bool valid = kh_utf8_bad(bytes) == bytes.n;
    /* a page that is saved again as UTF-8 keeps its old declaration: valid UTF-8 beyond ASCII is no accident */
    if (valid && !(named && hides_in_ascii(name) && is_ascii(bytes)))
        return copy_valid(bytes, arena, text, err);
    if ((named && is_utf8(name)) || mostly_utf8(bytes))
        return kh_intake_clean(bytes, doc, arena, text, err);
    if (named) {
        kh_status s = from_set(iconv_name(name), bytes, doc, arena, text, &known, err);
        if (known)
            return s;
    }
    return from_set("CP1252", bytes, doc, arena, text, &known, err);
}
