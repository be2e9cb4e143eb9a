// The public functions for one REAL, which call the instance for the instruction set in use. Included by kernels.c.

#define CALL(name, ...)                                                                                              \
    switch (LEVEL) {                                                                                                 \
    case 2: return V4(name)(__VA_ARGS__);                                                                            \
    case 1: return V3(name)(__VA_ARGS__);                                                                            \
    default: return V1(name)(__VA_ARGS__);                                                                           \
    }
#define FUNCTION CK_OVERLOAD void

FUNCTION ck_pack(REAL *dst, const REAL *src, long ld, long K, long N) { CALL(pack, dst, src, ld, K, N) }
FUNCTION ck_pack_transposed(REAL *dst, const REAL *src, long ld, long K, long N) {
    CALL(pack_transposed, dst, src, ld, K, N)
}
FUNCTION ck_product(REAL *c, long ldc, const REAL *a, long lda, const REAL *panels, const REAL *bias, long M, long N,
                    long K, int accumulate) {
    CALL(product, c, ldc, a, lda, panels, bias, M, N, K, accumulate)
}
FUNCTION ck_product_transposed(REAL *c, long ldc, const REAL *a, long lda, const REAL *b, long ldb, long M, long N, long K,
                               int accumulate) {
    CALL(product_transposed, c, ldc, a, lda, b, ldb, M, N, K, accumulate, 0)
}
FUNCTION ck_product_transposed_sums(REAL *c, long ldc, const REAL *a, long lda, const REAL *b, long ldb, long M, long N,
                                    long K, int accumulate, REAL *sums) {
    CALL(product_transposed, c, ldc, a, lda, b, ldb, M, N, K, accumulate, sums)
}
FUNCTION ck_column_sums(REAL *dst, const REAL *src, long ld, long rows, long N) {
    CALL(column_sums, dst, src, ld, rows, N, 0)
}
FUNCTION ck_add(REAL *dst, long ldd, const REAL *src, long lds, long rows, long N) {
    CALL(add, dst, ldd, src, lds, rows, N)
}
FUNCTION ck_multiply_add(REAL *dst, long ldd, const REAL *a, long lda, const REAL *b, long ldb, long rows, long N,
                         int accumulate) {
    CALL(multiply_add, dst, ldd, a, lda, b, ldb, rows, N, accumulate)
}
FUNCTION ck_activate(REAL *y, long ld, long rows, long N, int f) { CALL(activate, y, ld, rows, N, f) }
FUNCTION ck_activate_backward(REAL *dx, long lddx, const REAL *dy, long lddy, const REAL *y, long ldy, long rows, long N,
                              int f) {
    CALL(activate_backward, dx, lddx, dy, lddy, y, ldy, rows, N, f)
}
FUNCTION ck_softmax(REAL *y, long ld, long rows, long width, long N) { CALL(softmax, y, ld, rows, width, N) }
CK_OVERLOAD long ck_largest(const REAL *x, long width) { CALL(largest, x, width) }
FUNCTION ck_scaled(REAL *y, const REAL *x, REAL factor, long count) { CALL(scaled, y, x, factor, count) }
FUNCTION ck_softmax_backward(REAL *dx, long lddx, const REAL *dy, long lddy, const REAL *y, long ldy, long rows, long N) {
    CALL(softmax_backward, dx, lddx, dy, lddy, y, ldy, rows, N)
}
#define CELL_KERNEL(name, cell)                                                                                      \
    FUNCTION JOIN(ck_, name)(const STEP(cell) *step) { CALL(name, step) }
CK_CELL_KERNELS(CELL_KERNEL)
#undef CELL_KERNEL

FUNCTION ck_layer_norm(REAL *y, REAL *xhat, long ld, REAL *mean, REAL *scale, const REAL *x, long ldx, const REAL *gamma,
                       const REAL *beta, long rows, long width, long N, REAL epsilon) {
    CALL(layer_norm, y, xhat, ld, mean, scale, x, ldx, gamma, beta, rows, width, N, epsilon)
}
FUNCTION ck_layer_norm_backward(REAL *dx, const REAL *dy, const REAL *xhat, long ld, const REAL *scale,
                                const REAL *gamma, long rows, long width, long N) {
    CALL(layer_norm_backward, dx, dy, xhat, ld, scale, gamma, rows, width, N)
}
FUNCTION ck_product_sums(REAL *dst, const REAL *a, long lda, const REAL *b, long ldb, long rows, long N) {
    CALL(product_sums, dst, a, lda, b, ldb, rows, N)
}
FUNCTION ck_column_moments(REAL *mean, REAL *variance, const REAL *x, long ldx, const REAL *mask, long rows, long width) {
    CALL(column_moments, mean, variance, x, ldx, mask, rows, width)
}
FUNCTION ck_dropout_mask(REAL *mask, long count, unsigned long long key, unsigned long long counter,
                         unsigned long long limit, REAL kept) {
    CALL(dropout_mask, mask, count, key, counter, limit, kept)
}
CK_OVERLOAD double ck_square_sum(const REAL *x, long count) { CALL(square_sum, x, count) }
CK_OVERLOAD double ck_outside(const REAL *x, long ldx, long rows, long count, REAL low, REAL high, long *outside) {
    CALL(outside, x, ldx, rows, count, low, high, outside)
}
FUNCTION ck_reach(REAL *low, REAL *high, const REAL *x, long ldx, long rows, long count) {
    CALL(reach, low, high, x, ldx, rows, count)
}
FUNCTION ck_scale(REAL *x, long count, REAL factor) { CALL(scale, x, count, factor) }
CK_OVERLOAD long ck_clip(REAL *x, long count, REAL limit) { CALL(clip, x, count, limit) }
CK_OVERLOAD double ck_penalise(REAL *g, const REAL *w, long count, REAL l1, REAL l2) {
    CALL(penalise, g, w, count, l1, l2)
}
FUNCTION ck_adam(REAL *w, const REAL *g, REAL *m, REAL *v, long count, REAL rest1, REAL rest2, REAL rate, REAL keep,
                 REAL epsilon) {
    CALL(adam, w, g, m, v, count, rest1, rest2, rate, keep, epsilon)
}
FUNCTION ck_sgd(REAL *w, const REAL *g, REAL *v, long count, REAL rate, REAL momentum, int looks_ahead) {
    CALL(sgd, w, g, v, count, rate, momentum, looks_ahead)
}
FUNCTION ck_rmsprop(REAL *w, const REAL *g, REAL *a, REAL *v, long count, REAL rate, REAL decay, REAL momentum,
                    REAL epsilon) {
    CALL(rmsprop, w, g, a, v, count, rate, decay, momentum, epsilon)
}
FUNCTION ck_adagrad(REAL *w, const REAL *g, REAL *a, long count, REAL rate, REAL epsilon) {
    CALL(adagrad, w, g, a, count, rate, epsilon)
}

#undef CALL
#undef FUNCTION
