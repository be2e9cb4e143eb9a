"""Writes torch-*.json: what PyTorch computes for the same kinds of networks, in Float64, with its own optimisers.

    pip install torch && python make_torch.py [NAME …]

The optimisers run with vanishing epsilons, for PyTorch adds them in other places than Keras and the engine do. Truncated
backpropagation detaches the state every few steps, so no gradient crosses a chunk's border.
"""

import sys

import numpy as np
import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from fixture import complete, named, rounded, steady, tensor, version, write
from torch_graph import Graph

torch.set_default_dtype(torch.float64)

ADAM = dict(kind="adam", rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-12)
SGD = dict(kind="sgd", rate=0.05)
OPTIMISERS = [
    dict(SGD, momentum=0.9),
    dict(SGD, momentum=0.9, nesterov=True),
    dict(kind="rmsprop", rate=0.01, rho=0.9, epsilon=1e-20),
    dict(kind="adagrad", rate=0.05, initial=0.0, epsilon=1e-20),
    dict(ADAM, kind="adamw", decay=0.05),
    dict(ADAM, clip_global_norm=0.1),
    dict(ADAM, clip_value=0.02),
]
SCHEDULES = [
    dict(kind="step", steps=2, factor=0.5),
    dict(kind="exponential", steps=1, factor=0.8),
    dict(kind="cosine", steps=4, least=0.0),
    dict(kind="warmup_linear", warmup=2, steps=6),
]
LENGTHS = [6, 3, 1, 5]
RNN = dict(kind="simple_rnn", units=4, activation="tanh")
GRU = dict(kind="gru", units=4, reset_after=True)
LSTM = dict(kind="lstm", units=4)


def sequence(cell, **more):
    return dict(cell, return_sequences=True, **more)


def dense(units, activation="linear", **more):
    return dict(kind="dense", units=units, activation=activation, **more)


def both(cell, **more):
    return dict(kind="bidirectional", merge_mode="concat", layer=dict(cell, **more))


def values(steps=6, features=3, name="x"):
    return dict(name=name, shape=(steps, features))


def net(*nodes, loss="mse", **more):
    return dict(nodes=nodes, loss=loss, **more)


def networks():
    tags, choice = dense(3, "softmax"), dict(loss="categorical")
    yield "simple_rnn-last", net(RNN, dense(1))
    yield "simple_rnn-relu-tags", net(sequence(dict(RNN, activation="relu")), tags, **choice)
    yield "gru-last", net(GRU, dense(1), optimisers=[ADAM, *OPTIMISERS])
    yield "gru-stacked-tags", net(sequence(GRU), sequence(GRU), tags, **choice)
    yield "gru-lengths", net(GRU, dense(1), lengths=LENGTHS)
    yield "gru-binary-logits", net(GRU, dense(1, "sigmoid"), loss="binary")
    yield "lstm-last", net(LSTM, dense(1), loss="mae")
    yield "lstm-stacked", net(sequence(LSTM), LSTM, dense(1))
    yield "lstm-lengths-tags", net(sequence(LSTM), tags, lengths=LENGTHS, **choice)
    yield "schedules", net(RNN, dense(1), optimisers=[dict(SGD, schedule=schedule) for schedule in SCHEDULES])
    for name, cell in dict(simple_rnn=RNN, gru=GRU, lstm=LSTM).items():
        yield f"both-{name}", net(both(cell, return_sequences=True), dense(2))
        yield f"truncated-{name}", net(sequence(cell), dense(2), truncate=2)
        yield f"truncated-{name}-last", net(cell, dense(1), truncate=3, inputs=[values(steps=7)])
    yield "both-lstm-last", net(both(LSTM), dense(1))
    yield "both-gru-lengths", net(both(GRU), dense(1), lengths=LENGTHS)
    yield "truncated-stacked", net(sequence(LSTM), sequence(GRU), dense(1), truncate=2)
    yield "decoder-lstm", net(
        dict(LSTM, name="encoder", inputs=["x"], return_state=True),
        dict(sequence(LSTM), name="decoder", inputs=["target"], initial_state=["encoder/h", "encoder/c"]), tags,
        inputs=[values(), values(4, 2, "target")], **choice)
    yield "initial-gru", net(
        dict(GRU, inputs=["x"], initial_state=["h0"]), dense(1), inputs=[values(), dict(name="h0", shape=(4,))])
    yield "embedding-lstm", net(
        dict(kind="embedding", words=7, units=3), LSTM, tags, inputs=[dict(name="x", shape=(6,), words=7)], **choice)
    for padding in ("valid", "same"):
        for dilation in (1, 2):
            yield f"conv1d-{padding}-{dilation}", net(
                dict(kind="conv1d", filters=4, kernel_size=3, padding=padding, dilation_rate=dilation,
                     activation="tanh"), dense(1))
    yield "conv1d-pooled", net(
        dict(kind="conv1d", filters=4, kernel_size=2, padding="valid", strides=1, activation="tanh"),
        dict(kind="max_pooling", pool_size=2), dense(1))
    yield "average_pooling", net(sequence(GRU), dict(kind="average_pooling", pool_size=3), dense(1))
    yield "layer_norm", net(sequence(GRU), dict(kind="layer_norm", epsilon=1e-5), dense(1))
    yield "batch_norm", net(sequence(GRU), dict(kind="batch_norm", epsilon=1e-5, momentum=0.9), dense(1))
    yield "highway", net(sequence(GRU), dict(kind="highway", activation="tanh"), dense(1))
    yield "highway-twice", net(
        dense(4, "relu"), dict(kind="highway", activation="tanh"), dict(kind="highway", activation="tanh"), LSTM,
        dense(1))


def optimiser_of(settings, parameters):
    rate, kind, betas = settings["rate"], settings["kind"], (settings.get("beta1"), settings.get("beta2"))
    if kind == "sgd":
        return torch.optim.SGD(
            parameters, rate, momentum=settings.get("momentum", 0), nesterov=settings.get("nesterov", False))
    epsilon = settings["epsilon"]
    if kind == "rmsprop":
        return torch.optim.RMSprop(parameters, rate, alpha=settings["rho"], eps=epsilon)
    if kind == "adagrad":
        return torch.optim.Adagrad(parameters, rate, initial_accumulator_value=settings["initial"], eps=epsilon)
    if kind == "adamw":
        return torch.optim.AdamW(parameters, rate, betas, epsilon, weight_decay=settings["decay"])
    return torch.optim.Adam(parameters, rate, betas, epsilon)


def scheduler_of(schedule, optimiser):
    schedules = torch.optim.lr_scheduler
    if schedule is None:
        return None
    kind, steps = schedule["kind"], schedule.get("steps")
    if kind == "step":
        return schedules.StepLR(optimiser, steps, schedule["factor"])
    if kind == "exponential":
        return schedules.ExponentialLR(optimiser, schedule["factor"])
    if kind == "cosine":
        return schedules.CosineAnnealingLR(optimiser, steps, schedule["least"])
    warmup = schedule["warmup"]                          # up from 0 in `warmup` steps, down to 0 at step `steps`
    return schedules.LambdaLR(
        optimiser, lambda step: step / warmup if step < warmup else (steps - step) / (steps - warmup))


class Fixture:
    def __init__(self, seed, nodes, loss, inputs=None, lengths=None, truncate=None, optimisers=(ADAM,)):
        self.inputs = inputs or [values()]
        self.nodes = complete(nodes, self.inputs[0]["name"])
        self.loss, self.lengths, self.truncate, self.optimisers = loss, lengths, truncate, optimisers
        rng = np.random.default_rng(seed)
        self.x = [torch.tensor(rng.integers(0, i["words"], (4, *i["shape"])) if "words" in i else
                               rounded(rng.standard_normal((4, *i["shape"])))) for i in self.inputs]
        self.model = Graph(self.nodes, self.inputs, lengths, truncate)
        self.start = {name: self.draw(rng, name, t.shape) for name, t in self.model.tensors()}
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad = not self.model.untrained(name)
        self.reset()
        shape = self.model(*self.x).shape
        self.y = torch.tensor(self.target(rng, shape))

    def draw(self, rng, name, shape):
        values = rng.normal(0, 0.5, shape)
        if self.model.untrained(name):
            values[:] = 0
        if "norm.weight" in name:
            values += 1
        if "running_var" in name:
            values = 0.5 + np.abs(values)
        return rounded(values)

    def target(self, rng, shape):
        if self.loss == "categorical":
            y = rng.integers(0, shape[-1], shape[:-1])
            if y.ndim > 1:
                y[0, 1], y[3, 4:] = -1, -1
            if self.lengths:
                y[np.arange(6) >= np.array(LENGTHS)[:, None]] = -1
            return y
        if self.loss == "binary":
            return rng.integers(0, 2, shape).astype(np.float64)
        return rounded(rng.standard_normal(shape))

    def reset(self):
        with torch.no_grad():
            for name, t in self.model.tensors():
                t.copy_(torch.tensor(self.start[name]))
                t.grad = None

    def measure(self, logits):
        if self.loss == "categorical":                   # the mean over the targets that are not −1
            return nn.functional.cross_entropy(
                logits.reshape(-1, logits.shape[-1]), self.y.flatten(), ignore_index=-1)
        function = dict(mse=nn.functional.mse_loss, mae=nn.functional.l1_loss,
                        binary=nn.functional.binary_cross_entropy_with_logits)[self.loss]
        return function(logits, self.y)

    def inference(self):
        self.reset()
        self.model.eval()
        logits = self.model(*self.x)
        value = self.measure(logits).item()
        self.model.train()
        final = self.nodes[-1]["activation"]
        answer = logits.softmax(-1) if final == "softmax" else logits.sigmoid() if final == "sigmoid" else logits
        return answer.detach().numpy(), value

    def train(self, settings):
        self.reset()
        parameters = [p for p in self.model.parameters() if p.requires_grad]
        optimiser, losses, rates = optimiser_of(settings, parameters), [], []
        scheduler = scheduler_of(settings.get("schedule"), optimiser)
        for _ in range(5):
            optimiser.zero_grad()
            loss = self.measure(self.model(*self.x))
            loss.backward()
            if limit := settings.get("clip_global_norm"):
                clip_grad_norm_(parameters, limit)
            if limit := settings.get("clip_value"):
                clip_grad_value_(parameters, limit)
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            if scheduler:
                scheduler.step()
            losses.append(loss.item())
        return dict(settings, epochs=5, rates=rates, losses=losses,
                    weights=named(*zip(*[(name, self.after(name, t)) for name, t in self.model.tensors()])))

    def after(self, name, t):
        """PyTorch divides a running variance by n − 1, Keras and we by n: not compared."""
        values = t.detach().numpy().copy()
        return np.full(values.shape, np.nan) if "running_var" in name else values

    def record(self):
        """Every field of the file, or None when a gradient is nearly zero."""
        answer, value = self.inference()
        self.measure(self.model(*self.x)).backward()
        parameters = [(name, t) for name, t in self.model.tensors() if isinstance(t, nn.Parameter)]
        gradients = [np.zeros(t.shape) if t.grad is None else t.grad.numpy().copy() for _, t in parameters]
        if not steady(gradients):
            return None
        mask = torch.arange(6) < torch.tensor(LENGTHS)[:, None] if self.lengths else None
        if mask is not None and answer.ndim == 3:        # PyTorch gives zeros after the end, we repeat: not compared
            answer[~mask.numpy()] = np.nan
        y = self.y.numpy()
        names = [name for name, _ in self.model.tensors()]
        return dict(
            inputs=[dict(name=recipe["name"], masked_by="lengths" if self.lengths else None,
                         mask=None if mask is None else tensor(mask.int()), **tensor(x))
                    for recipe, x in zip(self.inputs, self.x)],
            nodes=self.nodes, outputs=[dict(
                node=self.nodes[-1]["name"], loss=self.loss, weight=1.0,
                targets=tensor(np.where(y < 0, np.nan, y) if self.loss == "categorical" else y), sample_weights=None,
                values=tensor(answer))],
            normaliser="real", batch=None, stateful=False, class_weights=None, truncate=self.truncate, masks=[],
            weights=named(names, [self.start[name] for name in names]), loss=value,
            gradients=named([name for name, _ in parameters], gradients),
            optimisers=[self.train(settings) for settings in self.optimisers])


def main(wanted):
    for name, recipe in networks():
        if wanted and not any(name.startswith(word) for word in wanted):
            continue
        for seed in range(1, 100):
            if fields := Fixture(seed, **recipe).record():
                write(f"torch-{name}", made_with=version(torch=torch), seed=seed, **fields)
                break
        else:
            print(f"{name}: no seed gives a steady gradient", file=sys.stderr)


main(sys.argv[1:])
