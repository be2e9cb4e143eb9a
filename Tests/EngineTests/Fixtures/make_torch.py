"""Writes torch-*.json: what PyTorch computes for the same kinds of networks, in Float64, with its own optimisers.

    pip install torch && python make_torch.py [NAME …]

Weights keep PyTorch's names and layout ([out, in], blocks r z n and i f g o, two biases); whoever reads a file turns
them round. Where PyTorch has two biases and Keras one, the second is zero and is not trained. The optimisers' epsilons
are PyTorch's own, outside the root, which is where Kingma and Ba put them and where the engine does.
"""

import sys

import numpy as np
import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, clip_grad_value_
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from fixture import named, rounded, steady, tensor, version, write

torch.set_default_dtype(torch.float64)

CELLS = dict(simple_rnn=nn.RNN, gru=nn.GRU, lstm=nn.LSTM)
ADAM = dict(kind="adam", rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8)
OTHERS = [
    dict(kind="sgd", rate=0.05, momentum=0.9),
    dict(kind="rmsprop", rate=0.01, rho=0.9, epsilon=1e-8),
    dict(ADAM, clip_norm=0.1),
    dict(ADAM, clip_value=0.02),
]
LENGTHS = [6, 3, 1, 5]


def networks():
    """Cell, depth, what comes after and the loss."""
    yield "simple_rnn-last", dict(cell="simple_rnn", loss="mse")
    yield "simple_rnn-relu-tags", dict(cell="simple_rnn", relu=True, sequences=True, outputs=3, loss="categorical")
    yield "gru-last", dict(cell="gru", loss="mse", more=OTHERS)
    yield "gru-stacked-tags", dict(cell="gru", depth=2, sequences=True, outputs=3, loss="categorical")
    yield "gru-lengths", dict(cell="gru", loss="mse", lengths=True)
    yield "gru-binary-logits", dict(cell="gru", loss="binary")
    yield "lstm-last", dict(cell="lstm", loss="mae")
    yield "lstm-stacked", dict(cell="lstm", depth=2, loss="mse")
    yield "lstm-lengths-tags", dict(cell="lstm", sequences=True, outputs=3, loss="categorical", lengths=True)


class Net(nn.Module):
    def __init__(self, cell, depth, relu, outputs, sequences, lengths, loss):
        super().__init__()
        options = dict(nonlinearity="relu") if relu else {}
        self.rnn = CELLS[cell](3, 4, num_layers=depth, batch_first=True, **options)
        self.head = nn.Linear(4, outputs)
        self.sequences, self.lengths, self.loss = sequences, lengths, loss

    def forward(self, x):
        if self.lengths:
            packed, state = self.rnn(pack_padded_sequence(x, self.lengths, batch_first=True, enforce_sorted=False))
            h, _ = pad_packed_sequence(packed, batch_first=True, total_length=x.shape[1])
            last = (state[0] if isinstance(state, tuple) else state)[-1]
        else:
            h, _ = self.rnn(x)
            last = h[:, -1]
        return self.head(h if self.sequences else last)

    def measure(self, logits, y):
        if self.loss == "categorical":                   # the mean over the targets that are not −1
            return nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten(), ignore_index=-1)
        function = dict(mse=nn.functional.mse_loss, mae=nn.functional.l1_loss,
                        binary=nn.functional.binary_cross_entropy_with_logits)[self.loss]
        return function(logits, y)

    def answer(self, logits):
        if self.loss == "categorical":
            return logits.softmax(-1)
        return logits.sigmoid() if self.loss == "binary" else logits


def optimiser_of(settings, parameters):
    rate = settings["rate"]
    if settings["kind"] == "sgd":
        return torch.optim.SGD(parameters, rate, momentum=settings["momentum"])
    if settings["kind"] == "rmsprop":
        return torch.optim.RMSprop(parameters, rate, alpha=settings["rho"], eps=settings["epsilon"])
    return torch.optim.Adam(parameters, rate, (settings["beta1"], settings["beta2"]), settings["epsilon"])


def fixture(seed, cell, loss, depth=1, relu=False, sequences=False, outputs=1, lengths=False, more=()):
    """Every field of the file, or None when a gradient is nearly zero."""
    rng = np.random.default_rng(seed)
    x = torch.tensor(rounded(rng.standard_normal((4, 6, 3))))
    given = LENGTHS if lengths else None
    model = Net(cell, depth, relu, outputs, sequences, given, loss)
    names = [name for name, _ in model.named_parameters()]
    start = {name: rounded(rng.normal(0, 0.5, p.shape)) for name, p in model.named_parameters()}
    for name, parameter in model.named_parameters():
        if "bias_hh" in name and cell != "gru":
            start[name][:] = 0
            parameter.requires_grad = False
    shape = (4, 6) if sequences else (4,)
    if loss == "categorical":
        y = rng.integers(0, outputs, shape)
        y[0, 1], y[3, 4:] = -1, -1
        if lengths:
            y[np.arange(6) >= np.array(LENGTHS)[:, None]] = -1
    elif loss == "binary":
        y = rng.integers(0, 2, (*shape, outputs)).astype(np.float64)
    else:
        y = rounded(rng.standard_normal((*shape, outputs)))
    y = torch.tensor(y)

    def reset():
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                parameter.copy_(torch.tensor(start[name]))
                parameter.grad = None

    def arrays():
        return [p.detach().numpy().copy() for p in model.parameters()]

    reset()
    logits = model(x)
    value = model.measure(logits, y)
    value.backward()
    gradients = [np.zeros(p.shape) if p.grad is None else p.grad.numpy().copy() for p in model.parameters()]
    if not steady(gradients):
        return None
    trained = []
    for settings in [ADAM, *more]:
        reset()
        parameters = [p for p in model.parameters() if p.requires_grad]
        optimiser, losses = optimiser_of(settings, parameters), []
        for _ in range(5):
            optimiser.zero_grad()
            step_loss = model.measure(model(x), y)
            step_loss.backward()
            if limit := settings.get("clip_norm"):
                clip_grad_norm_(parameters, limit)
            if limit := settings.get("clip_value"):
                clip_grad_value_(parameters, limit)
            optimiser.step()
            losses.append(step_loss.item())
        trained.append(dict(settings, losses=losses, weights=named(names, arrays())))
    final = dict(categorical="softmax", binary="sigmoid").get(loss, "linear")
    options = dict(kind=cell, units=4, activation="relu" if relu else "tanh", reset_after=True if cell == "gru" else None)
    layers = [dict(options, return_sequences=sequences or place < depth - 1) for place in range(depth)]
    layers.append(dict(kind="dense", units=outputs, activation=final))
    mask = torch.arange(6) < torch.tensor(LENGTHS)[:, None] if lengths else None
    answer = model.answer(logits).detach().numpy()
    if lengths and sequences:                            # PyTorch gives zeros after the end, we repeat: not compared
        answer[~mask.numpy()] = np.nan
    targets = np.where(y == -1, np.nan, y) if loss == "categorical" else y
    return dict(
        layers=layers, loss=loss, normaliser="real", batch=None, inputs=tensor(x),
        mask=None if mask is None else tensor(mask.int()),
        targets=tensor(targets), weights=named(names, [start[name] for name in names]),
        output=tensor(answer), value=value.item(), gradients=named(names, gradients),
        optimisers=trained)


def main(wanted):
    for name, recipe in networks():
        if wanted and name not in wanted:
            continue
        for seed in range(1, 100):
            if fields := fixture(seed, **recipe):
                write(f"torch-{name}", made_with=version(torch=torch), seed=seed, **fields)
                break
        else:
            print(f"{name}: no seed gives a steady gradient", file=sys.stderr)


main(sys.argv[1:])
