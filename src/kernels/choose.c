#include "kernels/kernels.h"

#include <string.h>

static bool runs_here(const kh_kernels *k)
{
#if defined(__x86_64__)
    if (k == &kh_kernels_avx512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vnni");
    if (k == &kh_kernels_avx2)
        return __builtin_cpu_supports("avx2");
#endif
    return k == &kh_kernels_scalar;
}

const kh_kernels *kh_kernels_of(const char *isa)
{
    static const kh_kernels *const all[] = {
#if defined(__x86_64__)
        &kh_kernels_avx512, &kh_kernels_avx2,
#endif
        &kh_kernels_scalar,
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if ((!isa || !*isa || strcmp(isa, all[i]->name) == 0) && runs_here(all[i]))
            return all[i];
    return NULL;
}
