"""Writes weights-*.safetensors with weights that Keras and PyTorch hold under their own names, and weights-*.json with
the network and what it says with them (Float32 numbers, Float64 arithmetic).

    pip install keras tensorflow-cpu torch safetensors && python make_weights.py
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import safetensors
import safetensors.numpy
import tensorflow as tf
import torch
from torch import nn

keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)

from fixture import FOLDER, rounded, tensor, version, write

SEED = 1


def nodes(*layers):
    return [dict(layer) for layer in layers]


def cell(kind, units, **more):
    return dict(kind=kind, units=units, **more)


DENSE = dict(kind="dense", units=3, activation="softmax")
WORDS = dict(kind="embedding", words=7, units=4)


def keras_models():
    """Name, our layers, Keras's layers; named as in a program that makes only these."""
    layers = keras.layers
    keras.backend.clear_session()
    yield "tagger", nodes(
        WORDS, dict(kind="bidirectional", merge_mode="concat", layer=cell("lstm", 3, return_sequences=True)),
        cell("gru", 4, reset_after=True, return_sequences=True), DENSE,
    ), [layers.Embedding(7, 4), layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
        layers.GRU(4, return_sequences=True), layers.Dense(3, "softmax")]
    keras.backend.clear_session()
    yield "classifier", nodes(
        WORDS, dict(kind="conv1d", filters=5, kernel_size=3, activation="relu"), dict(kind="batch_norm"),
        cell("gru", 4, reset_after=False, return_sequences=True), cell("simple_rnn", 3, activation="tanh"),
        dict(kind="layer_norm"), dict(DENSE, units=4, activation="tanh"), DENSE,
    ), [layers.Embedding(7, 4), layers.Conv1D(5, 3, activation="relu"), layers.BatchNormalization(),
        layers.GRU(4, reset_after=False, return_sequences=True), layers.SimpleRNN(3), layers.LayerNormalization(),
        layers.Dense(4, "tanh"), layers.Dense(3, "softmax")]


def from_keras(rng):
    for name, ours, theirs in keras_models():
        model = keras.Sequential([keras.Input((6,), dtype="int32"), *theirs])
        for weight in model.weights:
            values = rng.normal(0, 0.5, weight.shape)
            weight.assign(rounded(np.abs(values) + 0.5 if weight.name == "moving_variance" else values))
        yield f"keras-{name}", ours, {w.path: w.numpy().astype(np.float32) for w in model.weights}, (
            lambda x, model=model: model(x).numpy())


class Tagger(nn.Module):
    """Two LSTMs in one module, a bidirectional GRU, a linear layer."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        self.lstm = nn.LSTM(4, 3, num_layers=2, batch_first=True)
        self.gru = nn.GRU(3, 3, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(6, 3)

    def forward(self, x):
        return self.linear(self.gru(self.lstm(self.embedding(x))[0])[0]).softmax(-1)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        self.conv = nn.Conv1d(4, 5, 3)
        self.norm = nn.LayerNorm(5)
        self.rnn = nn.RNN(5, 3, batch_first=True)
        self.linear = nn.Linear(3, 3)

    def forward(self, x):
        h = self.norm(self.conv(self.embedding(x).transpose(1, 2)).relu().transpose(1, 2))
        return self.linear(self.rnn(h)[0][:, -1]).softmax(-1)


def from_torch(rng):
    lstm = cell("lstm", 3, return_sequences=True)
    after = cell("gru", 3, reset_after=True, return_sequences=True)
    yield described(rng, "torch-tagger", Tagger(), nodes(
        WORDS, lstm, lstm, dict(kind="bidirectional", merge_mode="concat", layer=after), DENSE))
    yield described(rng, "torch-classifier", Classifier(), nodes(
        WORDS, dict(kind="conv1d", filters=5, kernel_size=3, activation="relu"),
        dict(kind="layer_norm", epsilon=1e-5), cell("simple_rnn", 3, activation="tanh"), DENSE))


def described(rng, name, model, ours):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.tensor(rounded(rng.normal(0, 0.5, parameter.shape))))
    state = {key: value.numpy().astype(np.float32) for key, value in model.state_dict().items()}
    return name, ours, state, lambda x: model(torch.tensor(x)).detach().numpy()


def main():
    rng = np.random.default_rng(SEED)
    made_with = version(keras=keras, tensorflow=tf, torch=torch, safetensors=safetensors)
    for models in (from_keras(rng), from_torch(rng)):
        for name, ours, state, answer in models:
            x = rng.integers(0, 7, (3, 6))
            safetensors.numpy.save_file(state, FOLDER / f"weights-{name}.safetensors")
            write(f"weights-{name}", made_with=made_with, seed=SEED, nodes=ours, inputs=tensor(x),
                  values=tensor(answer(x)), names=list(state))


main()
