"""Writes keras.safetensors and torch.safetensors: weights as those programs name and order them; and weights.json: what
the networks answer to one example.

    pip install keras torch numpy && python make_weights.py

All numbers are random, biases too, so that a gate or an axis in the wrong place shows. The files are written by the few
lines below and not by the safetensors package, sorted by name as that package does.
"""

import json
import os
import struct
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from torch import nn

FOLDER = Path(__file__).parent


def save(path, tensors):
    header, data = {}, b""
    for name in sorted(tensors):
        array = np.ascontiguousarray(tensors[name])
        kind = {"float32": "F32", "int64": "I64"}[str(array.dtype)]
        begin, data = len(data), data + array.tobytes()
        header[name] = dict(dtype=kind, shape=list(array.shape), data_offsets=[begin, len(data)])
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (FOLDER / path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def rounded(array):
    return [[round(float(v), 7) for v in row] for row in np.atleast_2d(array)]


def keras_model(random):
    """The second model of a session, so that Keras counts on: lstm_1, dense_2. One layer has a name of its own."""
    layers = keras.layers
    for _ in range(2):
        model = keras.Sequential([
            keras.Input((5, 2)), layers.LSTM(3, return_sequences=True), layers.GRU(4, name="reader"), layers.Dropout(0.5),
            layers.Dense(4, activation="tanh"), layers.Dense(4), layers.Dense(1, use_bias=False)])
    model.set_weights([random.normal(0, 0.7, w.shape).astype("float32") for w in model.weights])
    x = random.normal(size=(1, 5, 2)).astype("float32")
    save("keras.safetensors", {w.path: keras.ops.convert_to_numpy(w) for w in model.weights})
    return dict(x=rounded(x[0]), y=rounded(model.predict(x, verbose=0)))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(6, 3)
        self.encoder = nn.ModuleDict(dict(rnn=nn.LSTM(3, 4, num_layers=3, batch_first=True)))
        self.simple = nn.RNN(4, 4, batch_first=True)
        self.gru = nn.GRU(4, 3, batch_first=True)
        self.fc1 = nn.Linear(3, 3)
        self.fc2 = nn.Linear(3, 3, bias=False)
        self.register_buffer("num_batches_tracked", torch.tensor(3))

    def forward(self, x):
        h, _ = self.encoder["rnn"](self.embedding(x))
        h, _ = self.simple(h)
        h, _ = self.gru(h)
        return self.fc2(torch.tanh(self.fc1(h[:, -1])))


def torch_model(random):
    model = Net()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.tensor(random.normal(0, 0.7, parameter.shape)))
        x = torch.tensor([[4, 0, 5, 2, 2, 1]])
        save("torch.safetensors", {name: tensor.numpy() for name, tensor in model.state_dict().items()})
        return dict(x=x.tolist(), y=rounded(model(x).numpy()))


random = np.random.default_rng(1)
answers = dict(
    made_with=f"keras {keras.__version__}, torch {torch.__version__}, numpy {np.__version__}",
    keras=keras_model(random), torch=torch_model(random))
(FOLDER / "weights.json").write_text(json.dumps(answers, indent=1).replace("\n   ", "").replace("\n  ]", "]") + "\n")
