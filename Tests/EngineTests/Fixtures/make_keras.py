"""Writes keras-*.json: what Keras computes for the networks of keras_networks.py, in Float64.

    pip install keras tensorflow-cpu && python make_keras.py [NAME …]

Weights, inputs, targets and dropout masks are random Float32 numbers; everything else is computed from them in Float64,
so a file holds the right answer and not Keras's own rounding. The seed of a network is the first one at which no
gradient of the first step is nearly zero (see `steady`).
"""

import os
import sys
import warnings

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

keras.config.set_floatx("float64")
warnings.filterwarnings("ignore", message="Layer 'functional'")

from fixture import complete, named, rounded, steady, tensor, version, write
from keras_graph import Graph
from keras_networks import ADAM, networks

MASKS = dict(
    post=[[1, 1, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0], [1, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0]],
    pre=[[1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 1], [0, 1, 1, 1, 1, 1]],
    holes=[[1, 1, 0, 1, 1, 1], [0, 1, 0, 0, 1, 0], [1, 0, 1, 0, 1, 1], [1, 1, 1, 0, 0, 1]],
)


def loss_function(kind, normaliser):
    """Keras's own loss objects. Their normaliser: with a mask (of the input or of missing classes) the mean over the
    positions that are left, our `real`; with sample weights of 0 the sum divided by all positions, our `padded`."""
    if kind == "categorical":
        return keras.losses.SparseCategoricalCrossentropy(ignore_class=-1 if normaliser == "real" else None)
    return dict(mse=keras.losses.MeanSquaredError, mae=keras.losses.MeanAbsoluteError,
                binary=keras.losses.BinaryCrossentropy, one_hot=keras.losses.CategoricalCrossentropy)[kind]()


def rate_of(settings):
    rate, schedule = settings["rate"], settings.get("schedule")
    if not schedule:
        return rate
    kind, schedules = schedule["kind"], keras.optimizers.schedules
    if kind == "steps":
        return schedules.PiecewiseConstantDecay(schedule["borders"], schedule["rates"])
    steps = schedule["steps"]
    if kind == "cosine":
        warmup = dict(warmup_target=rate, warmup_steps=schedule["warmup"]) if "warmup" in schedule else {}
        return schedules.CosineDecay(0.0 if warmup else rate, steps, alpha=schedule["least"], **warmup)
    if kind == "linear":
        return schedules.PolynomialDecay(rate, steps, end_learning_rate=rate * schedule["least"])
    decay = dict(exponential=schedules.ExponentialDecay, inverse_time=schedules.InverseTimeDecay)[kind]
    return decay(rate, steps, schedule["factor"], staircase=schedule.get("staircase", False))


def optimiser_of(settings):
    options = dict(clipnorm=settings.get("clip_norm"), clipvalue=settings.get("clip_value"),
                   global_clipnorm=settings.get("clip_global_norm"))
    rate, kind, optimizers = rate_of(settings), settings["kind"], keras.optimizers
    if kind == "sgd":
        return optimizers.SGD(
            rate, momentum=settings.get("momentum", 0.0), nesterov=settings.get("nesterov", False), **options)
    options["epsilon"] = settings["epsilon"]
    if kind == "rmsprop":
        return optimizers.RMSprop(rate, rho=settings["rho"], **options)
    if kind == "adagrad":
        return optimizers.Adagrad(rate, initial_accumulator_value=settings["initial"], **options)
    # Plain Python numbers would be rounded to Float32 on their way.
    betas = dict(beta_1=np.float64(settings["beta1"]), beta_2=np.float64(settings["beta2"]))
    if kind == "adamw":
        return optimizers.AdamW(rate, weight_decay=settings["decay"], **betas, **options)
    return optimizers.Adam(rate, **betas, **options)


class Fixture:
    """One network; `draw` gives it the numbers of a seed."""

    def __init__(self, nodes, inputs, loss, outputs=None, missing=False, normaliser="real", optimisers=(ADAM,), count=4,
                 batch=None, stateful=False, class_weights=None, sample_weights=None):
        self.nodes = complete(nodes, inputs[0]["name"])
        self.inputs, self.normaliser, self.optimisers = inputs, normaliser, optimisers
        self.outputs = outputs or [dict(node=self.nodes[-1]["name"], loss=loss, weight=1.0)]
        self.missing, self.count, self.batch, self.stateful = missing, count, batch, stateful
        self.class_weights, self.sample_weights = class_weights, sample_weights
        self.graph = Graph(inputs, self.nodes, [o["node"] for o in self.outputs], batch if stateful else None)
        self.losses = [loss_function(output["loss"], normaliser) for output in self.outputs]

    def draw(self, seed):
        rng = np.random.default_rng(seed)
        self.given = [np.array(MASKS[i["mask"]], bool) if i.get("mask") else None for i in self.inputs]
        self.x = [self.draw_input(rng, recipe, mask) for recipe, mask in zip(self.inputs, self.given)]
        self.start = self.graph.draw(rng)
        self.y = [self.draw_target(rng, output, shape.shape) for output, shape in
                  zip(self.outputs, self.graph.model.outputs)]
        self.weighing = [self.draw_weights(rng, y, output) for y, output in zip(self.y, self.outputs)]
        self.masks = {}
        self.graph.set(self.start)
        for name, layer in self.graph.dropping.items():
            for option in ("rate", "dropout", "recurrent_dropout"):
                if rate := getattr(layer, option, 0):
                    self.masks[name, option] = self.draw_mask(rng, name, layer, option, rate)

    def draw_input(self, rng, recipe, mask):
        shape = (self.count, *recipe["shape"])
        if words := recipe.get("words"):
            x = rng.integers(1 if mask is not None else 0, words, shape)
            return x if mask is None else np.where(mask, x, 0)
        x = rounded(rng.standard_normal(shape))
        if recipe.get("masked_by") == "value":
            x[~mask] = 7
            x[0, 0, 0] = 7                               # one feature alone does not mask a step
        return x

    def draw_target(self, rng, output, shape):
        (*steps, width), count = shape[1:], self.count
        if output["loss"] == "categorical":
            y = rng.integers(0, width, (count, *steps))
            if self.missing:
                y[0, 1], y[2, 4:], y[3] = -1, -1, -1
            return y
        if output["loss"] == "binary":
            return rng.integers(0, 2, (count, *steps, width)).astype(np.float64)
        if output["loss"] == "one_hot":
            return np.eye(width)[rng.integers(0, width, (count, *steps))]
        return rounded(rng.standard_normal((count, *steps, width)))

    def draw_weights(self, rng, y, output):
        """What each position's loss is multiplied by, or None."""
        if self.class_weights:
            return np.where(y < 0, 1.0, np.array(self.class_weights)[np.maximum(y, 0)])
        if self.sample_weights:
            return rounded(rng.uniform(0.2, 2, y.shape[:1] if self.sample_weights == "examples" else y.shape[:-1]))
        if self.normaliser == "padded" and self.missing:
            return (y >= 0).astype(np.float64)
        return None

    def draw_mask(self, rng, name, layer, option, rate):
        """Zeros and ones: [examples × steps × features] for a layer; inside a cell [masks × examples × features], one
        mask for each gate or one for all."""
        shape = self.graph.shapes[name.split("/")[0]][1:]
        if option != "rate":
            shape = (layer.units if option == "recurrent_dropout" else shape[-1],)
        first = () if option == "rate" else (getattr(layer, "dropout_mask_count", None) or 1,)
        return (rng.uniform(size=(*first, self.count, *shape)) >= rate).astype(np.float64)

    def loss(self, answers, rows):
        total = 0.0
        for function, output, answer, y, weights in zip(self.losses, self.outputs, answers, self.y, self.weighing):
            y, weights = y[rows], None if weights is None else weights[rows]
            if self.normaliser == "padded":
                y = np.maximum(y, 0)
            if weights is not None and weights.ndim < y.ndim - 1:    # Keras wants them whole where there is a mask
                weights = np.repeat(weights[:, None], y.shape[1], 1)
            total += output["weight"] * function(y, answer, sample_weight=weights)
        return total + sum(self.graph.model.losses)

    def run(self, rows=slice(None), training=True):
        """Outputs, loss and gradients of the network as it stands, over some of the examples."""
        self.graph.give_masks(self.masks)
        are_lengths = any(recipe.get("masked_by") == "lengths" for recipe in self.inputs)
        more = dict(mask=[given[rows] for given in self.given]) if are_lengths else {}
        variables = [self.graph.variables[place] for place in self.graph.trainable]
        with tf.GradientTape() as tape:
            answers = self.graph.model([tf.constant(x[rows]) for x in self.x], training=training, **more)
            answers = answers if isinstance(answers, (list, tuple)) else [answers]
            loss = self.loss(answers, rows)
        gradients = tape.gradient(loss, [variable.value for variable in variables])
        self.kept = [keras.src.backend.get_keras_mask(answer) for answer in answers]
        return [a.numpy() for a in answers], float(loss), [tf.convert_to_tensor(g).numpy() for g in gradients]

    def check_loss(self, answers, loss):
        """The same loss written out: the sum over the real positions by their number (or by that of all)."""
        mine = float(sum(self.graph.model.losses))
        for output, p, y, weights, mask in zip(self.outputs, answers, self.y, self.weighing, self.kept):
            kind = output["loss"]
            if kind == "categorical":
                each, real = -np.log(np.take_along_axis(p, np.maximum(y, 0)[..., None], -1)[..., 0]), y >= 0
            else:
                each = dict(mse=lambda: (p - y) ** 2, mae=lambda: np.abs(p - y),
                            one_hot=lambda: -y * np.log(p) * y.shape[-1],
                            binary=lambda: -y * np.log(p) - (1 - y) * np.log(1 - p))[kind]().mean(-1)
                real = np.ones(each.shape, bool)
            if mask is not None:
                real = real & np.asarray(mask)
            if weights is not None:
                each = each * weights.reshape(weights.shape + (1,) * (each.ndim - weights.ndim))
            mine += output["weight"] * each[real].sum() / (real.sum() if self.normaliser == "real" else real.size)
        assert abs(mine - loss) < 1e-6 * abs(loss), (mine, loss)

    def batches(self):
        if not self.batch:
            return [slice(None)]
        return [slice(start, start + self.batch) for start in range(0, self.count, self.batch)]

    def train(self, settings, epochs):
        """Learning rates and losses of all steps, and the weights after them. States are reset at every epoch's start."""
        self.graph.set(self.start)
        optimiser, losses, rates = optimiser_of(settings), [], []
        variables = [self.graph.variables[place] for place in self.graph.trainable]
        for _ in range(epochs):
            self.graph.reset_states()
            for rows in self.batches():
                _, loss, gradients = self.run(rows)
                rates.append(float(optimiser.learning_rate))
                optimiser.apply([tf.constant(g) for g in gradients], variables)
                losses.append(loss)
        weights = named(self.graph.names, self.graph.get())
        return dict(settings, epochs=epochs, rates=rates, losses=losses, weights=weights)

    def whole(self):
        """Outputs and loss of all examples in inference; a stateful network is shown its batches in order."""
        self.graph.reset_states()
        if not self.stateful:
            answers, loss, _ = self.run(training=False)
            self.check_loss(answers, loss)
            return answers, loss
        parts = [self.run(rows, training=False)[:2] for rows in self.batches()]
        return [np.concatenate(each) for each in zip(*[answers for answers, _ in parts])], np.mean(
            [loss for _, loss in parts])

    def record(self):
        """Every field of the file, or None when a gradient is nearly zero."""
        answers, value = self.whole()
        self.graph.reset_states()
        _, _, gradients = self.run(self.batches()[0] if self.stateful else slice(None))
        if not steady(gradients):
            return None
        epochs = 2 if self.stateful else 5
        names = [self.graph.names[place] for place in self.graph.trainable]
        return dict(
            inputs=[dict(name=recipe["name"], masked_by=recipe.get("masked_by"),
                         mask=None if mask is None else tensor(mask.astype(int)), **tensor(x))
                    for recipe, mask, x in zip(self.inputs, self.given, self.x)],
            nodes=self.nodes,
            outputs=[dict(output, targets=tensor(np.where(y < 0, np.nan, y) if self.missing else y),
                          sample_weights=None if weights is None or self.missing and not self.class_weights
                          else tensor(weights), values=tensor(answer))
                     for output, y, weights, answer in zip(self.outputs, self.y, self.weighing, answers)],
            normaliser=self.normaliser, batch=self.batch, stateful=self.stateful, class_weights=self.class_weights,
            truncate=None, masks=[dict(node=name, option=option, **tensor(mask.astype(int)))
                                  for (name, option), mask in self.masks.items()],
            weights=named(self.graph.names, self.start), loss=value,
            gradients=None if self.stateful else named(names, gradients),
            optimisers=[self.train(settings, epochs) for settings in self.optimisers])


def main(wanted):
    made_with = version(keras=keras, tensorflow=tf)
    for name, recipe in networks():
        if wanted and not any(name.startswith(word) for word in wanted):
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
