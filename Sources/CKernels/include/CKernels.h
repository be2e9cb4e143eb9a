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
    /* h1 = f(h1), carried from h0 where masked. */                                                                  \
    void ck_rnn_forward(REAL *h1, const REAL *h0, const REAL *mask, long rows, long H, int f) CK_OVERLOAD;           \
    /* da = dh · f′; dh0 = 0 (or kept), and dh where masked. */                                                      \
    void ck_rnn_backward(REAL *da, const REAL *dh, const REAL *h1, REAL *dh0, int keep, const REAL *mask, long rows,  \
                         long H, int f) CK_OVERLOAD;                                                                 \
    /* gates [rows][4H] hold sums and become activations; c1 = f·c0 + i·g, tc = act(c1), h1 = o·tc. */               \
    void ck_lstm_forward(REAL *gates, const REAL *c0, REAL *c1, REAL *tc, const REAL *h0, REAL *h1, const REAL *mask, \
                         long rows, long H, int f, int g) CK_OVERLOAD;                                               \
    /* dc is dL/dc1 from later steps and becomes dL/dc0; all of dL/dc1 goes into `total`, unless that is NULL. */       \
    void ck_lstm_backward(REAL *dgates, const REAL *gates, const REAL *c0, const REAL *tc, const REAL *dh, REAL *dc,  \
                          REAL *total, REAL *dh0, int keep, const REAL *mask, long rows, long H, int f, int g)        \
        CK_OVERLOAD;                                                                                                 \
    /* z and r from their sums, rh = r·h0. */                                                                        \
    void ck_gru_gates(REAL *gates, const REAL *h0, REAL *rh, long rows, long H, int g) CK_OVERLOAD;                  \
    /* n from its sum, h1 = z·h0 + (1 − z)·n. */                                                                     \
    void ck_gru_state(REAL *gates, const REAL *h0, REAL *h1, const REAL *mask, long rows, long H, int f) CK_OVERLOAD; \
    /* dz, dn; dh0 (+)= dh·z. */                                                                                     \
    void ck_gru_state_backward(REAL *dgates, const REAL *gates, const REAL *h0, const REAL *dh, REAL *dh0, int keep,  \
                               const REAL *mask, long rows, long H, int f, int g) CK_OVERLOAD;                       \
    /* dr; dh0 += drh·r. */                                                                                          \
    void ck_gru_gates_backward(REAL *dgates, const REAL *gates, const REAL *h0, const REAL *drh, REAL *dh0,           \
                               long rows, long H, int g) CK_OVERLOAD;                                                \
    /* Reset after: m = h0·U_n + c_n is ready; z, r, n = f(sum + r·m), h1. */                                        \
    void ck_gru_after_forward(REAL *gates, const REAL *m, const REAL *h0, REAL *h1, const REAL *mask, long rows,      \
                              long H, int f, int g) CK_OVERLOAD;                                                     \
    void ck_gru_after_backward(REAL *dgates, REAL *dm, const REAL *gates, const REAL *m, const REAL *h0,              \
                               const REAL *dh, REAL *dh0, int keep, const REAL *mask, long rows, long H, int f,      \
                               int g) CK_OVERLOAD;                                                                   \
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
