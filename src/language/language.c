#include "language/language.h"

#include <string.h>

#include "language/cut.h"
#include "language/net.h"
#include "language/pairs.h"
#include "language/weights.h"

struct kh_language {
    kh_khm file;
    kh_text_tables text;
    kh_cutter cutter;
    kh_net net;
    kh_pairs *pairs;                           /* NULL: nothing is learned of pairs */
    char code[16];
};

static kh_status open_parts(kh_language *l, kh_arena *arena, kh_error *err)
{
    kh_view code;
    kh_status s = kh_khm_section(&l->file, "LANG", &code, err);
    if (!s)
        s = kh_text_open(&l->file, arena, &l->text, err);
    if (!s)
        s = kh_cutter_open(&l->file, &l->text, arena, &l->cutter, err);
    if (!s)
        s = kh_net_open(&l->file, &l->text, l->net.kernels, arena, &l->net, err);
    if (s)
        return s;
    code = kh_view_trim(code);
    if (code.n == 0 || code.n >= sizeof l->code)
        return kh_khm_bad(&l->file, "language code", err);
    for (size_t i = 0; i < code.n; i++)                    /* it stands in every output */
        if ((code.p[i] < 'a' || code.p[i] > 'z') && code.p[i] != '-')
            return kh_khm_bad(&l->file, "language code", err);
    memcpy(l->code, code.p, code.n);
    return KH_OK;
}

kh_status kh_language_open(const char *path, const char *isa, kh_arena *arena, kh_language **language, kh_error *err)
{
    kh_language *l = kh_arena_get(arena, sizeof *l);
    if (!l)
        return kh_arena_fail(arena, err);
    l->net.kernels = kh_kernels_of(isa);
    if (!l->net.kernels)
        return kh_fail(err, KH_E_USAGE, 0, "this processor has no instruction set '%.20s'; take scalar, avx2 or avx512vnni", isa);
    kh_status s = kh_khm_open(path, &l->file, err);
    if (s)
        return s;
    s = open_parts(l, arena, err);
    if (s) {
        kh_khm_close(&l->file);
        return s;
    }
    kh_mapped_release(&l->file.file);          /* the check of the whole file has read every page; few of them are needed again */
    *language = l;
    return KH_OK;
}

void kh_language_close(kh_language *l)
{
    if (l && l->pairs)
        kh_khm_close(&l->pairs->file);
    if (l)
        kh_khm_close(&l->file);
}

kh_status kh_language_open_pairs(kh_language *l, const char *path, kh_arena *arena, kh_error *err)
{
    kh_pairs *p = kh_arena_get(arena, sizeof *p);
    if (!p)
        return kh_arena_fail(arena, err);
    kh_status s = kh_pairs_open(path, &l->net, arena, p, err);
    if (!s)
        l->pairs = p;
    return s;
}

static kh_status judge(const void *ctx, const kh_doc *doc, const kh_ask_pair *pairs, uint32_t n, float *shares, kh_arena *scratch, kh_error *err)
{
    return kh_pairs_judge(ctx, doc, pairs, n, shares, scratch, err);
}

bool kh_language_learned(const kh_language *l, kh_learned *learned)
{
    if (l->pairs)
        *learned = (kh_learned){ l->pairs, l->pairs->type_names, l->pairs->types, judge };
    return l->pairs != NULL;
}

kh_digest kh_language_pairs_digest(const kh_language *l) { return l->pairs ? l->pairs->file.digest : (kh_digest){ 0 }; }

kh_digest kh_language_digest(const kh_language *l) { return l->file.digest; }
const char *kh_language_code(const kh_language *l) { return l->code; }
const char *kh_language_isa(const kh_language *l) { return l->net.kernels->name; }

static bool all_letters(const kh_language *l, kh_view form)
{
    bool yes = form.n > 0;
    for (size_t at = 0; at < form.n && yes;) {
        kh_class c = kh_text_class(&l->text, kh_utf8_next(form, &at));
        yes = c == KH_C_LOWER || c == KH_C_MARK;
    }
    return yes;
}

/* Words in small letters that the model's table of words does not have: most of them, and it is another language in Latin script. */
static bool is_strange(const kh_language *l, const kh_doc *doc, const kh_sentence *s, kh_arena *scratch)
{
    uint32_t low = 0, known = 0;
    for (uint32_t t = s->first; t < s->end; t++) {
        kh_view form = kh_doc_form(doc, t);
        if (!all_letters(l, form))
            continue;
        kh_mark mark = kh_arena_mark(scratch);
        kh_view normal = kh_text_normal(&l->text, form, scratch);
        known += normal.p && (kh_lemmas_know(&l->net.lemmas, normal) ||
                              (normal.n >= KH_LONG_WORD && kh_map_find(&l->text.pieces, normal)));
        low++;
        kh_arena_rewind(scratch, mark);
    }
    return low >= KH_FOREIGN_WORDS && l->net.lemmas.known.count > 0 && (double)known < KH_KNOWN_SHARE * (double)low;
}

/* Share of letters that belong to scripts with case: a sentence with less is not in a language of this model (or no prose). */
static bool is_foreign(const kh_language *l, const kh_doc *doc, const kh_sentence *s, kh_arena *scratch)
{
    kh_view text = kh_doc_view(doc, s->span);
    size_t cased = 0, other = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t cp = kh_utf8_next(text, &at);
        kh_class c = kh_text_class(&l->text, cp);
        cased += (c == KH_C_LOWER || c == KH_C_UPPER) && cp < 0x250;
        other += c == KH_C_LETTER || ((c == KH_C_LOWER || c == KH_C_UPPER) && cp >= 0x250);
    }
    /* a long run of signs with a letter here and there is no prose: damaged or binary input */
    return cased == 0 || other > cased || (s->end - s->first > 40 && cased < (size_t)(s->end - s->first)) ||
           is_strange(l, doc, s, scratch);
}

kh_status kh_language_cut(const kh_language *l, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    return kh_cutter_run(&l->cutter, doc, scratch, err);
}

/* For the gate, and for good where it says no. */
static void guess_lemma(const kh_language *l, kh_doc *doc, uint32_t t, kh_arena *scratch)
{
    kh_mark mark = kh_arena_mark(scratch);
    kh_view form = kh_doc_form(doc, t), normal = kh_text_normal(&l->text, form, scratch);
    kh_view guess = normal.p ? kh_lemmas_guess(&l->net.lemmas, normal) : form;
    doc->tokens[t].lemma = guess.p ? guess : form;
    kh_arena_rewind(scratch, mark);
}

static bool want_all(void *ctx, const kh_doc *doc, uint32_t first, uint32_t end)
{
    (void)ctx;
    (void)doc;
    return end > first;
}

static kh_status run_net(const kh_language *l, kh_doc *doc, kh_language_want want, void *ctx, kh_arena *scratch, kh_error *err)
{
    doc->name_count = doc->mention_count = 0;
    uint32_t *wanted = kh_arena_array(scratch, (size_t)doc->sentence_count + 1, sizeof *wanted), count = 0;
    if (!wanted)
        return kh_arena_fail(scratch, err);
    for (uint32_t t = 0; want && t < doc->token_count; t++)
        guess_lemma(l, doc, t, scratch);
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        kh_sentence *s = &doc->sentences[i];
        s->foreign = want && is_foreign(l, doc, s, scratch);
        if (!s->foreign && (!want || want(ctx, doc, s->first, s->end)))
            wanted[count++] = i;
    }
    return kh_net_run(&l->net, doc, wanted, count, scratch, err);
}

kh_status kh_language_run(const kh_language *l, kh_doc *doc, kh_language_want want, void *ctx, kh_arena *scratch, kh_error *err)
{
    kh_status s = kh_cutter_run(&l->cutter, doc, scratch, err);
    return s ? s : run_net(l, doc, want ? want : want_all, ctx, scratch, err);
}

kh_status kh_language_run_tokens(const kh_language *l, kh_doc *doc, kh_arena *scratch, kh_error *err)
{
    return run_net(l, doc, NULL, NULL, scratch, err);
}
