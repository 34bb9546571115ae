#include "fields.h"

#include <string.h>

const json_t *cli_field(const json_t *o, const char *path)
{
    while (o && *path) {
        char key[32];
        size_t n = strcspn(path, ".");
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        o = json_object_get(o, key);
        path += n + (path[n] == '.');
    }
    return json_is_null(o) ? NULL : o;
}

const char *cli_field_text(const json_t *o, const char *path)
{
    const char *z = json_string_value(cli_field(o, path));
    return z ? z : "";
}

void cli_field_add(cli_text *out, const json_t *v)
{
    if (json_is_string(v))
        cli_text_sink(out, json_string_value(v), json_string_length(v));
    else if (json_is_integer(v))
        cli_text_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    else if (json_is_real(v))
        cli_text_printf(out, "%.10g", json_real_value(v));
    else if (json_is_boolean(v))
        cli_text_add(out, json_is_true(v) ? "true" : "false");
    for (size_t i = 0; json_is_array(v) && i < json_array_size(v); i++) {
        cli_text_add(out, i ? "+" : "");
        cli_field_add(out, json_array_get(v, i));
    }
}

void cli_field_join(cli_text *out, const json_t *list, const char *key, const char *other, const char *between)
{
    size_t begin = out->n, separators = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *o = json_array_get(list, i), *v = cli_field(o, key);
        cli_text_add(out, i ? between : "");
        separators += i ? strlen(between) : 0;
        cli_field_add(out, v || !other ? v : cli_field(o, other));
    }
    if (out->n - begin == separators && !out->failed)
        out->n = begin;                       /* nothing but separators */
}
