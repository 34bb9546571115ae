/* drive.c: runs a fuzz target over saved inputs, files or folders; stands in for libFuzzer where tests are built without it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A block of just the size, so that a read behind its end is seen. */
static int run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    struct stat st;
    if (!f || fstat(fileno(f), &st) < 0) {
        perror(path);
        return 1;
    }
    size_t n = (size_t)st.st_size;
    uint8_t *p = malloc(n ? n : 1);
    int failed = !p || fread(p, 1, n, f) != n;
    fclose(f);
    fprintf(stderr, "%s\n", path);                       /* the last one named is the one that broke */
    if (!failed)
        LLVMFuzzerTestOneInput(p, n);
    free(p);
    return failed;
}

static int run_folder(const char *path, int *count)
{
    struct dirent **list;
    int n = scandir(path, &list, NULL, alphasort), failed = n < 0;
    for (int i = 0; i < n; i++) {
        char file[1024];
        snprintf(file, sizeof file, "%s/%s", path, list[i]->d_name);
        if (list[i]->d_name[0] != '.') {
            failed |= run_file(file);
            ++*count;
        }
        free(list[i]);
    }
    free(n < 0 ? NULL : list);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0, count = 0;
    for (int i = 1; i < argc; i++) {
        struct stat st;
        if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
            failed |= run_folder(argv[i], &count);
        else
            failed |= run_file(argv[i]), count++;
    }
    printf("%d inputs replayed\n", count);
    return failed || count == 0;
}
