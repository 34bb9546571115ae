/*
 * Model files: the tiny model, damaged by steps (patch.h). It opens or gives KH_E_MODEL with a message of one line, and names the file. A
 * model that opens is whole: text runs through it, and all of check.h holds of the words, trees and names, whatever the weights say.
 */
#include "patch.h"
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "language/language.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t section(const kh_buffer *file, kh_view name) { return kh_run_section(file, name, 16); }

static void run_text(const kh_language *language)
{
    static const kh_view text = KH_LIT("Dr. Amina Said's rebels shelled (on Sunday) the U.S.-backed market at 3.5km; 12,000 don't \"care\"!\n\n"
                                       "\xD0\x9A\xD0\xB8\xD0\xB5\xD0\xB2 x\xCC\x81 \xEF\xBF\xBD http://a.b/c ... -- a_b@c.d I'd've\n");
    kh_arena *arena = kh_arena_new(NULL, 0), *scratch = kh_arena_new(NULL, 64 << 20);
    const char *gap = memmem(text.p, text.n, "\n\n", 2);
    uint32_t first = (uint32_t)(gap - text.p);
    kh_block blocks[2] = { { { 0, first }, KH_ROLE_BODY, "" }, { { first + 2, (uint32_t)text.n - 1 }, KH_ROLE_BODY, "" } };
    kh_doc doc = { .arena = arena, .text = text, .blocks = blocks, .block_count = 2 };
    doc.meta.minute = -1;
    kh_error err = { 0 };
    if (!arena || !scratch)
        kh_broken("no memory for a test");
    if (kh_language_run(language, &doc, NULL, NULL, scratch, &err))
        kh_broken("a model that opened cannot be run");
    kh_holds(kh_check_doc(&doc));
    kh_arena_free(arena);
    kh_arena_free(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static kh_buffer whole;                              /* of the test process */
    if (!whole.n)
        kh_run_load("models/en.khm", &whole);
    kh_buffer file;
    kh_buffer_init(&file, NULL, 0);
    kh_buffer_view(&file, (kh_view){ whole.p, whole.n });
    if (kh_patch(&file, (kh_view){ (const char *)data, n }, section) && file.n > 32) {
        kh_digest d = kh_digest_of((kh_view){ file.p + 32, file.n - 32 });
        memcpy(file.p + 16, &d.hi, 8);
        memcpy(file.p + 24, &d.lo, 8);
    }
    kh_memory_file memory = kh_run_remember((kh_view){ file.p, file.n });
    kh_arena *arena = kh_arena_new(NULL, 0);
    kh_language *language;
    kh_error err = { 0 };
    kh_status s = arena ? kh_language_open(memory.path, NULL, arena, &language, &err) : KH_E_NOMEM;
    kh_holds(kh_check_error(s, &err, file.n, 1 << KH_E_MODEL));
    if (s && !err.file[0])
        kh_broken("a bad model is not named");
    if (!s) {
        run_text(language);
        kh_language_close(language);
    }
    kh_arena_free(arena);
    kh_run_forget(&memory);
    kh_buffer_release(&file);
    return 0;
}
