#include "CKernels.h"

#include <math.h>

// template.h is compiled for several instruction sets; which one runs is decided when the program starts.

static int can = 0;
static _Thread_local int most = 2;
#define LEVEL (can < most ? can : most)

// Compilers before Clang 18 take roots one by one, and name neither the levels of x86-64 nor evex512.
#if __has_builtin(__builtin_elementwise_sqrt)
#define SQUARE_ROOT(v) __builtin_elementwise_sqrt(v)
#else
#define SQUARE_ROOT(v)                                                                                               \
    ({                                                                                                               \
        V root_ = (v);                                                                                               \
        for (int i_ = 0; i_ < 16; i_++) root_[i_] = IS_DOUBLE ? (REAL)sqrt(root_[i_]) : (REAL)sqrtf(root_[i_]);      \
        root_;                                                                                                       \
    })
#endif
#if __clang_major__ >= 18
#define V4_TARGET "arch=x86-64-v4,evex512"
#else
#define V4_TARGET "arch=x86-64-v4"
#endif

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
// The description of one step of a cell: STEP(gru) is ck_gru_step_float.
#define STEP(cell) JOIN(JOIN(JOIN(ck_, cell), _step_), REAL)

#pragma clang diagnostic ignored "-Wpsabi"

// ---------------------------------------------------------------- float
#define REAL float
#define INT int
#define IS_DOUBLE 0

#if defined(__x86_64__)
#define ROWS 2
#define PANELS 1
#else
#define ROWS 6
#define PANELS 1
#endif
#define K_(name) JOIN(name, _f1)
#include "template.h"
#undef K_
#undef ROWS
#undef PANELS

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3,prefer-256-bit"))), apply_to = function)
#define ROWS 6
#define PANELS 1
#define K_(name) JOIN(name, _f3)
#include "template.h"
#undef K_
#undef ROWS
#undef PANELS
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target(V4_TARGET))), apply_to = function)
#pragma clang attribute push(__attribute__((min_vector_width(512))), apply_to = function)
#define ROWS 12
#define PANELS 2
#define K_(name) JOIN(name, _f4)
#include "template.h"
#undef K_
#undef ROWS
#undef PANELS
#pragma clang attribute pop
#pragma clang attribute pop
#endif

#define V1(name) JOIN(name, _f1)
#if defined(__x86_64__)
#define V3(name) JOIN(name, _f3)
#define V4(name) JOIN(name, _f4)
#else
#define V3(name) JOIN(name, _f1)
#define V4(name) JOIN(name, _f1)
#endif
#include "dispatch.h"
#undef V1
#undef V3
#undef V4
#undef REAL
#undef INT
#undef IS_DOUBLE

// ---------------------------------------------------------------- double: for checking gradients, not for speed
#define REAL double
#define INT long long
#define IS_DOUBLE 1
#define ROWS 2
#define PANELS 1
#define K_(name) JOIN(name, _d1)
#include "template.h"
#undef K_
#undef ROWS
#undef PANELS
#define V1(name) JOIN(name, _d1)
#define V3(name) JOIN(name, _d1)
#define V4(name) JOIN(name, _d1)
#include "dispatch.h"

void ck_axpy(double *y, const double *x, double a, long count) {
    for (long i = 0; i < count; i++) y[i] += a * x[i];
}

double ck_dot(const double *x, const double *y, long count) {
    double sums[8] = {0};
    long i = 0;
    for (; i + 8 <= count; i += 8)
        for (int j = 0; j < 8; j++) sums[j] += x[i + j] * y[i + j];
    for (; i < count; i++) sums[0] += x[i] * y[i];
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

static int best(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("bmi2"))
        return 0;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512cd") ||
        !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
        return 1;
    return 2;
#endif
    return 0;
}

__attribute__((constructor)) static void choose(void) { can = best(); }

int ck_level(void) { return LEVEL; }

int ck_limit_level(int level) {
    most = level;
    return LEVEL;
}
