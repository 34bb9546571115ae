/* run.h: what several fuzz targets do: read an input by the stages and by the public functions, and compare and check both. */
#ifndef KH_FUZZ_RUN_H
#define KH_FUZZ_RUN_H

#include "check.h"

/* Stops with a message that names the property; a sanitizer's or fuzzer's report shows the input. */
_Noreturn void kh_broken(const char *what);
static inline void kh_holds(const char *broken)          /* for what kh_check_... give */
{
    if (broken)
        kh_broken(broken);
}

/* Reads `in` by the intake alone, twice: checks the document, the errors, and that both runs write the same bytes. Gives the text's
 * length, SIZE_MAX where the input was refused. `unchanged`: the text must be the input's very bytes. */
size_t kh_run_intake(const kh_input *in, bool unchanged);

/* The whole chain, by the stages and by kh_coder_run, twice: checks the document, the errors, everything that can be written, and that
 * all runs write the same bytes. */
void kh_run_chain(const kh_model *model, const kh_input *in, uint32_t flags);

/* Opens a model with $KHABAR_FUZZ_HOME as its home and the tables of $KHABAR_FUZZ_LEXICON, once; stops if there is none. */
const kh_model *kh_run_model(void);

/* A path that opens a file of these bytes, in memory; end it by kh_run_forget. */
typedef struct kh_memory_file { int fd; char path[64]; } kh_memory_file;
kh_memory_file kh_run_remember(kh_view bytes);
void kh_run_forget(kh_memory_file *file);

/* The file below KHABAR_FUZZ_HOME into *file, which the caller releases. */
void kh_run_load(const char *below_home, kh_buffer *file);
/* Where a section of a model or gazetteer begins, by its name of four letters; SIZE_MAX: none among the first `most`. */
size_t kh_run_section(const kh_buffer *file, kh_view name, size_t most);

#endif
