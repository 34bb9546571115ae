#include "base/base.h"

#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t kh_hash(kh_view text, uint64_t seed) { return XXH3_64bits_withSeed(text.n ? text.p : "", text.n, seed); }

uint32_t kh_fnv(const char *p, size_t n, uint32_t h)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 0x01000193u;
    return h;
}

kh_digest kh_digest_of(kh_view text)
{
    XXH128_hash_t h = XXH3_128bits(text.n ? text.p : "", text.n);
    return (kh_digest){ h.high64, h.low64 };
}

void kh_digest_hex(kh_digest d, char out[33])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        out[i] = digits[d.hi >> (60 - 4 * i) & 15];
        out[16 + i] = digits[d.lo >> (60 - 4 * i) & 15];
    }
    out[32] = 0;
}

struct kh_map_slot {
    kh_view key;
    uint32_t hash, value;      /* hash 0: free slot */
};

static uint32_t hash_of(kh_view key)
{
    uint32_t h = (uint32_t)kh_hash(key, 0x6B68);
    return h ? h : 1;
}

bool kh_map_init(kh_map *map, kh_arena *arena, uint32_t expected)
{
    uint32_t capacity = 16;
    while (capacity < 1u << 30 && capacity / 4 * 3 <= expected)
        capacity *= 2;
    *map = (kh_map){ .arena = arena, .capacity = capacity };
    map->slots = kh_arena_array(arena, capacity, sizeof *map->slots);
    return map->slots != NULL;
}

static struct kh_map_slot *slot_of(const kh_map *map, kh_view key, uint32_t hash)
{
    uint32_t mask = map->capacity - 1, i = hash & mask;
    while (map->slots[i].hash && !(map->slots[i].hash == hash && kh_view_eq(map->slots[i].key, key)))
        i = (i + 1) & mask;
    return &map->slots[i];
}

uint32_t *kh_map_find(const kh_map *map, kh_view key)
{
    if (!map->slots)
        return NULL;
    struct kh_map_slot *s = slot_of(map, key, hash_of(key));
    return s->hash ? &s->value : NULL;
}

static bool map_grow(kh_map *map)
{
    kh_map larger = { .arena = map->arena, .capacity = map->capacity * 2, .count = map->count };
    larger.slots = kh_arena_array(map->arena, larger.capacity, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (uint32_t i = 0; i < map->capacity; i++)
        if (map->slots[i].hash)
            *slot_of(&larger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    *map = larger;
    return true;
}

uint32_t *kh_map_make(kh_map *map, kh_view key, bool *fresh)
{
    if (map->count >= map->capacity / 4 * 3 && !map_grow(map))
        return NULL;
    uint32_t hash = hash_of(key);
    struct kh_map_slot *s = slot_of(map, key, hash);
    if (fresh)
        *fresh = s->hash == 0;
    if (!s->hash) {
        *s = (struct kh_map_slot){ key, hash, 0 };
        map->count++;
    }
    return &s->value;
}
