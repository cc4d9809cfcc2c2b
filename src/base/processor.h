#pragma once

/// What some processors can do and others of their kind cannot. A function that needs it carries
/// the attribute and is called where the question is answered with yes; there is always one that
/// does the same with the language's own means.
#ifdef __x86_64__

#define PETZE_AVX2 __attribute__((target("avx2")))

namespace petze {

inline bool has_avx2()
{
    static bool const has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

} // namespace petze

#endif
