/* A file that is there whole or not at all. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(const char *path, int why)
{
    char what[160];
    snprintf(what, sizeof what, "%s", strerror(why ? why : EIO));
    cli_say(path, 0, what, "; nothing was written");
    return CLI_MEMORY;
}

static int open_beside(cli_out *out, bool by_name)
{
    size_t n = strlen(out->path) + 8;
    out->temporary = malloc(n);
    if (!out->temporary)
        return failed(out->path, ENOMEM);
    snprintf(out->temporary, n, "%s.XXXXXX", out->path);
    int fd = mkstemp(out->temporary);
    if (fd < 0) {
        free(out->temporary);
        out->temporary = NULL;
        return failed(out->path, errno);
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    out->file = by_name ? NULL : fdopen(fd, "wb");
    if (!out->file)
        close(fd);
    return by_name || out->file ? CLI_DONE : failed(out->path, errno);
}

int cli_out_open(cli_out *out, const char *path, bool by_name)
{
    struct stat st;
    *out = (cli_out){ .path = path && strcmp(path, "-") != 0 ? path : NULL };
    bool there = out->path && stat(out->path, &st) == 0;
    if (by_name && (!out->path || (there && !S_ISREG(st.st_mode))))
        return cli_say_usage("a GeoPackage must be a file: give its name to --out", path);
    if (!out->path)
        return CLI_DONE;
    if (there && S_ISDIR(st.st_mode))
        return failed(out->path, EISDIR);
    if (!there || S_ISREG(st.st_mode))
        return open_beside(out, by_name);
    out->file = fopen(out->path, "wb");
    return out->file ? CLI_DONE : failed(out->path, errno);
}

int cli_out_sink(void *ctx, const char *p, size_t n)
{
    cli_out *out = ctx;
    if (!out->path)
        return (out->code = cli_put(p, n)) != CLI_DONE;
    errno = 0;
    if (fwrite(p, 1, n, out->file) == n)
        return 0;
    out->why = errno ? errno : EIO;
    return 1;
}

/* On disk before it gets its name, so that a crash leaves no empty file under it. */
static int settle(cli_out *out)
{
    errno = 0;
    bool good = !out->file || (fflush(out->file) == 0 && !ferror(out->file));
    int why = errno;
    if (good && out->temporary) {
        int fd = out->file ? fileno(out->file) : open(out->temporary, O_RDONLY);
        good = fd >= 0 && fsync(fd) == 0;
        why = errno;
        if (!out->file && fd >= 0)
            close(fd);
    }
    if (out->file && fclose(out->file) != 0 && good) {
        good = false;
        why = errno;
    }
    out->file = NULL;
    if (good && out->temporary && rename(out->temporary, out->path) != 0) {
        good = false;
        why = errno;
    }
    return good ? CLI_DONE : failed(out->path, why);
}

int cli_out_close(cli_out *out, int code)
{
    if (!out->path && out->code)
        code = out->code;
    else if (!out->path && code == CLI_DONE)
        code = cli_flush();
    else if (out->why)
        code = failed(out->path, out->why);
    else if (out->path && code == CLI_DONE)
        code = settle(out);
    if (out->file)
        fclose(out->file);
    if (out->temporary && code != CLI_DONE)
        unlink(out->temporary);
    free(out->temporary);
    *out = (cli_out){ 0 };
    return code;
}
