// One instance of the kernels: for REAL and one instruction set. Included several times by kernels.c, which defines
//   REAL, INT (a signed integer of the same size), IS_DOUBLE, ROWS and PANELS (of a product's tile), K_(name).
// No guard.

#define V K_(vec)
#define VI K_(ivec)
typedef REAL V __attribute__((vector_size(16 * sizeof(REAL)), aligned(sizeof(REAL))));
typedef INT VI __attribute__((vector_size(16 * sizeof(REAL)), aligned(sizeof(REAL))));
#define INLINE static inline __attribute__((always_inline))

#define LOAD(p) (*(const V *)(p))
#define STORE(p, x) (*(V *)(p) = (x))
#define SPLAT(x) ((V){} + (REAL)(x))

INLINE V K_(select)(VI mask, V a, V b) { return (V)((mask & (VI)a) | (~mask & (VI)b)); }

#if !IS_DOUBLE
// x = n·ln 2 + r with |r| ≤ ln 2 / 2. The lowest bits of `shifted` are n: adding 1.5 · 2²³ rounds to a whole number.
#define REDUCE(x)                                                                                               \
    const V magic = SPLAT(12582912.0f);                                                                              \
    V shifted = (x) * SPLAT(1.44269504f) + magic;                                                                    \
    V n = shifted - magic;                                                                                           \
    V r = (x) - n * SPLAT(0.693359375f);                                                                             \
    r = r - n * SPLAT(-2.12194440e-4f);

// 2ⁿ: the exponent is n, and what stood above it in `shifted` is pushed out.
#define POWER_OF_TWO(shifted) ((V)(((VI)(shifted) << 23) + (127 << 23)))

// (e^r − 1 − r) / r², in pairs that need not wait for each other.
INLINE V K_(exp_rest)(V r) {
    V square = r * r;
    V high = SPLAT(1.9875691500e-4f) * r + SPLAT(1.3981999507e-3f);
    V middle = SPLAT(8.3334519073e-3f) * r + SPLAT(4.1665795894e-2f);
    V low = SPLAT(1.6666665459e-1f) * r + SPLAT(5.0000001201e-1f);
    return (high * square + middle) * square + low;
}
#endif

// e^x within −87 … 88, outside of which it stays at the value there. NaN stays NaN.
INLINE V K_(exp)(V x) {
#if IS_DOUBLE
    for (int i = 0; i < 16; i++) x[i] = exp(x[i]);
    return x;
#else
    x = K_(select)(x > SPLAT(88.02f), SPLAT(88.02f), x);
    x = K_(select)(x < SPLAT(-87.0f), SPLAT(-87.0f), x);
    REDUCE(x)
    V less = K_(exp_rest)(r) * (r * r) + r;
    return (less + SPLAT(1)) * POWER_OF_TWO(shifted);
#endif
}

INLINE V K_(sigmoid)(V x) { return SPLAT(1) / (SPLAT(1) + K_(exp)(-x)); }

// Near 0 a polynomial, else 1 − 2 / (e^2|x| + 1).
INLINE V K_(tanh)(V x) {
#if IS_DOUBLE
    for (int i = 0; i < 16; i++) x[i] = tanh(x[i]);
    return x;
#else
    const VI sign = ((VI){} + 1) << 31;
    V a = (V)((VI)x & ~sign);
    V z = x * x;
    V high = SPLAT(-5.70498872745e-3f) * z + SPLAT(2.06390887954e-2f);
    V middle = SPLAT(-5.37397155531e-2f) * z + SPLAT(1.33314422036e-1f);
    V p = (high * (z * z) + middle) * z + SPLAT(-3.33332819422e-1f);
    V small = x + x * z * p;
    V twice = a + a;
    twice = K_(select)(twice > SPLAT(20), SPLAT(20), twice);
    REDUCE(twice)
    V power = (K_(exp_rest)(r) * (r * r) + r + SPLAT(1)) * POWER_OF_TWO(shifted);
    V large = SPLAT(1) - SPLAT(2) / (power + SPLAT(1));
    large = (V)((VI)large | ((VI)x & sign));
    return K_(select)(a < SPLAT(0.625f), small, large);
#endif
}

INLINE V K_(apply)(V x, int f) {
    switch (f) {
    case 1: return K_(tanh)(x);
    case 2: return K_(sigmoid)(x);
    case 3: return K_(select)(x < SPLAT(0), SPLAT(0), x);
    default: return x;
    }
}

// f′ written with the output.
INLINE V K_(slope)(V y, int f) {
    switch (f) {
    case 1: return SPLAT(1) - y * y;
    case 2: return y * (SPLAT(1) - y);
    case 3: return K_(select)(y > SPLAT(0), SPLAT(1), SPLAT(0));
    default: return SPLAT(1);
    }
}

// ------------------------------------------------------------------------------------------------ products

static void K_(pack)(REAL *dst, const REAL *src, long ld, long K, long N) {
    for (long p = 0; p < N; p += 16)
        for (long k = 0; k < K; k++, dst += 16) STORE(dst, LOAD(src + k * ld + p));
}

static void K_(pack_transposed)(REAL *dst, const REAL *src, long ld, long K, long N) {
    for (long p = 0; p < K; p += 16) {
        long width = K - p < 16 ? K - p : 16;
        for (long n = 0; n < N; n += 16) {
            long depth = N - n < 16 ? N - n : 16;
            for (long i = 0; i < depth; i++) {
                REAL *out = dst + (n + i) * 16;
                const REAL *in = src + p * ld + n + i;
                for (long j = 0; j < width; j++) out[j] = in[j * ld];
                for (long j = width; j < 16; j++) out[j] = 0;
            }
        }
        dst += N * 16;
    }
}

// C [rows][16·panels] from K numbers of each row of A, `step` apart, and panels of B, `gap` apart, with rows of `ldb`.
// `rows` and `panels` are constants wherever this is called, so the sums are registers. Every sum runs over k in order,
// whatever the shape of the tile.
INLINE void K_(tile)(REAL *c, long ldc, const REAL *a, long lda, long step, const REAL *b, long ldb, long gap,
                     const REAL *bias, long K, int accumulate, const int rows, const int panels) {
    V sums[ROWS][PANELS];
    for (int r = 0; r < rows; r++)
        for (int p = 0; p < panels; p++) sums[r][p] = bias ? LOAD(bias + p * 16) : SPLAT(0);
    // One pointer serves three rows, as an address of x86-64 can do; left alone, the compiler adds row by row.
    const REAL *a3 = a + 3 * lda, *a6 = a + 6 * lda, *a9 = a + 9 * lda;
    __asm__("" : "+r"(a3));
    __asm__("" : "+r"(a6));
    __asm__("" : "+r"(a9));
    for (long k = 0; k < K; k++) {
        V panel[PANELS];
        for (int p = 0; p < panels; p++) panel[p] = LOAD(b + k * ldb + p * gap);
        for (int r = 0; r < rows; r++) {
            REAL x = (r < 3 ? a : r < 6 ? a3 : r < 9 ? a6 : a9)[r % 3 * lda];
            for (int p = 0; p < panels; p++) sums[r][p] += panel[p] * x;
        }
        a += step, a3 += step, a6 += step, a9 += step;
    }
    for (int r = 0; r < rows; r++)
        for (int p = 0; p < panels; p++) {
            REAL *place = c + r * ldc + p * 16;
            STORE(place, accumulate ? LOAD(place) + sums[r][p] : sums[r][p]);
        }
}

#define EDGE(call)                                                                                                   \
    switch (rest) {                                                                                                  \
    case 1: { enum { R = 1 }; call; } break;                                                                         \
    case 2: { enum { R = 2 }; call; } break;                                                                         \
    case 3: { enum { R = ROWS > 3 ? 3 : ROWS }; call; } break;                                                       \
    case 4: { enum { R = ROWS > 4 ? 4 : ROWS }; call; } break;                                                       \
    case 5: { enum { R = ROWS > 5 ? 5 : ROWS }; call; } break;                                                       \
    case 6: { enum { R = ROWS > 6 ? 6 : ROWS }; call; } break;                                                       \
    case 7: { enum { R = ROWS > 7 ? 7 : ROWS }; call; } break;                                                       \
    case 8: { enum { R = ROWS > 8 ? 8 : ROWS }; call; } break;                                                       \
    case 9: { enum { R = ROWS > 9 ? 9 : ROWS }; call; } break;                                                       \
    case 10: { enum { R = ROWS > 10 ? 10 : ROWS }; call; } break;                                                    \
    case 11: { enum { R = ROWS > 11 ? 11 : ROWS }; call; } break;                                                    \
    }

// All rows of C in tiles; `panels` is a constant.
INLINE void K_(tiles)(REAL *c, long ldc, const REAL *a, long lda, const REAL *b, const REAL *bias, long M, long K,
                      int accumulate, const int panels) {
    long m = 0;
    for (; m + ROWS <= M; m += ROWS)
        K_(tile)(c + m * ldc, ldc, a + m * lda, lda, 1, b, 16, K * 16, bias, K, accumulate, ROWS, panels);
    long rest = M - m;
    EDGE(K_(tile)(c + m * ldc, ldc, a + m * lda, lda, 1, b, 16, K * 16, bias, K, accumulate, R, panels))
}

// One row: four panels at a time where the registers hold them, since every sum waits for itself.
INLINE void K_(row)(REAL *c, const REAL *a, const REAL *panels, const REAL *bias, long N, long K, int accumulate) {
    enum { WIDE = ROWS * PANELS < 4 ? ROWS * PANELS : 4 };
    long n = 0;
    for (; n + 16 * WIDE <= N; n += 16 * WIDE) {
        V sums[WIDE];
        for (int p = 0; p < WIDE; p++) sums[p] = bias ? LOAD(bias + n + p * 16) : SPLAT(0);
        for (long k = 0; k < K; k++)
            for (int p = 0; p < WIDE; p++) sums[p] += LOAD(panels + (n + p * 16) * K + k * 16) * a[k];
        for (int p = 0; p < WIDE; p++) {
            REAL *place = c + n + p * 16;
            STORE(place, accumulate ? LOAD(place) + sums[p] : sums[p]);
        }
    }
    for (; n < N; n += 16)
        K_(tile)(c + n, 0, a, 0, 1, panels + n * K, 16, K * 16, bias ? bias + n : 0, K, accumulate, 1, 1);
}

static void K_(product)(REAL *c, long ldc, const REAL *a, long lda, const REAL *panels, const REAL *bias, long M, long N,
                        long K, int accumulate) {
    if (M == 1) return K_(row)(c, a, panels, bias, N, K, accumulate);
    // A block of rows of A stays in the second cache while the panels pass by.
    const long block = 96;
    for (long m0 = 0; m0 < M; m0 += block) {
        long rows = M - m0 < block ? M - m0 : block;
        long n = 0;
        for (; n + 16 * PANELS <= N; n += 16 * PANELS)
            K_(tiles)(c + m0 * ldc + n, ldc, a + m0 * lda, lda, panels + n * K, bias ? bias + n : 0, rows, K,
                      accumulate, PANELS);
        for (; n < N; n += 16)
            K_(tiles)(c + m0 * ldc + n, ldc, a + m0 * lda, lda, panels + n * K, bias ? bias + n : 0, rows, K,
                      accumulate, 1);
    }
}

// Rows of C are columns of A, which lie in tiles of ROWS columns, [K][ROWS] each, or as they did, with rows `step` apart;
// `gap` is from one column to the next across tiles. `panels` is a constant.
INLINE void K_(tiles_transposed)(REAL *c, long ldc, const REAL *a, long step, long gap, const REAL *b, long ldb, long M,
                                 long K, int accumulate, const int panels) {
    long m = 0;
    for (; m + ROWS <= M; m += ROWS)
        K_(tile)(c + m * ldc, ldc, a + m * gap, 1, step, b, ldb, 16, 0, K, accumulate, ROWS, panels);
    long rest = M - m;
    EDGE(K_(tile)(c + m * ldc, ldc, a + m * gap, 1, step, b, ldb, 16, 0, K, accumulate, R, panels))
}

// Blocks of A [depth][height] and of B [depth][a tile's width] are copied so that what is read together lies together:
// the one fits into the second cache, the other into the first.
enum { K_(depth) = 128, K_(height) = 192 };

INLINE void K_(pack_tile)(REAL *dst, const REAL *a, long lda, long K, const int rows) {
    for (long k = 0; k < K; k++, dst += ROWS, a += lda) __builtin_memcpy(dst, a, rows * sizeof(REAL));
}

INLINE void K_(pack_columns)(REAL *dst, const REAL *a, long lda, long M, long K) {
    for (; M >= ROWS; M -= ROWS, a += ROWS, dst += K * ROWS) K_(pack_tile)(dst, a, lda, K, ROWS);
    long rest = M;
    EDGE(K_(pack_tile)(dst, a, lda, K, R))
}

// Sums of the columns, in four parts so that one need not wait for the other; or added to what is there.
static void K_(column_sums)(REAL *dst, const REAL *src, long ld, long rows, long N, int accumulate) {
    for (long n = 0; n < N; n += 16) {
        V a = accumulate ? LOAD(dst + n) : SPLAT(0), b = SPLAT(0), c = SPLAT(0), d = SPLAT(0);
        long r = 0;
        for (; r + 4 <= rows; r += 4) {
            const REAL *row = src + r * ld + n;
            a += LOAD(row);
            b += LOAD(row + ld);
            c += LOAD(row + 2 * ld);
            d += LOAD(row + 3 * ld);
        }
        for (; r < rows; r++) a += LOAD(src + r * ld + n);
        STORE(dst + n, (a + b) + (c + d));
    }
}

// `panels` panels of B from column n on; what comes next is fetched ahead.
INLINE void K_(panels_transposed)(REAL *c, long ldc, const REAL *a, long step, long gap, const REAL *b, long ldb, long M,
                                  long K, int accumulate, REAL *sums, int add, const int panels) {
    REAL copy[K_(depth) * 16 * PANELS] __attribute__((aligned(64)));
    if (M > ROWS && ldb > 16 * panels) {
        for (long k = 0; k < K; k++)
            for (int p = 0; p < panels; p++) {
                STORE(copy + (k * panels + p) * 16, LOAD(b + k * ldb + p * 16));
                __builtin_prefetch(b + k * ldb + (panels + p) * 16);
            }
        b = copy, ldb = 16 * panels;
    }
    if (sums) K_(column_sums)(sums, b, ldb, K, 16 * panels, add);
    K_(tiles_transposed)(c, ldc, a, step, gap, b, ldb, M, K, accumulate, panels);
}

static void K_(product_transposed)(REAL *c, long ldc, const REAL *a, long lda, const REAL *b, long ldb, long M, long N,
                                   long K, int accumulate, REAL *sums) {
    if (K == 0 && !accumulate)
        for (long m = 0; m < M; m++)
            for (long n = 0; n < N; n += 16) STORE(c + m * ldc + n, SPLAT(0));
    if (K == 0 && sums)
        for (long n = 0; n < N; n += 16) STORE(sums + n, SPLAT(0));
    REAL columns[K_(depth) * K_(height)] __attribute__((aligned(64)));
    for (long m = 0; m < M; m += K_(height)) {
        long height = M - m < K_(height) ? M - m : K_(height);
        for (long k = 0; k < K; k += K_(depth)) {
            long depth = K - k < K_(depth) ? K - k : K_(depth);
            int add = accumulate || k > 0;
            // Columns that are read once are read where they are.
            int packs = height > ROWS && N > 16 * PANELS;
            const REAL *tiles = packs ? columns : a + k * lda + m;
            long step = packs ? ROWS : lda, gap = packs ? depth : 1;
            if (packs) K_(pack_columns)(columns, a + k * lda + m, lda, height, depth);
            REAL *place = c + m * ldc;
            const REAL *rows = b + k * ldb;
            REAL *total = m == 0 ? sums : 0;
            long n = 0;
            for (; n + 16 * PANELS <= N; n += 16 * PANELS)
                K_(panels_transposed)(place + n, ldc, tiles, step, gap, rows + n, ldb, height, depth, add,
                                      total ? total + n : 0, k > 0, PANELS);
            for (; n < N; n += 16)
                K_(panels_transposed)(place + n, ldc, tiles, step, gap, rows + n, ldb, height, depth, add,
                                      total ? total + n : 0, k > 0, 1);
        }
    }
}

// ------------------------------------------------------------------------------------------------ element by element

static void K_(add)(REAL *dst, long ldd, const REAL *src, long lds, long rows, long N) {
    for (long r = 0; r < rows; r++)
        for (long n = 0; n < N; n += 16) STORE(dst + r * ldd + n, LOAD(dst + r * ldd + n) + LOAD(src + r * lds + n));
}

static void K_(multiply_add)(REAL *dst, long ldd, const REAL *a, long lda, const REAL *b, long ldb, long rows, long N,
                             int accumulate) {
    for (long r = 0; r < rows; r++)
        for (long n = 0; n < N; n += 16) {
            V x = LOAD(a + r * lda + n) * LOAD(b + r * ldb + n);
            STORE(dst + r * ldd + n, accumulate ? x + LOAD(dst + r * ldd + n) : x);
        }
}

static void K_(activate)(REAL *y, long ld, long rows, long N, int f) {
    for (long r = 0; r < rows; r++)
        for (long n = 0; n < N; n += 16) STORE(y + r * ld + n, K_(apply)(LOAD(y + r * ld + n), f));
}

static void K_(activate_backward)(REAL *dx, long lddx, const REAL *dy, long lddy, const REAL *y, long ldy, long rows,
                                  long N, int f) {
    for (long r = 0; r < rows; r++)
        for (long n = 0; n < N; n += 16)
            STORE(dx + r * lddx + n, LOAD(dy + r * lddy + n) * K_(slope)(LOAD(y + r * ldy + n), f));
}

// Over the 16 numbers in halves.
INLINE REAL K_(across)(V x) {
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++) x[i] += x[i + half];
    return x[0];
}
INLINE REAL K_(largest_across)(V x) {
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++) x[i] = x[i + half] > x[i] ? x[i + half] : x[i];
    return x[0];
}

// x where the column is below `width`, else −∞.
INLINE V K_(first_columns)(V x, long width) {
    const VI column = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return K_(select)(column < (VI){} + (INT)(width < 16 ? width : 16), x, SPLAT(-INFINITY));
}

static void K_(softmax)(REAL *y, long ld, long rows, long width, long N) {
    for (long r = 0; r < rows; r++) {
        REAL *row = y + r * ld;
        V tops = K_(first_columns)(LOAD(row), width);
        for (long n = 16; n < N; n += 16) {
            V x = K_(first_columns)(LOAD(row + n), width - n);
            tops = K_(select)(x > tops, x, tops);
        }
        REAL top = K_(largest_across)(tops);
        V sums = SPLAT(0);
        for (long n = 0; n < N; n += 16) {
            V x = K_(first_columns)(LOAD(row + n), width - n);
            V e = K_(exp)(x - SPLAT(top));
            e = K_(select)(x < SPLAT(-3.0e38), SPLAT(0), e);
            STORE(row + n, e);
            sums += e;
        }
        V factor = SPLAT((REAL)1 / K_(across)(sums));
        for (long n = 0; n < N; n += 16) STORE(row + n, LOAD(row + n) * factor);
    }
}

static long K_(largest)(const REAL *x, long width) {
    long best = 0, n = 16;
    if (width >= 32) {
        // The largest first, block by block; then where it stands. With a NaN the loop below decides.
        V tops = LOAD(x);
        for (; n + 16 <= width; n += 16) tops = K_(select)(LOAD(x + n) > tops, LOAD(x + n), tops);
        REAL top = K_(largest_across)(tops);
        for (; n < width; n++) top = x[n] > top ? x[n] : top;
        for (long i = 0; i < width; i++)
            if (x[i] == top) return i;
    }
    for (long i = 1; i < width; i++) best = x[i] > x[best] ? i : best;
    return best;
}

static void K_(scaled)(REAL *y, const REAL *x, REAL factor, long count) {
    for (long i = 0; i < count; i++) y[i] = x[i] * factor;
}

static void K_(softmax_backward)(REAL *dx, long lddx, const REAL *dy, long lddy, const REAL *y, long ldy, long rows,
                                 long N) {
    for (long r = 0; r < rows; r++) {
        V sums = SPLAT(0);
        for (long n = 0; n < N; n += 16) sums += LOAD(dy + r * lddy + n) * LOAD(y + r * ldy + n);
        V mean = SPLAT(K_(across)(sums));
        for (long n = 0; n < N; n += 16)
            STORE(dx + r * lddx + n, (LOAD(dy + r * lddy + n) - mean) * LOAD(y + r * ldy + n));
    }
}

// ------------------------------------------------------------------------------------------------ cells

#define IS_MASKED(r) (mask && mask[r] == 0)

// What a masked row does backward: it only hands its gradient on.
INLINE void K_(carry_back)(const REAL *dh, REAL *dh0, int accumulates, long H) {
    for (long j = 0; j < H; j += 16) STORE(dh0 + j, accumulates ? LOAD(dh0 + j) + LOAD(dh + j) : LOAD(dh + j));
}
INLINE void K_(clear)(REAL *x, long count) {
    for (long j = 0; j < count; j += 16) STORE(x + j, SPLAT(0));
}
INLINE void K_(copy)(REAL *x, const REAL *y, long count) {
    for (long j = 0; j < count; j += 16) STORE(x + j, LOAD(y + j));
}

static void K_(rnn_forward)(const STEP(rnn) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f;
    REAL *h1 = s->h1;
    const REAL *mask = s->mask, *h0 = s->h0;
    for (long r = 0; r < rows; r++, h1 += H, h0 += H) {
        if (IS_MASKED(r)) {
            K_(copy)(h1, h0, H);
            continue;
        }
        for (long j = 0; j < H; j += 16) STORE(h1 + j, K_(apply)(LOAD(h1 + j), f));
    }
}

static void K_(rnn_backward)(const STEP(rnn) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, accumulates = s->accumulates;
    REAL *da = s->dsums, *dh0 = s->dh0;
    const REAL *mask = s->mask, *dh = s->dh, *h1 = s->h1;
    for (long r = 0; r < rows; r++, da += H, dh += H, h1 += H, dh0 += H) {
        if (IS_MASKED(r)) {
            K_(clear)(da, H);
            K_(carry_back)(dh, dh0, accumulates, H);
            continue;
        }
        for (long j = 0; j < H; j += 16) {
            STORE(da + j, LOAD(dh + j) * K_(slope)(LOAD(h1 + j), f));
            if (!accumulates) STORE(dh0 + j, SPLAT(0));
        }
    }
}

INLINE void K_(lstm_row)(REAL *gates, const REAL *c0, REAL *c1, REAL *tc, REAL *h1, long H, int f, int g) {
    for (long j = 0; j < H; j += 16) {
        V i = K_(apply)(LOAD(gates + j), g);
        V forget = K_(apply)(LOAD(gates + H + j), g);
        V candidate = K_(apply)(LOAD(gates + 2 * H + j), f);
        V o = K_(apply)(LOAD(gates + 3 * H + j), g);
        V c = forget * LOAD(c0 + j) + i * candidate;
        V y = K_(apply)(c, f);
        STORE(gates + j, i);
        STORE(gates + H + j, forget);
        STORE(gates + 2 * H + j, candidate);
        STORE(gates + 3 * H + j, o);
        STORE(c1 + j, c);
        STORE(tc + j, y);
        STORE(h1 + j, o * y);
    }
}

static void K_(lstm_forward)(const STEP(lstm) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, g = s->g;
    REAL *gates = s->gates, *c1 = s->c1, *tc = s->tc, *h1 = s->h1;
    const REAL *mask = s->mask, *c0 = s->c0, *h0 = s->h0;
    for (long r = 0; r < rows; r++, gates += 4 * H, c0 += H, c1 += H, tc += H, h0 += H, h1 += H) {
        if (f == 1 && g == 2) K_(lstm_row)(gates, c0, c1, tc, h1, H, 1, 2);
        else K_(lstm_row)(gates, c0, c1, tc, h1, H, f, g);
        if (IS_MASKED(r)) {
            K_(copy)(c1, c0, H);
            K_(copy)(h1, h0, H);
        }
    }
}

INLINE void K_(lstm_row_backward)(REAL *dgates, const REAL *gates, const REAL *c0, const REAL *tc, const REAL *dh,
                                  REAL *dc, REAL *total, REAL *dh0, int accumulates, long H, int f, int g) {
    for (long j = 0; j < H; j += 16) {
        V i = LOAD(gates + j), forget = LOAD(gates + H + j), candidate = LOAD(gates + 2 * H + j);
        V o = LOAD(gates + 3 * H + j), y = LOAD(tc + j), d = LOAD(dh + j);
        V dcell = LOAD(dc + j) + d * o * K_(slope)(y, f);
        STORE(dgates + j, dcell * candidate * K_(slope)(i, g));
        STORE(dgates + H + j, dcell * LOAD(c0 + j) * K_(slope)(forget, g));
        STORE(dgates + 2 * H + j, dcell * i * K_(slope)(candidate, f));
        STORE(dgates + 3 * H + j, d * y * K_(slope)(o, g));
        STORE(dc + j, dcell * forget);
        if (total) STORE(total + j, dcell);
        if (!accumulates) STORE(dh0 + j, SPLAT(0));
    }
}

static void K_(lstm_backward)(const STEP(lstm) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, g = s->g, accumulates = s->accumulates;
    REAL *dgates = s->dgates, *dc = s->dc, *dh0 = s->dh0;
    const REAL *mask = s->mask, *gates = s->gates, *c0 = s->c0, *tc = s->tc, *dh = s->dh;
    for (long r = 0; r < rows;
         r++, dgates += 4 * H, gates += 4 * H, c0 += H, tc += H, dh += H, dc += H, dh0 += H) {
        REAL *all = s->total ? s->total + r * H : 0;
        if (IS_MASKED(r)) {
            K_(clear)(dgates, 4 * H);
            K_(carry_back)(dh, dh0, accumulates, H);
            if (all) K_(copy)(all, dc, H);
        } else if (!all && f == 1 && g == 2) {
            K_(lstm_row_backward)(dgates, gates, c0, tc, dh, dc, 0, dh0, accumulates, H, 1, 2);
        } else {
            K_(lstm_row_backward)(dgates, gates, c0, tc, dh, dc, all, dh0, accumulates, H, f, g);
        }
    }
}

static void K_(gru_gates)(const STEP(gru) *s) {
    const long rows = s->rows, H = s->units;
    const int g = s->g;
    REAL *gates = s->gates, *rh = s->product;
    const REAL *h0 = s->h0;
    for (long r = 0; r < rows; r++, gates += 3 * H, h0 += H, rh += H)
        for (long j = 0; j < H; j += 16) {
            V reset = K_(apply)(LOAD(gates + H + j), g);
            STORE(gates + j, K_(apply)(LOAD(gates + j), g));
            STORE(gates + H + j, reset);
            STORE(rh + j, reset * LOAD(h0 + j));
        }
}

static void K_(gru_state)(const STEP(gru) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f;
    REAL *gates = s->gates, *h1 = s->h1;
    const REAL *mask = s->mask, *h0 = s->h0;
    for (long r = 0; r < rows; r++, gates += 3 * H, h0 += H, h1 += H) {
        for (long j = 0; j < H; j += 16) {
            V n = K_(apply)(LOAD(gates + 2 * H + j), f);
            V z = LOAD(gates + j);
            STORE(gates + 2 * H + j, n);
            STORE(h1 + j, z * LOAD(h0 + j) + (SPLAT(1) - z) * n);
        }
        if (IS_MASKED(r)) K_(copy)(h1, h0, H);
    }
}

static void K_(gru_state_backward)(const STEP(gru) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, g = s->g, accumulates = s->accumulates;
    REAL *dgates = s->dgates, *dh0 = s->dh0;
    const REAL *mask = s->mask, *gates = s->gates, *h0 = s->h0, *dh = s->dh;
    for (long r = 0; r < rows; r++, dgates += 3 * H, gates += 3 * H, h0 += H, dh += H, dh0 += H) {
        if (IS_MASKED(r)) {
            K_(clear)(dgates, 3 * H);
            K_(carry_back)(dh, dh0, accumulates, H);
            continue;
        }
        for (long j = 0; j < H; j += 16) {
            V z = LOAD(gates + j), n = LOAD(gates + 2 * H + j), d = LOAD(dh + j);
            STORE(dgates + j, d * (LOAD(h0 + j) - n) * K_(slope)(z, g));
            STORE(dgates + 2 * H + j, d * (SPLAT(1) - z) * K_(slope)(n, f));
            STORE(dh0 + j, accumulates ? LOAD(dh0 + j) + d * z : d * z);
        }
    }
}

static void K_(gru_gates_backward)(const STEP(gru) *s) {
    const long rows = s->rows, H = s->units;
    const int g = s->g;
    REAL *dgates = s->dgates, *dh0 = s->dh0;
    const REAL *gates = s->gates, *h0 = s->h0, *drh = s->dproduct;
    for (long r = 0; r < rows; r++, dgates += 3 * H, gates += 3 * H, h0 += H, drh += H, dh0 += H)
        for (long j = 0; j < H; j += 16) {
            V reset = LOAD(gates + H + j), d = LOAD(drh + j);
            STORE(dgates + H + j, d * LOAD(h0 + j) * K_(slope)(reset, g));
            STORE(dh0 + j, LOAD(dh0 + j) + d * reset);
        }
}

static void K_(gru_after_forward)(const STEP(gru) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, g = s->g;
    REAL *gates = s->gates, *h1 = s->h1;
    const REAL *mask = s->mask, *m = s->product, *h0 = s->h0;
    for (long r = 0; r < rows; r++, gates += 3 * H, m += H, h0 += H, h1 += H) {
        for (long j = 0; j < H; j += 16) {
            V z = K_(apply)(LOAD(gates + j), g);
            V reset = K_(apply)(LOAD(gates + H + j), g);
            V n = K_(apply)(LOAD(gates + 2 * H + j) + reset * LOAD(m + j), f);
            STORE(gates + j, z);
            STORE(gates + H + j, reset);
            STORE(gates + 2 * H + j, n);
            STORE(h1 + j, z * LOAD(h0 + j) + (SPLAT(1) - z) * n);
        }
        if (IS_MASKED(r)) K_(copy)(h1, h0, H);
    }
}

static void K_(gru_after_backward)(const STEP(gru) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, g = s->g, accumulates = s->accumulates;
    REAL *dgates = s->dgates, *dm = s->dproduct, *dh0 = s->dh0;
    const REAL *mask = s->mask, *gates = s->gates, *m = s->product, *h0 = s->h0, *dh = s->dh;
    for (long r = 0; r < rows; r++, dgates += 3 * H, dm += H, gates += 3 * H, m += H, h0 += H, dh += H, dh0 += H) {
        if (IS_MASKED(r)) {
            K_(clear)(dgates, 3 * H);
            K_(clear)(dm, H);
            K_(carry_back)(dh, dh0, accumulates, H);
            continue;
        }
        for (long j = 0; j < H; j += 16) {
            V z = LOAD(gates + j), reset = LOAD(gates + H + j), n = LOAD(gates + 2 * H + j), d = LOAD(dh + j);
            V dn = d * (SPLAT(1) - z) * K_(slope)(n, f);
            STORE(dgates + j, d * (LOAD(h0 + j) - n) * K_(slope)(z, g));
            STORE(dgates + H + j, dn * LOAD(m + j) * K_(slope)(reset, g));
            STORE(dgates + 2 * H + j, dn);
            STORE(dm + j, dn * reset);
            STORE(dh0 + j, accumulates ? LOAD(dh0 + j) + d * z : d * z);
        }
    }
}

static void K_(min_gru_forward)(const STEP(min_gru) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, g = s->g;
    REAL *gates = s->gates, *h1 = s->h1;
    const REAL *mask = s->mask, *h0 = s->h0;
    for (long r = 0; r < rows; r++, gates += 2 * H, h0 += H, h1 += H) {
        for (long j = 0; j < H; j += 16) {
            V z = K_(apply)(LOAD(gates + j), g), n = K_(apply)(LOAD(gates + H + j), f);
            STORE(gates + j, z);
            STORE(gates + H + j, n);
            STORE(h1 + j, (SPLAT(1) - z) * LOAD(h0 + j) + z * n);
        }
        if (IS_MASKED(r)) K_(copy)(h1, h0, H);
    }
}

static void K_(min_gru_backward)(const STEP(min_gru) *s) {
    const long rows = s->rows, H = s->units;
    const int f = s->f, g = s->g, accumulates = s->accumulates;
    REAL *dgates = s->dgates, *dh0 = s->dh0;
    const REAL *mask = s->mask, *gates = s->gates, *h0 = s->h0, *dh = s->dh;
    for (long r = 0; r < rows; r++, dgates += 2 * H, gates += 2 * H, h0 += H, dh += H, dh0 += H) {
        if (IS_MASKED(r)) {
            K_(clear)(dgates, 2 * H);
            K_(carry_back)(dh, dh0, accumulates, H);
            continue;
        }
        for (long j = 0; j < H; j += 16) {
            V z = LOAD(gates + j), n = LOAD(gates + H + j), d = LOAD(dh + j), keeps = SPLAT(1) - z;
            STORE(dgates + j, d * (n - LOAD(h0 + j)) * K_(slope)(z, g));
            STORE(dgates + H + j, d * z * K_(slope)(n, f));
            STORE(dh0 + j, accumulates ? LOAD(dh0 + j) + d * keeps : d * keeps);
        }
    }
}

// ------------------------------------------------------------------------------------------------ normalisation

// The numbers of a row, added in a fixed order.
INLINE REAL K_(lanes)(V x) {
    for (int width = 8; width > 0; width /= 2)
        for (int i = 0; i < width; i++) x[i] += x[i + width];
    return x[0];
}

static void K_(layer_norm)(REAL *y, REAL *xhat, long ld, REAL *mean, REAL *scale, const REAL *x, long ldx,
                           const REAL *gamma, const REAL *beta, long rows, long width, long N, REAL epsilon) {
    const long whole = width / 16 * 16;
    for (long r = 0; r < rows; r++) {
        const REAL *from = x + r * ldx;
        REAL *to = xhat + r * ld;
        V sums = SPLAT(0), squares = SPLAT(0);
        for (long n = 0; n < whole; n += 16) sums += LOAD(from + n);
        REAL sum = K_(lanes)(sums), square = 0;
        for (long n = whole; n < width; n++) sum += from[n];
        const REAL m = sum / width;
        for (long n = 0; n < whole; n += 16) {
            V d = LOAD(from + n) - m;
            squares += d * d;
            STORE(to + n, d);
        }
        for (long n = whole; n < N; n++) {
            to[n] = n < width ? from[n] - m : 0;
            square += to[n] * to[n];
        }
        V root = SPLAT((K_(lanes)(squares) + square) / width + epsilon);
        const REAL s = 1 / SQUARE_ROOT(root)[0];
        mean[r] = m;
        scale[r] = s;
        for (long n = 0; n < N; n += 16) {
            V h = LOAD(to + n) * s;
            STORE(to + n, h);
            if (gamma) h *= LOAD(gamma + n);
            if (beta) h += LOAD(beta + n);
            STORE(y + r * ld + n, h);
        }
    }
}

static void K_(layer_norm_backward)(REAL *dx, const REAL *dy, const REAL *xhat, long ld, const REAL *scale,
                                    const REAL *gamma, long rows, long width, long N) {
    for (long r = 0; r < rows; r++) {
        REAL *to = dx + r * ld;
        const REAL *from = dy + r * ld, *h = xhat + r * ld;
        V sums = SPLAT(0), products = SPLAT(0);
        for (long n = 0; n < N; n += 16) {
            V d = LOAD(from + n);
            if (gamma) d *= LOAD(gamma + n);
            STORE(to + n, d);
            sums += d;
            products += d * LOAD(h + n);
        }
        const REAL a = K_(lanes)(sums) / width, b = K_(lanes)(products) / width;
        for (long n = 0; n < N; n += 16) STORE(to + n, (LOAD(to + n) - a - LOAD(h + n) * b) * scale[r]);
        for (long n = width; n < N; n++) to[n] = 0;
    }
}

static void K_(product_sums)(REAL *dst, const REAL *a, long lda, const REAL *b, long ldb, long rows, long N) {
    for (long n = 0; n < N; n += 16) {
        V even = SPLAT(0), odd = SPLAT(0);
        long r = 0;
        for (; r + 2 <= rows; r += 2) {
            even += LOAD(a + r * lda + n) * LOAD(b + r * ldb + n);
            odd += LOAD(a + (r + 1) * lda + n) * LOAD(b + (r + 1) * ldb + n);
        }
        for (; r < rows; r++) even += LOAD(a + r * lda + n) * LOAD(b + r * ldb + n);
        STORE(dst + n, even + odd);
    }
}

static void K_(column_moments)(REAL *mean, REAL *variance, const REAL *x, long ldx, const REAL *mask, long rows,
                               long width) {
    for (long n = 0; n < width; n += 16) {
        const long count = width - n < 16 ? width - n : 16;
        double sums[16] = {0}, squares[16] = {0}, real = 0;
        for (long r = 0; r < rows; r++)
            if (!mask || mask[r] != 0) {
                real += 1;
                for (long i = 0; i < count; i++) sums[i] += x[r * ldx + n + i];
            }
        if (real == 0) real = 1;
        for (long i = 0; i < count; i++) sums[i] /= real;
        for (long r = 0; r < rows; r++)
            if (!mask || mask[r] != 0)
                for (long i = 0; i < count; i++) {
                    double d = x[r * ldx + n + i] - sums[i];
                    squares[i] += d * d;
                }
        for (long i = 0; i < count; i++) {
            mean[n + i] = sums[i];
            variance[n + i] = squares[i] / real;
        }
    }
}

// ------------------------------------------------------------------------------------------------ optimisers

static void K_(dropout_mask)(REAL *mask, long count, unsigned long long key, unsigned long long counter,
                             unsigned long long limit, REAL kept) {
    for (long i = 0; i < count; i++) {
        unsigned long long z = key + (counter + 1 + (unsigned long long)i) * 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        mask[i] = ((z ^ (z >> 31)) >> 11) < limit ? 0 : kept;
    }
}

static double K_(square_sum)(const REAL *x, long count) {
    double sums[16] = {0};
    for (long i = 0; i + 16 <= count; i += 16)
        for (int j = 0; j < 16; j++) sums[j] += (double)x[i + j] * (double)x[i + j];
    for (long i = count / 16 * 16; i < count; i++) sums[0] += (double)x[i] * (double)x[i];
    double sum = 0;
    for (int j = 0; j < 16; j++) sum += sums[j];
    return sum;
}

/// The sum of `count` numbers of each row; how many of them lie outside of low … high is added to `outside`.
static double K_(outside)(const REAL *x, long ldx, long rows, long count, REAL low, REAL high, long *outside) {
    double sum = 0;
    long all = 0;
    for (long row = 0; row < rows; row++, x += ldx) {
        REAL sums[16] = {0};
        int counts[16] = {0};
        long i = 0;
        for (; i + 16 <= count; i += 16)
            for (int j = 0; j < 16; j++) {
                sums[j] += x[i + j];
                counts[j] += (x[i + j] < low) | (x[i + j] > high);
            }
        for (int j = 0; i + j < count; j++) {
            sums[j] += x[i + j];
            counts[j] += (x[i + j] < low) | (x[i + j] > high);
        }
        for (int j = 0; j < 16; j++) {
            sum += (double)sums[j];
            all += counts[j];
        }
    }
    *outside += all;
    return sum;
}

/// low[i] and high[i] become the least and the largest number of column i.
static void K_(reach)(REAL *low, REAL *high, const REAL *x, long ldx, long rows, long count) {
    for (long row = 0; row < rows; row++, x += ldx)
        for (long i = 0; i < count; i++) {
            low[i] = x[i] < low[i] ? x[i] : low[i];
            high[i] = x[i] > high[i] ? x[i] : high[i];
        }
}

static void K_(scale)(REAL *x, long count, REAL factor) {
    for (long i = 0; i < count; i++) x[i] *= factor;
}

static long K_(clip)(REAL *x, long count, REAL limit) {
    long cut = 0;
    for (long i = 0; i < count; i++) {
        cut += x[i] > limit || x[i] < -limit;
        x[i] = x[i] > limit ? limit : x[i] < -limit ? -limit : x[i];
    }
    return cut;
}

// The counts below are multiples of 16, as every parameter is padded.

static double K_(penalise)(REAL *g, const REAL *w, long count, REAL l1, REAL l2) {
    double sizes[16] = {0}, squares[16] = {0};
    for (long i = 0; i < count; i += 16) {
        for (int j = 0; j < 16; j++) {
            double x = w[i + j];
            sizes[j] += x < 0 ? -x : x;
            squares[j] += x * x;
        }
        if (g)
            for (int j = 0; j < 16; j++) {
                REAL x = w[i + j];
                g[i + j] += 2 * l2 * x + (x > 0 ? l1 : x < 0 ? -l1 : 0);
            }
    }
    double size = 0, square = 0;
    for (int j = 0; j < 16; j++) {
        size += sizes[j];
        square += squares[j];
    }
    return (double)l1 * size + (double)l2 * square;
}

static void K_(adam)(REAL *w, const REAL *g, REAL *m, REAL *v, long count, REAL rest1, REAL rest2, REAL rate, REAL keep,
                     REAL epsilon) {
    for (long i = 0; i < count; i += 16) {
        V d = LOAD(g + i);
        V first = LOAD(m + i), second = LOAD(v + i);
        first += (d - first) * rest1;
        second += (d * d - second) * rest2;
        STORE(m + i, first);
        STORE(v + i, second);
        STORE(w + i, LOAD(w + i) * keep - first * rate / (SQUARE_ROOT(second) + epsilon));
    }
}

static void K_(sgd)(REAL *w, const REAL *g, REAL *v, long count, REAL rate, REAL momentum, int looks_ahead) {
    if (momentum == 0) {
        for (long i = 0; i < count; i += 16) STORE(w + i, LOAD(w + i) - LOAD(g + i) * rate);
        return;
    }
    for (long i = 0; i < count; i += 16) {
        V d = LOAD(g + i) * rate;
        V step = LOAD(v + i) * momentum - d;
        STORE(v + i, step);
        STORE(w + i, LOAD(w + i) + (looks_ahead ? step * momentum - d : step));
    }
}

static void K_(rmsprop)(REAL *w, const REAL *g, REAL *a, REAL *v, long count, REAL rate, REAL decay, REAL momentum,
                        REAL epsilon) {
    const REAL rest = 1 - decay;
    for (long i = 0; i < count; i += 16) {
        V d = LOAD(g + i);
        V mean = LOAD(a + i) * decay + d * d * rest;
        V step = d * rate / SQUARE_ROOT(mean + epsilon);
        STORE(a + i, mean);
        if (momentum != 0) {
            step += LOAD(v + i) * momentum;
            STORE(v + i, step);
        }
        STORE(w + i, LOAD(w + i) - step);
    }
}

static void K_(adagrad)(REAL *w, const REAL *g, REAL *a, long count, REAL rate, REAL epsilon) {
    for (long i = 0; i < count; i += 16) {
        V d = LOAD(g + i);
        V sum = LOAD(a + i) + d * d;
        STORE(a + i, sum);
        STORE(w + i, LOAD(w + i) - d * rate / SQUARE_ROOT(sum + epsilon));
    }
}

#undef V
#undef VI
#undef INLINE
#undef LOAD
#undef STORE
#undef SPLAT
#undef EDGE
#undef REDUCE
#undef POWER_OF_TWO
#undef IS_MASKED
