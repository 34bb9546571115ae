/* Codes one sentence:  cc embed.c $(pkg-config --cflags --libs khabar) -o embed && ./embed */
#include <khabar.h>
#include <stdio.h>
#include <string.h>

static int print(void *ctx, const char *p, size_t n) { return fwrite(p, 1, n, ctx) != n; }

int main(int argc, char **argv)
{
    const char *text = argc > 1 ? argv[1] : "Rebels shelled a market in Kabul on Sunday, killing three people.";
    kh_input input = { .bytes = { text, strlen(text) }, .format = KH_FORMAT_TEXT, .date = { "2021-08-30", 10 } };
    kh_error err = { 0 };
    kh_model *model = NULL;
    kh_coder *coder = NULL;
    kh_result *result = NULL;
    kh_status s = kh_model_open(NULL, &model, &err);
    if (!s)
        s = kh_coder_new(model, NULL, &coder, &err);
    if (!s)
        s = kh_coder_run(coder, &input, &result, &err);
    if (!s)
        s = kh_result_write(result, KH_WRITE_EVENTS, print, stdout, &err);
    if (s)
        fprintf(stderr, "%s: %s\n", err.file, err.message);
    kh_result_free(result);
    kh_coder_free(coder);
    kh_model_close(model);
    return s != KH_OK;
}
