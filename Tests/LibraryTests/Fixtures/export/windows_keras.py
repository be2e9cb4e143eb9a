# unroll-output:keras sha256=620657ecbd5125661ed86620e12f77b9398cba8d1eb6d079bc1a82950973ecc3
"""`run` of windows.unroll.md for Keras 3: the same network, weights at the start, and windows.

Needs keras with a backend of its own (tensorflow, jax or torch), and windows_keras.safetensors next to this file.
"""
import json
from pathlib import Path

import numpy as np
import keras
from keras import layers, ops


def load(path):
    """Tensors by name from a safetensors file of 32-bit floats."""
    content = Path(path).read_bytes()
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8:8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = np.frombuffer(content[8 + size + begin:8 + size + end], "<f4")
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


data = load(Path(__file__).with_name("windows_keras.safetensors"))

train_x = data["train x1"][np.arange(0, 76, 1)[:, None] + np.arange(5)]
train_y = data["train y1"][np.arange(5, 81, 1)]

validation_x = data["validation x1"][np.arange(76, 95, 1)[:, None] + np.arange(5)]
validation_y = data["validation y1"][np.arange(81, 100, 1)]

x = keras.Input(shape=(5, 1,))
gru = layers.GRU(4, activation="tanh", return_sequences=False, use_bias=True, recurrent_activation="sigmoid", reset_after=False, name="gru")(x)
dense = layers.Dense(3, activation="tanh", use_bias=True, name="dense")(gru)
dense_1 = layers.Dense(1, activation="linear", use_bias=True, name="dense_1")(dense)
model = keras.Model([x], [dense_1])

model.get_layer("gru").set_weights([data["gru/kernel"], data["gru/recurrent_kernel"], data["gru/bias"]])
model.get_layer("dense").set_weights([data["dense/kernel"], data["dense/bias"]])
model.get_layer("dense_1").set_weights([data["dense_1/kernel"], data["dense_1/bias"]])

model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.01, beta_1=0.9, beta_2=0.999, epsilon=1e-07, global_clipnorm=1.0),
    loss="mse",
)
model.summary()

first = model.predict(train_x, batch_size=64, verbose=0)
first = first[0] if isinstance(first, (list, tuple)) else first
print("first answer before training:", np.asarray(first[0]).ravel()[:8])

if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    model.fit(train_x, train_y, batch_size=16, epochs=3, shuffle=True, validation_data=(validation_x, validation_y))
