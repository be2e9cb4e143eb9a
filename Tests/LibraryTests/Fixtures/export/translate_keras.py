# unroll-output:keras sha256=5fe09439786e58036f8ac78e7998e9b2457c721bb978fff65a9b74fa7f55d330
"""`run` of translate.unroll.md for Keras 3: the same network, weights at the start, and windows.

Needs keras with a backend of its own (tensorflow, jax or torch), and translate_keras.safetensors next to this file.
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


data = load(Path(__file__).with_name("translate_keras.safetensors"))

train_x = [data["train x1"][np.arange(0, 8, 4)[:, None] + np.arange(4)], data["train x2"][np.arange(0, 6, 3)[:, None] + np.arange(3)]]
train_y = data["train y1"][np.arange(0, 6, 3)[:, None] + np.arange(3)][..., 0].astype("int32")

x = keras.Input(shape=(4, 4,))
x_1 = keras.Input(shape=(3, 3,))
lstm, lstm_state_1, lstm_state_2 = layers.LSTM(5, activation="tanh", return_sequences=False, use_bias=True, go_backwards=True, recurrent_activation="sigmoid", return_state=True, name="lstm")(x)
lstm_1 = layers.LSTM(5, activation="tanh", return_sequences=True, use_bias=True, recurrent_activation="sigmoid", name="lstm_1")(x_1, initial_state=[lstm_state_1, lstm_state_2])
dense = layers.Dense(3, activation="softmax", use_bias=True, name="dense")(lstm_1)
model = keras.Model([x, x_1], [dense])

model.get_layer("lstm").set_weights([data["lstm/kernel"], data["lstm/recurrent_kernel"], data["lstm/bias"]])
model.get_layer("lstm_1").set_weights([data["lstm_1/kernel"], data["lstm_1/recurrent_kernel"], data["lstm_1/bias"]])
model.get_layer("dense").set_weights([data["dense/kernel"], data["dense/bias"]])

model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07),
    loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-1),
)
model.summary()

first = model.predict(train_x, batch_size=64, verbose=0)
first = first[0] if isinstance(first, (list, tuple)) else first
print("first answer before training:", np.asarray(first[0]).ravel()[:8])

if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    model.fit(train_x, train_y, batch_size=32, epochs=1, shuffle=True)
