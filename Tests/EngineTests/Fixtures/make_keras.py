"""Writes keras-*.json: what Keras computes for the recurrent networks of the engine, in Float64.

    pip install keras tensorflow-cpu && python make_keras.py [NAME …]

Weights, inputs and targets are random Float32 numbers; everything else is computed from them in Float64, so a file
holds the right answer and not Keras's own rounding. The seed of a network is the first one at which no gradient of the
first step is nearly zero (see `steady`). Adam and RMSProp run with a vanishing epsilon, for Keras adds it in
another place than Kingma and Ba do; make_torch.py covers the epsilons.
"""

import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from fixture import named, rounded, steady, tensor, version, write

keras.config.set_floatx("float64")

CELLS = dict(
    simple_rnn=dict(kind="simple_rnn", units=4, activation="tanh"),
    gru_before=dict(kind="gru", units=4, reset_after=False),
    gru_after=dict(kind="gru", units=4, reset_after=True),
    lstm=dict(kind="lstm", units=4),
)
MASKS = dict(
    post=[[1, 1, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0], [1, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0]],
    pre=[[1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 1], [0, 1, 1, 1, 1, 1]],
    holes=[[1, 1, 0, 1, 1, 1], [0, 1, 0, 0, 1, 0], [1, 0, 1, 0, 1, 1], [1, 1, 1, 0, 0, 1]],
)
ADAM = dict(kind="adam", rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-12)
OTHERS = [
    dict(kind="sgd", rate=0.05, momentum=0.9),
    dict(kind="rmsprop", rate=0.01, rho=0.9, epsilon=1e-12),
    dict(ADAM, clip_norm=0.1),
    dict(ADAM, clip_value=0.02),
]


def sequence(cell, **more):
    return dict(cell, return_sequences=True, **more)


def dense(units, activation="linear"):
    return dict(kind="dense", units=units, activation=activation)


def networks():
    """Name and recipe: layers, loss, and what differs from 4 examples × 6 steps × 3 features and whole targets."""
    for name, cell in CELLS.items():
        more = OTHERS if name == "gru_before" else []
        yield f"{name}-last", dict(layers=[cell, dense(1)], loss="mse", more=more)
        yield f"{name}-tags", dict(layers=[sequence(cell), dense(3, "softmax")], loss="categorical", missing=True)
        yield f"{name}-stacked", dict(layers=[sequence(cell), dict(cell, units=5), dense(2)], loss="mse")
        words, padded = dict(kind="embedding", words=7, units=3), dict(kind="embedding", words=7, units=3, mask_zero=True)
        yield f"{name}-embedding", dict(layers=[words, cell, dense(3, "softmax")], loss="categorical")
        yield f"{name}-mask-post", dict(
            layers=[padded, sequence(cell), dense(2, "softmax")], loss="categorical", mask="post")
        yield f"{name}-mask-pre", dict(layers=[padded, sequence(cell), cell, dense(1)], loss="mse", mask="pre")
        yield f"{name}-mask-holes", dict(layers=[padded, cell, dense(1)], loss="mse", mask="holes")
        yield f"{name}-lengths", dict(layers=[cell, dense(1)], loss="mse", mask="post")
    gru, lstm, rnn = CELLS["gru_before"], CELLS["lstm"], CELLS["simple_rnn"]
    yield "simple_rnn-relu", dict(layers=[dict(rnn, activation="relu"), dense(1)], loss="mse")
    yield "simple_rnn-sigmoid", dict(layers=[dict(rnn, activation="sigmoid"), dense(1)], loss="mse")
    yield "lstm-no-bias", dict(layers=[dict(lstm, use_bias=False), dense(1)], loss="mse")
    yield "gru_before-mae", dict(layers=[gru, dense(2)], loss="mae")
    yield "lstm-binary", dict(layers=[lstm, dense(1, "sigmoid")], loss="binary")
    yield "gru_before-binary-steps", dict(layers=[sequence(gru), dense(2, "sigmoid")], loss="binary")
    yield "gru_before-lengths-steps", dict(layers=[sequence(gru), dense(2)], loss="mse", mask="post")
    yield "lstm-padded-normaliser", dict(
        layers=[sequence(lstm), dense(3, "softmax")], loss="categorical", missing=True, normaliser="padded")
    yield "mixed-deep", dict(
        layers=[sequence(rnn), dict(kind="dropout", rate=0.0), sequence(gru, use_bias=True), sequence(lstm),
                dict(kind="activation", activation="relu"), dense(3, "tanh"), dense(1)], loss="mse")
    yield "gru_before-batches", dict(layers=[gru, dense(1)], loss="mse", count=5, batch=2)


def build(layers, count, steps):
    """The Keras model and our names of its weights: layer's place, kind and weight."""
    ids = layers[0]["kind"] == "embedding"
    inputs = keras.Input((steps,), dtype="int32") if ids else keras.Input((steps, 3))
    mask = keras.Input((steps,), dtype="bool")
    h, names = inputs, []
    for place, recipe in enumerate(layers):
        options = {k: v for k, v in recipe.items() if k != "kind"}
        kind = recipe["kind"]
        if kind == "embedding":
            layer = keras.layers.Embedding(options["words"], options["units"], mask_zero=options.get("mask_zero", False))
            h = layer(inputs)
        elif kind == "dropout":
            h = keras.layers.Dropout(options["rate"])(h)
            continue
        elif kind == "activation":
            h = keras.layers.Activation(options["activation"])(h)
            continue
        elif kind == "dense":
            layer = keras.layers.Dense(**options)
            h = layer(h)
        else:
            layer = dict(simple_rnn=keras.layers.SimpleRNN, gru=keras.layers.GRU, lstm=keras.layers.LSTM)[kind](**options)
            h = layer(h) if first_masked(layers) else layer(h, mask=mask)
        names += [f"{place}/{kind}/{weight.name}" for weight in layer.weights]
    return keras.Model([inputs, mask], h), names


def first_masked(layers):
    return layers[0].get("mask_zero", False)


def loss_function(kind, normaliser):
    """Keras's own loss objects. Their normaliser: with a mask (of the input or of missing classes) the mean over the
    positions that are left, our `real`; with sample weights of 0 the sum divided by all positions, our `padded`."""
    if kind == "categorical":
        return keras.losses.SparseCategoricalCrossentropy(ignore_class=-1 if normaliser == "real" else None)
    return dict(mse=keras.losses.MeanSquaredError, mae=keras.losses.MeanAbsoluteError,
                binary=keras.losses.BinaryCrossentropy)[kind]()


def optimiser_of(settings):
    clip = dict(global_clipnorm=settings.get("clip_norm"), clipvalue=settings.get("clip_value"))
    rate = settings["rate"]
    if settings["kind"] == "sgd":
        return keras.optimizers.SGD(rate, momentum=settings["momentum"], **clip)
    if settings["kind"] == "rmsprop":
        return keras.optimizers.RMSprop(rate, rho=settings["rho"], epsilon=settings["epsilon"], **clip)
    return keras.optimizers.Adam(
        rate, beta_1=settings["beta1"], beta_2=settings["beta2"], epsilon=settings["epsilon"], **clip)


class Fixture:
    """One network; `draw` gives it the numbers of a seed."""

    def __init__(self, layers, loss, missing=False, mask=None, normaliser="real", more=(), count=4, batch=None):
        self.layers, self.kind, self.normaliser, self.batch = layers, loss, normaliser, batch
        self.optimisers = [ADAM, *more]
        self.count, self.steps, self.missing = count, 6, missing
        self.mask = np.array(MASKS[mask], bool) if mask else None
        self.given = np.ones((count, self.steps), bool) if self.mask is None else self.mask
        self.model, self.names = build(layers, count, self.steps)
        self.masked_steps = len(self.model.output_shape) == 3 and self.mask is not None
        self.loss = loss_function(loss, normaliser)

    def draw(self, seed):
        layers, loss, count, steps, missing = self.layers, self.kind, self.count, self.steps, self.missing
        rng = np.random.default_rng(seed)
        if layers[0]["kind"] == "embedding":
            words = layers[0]["words"]
            self.x = rng.integers(1 if layers[0].get("mask_zero") else 0, words, (count, steps))
            if layers[0].get("mask_zero"):
                self.x = np.where(self.mask, self.x, 0)
        else:
            self.x = rounded(rng.standard_normal((count, steps, 3)))
        self.start = [rounded(rng.normal(0, 0.5, w.shape)) for w in self.model.weights]
        shape = self.model.output_shape[1:-1]
        width = self.model.output_shape[-1]
        if loss == "categorical":
            self.y = rng.integers(0, width, (count, *shape))
            if missing:
                self.y[0, 1], self.y[2, 4:], self.y[3] = -1, -1, -1
        elif loss == "binary":
            self.y = rng.integers(0, 2, (count, *shape, width)).astype(np.float64)
        else:
            self.y = rounded(rng.standard_normal((count, *shape, width)))
        self.model.set_weights(self.start)

    def run(self, rows=slice(None)):
        """Output, loss and gradients of the network as it stands, over some of the examples."""
        with tf.GradientTape() as tape:
            output = self.model([self.x[rows], self.given[rows]], training=False)
            if self.masked_steps and keras.src.backend.get_keras_mask(output) is None:
                keras.src.backend.set_keras_mask(output, self.mask[rows])
            weights, y = None, self.y[rows]
            if self.normaliser == "padded" and self.missing:
                weights, y = (y >= 0).astype(np.float64), np.maximum(y, 0)
            loss = self.loss(y, output, sample_weight=weights)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        return output.numpy(), float(loss), [tf.convert_to_tensor(g).numpy() for g in gradients]

    def check_loss(self, output, loss):
        """The same loss written out: the sum over the real positions by their number (or by that of all)."""
        if self.kind == "categorical":
            chosen = np.take_along_axis(output, np.maximum(self.y, 0)[..., None], -1)[..., 0]
            each, real = -np.log(chosen), self.y >= 0
        else:
            p, y = output, self.y
            each = dict(mse=lambda: (p - y) ** 2, mae=lambda: np.abs(p - y),
                        binary=lambda: -y * np.log(p) - (1 - y) * np.log(1 - p))[self.kind]().mean(-1)
            real = np.ones(each.shape, bool)
        if self.masked_steps:
            real = real & self.mask
        mine = each[real].sum() / (real.sum() if self.normaliser == "real" else real.size)
        assert abs(mine - loss) < 1e-6 * abs(loss), (mine, loss)

    def train(self, settings, steps=5):
        """The losses before each of five steps (or of the batches of one epoch in order), and the weights after."""
        self.model.set_weights(self.start)
        optimiser, losses = optimiser_of(settings), []
        for step in range(steps):
            starts = range(0, len(self.x), self.batch) if self.batch else [0]
            for start in starts:
                rows = slice(start, start + self.batch) if self.batch else slice(None)
                _, loss, gradients = self.run(rows)
                optimiser.apply([tf.constant(g) for g in gradients], self.model.trainable_variables)
                losses.append(loss)
        return losses, self.model.get_weights()

    def record(self):
        """Every field of the file, or None when a gradient is nearly zero."""
        output, loss, gradients = self.run()
        if not steady(gradients):
            return None
        self.check_loss(output, loss)
        trained = []
        for settings in self.optimisers:
            losses, weights = self.train(settings)
            trained.append(dict(settings, losses=losses, weights=named(self.names, weights)))
        targets = np.where(self.y < 0, np.nan, self.y) if self.missing else self.y
        return dict(
            layers=self.layers, loss=self.kind, normaliser=self.normaliser, batch=self.batch,
            inputs=tensor(self.x), mask=None if self.mask is None else tensor(self.mask.astype(int)),
            targets=tensor(targets), weights=named(self.names, self.start), output=tensor(output), value=loss,
            gradients=named(self.names, gradients), optimisers=trained)


def main(wanted):
    made_with = version(keras=keras, tensorflow=tf)
    for name, recipe in networks():
        if wanted and name not in wanted:
            continue
        keras.backend.clear_session()
        fixture = Fixture(**recipe)
        for seed in range(1, 100):
            fixture.draw(seed)
            if fields := fixture.record():
                write(f"keras-{name}", made_with=made_with, seed=seed, **fields)
                break
        else:
            print(f"{name}: no seed gives a steady gradient", file=sys.stderr)


main(sys.argv[1:])
