"""One program's training steps, in the same words as `unroll bench`:

    python peers.py torch-eager --case A --seconds 2 --threads 1
    case A torch-eager threads 1 median_us 2563.0 min_us 2181.0 loops 80

    torch-eager    PyTorch, oneDNN's kernels where it has them
    torch-native   PyTorch with oneDNN off
    keras-batch    Keras on TensorFlow with XLA, train_on_batch in a loop
    keras-fit      Keras on TensorFlow with XLA, model.fit
    keras-spe      the same with steps_per_execution = 32
    jax-call       JAX, one jitted call per step
    jax-many       JAX, 32 steps in one jitted scan
    jax-late, jax-many-late   the same two with the gradient of a recurrent kernel as one product over all steps
    onnx-run, numpy-plain, torch-eager   for case J, one character at a time: ONNX Runtime (packages onnxruntime and
                   onnx), NumPy, PyTorch
    numpy-sgemm    no network: how long NumPy's own product takes for the multiply-adds of a step, in the step's shapes

Cases as in `unroll bench --help`, Float32, Adam, 8 different batches. Times are of about ten loops after warm-up,
compilation not counted. Case L is a whole fit of 20 epochs over 5,000 windows (keras-fit). With --once a program does
one step and no more, for timing the process as a whole.
"""

import argparse
import os
import statistics
import time
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Case:
    cell: str
    units: tuple
    steps: int
    out: int
    features: int = 0          # width of the inputs, or 0 for token numbers
    words: int = 0
    embed: int = 0
    dropout: float = 0.0
    every_step: bool = False
    bidirectional: bool = False
    repeat: int = 0            # encoder, its last state repeated, decoder
    batch: int = 32

    @property
    def width(self):
        return self.embed or self.features

    @property
    def classes(self):
        return self.out > 1

    @property
    def answers(self):
        return self.repeat or self.steps


CASES = dict(
    A=Case("gru", (10,), 7, 1, features=1),
    B=Case("lstm", (32,), 24, 1, features=8),
    C=Case("lstm", (128,), 50, 64, words=64, embed=32, every_step=True),
    D=Case("lstm", (64, 64), 50, 6, words=5000, embed=64, dropout=0.5),
    E=Case("lstm", (256, 256), 50, 64, features=64, every_step=True, batch=64),
    F=Case("lstm", (512,), 100, 1, features=128, batch=64),
    G=Case("rnn", (64,), 50, 2, features=16, every_step=True),
    H=Case("gru", (64,), 40, 9, words=2000, embed=32, every_step=True, bidirectional=True),
    I=Case("lstm", (128, 128), 7, 12, features=12, every_step=True, repeat=4),
    L=Case("gru", (10,), 7, 1, features=1),
)
GATES = dict(rnn=1, gru=3, lstm=4)


def products(c):
    """(rows, depth, width, times) of each product of a training step."""
    width, steps, below = c.width, c.steps, bool(c.embed)
    for i, units in enumerate(c.units):
        for _ in range(2 if c.bidirectional else 1):
            gates = GATES[c.cell] * units
            yield c.batch * steps, width, gates, 2 if not below else 3      # x·W, its gradient, and back to x
            yield c.batch, units, gates, 2 * steps                           # h·U and back
            yield c.batch * steps, units, gates, 1                           # the gradient of U
        width, below = units * (2 if c.bidirectional else 1), True
        steps = c.answers
    yield c.batch * (steps if c.every_step else 1), width, c.out, 3


def batches(c):
    rng = np.random.default_rng(0)
    for _ in range(8):
        if c.words:
            x = rng.integers(0, c.words, (c.batch, c.steps), dtype=np.int32)
        else:
            x = rng.standard_normal((c.batch, c.steps, c.features), dtype=np.float32)
        shape = (c.batch, c.answers) if c.every_step else (c.batch,)
        y = rng.integers(0, c.out, shape, dtype=np.int32) if c.classes else rng.standard_normal((*shape, 1), np.float32)
        yield x, y


def measure(run, seconds):
    """run(n) does n steps (or groups of steps) and waits for them. Microseconds per step of each loop; the first quarter warms up."""
    def loop(n):
        start = time.perf_counter()
        run(n)
        return time.perf_counter() - start
    run(1)
    n, took, end = 1, 0, time.perf_counter() + seconds / 4
    while time.perf_counter() < end or took < seconds / 20:
        took = loop(n)
        n = max(1, round(n * min(10, seconds / 10 / took)))
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        times.append(loop(n) / n * 1e6)
    return times


def torch_steps(c, how, threads):
    import torch
    from torch import nn
    import torch.nn.functional as F
    torch.set_num_threads(threads)
    torch.backends.mkldnn.enabled = how == "eager"

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed = nn.Embedding(c.words, c.embed) if c.words else nn.Identity()
            self.drop = nn.Dropout(c.dropout)
            cell = dict(rnn=nn.RNN, gru=nn.GRU, lstm=nn.LSTM)[c.cell]
            self.rnn = cell(c.width, c.units[0], num_layers=1 if c.repeat else len(c.units), batch_first=True,
                            bidirectional=c.bidirectional)
            self.decoder = cell(c.units[0], c.units[-1], batch_first=True) if c.repeat else None
            self.head = nn.Linear(c.units[-1] * (2 if c.bidirectional else 1), c.out)

        def forward(self, x):
            h, _ = self.rnn(self.drop(self.embed(x)))
            if self.decoder is not None:
                h, _ = self.decoder(h[:, -1:].expand(-1, c.repeat, -1))
            return self.head(h if c.every_step else h[:, -1])

    model = Net().train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    data = [(torch.from_numpy(x), torch.from_numpy(y).long() if c.classes else torch.from_numpy(y))
            for x, y in batches(c)]

    def run(n):
        for i in range(n):
            x, y = data[i & 7]
            out = model(x)
            loss = F.cross_entropy(out.reshape(-1, c.out), y.reshape(-1)) if c.classes else F.mse_loss(out, y)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
    return run


def keras_steps(c, how, threads):
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras
    import tensorflow as tf
    from keras import layers
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    inputs = keras.Input((c.steps,), dtype="int32") if c.words else keras.Input((c.steps, c.features))
    h = layers.Embedding(c.words, c.embed)(inputs) if c.words else inputs
    if c.dropout:
        h = layers.Dropout(c.dropout)(h)
    cell = dict(rnn=layers.SimpleRNN, gru=layers.GRU, lstm=layers.LSTM)[c.cell]
    for i, units in enumerate(c.units):
        last = i == len(c.units) - 1
        layer = cell(units, return_sequences=c.every_step if last else not c.repeat)
        h = layers.Bidirectional(layer)(h) if c.bidirectional else layer(h)
        if c.repeat and not last:
            h = layers.RepeatVector(c.repeat)(h)
    model = keras.Model(inputs, layers.Dense(c.out)(h))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True) if c.classes else "mse"
    model.compile(keras.optimizers.Adam(1e-3), loss, jit_compile=True, steps_per_execution=32 if how == "spe" else 1)
    data = list(batches(c))
    x, y = (np.concatenate(part) for part in zip(*data))

    if c is CASES["L"]:
        rng = np.random.default_rng(0)
        windows = rng.standard_normal((5000, c.steps, 1), np.float32), rng.standard_normal((5000, 1), np.float32)
        return lambda n: [model.fit(*windows, batch_size=c.batch, epochs=20, verbose=0) for _ in range(n)]

    def run(n):
        if how == "batch":
            for i in range(n):
                model.train_on_batch(*data[i & 7])
        else:
            copies = -(-n // len(data))
            model.fit(np.concatenate([x] * copies)[:n * c.batch], np.concatenate([y] * copies)[:n * c.batch],
                      batch_size=c.batch, verbose=0)
    return run


def jax_steps(c, how, threads):
    if threads == 1:
        os.environ["NPROC"] = "1"
        os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false"
    import jax
    import jax.numpy as jnp
    from jax import lax, random

    def gru(state, x, r):
        xz, xr, xn = jnp.split(x, 3, -1)
        rz, rr, rn = jnp.split(r, 3, -1)
        z = jax.nn.sigmoid(xz + rz)
        return (z * state[0] + (1 - z) * jnp.tanh(xn + jax.nn.sigmoid(xr + rr) * rn),)

    def lstm(state, x, r):
        i, f, g, o = jnp.split(x + r, 4, -1)
        memory = jax.nn.sigmoid(f) * state[1] + jax.nn.sigmoid(i) * jnp.tanh(g)
        return jax.nn.sigmoid(o) * jnp.tanh(memory), memory

    def rnn(state, x, r):
        return (jnp.tanh(x + r),)

    cell, gates = dict(rnn=rnn, gru=gru, lstm=lstm)[c.cell], GATES[c.cell]
    states = 2 if c.cell == "lstm" else 1

    def walk(u, v, xs, extra):
        """All states; `extra` is added to what the recurrent kernel gives, so that its gradient is known step by step."""
        def step(state, now):
            x, e = now
            state = cell(state, x, state[0] @ u + v + e)
            return state, state[0]
        zero = jnp.zeros((xs.shape[1], u.shape[0]))
        return lax.scan(step, (zero,) * states, (xs, extra))[1]

    @jax.custom_vjp
    def walk_late(u, v, xs):
        return walk(u, v, xs, jnp.zeros_like(xs))

    def walk_late_forward(u, v, xs):
        hs, back = jax.vjp(lambda xs, extra: walk(u, v, xs, extra), xs, jnp.zeros_like(xs))
        return hs, (hs, back)

    def walk_late_backward(kept, dhs):
        hs, back = kept
        dxs, dr = back(dhs)
        before = jnp.concatenate([jnp.zeros_like(hs[:1]), hs[:-1]])
        return jnp.einsum("tbu,tbg->ug", before, dr), dr.sum((0, 1)), dxs

    walk_late.defvjp(walk_late_forward, walk_late_backward)

    def walk_plain(u, v, xs):
        def step(state, x):
            state = cell(state, x, state[0] @ u + v)
            return state, state[0]
        zero = jnp.zeros((xs.shape[1], u.shape[0]))
        return lax.scan(step, (zero,) * states, xs)[1]

    over_time = walk_late if "late" in how else walk_plain
    both = range(2 if c.bidirectional else 1)
    keys = iter(random.split(random.key(0), 64))

    def glorot(*shape):
        return random.uniform(next(keys), shape, minval=-1, maxval=1) * (6 / sum(shape)) ** 0.5

    params = dict(embed=glorot(c.words, c.embed)) if c.words else {}
    width = c.width
    for i, units in enumerate(c.units):
        for d in both:
            params[f"rnn{i}{d}"] = dict(w=glorot(width, gates * units), u=glorot(units, gates * units),
                                        b=jnp.zeros(gates * units), v=jnp.zeros(gates * units))
        width = units * len(both)
    params["head"] = dict(w=glorot(width, c.out), b=jnp.zeros(c.out))

    def loss_of(params, x, y, key):
        h = params["embed"][x] if c.words else x
        if c.dropout:
            h = jnp.where(random.bernoulli(key, 1 - c.dropout, h.shape), h / (1 - c.dropout), 0)
        h = h.swapaxes(0, 1)
        for i in range(len(c.units)):
            if i == 1 and c.repeat:
                h = jnp.broadcast_to(h[-1], (c.repeat, *h.shape[1:]))
            outs = []
            for d in both:
                p, turn = params[f"rnn{i}{d}"], -1 if d else 1
                outs.append(over_time(p["u"], p["v"], h[::turn] @ p["w"] + p["b"])[::turn])
            h = jnp.concatenate(outs, -1)
        h = h.swapaxes(0, 1) if c.every_step else h[-1]
        out = h @ params["head"]["w"] + params["head"]["b"]
        if not c.classes:
            return jnp.mean((out - y) ** 2)
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(out), y[..., None], -1))

    def train(state, x, y):
        params, m, v, t, key = state
        key, mask = random.split(key) if c.dropout else (key, key)
        loss, grads = jax.value_and_grad(loss_of)(params, x, y, mask)
        t = t + 1
        rate = 1e-3 * jnp.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t)
        m = jax.tree.map(lambda m, g: m + 0.1 * (g - m), m, grads)
        v = jax.tree.map(lambda v, g: v + 0.001 * (g * g - v), v, grads)
        params = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-7), params, m, v)
        return (params, m, v, t, key), loss

    data = [tuple(map(jnp.asarray, pair)) for pair in batches(c)]
    zeros = jax.tree.map(jnp.zeros_like, params)
    state = params, zeros, jax.tree.map(jnp.copy, zeros), jnp.float32(0), random.key(1, impl="rbg")
    if not how.startswith("many"):
        step = jax.jit(train, donate_argnums=0)

        def run(n):
            nonlocal state
            for i in range(n):
                state, loss = step(state, *data[i & 7])
            loss.block_until_ready()
        return run
    stacked = [jnp.stack(part * 4) for part in zip(*data)]
    steps = jax.jit(lambda s, xs, ys: lax.scan(lambda s, xy: train(s, *xy), s, (xs, ys)), donate_argnums=0)

    def run(n):
        nonlocal state
        for _ in range(n // 32):
            state, losses = steps(state, *stacked)
        losses.block_until_ready()
    return run


def characters(step, state):
    """Case J: step(token, state) gives the probabilities of what follows, and the next state."""
    def run(n):
        nonlocal state
        for i in range(n):
            _, state = step(i & 63, state)
    return run


def weights_of_j():
    rng = np.random.default_rng(0)
    shapes = dict(table=(64, 32), w=(32, 512), u=(128, 512), b=(512,), head=(128, 64), bias=(64,))
    return {name: (rng.standard_normal(shape) * 0.1).astype(np.float32) for name, shape in shapes.items()}


def onnx_characters(threads):
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper
    w = weights_of_j()
    given = dict(table=w["table"], w=w["w"].T[None], r=w["u"].T[None], b=np.concatenate([w["b"], 0 * w["b"]])[None],
                 head=w["head"], bias=w["bias"], flat=np.array([1, 128]))
    nodes = [helper.make_node("Gather", ["table", "token"], ["x"]),
             helper.make_node("LSTM", ["x", "w", "r", "b", "", "h0", "c0"], ["", "h", "c"], hidden_size=128),
             helper.make_node("Reshape", ["h", "flat"], ["row"]),
             helper.make_node("Gemm", ["row", "head", "bias"], ["sums"]),
             helper.make_node("Softmax", ["sums"], ["p"])]
    value, number = helper.make_tensor_value_info, TensorProto.FLOAT
    state = [1, 1, 128]
    graph = helper.make_graph(
        nodes, "j", [value("token", TensorProto.INT64, [1, 1]), value("h0", number, state), value("c0", number, state)],
        [value("p", number, [1, 64]), value("h", number, state), value("c", number, state)],
        [numpy_helper.from_array(np.ascontiguousarray(a), name) for name, a in given.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    tokens = [np.array([[i]]) for i in range(64)]

    def step(token, state):
        p, h, c = session.run(["p", "h", "c"], {"token": tokens[token], "h0": state[0], "c0": state[1]})
        return p[0], (h, c)
    zero = np.zeros(state, np.float32)
    return characters(step, (zero, zero))


def numpy_characters():
    w = weights_of_j()
    inputs = w["table"] @ w["w"] + w["b"]                   # all 64 of them, once

    def step(token, state):
        h, c = state
        sums = inputs[token] + h @ w["u"]
        i, f, o = 1 / (1 + np.exp(-sums[:384].reshape(3, 128)))
        c = f * c + i * np.tanh(sums[384:])
        h = o * np.tanh(c)
        p = np.exp(h @ w["head"] + w["bias"])
        return p / p.sum(), (h, c)
    zero = np.zeros(128, np.float32)
    return characters(step, (zero, zero))


def torch_characters(threads):
    import torch
    torch.set_num_threads(threads)
    embed, cell, head = torch.nn.Embedding(64, 32), torch.nn.LSTMCell(32, 128), torch.nn.Linear(128, 64)
    tokens = [torch.tensor([i]) for i in range(64)]

    def step(token, state):
        with torch.inference_mode():
            state = cell(embed(tokens[token]), state)
            return torch.softmax(head(state[0]), -1)[0].numpy(), state
    return characters(step, (torch.zeros(1, 128), torch.zeros(1, 128)))


def numpy_steps(c, how, threads):
    os.environ["OPENBLAS_NUM_THREADS"] = str(threads)     # read when the library is loaded: run.sh sets it too
    work = []
    for rows, depth, width, times in products(c):
        a, b = np.ones((rows, depth), np.float32), np.ones((depth, width), np.float32)
        work.append((a, b, np.empty((rows, width), np.float32), times))

    def run(n):
        for _ in range(n):
            for a, b, out, times in work:
                for _ in range(times):
                    np.matmul(a, b, out=out)
    return run


PROGRAMS = dict(torch=torch_steps, keras=keras_steps, jax=jax_steps, numpy=numpy_steps)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--case", default="A")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    framework, how = options.program.split("-", 1)
    for letter in options.case:
        if letter == "J":
            run = dict(onnx=lambda: onnx_characters(options.threads), numpy=numpy_characters,
                       torch=lambda: torch_characters(options.threads))[framework]()
        else:
            run = PROGRAMS[framework](CASES[letter], how, options.threads)
        group = dict(fit=512, spe=512).get(how, 32 if how.startswith("many") else 1)    # a call of fit has a price of its own
        if letter == "L":
            group = 1
        if options.once:
            run(group)
            continue
        times = [t / group for t in measure(lambda n: run(n * group), options.seconds)]
        print(f"case {letter} {options.program} threads {options.threads} median_us {statistics.median(times):.1f} "
              f"min_us {min(times):.1f} loops {len(times)}", flush=True)


if __name__ == "__main__":
    main()
