#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static kh_status os_fail(kh_error *err, const char *path, const char *what)
{
    kh_status s = kh_fail(err, KH_E_IO, 0, "%s: %s", what, strerror(errno));
    kh_error_file(err, path);
    return s;
}

kh_status kh_mapped_open(const char *path, kh_mapped *file, kh_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return os_fail(err, path, "cannot open");
    struct stat st;
    if (fstat(fd, &st) < 0 || (S_ISDIR(st.st_mode) && (errno = EISDIR))) {
        kh_status s = os_fail(err, path, "cannot read");
        close(fd);
        return s;
    }
    kh_mapped m = { .size = (size_t)st.st_size };
    if (m.size) {
        m.base = mmap(NULL, m.size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (m.base == MAP_FAILED) {
            kh_status s = os_fail(err, path, "cannot map");
            close(fd);
            return s;
        }
        m.bytes = (kh_view){ m.base, m.size };
    }
    close(fd);
    *file = m;
    return KH_OK;
}

void kh_mapped_release(const kh_mapped *file)
{
    if (file->base)
        madvise(file->base, file->size, MADV_DONTNEED);
}

void kh_mapped_close(kh_mapped *file)
{
    if (file && file->base)
        munmap(file->base, file->size);
    if (file)
        *file = (kh_mapped){ 0 };
}
