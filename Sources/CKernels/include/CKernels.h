#pragma once

// Kernels on row-major matrices, for float and (in the build that checks gradients) double.
// Widths N and H are multiples of 16, and so are the strides of what is written; K and the rows are any number.
// Optimisers and widths of whole blocks: `count` is a multiple of 16 too.
// A panel is 16 columns of a matrix, row after row; a matrix [K][N] packed is N/16 panels [K][16].
// Activation functions: 0 linear, 1 tanh, 2 sigmoid, 3 relu.
// A mask has 1 or 0 for each row and may be NULL.

#define CK_DECLARE(REAL)                                                                                             \
    /* dst = panels of src [K][N]. */                                                                                \
    void ck_pack(REAL *dst, const REAL *src, long ld, long K, long N) CK_OVERLOAD;                                   \
    /* dst = panels of the transpose of src [K][N]: K rounded up to 16 columns, N rows. */                           \
    void ck_pack_transposed(REAL *dst, const REAL *src, long ld, long K, long N) CK_OVERLOAD;                        \
    /* C [M][N] = A [M][K] · B (+ bias on each row), or C += A · B. */                                               \
    void ck_product(REAL *c, long ldc, const REAL *a, long lda, const REAL *panels, const REAL *bias, long M, long N, \
                    long K, int accumulate) CK_OVERLOAD;                                                             \
    /* C [M][N] = Aᵀ · B for A [K][M] and B [K][N], or added to it. */                                               \
    void ck_product_transposed(REAL *c, long ldc, const REAL *a, long lda, const REAL *b, long ldb, long M, long N,   \
                               long K, int accumulate) CK_OVERLOAD;                                                  \
    /* The same; the column sums of B go into `sums`, unless that is NULL. */                                        \
    void ck_product_transposed_sums(REAL *c, long ldc, const REAL *a, long lda, const REAL *b, long ldb, long M,      \
                                    long N, long K, int accumulate, REAL *sums) CK_OVERLOAD;                         \
    void ck_column_sums(REAL *dst, const REAL *src, long ld, long rows, long N) CK_OVERLOAD;                         \
    void ck_add(REAL *dst, long ldd, const REAL *src, long lds, long rows, long N) CK_OVERLOAD;                      \
    void ck_multiply_add(REAL *dst, long ldd, const REAL *a, long lda, const REAL *b, long ldb, long rows, long N,    \
                         int accumulate) CK_OVERLOAD;                                                                \
    void ck_activate(REAL *y, long ld, long rows, long N, int f) CK_OVERLOAD;                                        \
    /* dx = dy · f′, written with the output y. */                                                                   \
    void ck_activate_backward(REAL *dx, long lddx, const REAL *dy, long lddy, const REAL *y, long ldy, long rows,     \
                              long N, int f) CK_OVERLOAD;                                                            \
    /* Softmax of the first `width` numbers of each row; those up to N become 0. */                                  \
    void ck_softmax(REAL *y, long ld, long rows, long width, long N) CK_OVERLOAD;                                    \
    void ck_softmax_backward(REAL *dx, long lddx, const REAL *dy, long lddy, const REAL *y, long ldy, long rows,      \
                             long N) CK_OVERLOAD;                                                                    \
    /* Where the first of the largest of `width` numbers stands. */                                                  \
    long ck_largest(const REAL *x, long width) CK_OVERLOAD;                                                          \
    /* y = factor·x */                                                                                               \
    void ck_scaled(REAL *y, const REAL *x, REAL factor, long count) CK_OVERLOAD;                                     \
    /* xhat = (x − mean)·scale of each row of `width` numbers, scale = 1 / √(variance + epsilon); y = gamma·xhat + beta; \
       gamma and beta may be NULL; xhat is 0 from `width` to N. */                                                   \
    void ck_layer_norm(REAL *y, REAL *xhat, long ld, REAL *mean, REAL *scale, const REAL *x, long ldx,               \
                       const REAL *gamma, const REAL *beta, long rows, long width, long N, REAL epsilon) CK_OVERLOAD; \
    void ck_layer_norm_backward(REAL *dx, const REAL *dy, const REAL *xhat, long ld, const REAL *scale,              \
                                const REAL *gamma, long rows, long width, long N) CK_OVERLOAD;                       \
    /* dst = column sums of a ⊙ b. */                                                                                \
    void ck_product_sums(REAL *dst, const REAL *a, long lda, const REAL *b, long ldb, long rows, long N) CK_OVERLOAD; \
    /* Mean and variance of the first `width` columns over the rows whose mask is not 0. */                          \
    void ck_column_moments(REAL *mean, REAL *variance, const REAL *x, long ldx, const REAL *mask, long rows,         \
                           long width) CK_OVERLOAD;                                                                  \
    /* 0 where number counter + 1 + i of the stream `key` (Random.swift) is below limit / 2⁵³, else `kept`. */        \
    void ck_dropout_mask(REAL *mask, long count, unsigned long long key, unsigned long long counter,                 \
                         unsigned long long limit, REAL kept) CK_OVERLOAD;                                           \
    /* Sum of squares, in double and in a fixed order. */                                                            \
    double ck_square_sum(const REAL *x, long count) CK_OVERLOAD;                                                     \
    double ck_outside(const REAL *x, long ldx, long rows, long count, REAL low, REAL high, long *outside)            \
        CK_OVERLOAD;                                                                                                 \
    void ck_reach(REAL *low, REAL *high, const REAL *x, long ldx, long rows, long count) CK_OVERLOAD;                \
    void ck_scale(REAL *x, long count, REAL factor) CK_OVERLOAD;                                                     \
    /* Limits x to ±limit and returns how many numbers were outside. */                                              \
    long ck_clip(REAL *x, long count, REAL limit) CK_OVERLOAD;                                                       \
    /* Returns l1·Σ|w| + l2·Σw², summed in double and in a fixed order; unless g is NULL, adds its gradient to g. */    \
    double ck_penalise(REAL *g, const REAL *w, long count, REAL l1, REAL l2) CK_OVERLOAD;                            \
    /* m += (g − m)·rest1, v += (g² − v)·rest2, w = keep·w − rate·m / (√v + ε); corrections are in rate. */          \
    void ck_adam(REAL *w, const REAL *g, REAL *m, REAL *v, long count, REAL rest1, REAL rest2, REAL rate, REAL keep, \
                 REAL epsilon) CK_OVERLOAD;                                                                          \
    /* v = momentum·v − rate·g; w += v, or w += momentum·v − rate·g if it looks ahead. Without momentum v stays. */  \
    void ck_sgd(REAL *w, const REAL *g, REAL *v, long count, REAL rate, REAL momentum, int looks_ahead) CK_OVERLOAD; \
    /* a = decay·a + (1 − decay)·g², v = momentum·v + rate·g / √(a + ε), w −= v. Without momentum v stays. */        \
    void ck_rmsprop(REAL *w, const REAL *g, REAL *a, REAL *v, long count, REAL rate, REAL decay, REAL momentum,      \
                    REAL epsilon) CK_OVERLOAD;                                                                       \
    /* a += g², w −= rate·g / √(a + ε). */                                                                           \
    void ck_adagrad(REAL *w, const REAL *g, REAL *a, long count, REAL rate, REAL epsilon) CK_OVERLOAD;

#define CK_OVERLOAD __attribute__((overloadable))
CK_DECLARE(float)
CK_DECLARE(double)

// ---------------------------------------------------------------- one time step of a recurrent cell
//
// A step is described by one struct: `rows` examples with `units` numbers each, padded to a multiple of 16.
// `h0` is the state before the step, `h1` the state after it; `mask` is 1 or 0 for each row and may be NULL. Where it is
// 0, the step leaves the state as it was and hands its gradient on. Backward: `dh` is all of dL/dh1, and dL/dh0 is
// written to `dh0`, or added to it if `accumulates`. f is the activation of the candidate, g that of the gates.
#define CK_STEP_FIELDS(REAL)                                                                                         \
    long rows, units;                                                                                                \
    int f, g;                                                                                                        \
    const REAL *mask, *h0;                                                                                           \
    REAL *h1;                                                                                                        \
    const REAL *dh;                                                                                                  \
    REAL *dh0;                                                                                                       \
    int accumulates;

#define CK_DECLARE_STEPS(REAL)                                                                                       \
    /* h1 holds the sums before the step. */                                                                         \
    typedef struct {                                                                                                 \
        CK_STEP_FIELDS(REAL)                                                                                         \
        REAL *dsums;                                                                                                 \
    } ck_rnn_step_##REAL;                                                                                            \
    /* gates [rows][4·units] i f c̃ o hold the sums before the step. c0 and c1 are the memory, tc = f(c1).            \
       dc is dL/dc1 from later steps and becomes dL/dc0; all of dL/dc1 goes to `total`, unless that is NULL. */      \
    typedef struct {                                                                                                 \
        CK_STEP_FIELDS(REAL)                                                                                         \
        REAL *gates, *dgates;                                                                                        \
        const REAL *c0;                                                                                              \
        REAL *c1, *tc, *dc, *total;                                                                                  \
    } ck_lstm_step_##REAL;                                                                                           \
    /* gates [rows][3·units] z r n hold the sums before the step. Reset before: product = r·h0. Reset after: it is   \
       m = h0·U_n + c_n, ready before the step, and dproduct becomes dL/dm. */                                       \
    typedef struct {                                                                                                 \
        CK_STEP_FIELDS(REAL)                                                                                         \
        REAL *gates, *dgates, *product, *dproduct;                                                                   \
    } ck_gru_step_##REAL;                                                                                            \
    /* gates [rows][2·units] z h̃ hold the sums before the step. */                                                   \
    typedef struct {                                                                                                 \
        CK_STEP_FIELDS(REAL)                                                                                         \
        REAL *gates, *dgates;                                                                                        \
    } ck_min_gru_step_##REAL;

CK_DECLARE_STEPS(float)
CK_DECLARE_STEPS(double)

// The kernels of the cells by name and cell; the one list that declares and dispatches them. template.h has their bodies.
#define CK_CELL_KERNELS(KERNEL)                                                                                      \
    KERNEL(rnn_forward, rnn)                                                                                         \
    KERNEL(rnn_backward, rnn)                                                                                        \
    KERNEL(lstm_forward, lstm)                                                                                       \
    KERNEL(lstm_backward, lstm)                                                                                      \
    /* z and r from their sums, product = r·h0. */                                                                   \
    KERNEL(gru_gates, gru)                                                                                           \
    /* n from its sum, h1 = z·h0 + (1 − z)·n. */                                                                     \
    KERNEL(gru_state, gru)                                                                                           \
    /* dz, dn; dh0 (+)= dh·z. */                                                                                     \
    KERNEL(gru_state_backward, gru)                                                                                  \
    /* dr from dproduct; dh0 += dproduct·r. */                                                                       \
    KERNEL(gru_gates_backward, gru)                                                                                  \
    /* Reset after: z, r, n = f(sum + r·product), h1. */                                                             \
    KERNEL(gru_after_forward, gru)                                                                                   \
    KERNEL(gru_after_backward, gru)                                                                                  \
    KERNEL(min_gru_forward, min_gru)                                                                                 \
    KERNEL(min_gru_backward, min_gru)

#define CK_DECLARE_CELL_KERNEL(name, cell)                                                                           \
    void ck_##name(const ck_##cell##_step_float *step) CK_OVERLOAD;                                                  \
    void ck_##name(const ck_##cell##_step_double *step) CK_OVERLOAD;
CK_CELL_KERNELS(CK_DECLARE_CELL_KERNEL)

// y += a·x and Σ x·y, for making orthogonal rows.
void ck_axpy(double *y, const double *x, double a, long count);
double ck_dot(const double *x, const double *y, long count);

/// A pause inside a loop that waits for another thread.
static inline void ck_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// The instruction set in use: 0 the plainest, 1 AVX2 with FMA, 2 AVX-512.
int ck_level(void);
/// For tests: use no more than this on the calling thread; returns what it now uses.
int ck_limit_level(int level);
