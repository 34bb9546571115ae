/* What a terminal can show, and text that must not steer it. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

bool cli_colour(void)
{
    const char *no = getenv("NO_COLOR"), *kind = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && !(kind && strcmp(kind, "dumb") == 0);
}

int cli_columns(void)
{
    struct winsize size;
    const char *given = getenv("COLUMNS");
    int n = given ? atoi(given) : 0;
    if (n <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        n = size.ws_col;
    return n <= 0 ? 80 : n < 64 ? 64 : n;
}

size_t cli_width(const char *p, size_t n)
{
    size_t width = 0;
    while (n > 0) {
        utf8proc_int32_t c;
        utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n, &c);
        if (k <= 0)
            return width + n;
        int w = utf8proc_charwidth(c);
        width += w > 0 ? (size_t)w : 0;
        p += k;
        n -= (size_t)k;
    }
    return width;
}

/* Control and format signs (escape sequences, turns of writing direction) could make a terminal show what is not there. */
static bool steers(utf8proc_int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_CC || k == UTF8PROC_CATEGORY_CF || k == UTF8PROC_CATEGORY_CS || k == UTF8PROC_CATEGORY_ZL ||
           k == UTF8PROC_CATEGORY_ZP;
}

void cli_text_shown(cli_text *out, const char *p, size_t n)
{
    bool blank = false;
    while (n > 0) {
        utf8proc_int32_t c;
        utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n, &c);
        size_t step = k > 0 ? (size_t)k : 1;
        bool space = k > 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0);
        if (space && !blank)
            cli_text_add(out, " ");
        else if (!space && (k <= 0 || steers(c)))
            cli_text_add(out, "\xEF\xBF\xBD");
        else if (!space)
            cli_text_sink(out, p, step);
        blank = space;
        p += step;
        n -= step;
    }
}
