#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *default_resize(void *ctx, void *p, size_t old, size_t n)
{
    (void)ctx;
    (void)old;
    if (n == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, n);
}

static const kh_allocator default_allocator = { default_resize, NULL };

const kh_allocator *kh_allocator_or_default(const kh_allocator *alloc)
{
    return alloc ? alloc : &default_allocator;
}

void *kh_resize(const kh_allocator *alloc, void *p, size_t old, size_t n)
{
    const kh_allocator *a = kh_allocator_or_default(alloc);
    return a->resize(a->ctx, p, old, n);
}

/* Blocks form a list in order of use; `now` is the one being filled, those behind it are empty and kept for later. */
typedef struct block {
    struct block *next;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
} block;

struct kh_arena {
    const kh_allocator *alloc;
    block *first, *now;
    size_t ceiling, total;      /* total: bytes handed out since the last reset, slack at block ends included */
    bool hit_ceiling;
};

enum { BLOCK = 1 << 16 };

kh_arena *kh_arena_new(const kh_allocator *alloc, size_t ceiling)
{
    kh_arena *a = kh_resize(alloc, NULL, 0, sizeof *a);
    if (!a)
        return NULL;
    *a = (kh_arena){ .alloc = kh_allocator_or_default(alloc), .ceiling = ceiling ? ceiling : SIZE_MAX };
    return a;
}

void kh_arena_free(kh_arena *a)
{
    if (!a)
        return;
    for (block *b = a->first, *next; b; b = next) {
        next = b->next;
        kh_resize(a->alloc, b, sizeof *b + b->size, 0);
    }
    kh_resize(a->alloc, a, sizeof *a, 0);
}

void kh_arena_reset(kh_arena *a)
{
    for (block *b = a->first; b; b = b->next)
        b->used = 0;
    a->now = a->first;
    a->total = 0;
    a->hit_ceiling = false;
}

size_t kh_arena_used(const kh_arena *a) { return a->total; }
const kh_allocator *kh_arena_allocator(const kh_arena *a) { return a->alloc; }
bool kh_arena_at_ceiling(const kh_arena *a) { return a->hit_ceiling; }

/* Sizes of large blocks go in steps of an eighth to a quarter, so that a batch a little larger than the last one finds its blocks fit:
 * without it a worker's scratch grew to three times its need. */
static size_t block_size(size_t n)
{
    size_t step = BLOCK;
    while (step <= n / 8)
        step *= 2;
    return n > SIZE_MAX - step ? n : (n + step - 1) / step * step;
}

static block *next_block(kh_arena *a, size_t n)
{
    block **link = a->now ? &a->now->next : &a->first;
    while (*link && (*link)->size < n)                  /* too small for this: leave it empty, look further */
        link = &(*link)->next;
    if (!*link) {
        size_t size = block_size(n);
        if (size > SIZE_MAX - sizeof(block))
            return NULL;
        block *b = kh_resize(a->alloc, NULL, 0, sizeof *b + size);
        if (!b)
            return NULL;
        *b = (block){ .size = size };
        *link = b;
    }
    return *link;
}

void *kh_arena_get(kh_arena *a, size_t n)
{
    if (n > SIZE_MAX - 15) {
        a->hit_ceiling = true;
        return NULL;
    }
    n = (n + 15) & ~(size_t)15;
    if (n == 0)
        n = 16;
    if (n > a->ceiling || a->total > a->ceiling - n) {
        a->hit_ceiling = true;
        return NULL;
    }
    if (!a->now || a->now->size - a->now->used < n) {
        block *b = next_block(a, n);
        if (!b) {
            a->hit_ceiling = false;
            return NULL;
        }
        a->now = b;
    }
    void *p = a->now->bytes + a->now->used;
    a->now->used += n;
    a->total += n;
    return memset(p, 0, n);
}

void *kh_arena_array(kh_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        a->hit_ceiling = true;
        return NULL;
    }
    return kh_arena_get(a, count * size);
}

void *kh_arena_grow(kh_arena *a, void *old, size_t *capacity, size_t needed, size_t size)
{
    if (old && needed <= *capacity)
        return old;
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    while (wanted < needed)
        wanted = wanted > SIZE_MAX / 2 ? needed : wanted * 2;
    void *p = kh_arena_array(a, wanted, size);
    if (!p)
        return NULL;
    if (old)
        memcpy(p, old, *capacity * size);
    *capacity = wanted;
    return p;
}

kh_view kh_arena_copy(kh_arena *a, kh_view text)
{
    char *p = text.n < SIZE_MAX ? kh_arena_get(a, text.n + 1) : NULL;
    if (!p)
        return (kh_view){ NULL, 0 };
    if (text.n)
        memcpy(p, text.p, text.n);
    return (kh_view){ p, text.n };
}

kh_view kh_arena_printf(kh_arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : kh_arena_get(a, (size_t)n + 1);
    if (p)
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (kh_view){ p, p ? (size_t)n : 0 };
}

kh_status kh_arena_fail(const kh_arena *a, kh_error *err)
{
    if (a->hit_ceiling)
        return kh_fail(err, KH_E_LIMIT, 0, "document needs more memory than its ceiling allows");
    return kh_fail(err, KH_E_NOMEM, 0, "out of memory");
}

kh_mark kh_arena_mark(kh_arena *a)
{
    return (kh_mark){ a->now, a->now ? a->now->used : 0, a->total };
}

void kh_arena_rewind(kh_arena *a, kh_mark mark)
{
    block *from = mark.block ? mark.block : a->first;
    for (block *b = from; b; b = b->next) {
        size_t keep = b == mark.block ? mark.used : 0;
        b->used = keep;
        if (b == a->now)
            break;
    }
    a->now = mark.block ? mark.block : a->first;
    a->total = mark.total;
}
