#include "language/decode.h"

#include <string.h>

static const double NEVER = -1e18;

typedef struct charts { double *open[2], *whole[2]; uint16_t *open_at, *whole_at[2]; uint32_t n; } charts;
#define AT(i, j) ((size_t)(i) * c.n + (j))

/* Eisner's algorithm: open spans miss the dependents on one side of the arc's far end; [1] heads to the right. */
kh_status kh_decode_tree(const double *score, uint32_t n, uint32_t *heads, kh_arena *scratch, kh_error *err)
{
    charts c = { .n = n };
    size_t cells = (size_t)n * n;
    for (int d = 0; d < 2; d++) {
        c.open[d] = kh_arena_array(scratch, cells, sizeof(double));
        c.whole[d] = kh_arena_array(scratch, cells, sizeof(double));
        c.whole_at[d] = kh_arena_array(scratch, cells, sizeof(uint16_t));
    }
    c.open_at = kh_arena_array(scratch, cells, sizeof(uint16_t));
    struct { uint32_t i, j; bool right, whole; } *stack = kh_arena_array(scratch, 4u * n + 4, sizeof *stack);
    if (!c.open[0] || !c.open[1] || !c.whole[0] || !c.whole[1] || !c.whole_at[0] || !c.whole_at[1] || !c.open_at || !stack)
        return kh_arena_fail(scratch, err);
    for (uint32_t w = 1; w < n; w++)
        for (uint32_t i = 0; i + w < n; i++) {
            uint32_t j = i + w, at = i;
            double best = NEVER * 4;
            for (uint32_t k = i; k < j; k++) {
                double v = c.whole[1][AT(i, k)] + c.whole[0][AT(k + 1, j)];
                if (v > best) {
                    best = v;
                    at = k;
                }
            }
            c.open_at[AT(i, j)] = (uint16_t)at;
            c.open[1][AT(i, j)] = best + score[(size_t)j * n + i] - (i == 0 ? 1000.0 : 0.0);
            c.open[0][AT(i, j)] = i ? best + score[(size_t)i * n + j] : NEVER;
            best = NEVER * 4;
            at = i;
            for (uint32_t k = i; k < j; k++) {
                double v = c.whole[0][AT(i, k)] + c.open[0][AT(k, j)];
                if (v > best) {
                    best = v;
                    at = k;
                }
            }
            c.whole[0][AT(i, j)] = best;
            c.whole_at[0][AT(i, j)] = (uint16_t)at;
            best = NEVER * 4;
            at = j;                                       /* stands where scores are no numbers: the walk below must end */
            for (uint32_t k = i + 1; k <= j; k++) {
                double v = c.open[1][AT(i, k)] + c.whole[1][AT(k, j)];
                if (v > best) {
                    best = v;
                    at = k;
                }
            }
            c.whole[1][AT(i, j)] = best;
            c.whole_at[1][AT(i, j)] = (uint16_t)at;
        }
    uint32_t top = 0;
    stack[top].i = 0;
    stack[top].j = n - 1;
    stack[top].right = stack[top].whole = true;
    top++;
    while (top) {
        top--;
        uint32_t i = stack[top].i, j = stack[top].j, k;
        bool right = stack[top].right, whole = stack[top].whole;
        if (i == j)
            continue;
        if (whole) {
            k = c.whole_at[right][AT(i, j)];
            stack[top].i = i, stack[top].j = k, stack[top].right = right, stack[top].whole = !right, top++;
            stack[top].i = k, stack[top].j = j, stack[top].right = right, stack[top].whole = right, top++;
        } else {
            heads[right ? j : i] = right ? i : j;
            k = c.open_at[AT(i, j)];
            stack[top].i = i, stack[top].j = k, stack[top].right = true, stack[top].whole = true, top++;
            stack[top].i = k + 1, stack[top].j = j, stack[top].right = false, stack[top].whole = true, top++;
        }
    }
    return KH_OK;
}

/* May label `to` follow label `from`? */
static bool may_follow(kh_view from, kh_view to)
{
    if (to.n < 2 || to.p[0] != 'I')
        return true;
    return from.n == to.n && (from.p[0] == 'B' || from.p[0] == 'I') && memcmp(from.p + 1, to.p + 1, to.n - 1) == 0;
}

kh_status kh_decode_names(const float *logs, uint32_t words, const kh_view *labels, uint32_t count, uint32_t *out, kh_arena *scratch,
                          kh_error *err)
{
    float *best = kh_arena_array(scratch, 2u * count, sizeof *best);
    uint16_t *from = kh_arena_array(scratch, (size_t)words * count, sizeof *from);
    bool *may = kh_arena_array(scratch, (size_t)count * count, sizeof *may);
    if (!best || !from || !may)
        return kh_arena_fail(scratch, err);
    for (uint32_t f = 0; f < count; f++)
        for (uint32_t k = 0; k < count; k++)
            may[f * count + k] = may_follow(labels[f], labels[k]);
    float *now = best, *next = best + count;
    for (uint32_t k = 0; k < count; k++)
        now[k] = labels[k].n && labels[k].p[0] == 'I' ? -1e9f : logs[k];
    for (uint32_t t = 1; t < words; t++) {
        for (uint32_t k = 0; k < count; k++) {
            float top = -1e30f;
            for (uint32_t f = 0; f < count; f++)
                if (now[f] > top && may[f * count + k]) {
                    top = now[f];
                    from[(size_t)t * count + k] = (uint16_t)f;
                }
            next[k] = top + logs[(size_t)t * count + k];
        }
        float *swap = now;
        now = next;
        next = swap;
    }
    uint32_t k = 0;
    for (uint32_t i = 1; i < count; i++)
        k = now[i] > now[k] ? i : k;
    for (uint32_t t = words; t-- > 0;) {
        out[t] = k;
        k = from[(size_t)t * count + k];
    }
    return KH_OK;
}
