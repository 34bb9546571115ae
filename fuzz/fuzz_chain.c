/*
 * The whole chain over plain text, a JSON article or given columns. The first byte says which: '{' an article, a digit with a tabulator
 * behind it columns, else text. Everything of check.h holds; two runs of the library and one of the stages write the same bytes: events,
 * layers, explanation, article, judgement, columns; JSON parses and quotes the text rightly, with offsets in bytes and in characters; columns are
 * read back as the same words and sentences. Inputs over 4 KiB are cut, for speed.
 */
#include "run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    kh_input in = { .bytes = { (const char *)data, n < MOST ? n : MOST }, .format = KH_FORMAT_TEXT, .date = KH_LIT("2021-08-30") };
    if (n && data[0] == '{')
        in.format = KH_FORMAT_JSON;
    else if (n > 1 && data[0] >= '0' && data[0] <= '9' && data[1] == '\t')
        in.format = KH_FORMAT_CONLLU;
    uint32_t flags = n % 2 ? KH_OFFSETS_CHARS : n % 3 ? 0 : KH_WHOLE_TEXT | KH_EXPLAIN;
    kh_run_chain(kh_run_model(), &in, flags | (in.format == KH_FORMAT_JSON ? KH_JUDGE : 0));
    return 0;
}
