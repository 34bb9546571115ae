#include "language/cut.h"
#include "language/weights.h"

#include <string.h>

kh_status kh_cutter_open(const kh_khm *f, const kh_text_tables *text, kh_arena *arena, kh_cutter *c, kh_error *err)
{
    kh_view *lines;
    uint32_t count;
    kh_status s = kh_khm_lines(f, "TOKX", arena, &lines, &count, err);
    if (s)
        return s;
    *c = (kh_cutter){ .text = text };
    c->cuts = kh_arena_array(arena, count + 1u, sizeof *c->cuts);
    c->clitics = kh_arena_array(arena, count + 1u, sizeof *c->clitics);
    if (!c->cuts || !c->clitics || !kh_map_init(&c->exceptions, arena, count) || !kh_map_init(&c->joined, arena, 256) ||
        !kh_map_init(&c->abbreviations, arena, 512) || !kh_map_init(&c->glue, arena, 128) || !kh_map_init(&c->units, arena, 32))
        return kh_arena_fail(arena, err);
    for (uint32_t i = 0; i < count; i++) {
        kh_view rest = lines[i], kind = kh_view_cut(&rest, '\t'), key = kh_view_cut(&rest, '\t');
        kh_map *map = kh_view_is(kind, "x") ? &c->exceptions : kh_view_is(kind, "m") ? &c->joined : kh_view_is(kind, "a") ? &c->abbreviations :
                      kh_view_is(kind, "g") ? &c->glue : kh_view_is(kind, "u") ? &c->units : NULL;
        if (kh_view_is(kind, "c")) {
            c->clitics[c->clitic_count++] = key;
        } else if (map) {
            uint32_t *at = kh_map_make(map, key, NULL);
            if (!at)
                return kh_arena_fail(arena, err);
            *at = i;
            c->cuts[i] = rest;
        } else {
            return kh_khm_bad(f, "token tables", err);
        }
    }
    return kh_splitter_open(f, text, arena, &c->split, err);
}

/* ------------------------------------------------------------------ one chunk */

enum { MAX_CHUNK = 512, MAX_CUTS = MAX_CHUNK };

/* A run without white space: characters, their classes, plain forms, byte offsets; at most MAX_CHUNK characters. */
typedef struct chunk {
    const kh_cutter *c;
    uint32_t cp[MAX_CHUNK], plain[MAX_CHUNK];
    uint8_t k[MAX_CHUNK];
    uint32_t at[MAX_CHUNK + 1];                /* byte offset in the chunk */
    uint32_t pat[MAX_CHUNK + 1];               /* byte offset in the plain form */
    char p[MAX_CHUNK * 4];                     /* plain form */
    int n;
    struct { int from, to; } tokens[MAX_CUTS];
    int count;
} chunk;

static uint32_t plain_char(uint32_t cp)
{
    switch (cp) {
    case 0x2019: case 0x2018: case 0x02BC: case '`': return '\'';
    case 0x2010: case 0x2011: return '-';
    default: return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    }
}

static void read_chunk(chunk *x, kh_view text)
{
    x->n = x->count = 0;
    uint32_t pn = 0;
    for (size_t at = 0; at < text.n && x->n < MAX_CHUNK; x->n++) {
        x->at[x->n] = (uint32_t)at;
        uint32_t cp = kh_utf8_next(text, &at), low = plain_char(cp);
        kh_class k = kh_text_class(x->c->text, cp);
        if (cp >= 0x80 && k == KH_C_UPPER) {                /* one-to-one lower case beyond ASCII, Latin, Greek and Cyrillic */
            if ((cp >= 0xC0 && cp <= 0xDE) || (cp >= 0x391 && cp <= 0x3A9) || (cp >= 0x410 && cp <= 0x42F))
                low = cp + 32;
            else if (cp >= 0x100 && cp <= 0x17F && cp != 0x130)
                low = cp + 1;
        }
        x->cp[x->n] = cp;
        x->k[x->n] = (uint8_t)k;
        x->plain[x->n] = low;
        x->pat[x->n] = pn;
        pn += (uint32_t)kh_utf8_put(low, x->p + pn);
    }
    x->at[x->n] = (uint32_t)text.n;
    x->pat[x->n] = pn;
}

static kh_view plain(const chunk *x, int from, int to) { return (kh_view){ x->p + x->pat[from], x->pat[to] - x->pat[from] }; }
static bool word(const chunk *x, int i) { return kh_class_is_word((kh_class)x->k[i]); }
static bool digit(const chunk *x, int i, int from, int to) { return i >= from && i < to && x->k[i] == KH_C_DIGIT; }

static void token(chunk *x, int from, int to)
{
    if (from < to && x->count < MAX_CUTS) {
        x->tokens[x->count].from = from;
        x->tokens[x->count++].to = to;
    }
}

/* Cuts [from, to) by "3,1,2"; what is left over goes to the last. */
static void cut_by(chunk *x, int from, int to, kh_view lengths)
{
    while (lengths.n && from < to) {
        int64_t n;
        if (!kh_view_to_int(kh_view_cut(&lengths, ','), &n) || n <= 0 || n > to - from || !lengths.n)
            n = to - from;
        token(x, from, from + (int)n);
        from += (int)n;
    }
}

/* Keys of the token tables are short: longer stretches are not looked up, or hostile text would cost its square. */
enum { MAX_KEY = 40, MAX_ABBREVIATION = 24 };

static uint32_t *look_up(const kh_map *map, const chunk *x, int from, int to)
{
    return to - from <= MAX_KEY ? kh_map_find(map, plain(x, from, to)) : NULL;
}

static bool abbreviation(const chunk *x, int from, int to)
{
    int least = to - MAX_ABBREVIATION - 1 > from ? to - MAX_ABBREVIATION - 1 : from;
    for (int i = to - 1; i > least; i--)
        if (x->plain[i - 1] == '-' || x->plain[i - 1] == '/' || x->plain[i - 1] == '(') {
            from = i;
            break;
        }
    if (to - from > MAX_ABBREVIATION)
        return false;
    if (look_up(&x->c->abbreviations, x, from, to))
        return true;
    if (to - from == 2 && x->k[from] == KH_C_UPPER)
        return true;
    int dots = 0, letters = 0;
    for (int i = from; i < to; i++) {
        dots += x->plain[i] == '.';
        letters += x->k[i] == KH_C_LOWER || x->k[i] == KH_C_UPPER || x->k[i] == KH_C_LETTER;
    }
    if (dots < 2 || letters != dots || to - from != 2 * dots)
        return false;
    for (int i = from + 1; i < to; i += 2)
        if (x->plain[i] != '.')
            return false;
    return true;
}

static bool possessive(const chunk *x, int from, int to)
{
    if (to - from < 3 || x->plain[to - 1] != '\'' || x->plain[to - 2] != 's' || x->k[to - 2] != KH_C_LOWER)
        return false;
    for (int i = 0; i < from; i++)
        if (x->plain[i] == '\'')
            return false;
    return true;
}

static bool contains(kh_view v, const char *z)
{
    kh_view w = kh_view_of(z);
    return v.n >= w.n && memmem(v.p, v.n, w.p, w.n) != NULL;
}

static bool is_address(const chunk *x, int a, int b)
{
    kh_view p = plain(x, a, b);
    if (contains(p, "://") || kh_view_starts(p, KH_LIT("www.")))
        return true;
    const char *at = p.n > 1 ? memchr(p.p + 1, '@', p.n - 1) : NULL;
    return at && memchr(at, '.', p.n - (size_t)(at - p.p));
}

static bool repeats(uint32_t cp) { return cp < 0x80 && strchr("-.!?*=_~'`", (int)cp); }

/* Should the hyphen at i stay inside? `start` begins the part it is in. */
static bool keep_hyphen(const chunk *x, int a, int b, int start, int i, int j)
{
    bool numeric = true, any_digit = false, alpha = true;
    int hyphens = 0, all = 0;
    for (int t = a; t < b; t++) {
        numeric = numeric && (x->k[t] == KH_C_DIGIT || (x->plain[t] < 0x80 && strchr(".,:/-", (int)x->plain[t])));
        any_digit = any_digit || x->k[t] == KH_C_DIGIT;
        hyphens += x->plain[t] == '-';
    }
    for (int t = 0; t < x->n; t++)
        all += x->plain[t] == '-';
    for (int t = start; t < i; t++)
        alpha = alpha && (x->k[t] == KH_C_LOWER || x->k[t] == KH_C_UPPER || x->k[t] == KH_C_LETTER);
    bool digits_after = b - j >= 4;
    for (int t = j; t < b; t++)
        digits_after = digits_after && x->k[t] == KH_C_DIGIT;
    if (numeric && (hyphens != 1 || digits_after))
        return true;
    return look_up(&x->c->glue, x, start, i) != NULL || (any_digit && !(alpha && start < i) && all > 1);
}

static bool keep_stop(const chunk *x, int a, int b, int *start, int i, bool *cut_after)
{
    bool lower_left = i - *start >= 3 && i - 2 >= a && x->k[i - 1] == KH_C_LOWER && x->k[i - 2] == KH_C_LOWER;
    kh_class right = i + 1 < b ? (kh_class)x->k[i + 1] : KH_C_SPACE;
    bool dotted = false;
    for (int t = *start; t < i; t++)
        dotted = dotted || x->plain[t] == '.';
    *cut_after = !dotted && i - *start >= 2 && right == KH_C_UPPER && x->k[i - 1] == KH_C_LOWER &&
                 look_up(&x->c->abbreviations, x, *start, i + 1);
    return !(lower_left && right == KH_C_UPPER);
}

static void cut_inner(chunk *x, int a, int b)
{
    if (is_address(x, a, b)) {
        token(x, a, b);
        return;
    }
    int from = a, start = a, i = a;
    while (i < b) {
        uint32_t c = x->plain[i];
        if (word(x, i)) {
            if (i > a && digit(x, i - 1, a, b) && !digit(x, i, a, b) && x->k[i] != KH_C_MARK) {
                int j = i;
                bool number = true;
                while (j < b && word(x, j) && !digit(x, j, a, b))
                    j++;
                for (int t = start; t < i; t++)
                    number = number && (digit(x, t, a, b) || x->plain[t] == '.' || x->plain[t] == ',' || x->plain[t] == ':');
                if (number && look_up(&x->c->units, x, i, j)) {
                    token(x, from, i);
                    from = i;
                }
            }
            i++;
            continue;
        }
        int j = i + 1;
        while (j < b && x->cp[j] == x->cp[i])
            j++;
        bool inside = i > a && j < b, single = j - i == 1, keep = false, cut_after = false;
        if (c == '\'' && single)
            keep = inside || digit(x, i + 1, a, b) || (j == b && possessive(x, a, b));
        else if (c == '.' && single)
            keep = keep_stop(x, a, b, &start, i, &cut_after);
        else if ((c == ',' || c == ':' || c == '/') && single && digit(x, i - 1, a, b) && digit(x, i + 1, a, b))
            keep = true;
        else if (c < 0x80 && strchr("_&@#+\\^~", (int)c))
            keep = inside || ((c == '@' || c == '#') && i == a && j < b);
        else if (c == '-' && single && inside)
            keep = keep_hyphen(x, a, b, start, i, j);
        if (!keep) {
            token(x, from, i);
            token(x, i, j);
            from = start = j;
        } else if (cut_after) {
            token(x, from, j);
            from = start = j;
        }
        i = j;
    }
    token(x, from, b);
}

static void cut_chunk(chunk *x)
{
    uint32_t *cut = look_up(&x->c->exceptions, x, 0, x->n);
    if (cut) {
        cut_by(x, 0, x->n, x->c->cuts[*cut]);
        return;
    }
    int a = 0, b = x->n;
    kh_view all = plain(x, 0, x->n);
    bool address = contains(all, "://") || kh_view_starts(all, KH_LIT("www."));
    while (a < b && !word(x, a)) {
        uint32_t c = x->plain[a];
        if ((c == '\'' && b - a > 1 && x->k[a + 1] == KH_C_DIGIT) || ((c == '@' || c == '#') && b - a > 1 && word(x, a + 1)))
            break;
        int e = a + 1;
        while (e < b && x->cp[e] == x->cp[a] && repeats(x->cp[a]))
            e++;
        if (c == '.' && e - a == 1 && e < b && x->k[e] == KH_C_DIGIT)
            break;
        token(x, a, e);
        a = e;
    }
    int tail_from[MAX_CHUNK], tails = 0, end = b;
    while (b > a && !word(x, b - 1)) {
        if (look_up(&x->c->exceptions, x, a, b))
            break;
        int e = b - 1;
        if (x->cp[b - 1] == '.') {
            while (e > a && x->cp[e - 1] == '.')
                e--;
            if (b - e == 1 && abbreviation(x, a, b))
                break;
            if (b - e == 2 && e > a && abbreviation(x, a, e + 1))
                e++;
        } else if (repeats(x->cp[b - 1])) {
            while (e > a && x->cp[e - 1] == x->cp[b - 1])
                e--;
        }
        if (x->plain[b - 1] == '\'' && b - e == 1 && (look_up(&x->c->joined, x, a, b) || possessive(x, a, b)))
            break;
        if (address && x->cp[b - 1] == '/')
            break;
        tail_from[tails++] = e;
        b = e;
    }
    if (a < b) {
        cut = look_up(&x->c->exceptions, x, a, b);
        if (cut)
            cut_by(x, a, b, x->c->cuts[*cut]);
        else
            cut_inner(x, a, b);
    }
    for (int t = tails; t-- > 0;)
        token(x, tail_from[t], t ? tail_from[t - 1] : end);
}

/* ------------------------------------------------------------------ words of a token */

/* Lengths of the words in a token: 1 if it is one word. second = length of the last. */
static int clitic_length(const chunk *x, int a, int b)
{
    if (possessive(x, a, b))
        return 1;
    kh_view t = plain(x, a, b);
    for (uint32_t i = 0; i < x->c->clitic_count; i++) {
        kh_view c = x->c->clitics[i];
        int n = (int)kh_utf8_length(c);
        if (b - a <= 2 || n >= b - a || !kh_view_ends(t, c) || !word(x, b - n - 1))
            continue;
        return n;
    }
    return 0;
}

typedef struct builder { kh_doc *doc; size_t capacity; kh_error *err; } builder;

static kh_status push(builder *w, uint32_t from, uint32_t to, bool joined)
{
    kh_doc *d = w->doc;
    kh_token *grown = kh_arena_grow(d->arena, d->tokens, &w->capacity, (size_t)d->token_count + 1, sizeof *grown);
    if (!grown)
        return kh_arena_fail(d->arena, w->err);
    d->tokens = grown;
    d->tokens[d->token_count++] = (kh_token){ .span = { from, to }, .head = KH_NONE, .joined = joined };
    return KH_OK;
}

static kh_status push_words(builder *w, const chunk *x, uint32_t base, int a, int b)
{
    uint32_t *cut = look_up(&x->c->joined, x, a, b);
    if (cut) {
        kh_view lengths = x->c->cuts[*cut];
        int from = a;
        while (lengths.n && from < b) {
            int64_t n;
            if (!kh_view_to_int(kh_view_cut(&lengths, ','), &n) || n <= 0 || n > b - from || !lengths.n)
                n = b - from;
            kh_status s = push(w, base + x->at[from], base + x->at[from + (int)n], from > a);
            if (s)
                return s;
            from += (int)n;
        }
        return KH_OK;
    }
    int n = clitic_length(x, a, b);
    kh_status s = push(w, base + x->at[a], base + x->at[b - n], false);
    return s || !n ? s : push(w, base + x->at[b - n], base + x->at[b], true);
}

/* ------------------------------------------------------------------ sentences */

static bool opens(uint32_t cp) { return cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == 0x201C || cp == 0x2018 || cp == 0xAB; }
static bool closes(uint32_t cp) { return cp == '"' || cp == '\'' || cp == ')' || cp == ']' || cp == 0x201D || cp == 0x2019 || cp == 0xBB; }

static uint32_t first_char(const kh_doc *d, uint32_t t)
{
    size_t at = 0;
    return kh_utf8_next(kh_doc_form(d, t), &at);
}

/* Does the token end a sentence: a stop, or an abbreviation with a capital behind it that is no name's beginning? */
static bool is_stop(kh_view f)
{
    if (f.n == 1)
        return f.p[0] == '.' || f.p[0] == '!' || f.p[0] == '?';
    return kh_view_is(f, "\xE2\x80\xA6") || (f.n > 1 && (f.p[0] == '!' || f.p[0] == '?' || kh_view_starts(f, KH_LIT("..."))));
}

/* Line breaks between two tokens. */
static int lines_between(const kh_doc *d, uint32_t t)
{
    int n = 0;
    for (uint32_t i = d->tokens[t - 1].span.to; i < d->tokens[t].span.from && i < d->text.n; i++)
        n += d->text.p[i] == '\n';
    return n;
}

static bool starts_low(const kh_cutter *c, const kh_doc *d, uint32_t t)
{
    return kh_text_class(c->text, first_char(d, t)) == KH_C_LOWER;
}

/* Is there a sentence border before token t? `begin` is where the sentence began. */
static bool border(const kh_cutter *c, const kh_doc *d, uint32_t begin, uint32_t t, const uint32_t *blocks)
{
    if (d->tokens[t].joined)
        return false;
    uint32_t last = t - 1;
    while (last > begin && kh_doc_form(d, last).n && closes(first_char(d, last)) && kh_doc_form(d, last).n <= 3)
        last--;
    bool stop = is_stop(kh_doc_form(d, last)), space = d->tokens[t - 1].space_after;
    if (blocks[t] != blocks[t - 1]) {
        const kh_block *was = &d->blocks[blocks[t - 1]], *is = &d->blocks[blocks[t]];
        if (was->role != KH_ROLE_BODY || is->role != KH_ROLE_BODY || stop || blocks[t] != blocks[t - 1] + 1)
            return true;
        /* a paragraph without a stop goes on in the next: a picture or an advertisement stood between */
        kh_view f = kh_doc_form(d, t - 1);
        return !(starts_low(c, d, t) || (last - begin >= 8 && kh_text_class(c->text, first_char(d, t - 1)) == KH_C_LOWER && f.n > 1));
    }
    if (lines_between(d, t) >= 2)
        return stop || !starts_low(c, d, t);
    if (!stop || !space || t - begin < 2)
        return stop && !space && last == t - 1 && !starts_low(c, d, t) && kh_text_class(c->text, first_char(d, t)) == KH_C_UPPER &&
               kh_view_is(kh_doc_form(d, last), ".");
    uint32_t cp = first_char(d, t);
    bool question = !kh_view_is(kh_doc_form(d, last), ".");
    if (kh_text_class(c->text, cp) == KH_C_LOWER)
        return false;
    if (question && last < t - 1 && starts_low(c, d, t))
        return false;
    return kh_text_class(c->text, cp) != KH_C_PUNCT || opens(cp) || cp == '-' || cp == 0x2022;
}

/* An abbreviation that may end a sentence: "U.S. The" ends, "Gen. Smith" does not. */
static bool soft_border(const kh_cutter *c, const kh_doc *d, uint32_t t)
{
    static const char *const starters[] = { "The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "But", "And", "This", "That",
                                            "These", "Those", "There", "However", "If", "When", "As", "For", "His", "Her", "Its", "Their" };
    kh_view f = kh_doc_form(d, t - 1);
    (void)c;
    if (f.n < 3 || f.p[f.n - 1] != '.' || !memchr(f.p, '.', f.n - 1) || !d->tokens[t - 1].space_after)
        return false;
    for (size_t i = 0; i < sizeof starters / sizeof *starters; i++)
        if (kh_view_is(kh_doc_form(d, t), starters[i]))
            return true;
    return false;
}

static bool is_list_mark(kh_view f) { return f.n == 1 && (f.p[0] == ',' || f.p[0] == ';' || f.p[0] == ':' || f.p[0] == '.'); }

/* Characters of the line that ends at byte `at`, counted up to `most`. */
static uint32_t line_before(const kh_doc *d, uint32_t at, uint32_t most)
{
    uint32_t n = 0;
    for (; at > 0 && d->text.p[at - 1] != '\n' && n < most; at--)
        n += ((unsigned char)d->text.p[at - 1] & 0xC0) != 0x80;
    return n;
}

static uint32_t longest_line(const kh_doc *d)
{
    uint32_t most = 0, n = 0;
    for (size_t i = 0; i < d->text.n; i++) {
        n = d->text.p[i] == '\n' ? 0 : n + (((unsigned char)d->text.p[i] & 0xC0) != 0x80);
        most = n > most ? n : most;
    }
    return most;
}

/* A line broken although the next word had found room on it, and going on with no small letter: a list, an address, a signature. */
static bool broken_on_purpose(const kh_cutter *c, const kh_doc *d, uint32_t t, uint32_t longest)
{
    enum { SHORT = 56 };                       /* as in split.c */
    if (t == 0 || lines_between(d, t) != 1 || starts_low(c, d, t))
        return false;
    uint32_t line = line_before(d, d->tokens[t - 1].span.to, SHORT), word = d->tokens[t].span.to - d->tokens[t].span.from;
    return line < SHORT && line + 1 + word <= longest;
}

enum { LONG_SENTENCE = 240, LONGEST_SENTENCE = 300 };     /* words; what is longer is a list or no language, and costs its square */

/* The border by the trained splitter; a title or heading stands alone whatever it says. */
static bool learned_border(const kh_cutter *c, const kh_doc *d, uint32_t t, const uint32_t *blocks, const uint8_t *starts, uint32_t longest)
{
    if (d->tokens[t].joined)
        return false;
    if (blocks[t] != blocks[t - 1] && (d->blocks[blocks[t - 1]].role != KH_ROLE_BODY || d->blocks[blocks[t]].role != KH_ROLE_BODY))
        return true;
    if (blocks[t] == blocks[t - 1] && d->blocks[blocks[t]].role == KH_ROLE_BODY && broken_on_purpose(c, d, t, longest))
        return true;
    return starts[t];
}

static bool too_long(const kh_doc *d, uint32_t begin, uint32_t t)
{
    if (d->tokens[t].joined || t - begin < LONG_SENTENCE)
        return false;
    return t - begin >= LONGEST_SENTENCE || (d->tokens[t - 1].space_after && is_list_mark(kh_doc_form(d, t - 1)));
}

/* Was the rest of the paragraph before token t left unread? */
static bool behind_a_cap(const kh_doc *d, uint32_t t, const uint32_t *blocks)
{
    return blocks[t] != blocks[t - 1] && d->tokens[t - 1].span.to < d->blocks[blocks[t - 1]].span.to;
}

static kh_status cut_sentences(const kh_cutter *c, kh_doc *d, const uint32_t *blocks, kh_arena *scratch, kh_error *err)
{
    uint8_t *starts = c->split.ready ? kh_arena_get(scratch, (size_t)d->token_count + 1) : NULL;
    if (c->split.ready) {
        kh_status s = starts ? kh_splitter_run(&c->split, d, blocks, starts, scratch, err) : kh_arena_fail(scratch, err);
        if (s)
            return s;
    }
    size_t capacity = 0;
    uint32_t begin = 0, longest = longest_line(d);
    for (uint32_t t = 1; t <= d->token_count; t++) {
        if (t < d->token_count && !behind_a_cap(d, t, blocks) && !too_long(d, begin, t) &&
            !(starts ? learned_border(c, d, t, blocks, starts, longest) : border(c, d, begin, t, blocks) || soft_border(c, d, t)))
            continue;
        kh_sentence *grown = kh_arena_grow(d->arena, d->sentences, &capacity, (size_t)d->sentence_count + 1, sizeof *grown);
        if (!grown)
            return kh_arena_fail(d->arena, err);
        d->sentences = grown;
        for (uint32_t i = begin; i < t; i++)
            d->tokens[i].sentence = d->sentence_count;
        d->sentences[d->sentence_count++] = (kh_sentence){
            .span = { d->tokens[begin].span.from, d->tokens[t - 1].span.to }, .first = begin, .end = t, .block = blocks[begin] };
        begin = t;
    }
    return KH_OK;
}

/* ------------------------------------------------------------------ the run */

static bool blank(const kh_cutter *c, kh_view text, size_t at, size_t *next)
{
    *next = at;
    return kh_text_class(c->text, kh_utf8_next(text, next)) == KH_C_SPACE;
}

static kh_status cut_block(const kh_cutter *c, builder *w, chunk *x, kh_span span)
{
    kh_view text = { w->doc->text.p, span.to };
    size_t at = span.from, next;
    uint32_t before = w->doc->token_count;
    while (at < span.to && w->doc->token_count - before < KH_MOST_IN_BLOCK) {
        while (at < span.to && blank(c, text, at, &next))
            at = next;
        size_t from = at;
        int chars = 0;
        while (at < span.to && chars < MAX_CHUNK && !blank(c, text, at, &next)) {
            at = next;
            chars++;
        }
        if (from == at)
            break;
        x->c = c;
        read_chunk(x, (kh_view){ text.p + from, at - from });
        cut_chunk(x);
        for (int i = 0; i < x->count; i++) {
            kh_status s = push_words(w, x, (uint32_t)from, x->tokens[i].from, x->tokens[i].to);
            if (s)
                return s;
        }
        if (w->doc->token_count)
            w->doc->tokens[w->doc->token_count - 1].space_after = at >= span.to || blank(c, text, at, &next);
    }
    return KH_OK;
}

kh_status kh_cutter_run(const kh_cutter *c, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    builder w = { doc, 0, err };
    chunk *x = kh_arena_get(scratch, sizeof *x);
    if (!x)
        return kh_arena_fail(scratch, err);
    doc->token_count = doc->sentence_count = 0;
    for (uint32_t b = 0; b < doc->block_count; b++) {
        if (!kh_role_is_coded(doc->blocks[b].role) && !(doc->flags & KH_READ_ALL))
            continue;
        kh_status s = cut_block(c, &w, x, doc->blocks[b].span);
        if (!s && doc->token_count > KH_MOST_WORDS)
            s = kh_fail(err, KH_E_LIMIT, doc->blocks[b].span.from, "document has more than %d words", KH_MOST_WORDS);
        if (s)
            return s;
    }
    uint32_t *blocks = kh_arena_array(scratch, (size_t)doc->token_count + 1, sizeof *blocks);
    if (!blocks)
        return kh_arena_fail(scratch, err);
    for (uint32_t t = 0, b = 0; t < doc->token_count; t++) {
        while (b + 1 < doc->block_count && doc->tokens[t].span.from >= doc->blocks[b].span.to)
            b++;
        blocks[t] = b;
    }
    return doc->token_count ? cut_sentences(c, doc, blocks, scratch, err) : KH_OK;
}
