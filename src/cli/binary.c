/* Files that are no text are told as what they are, rather than read as a page of nonsense without an event. */
#include "cli.h"

#include <string.h>

enum {
    LOOK = 4096,
    FEW = 8                      /* stray control signs that a text may have */
};

static const struct { const char *start; size_t n; const char *what; } kinds[] = {
    { "\x1F\x8B", 2, "gzip data, no text; unpack it: zcat FILE | khabar COMMAND -" },
    { "\x28\xB5\x2F\xFD", 4, "zstd data, no text; unpack it: zstdcat FILE | khabar COMMAND -" },
    { "\xFD" "7zXZ", 5, "xz data, no text; unpack it: xzcat FILE | khabar COMMAND -" },
    { "BZh", 3, "bzip2 data, no text; unpack it: bzcat FILE | khabar COMMAND -" },
    { "PK\3\4", 4, "a zip archive or office document, no text; give its text" },
    { "%PDF-", 5, "a PDF, no text; give its text: pdftotext FILE - | khabar COMMAND -" },
    { "\xD0\xCF\x11\xE0", 4, "an office document, no text; give its text" },
    { "SQLite format 3", 15, "a database, no text; for one of khabar's see khabar query --help" },
    { "\x7F" "ELF", 4, "a program, no text" },
    { "\x89PNG", 4, "a picture, no text" },
    { "\xFF\xD8\xFF", 3, "a picture, no text" },
    { "GIF8", 4, "a picture, no text" },
};

/* Signs that steer devices, which no text has many of. NUL does not count: broken texts have runs of them. */
static bool is_control(unsigned char c) { return (c > 0 && c < 8) || (c > 13 && c < 32 && c != 27); }

const char *cli_binary(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (n >= kinds[i].n && memcmp(p, kinds[i].start, kinds[i].n) == 0)
            return kinds[i].what;
    bool utf16 = n >= 2 && (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0);
    size_t seen = n < LOOK ? n : LOOK, controls = 0;
    for (size_t i = 0; i < seen && !utf16; i++)
        controls += is_control((unsigned char)p[i]);
    /* One in thirty: random bytes have one in nine, text none. */
    return controls > FEW && controls > seen / 30 ? "binary data, no text" : NULL;
}
