# unroll-output:keras sha256=0b8f28834d01e66289a83a336710ac81a6e215d487e00625c6f5aec24a218814
"""`run` of tags.unroll.md for Keras 3: the same network, weights at the start, and windows.

Needs keras with a backend of its own (tensorflow, jax or torch), and tags_keras.safetensors next to this file.
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


data = load(Path(__file__).with_name("tags_keras.safetensors"))

train_x = data["train x1"][np.arange(0, 18, 6)[:, None] + np.arange(6)]
train_y = data["train y1"][np.arange(0, 18, 6)[:, None] + np.arange(6)][..., 0].astype("int32")

x = keras.Input(shape=(6, 1,))
embedding = layers.Embedding(8, 3, mask_zero=True, name="embedding")(ops.squeeze(x, -1))
bidirectional = layers.Bidirectional(layers.LSTM(4, activation="tanh", return_sequences=True, use_bias=True, recurrent_activation="sigmoid"), merge_mode="concat", name="bidirectional")(embedding)
bidirectional_1 = layers.Bidirectional(layers.GRU(3, activation="tanh", return_sequences=True, use_bias=True, recurrent_activation="sigmoid", reset_after=True), merge_mode="sum", name="bidirectional_1")(bidirectional)
time_distributed = layers.TimeDistributed(layers.Dense(3, activation="softmax", use_bias=True), name="time_distributed")(bidirectional_1)
model = keras.Model([x], [time_distributed])

model.get_layer("embedding").set_weights([data["embedding/embeddings"]])
model.get_layer("bidirectional").set_weights([data["bidirectional/forward_lstm/kernel"], data["bidirectional/forward_lstm/recurrent_kernel"], data["bidirectional/forward_lstm/bias"], data["bidirectional/backward_lstm/kernel"], data["bidirectional/backward_lstm/recurrent_kernel"], data["bidirectional/backward_lstm/bias"]])
model.get_layer("bidirectional_1").set_weights([data["bidirectional_1/forward_gru/kernel"], data["bidirectional_1/forward_gru/recurrent_kernel"], data["bidirectional_1/forward_gru/bias"], data["bidirectional_1/backward_gru/kernel"], data["bidirectional_1/backward_gru/recurrent_kernel"], data["bidirectional_1/backward_gru/bias"]])
model.get_layer("time_distributed").set_weights([data["time_distributed/kernel"], data["time_distributed/bias"]])

model.compile(
    optimizer=keras.optimizers.RMSprop(learning_rate=0.01, rho=0.9, momentum=0.0, epsilon=1e-07),
    loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-1),
)
model.summary()

first = model.predict(train_x, batch_size=64, verbose=0)
first = first[0] if isinstance(first, (list, tuple)) else first
print("first answer before training:", np.asarray(first[0]).ravel()[:8])

if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    model.fit(train_x, train_y, batch_size=32, epochs=1, shuffle=True)
