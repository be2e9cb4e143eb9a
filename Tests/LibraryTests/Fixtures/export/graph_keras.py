# unroll-output:keras sha256=ba12f626730438aa87a309b4473c21a68945a384cd2c39db3eed2c5833d9a3a9
"""`run` of graph.unroll.md for Keras 3: the same network, weights at the start, and windows.

Needs keras with a backend of its own (tensorflow, jax or torch), and graph_keras.safetensors next to this file.
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


data = load(Path(__file__).with_name("graph_keras.safetensors"))

train_x = data["train x1"][np.arange(0, 106, 1)[:, None] + np.arange(8)]
train_y = data["train y1"][np.arange(8, 114, 1)]

x = keras.Input(shape=(8, 1,))
conv1d = layers.Conv1D(4, 3, strides=1, padding="causal", dilation_rate=1, activation="relu", use_bias=True, name="conv1d")(x)
conv1d_1 = layers.Conv1D(4, 5, strides=1, padding="same", dilation_rate=1, activation="linear", use_bias=True, name="conv1d_1")(x)
concat = layers.Concatenate(name="concat")([conv1d, conv1d_1])
dense = layers.Dense(8, activation="tanh", use_bias=True, name="dense")(concat)
layer_norm = layers.LayerNormalization(epsilon=0.001, center=True, scale=True, name="layer_norm")(dense)
add = layers.Add(name="add")([concat, layer_norm])
dropout = layers.Dropout(0.1, name="dropout")(add)
highway_H = layers.Dense(dropout.shape[-1], activation="tanh", name="highway_H")(dropout)
highway_T = layers.Dense(dropout.shape[-1], activation="sigmoid", name="highway_T")(dropout)
highway = layers.Add(name="highway")([layers.Multiply(name="highway_changed")([highway_T, highway_H]), layers.Multiply(name="highway_kept")([ops.subtract(1.0, highway_T), dropout])])
max_pooling = layers.MaxPooling1D(2, padding="valid", name="max_pooling")(highway)
flatten = layers.Flatten(name="flatten")(max_pooling)
global_average_pooling = layers.GlobalAveragePooling1D(name="global_average_pooling")(highway)
global_max_pooling = layers.GlobalMaxPooling1D(name="global_max_pooling")(highway)
concat_1 = layers.Concatenate(name="concat_1")([flatten, global_average_pooling, global_max_pooling])
batch_norm = layers.BatchNormalization(momentum=0.99, epsilon=0.001, center=True, scale=True, name="batch_norm")(concat_1)
dense_1 = layers.Dense(2, activation="sigmoid", use_bias=True, name="dense_1")(batch_norm)
activation = layers.Activation("relu", name="activation")(dense_1)
dense_2 = layers.Dense(1, activation="linear", use_bias=True, name="dense_2")(activation)
model = keras.Model([x], [dense_2])

model.get_layer("conv1d").set_weights([data["conv1d/kernel"], data["conv1d/bias"]])
model.get_layer("conv1d_1").set_weights([data["conv1d_1/kernel"], data["conv1d_1/bias"]])
model.get_layer("dense").set_weights([data["dense/kernel"], data["dense/bias"]])
model.get_layer("layer_norm").set_weights([data["layer_norm/gamma"], data["layer_norm/beta"]])
model.get_layer("highway_H").set_weights([data["highway/kernel"], data["highway/bias"]])
model.get_layer("highway_T").set_weights([data["highway/transform_kernel"], data["highway/transform_bias"]])
model.get_layer("batch_norm").set_weights([data["batch_norm/gamma"], data["batch_norm/beta"], data["batch_norm/moving_mean"], data["batch_norm/moving_variance"]])
model.get_layer("dense_1").set_weights([data["dense_1/kernel"], data["dense_1/bias"]])
model.get_layer("dense_2").set_weights([data["dense_2/kernel"], data["dense_2/bias"]])

model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.9),
    loss="mae",
)
model.summary()

first = model.predict(train_x, batch_size=64, verbose=0)
first = first[0] if isinstance(first, (list, tuple)) else first
print("first answer before training:", np.asarray(first[0]).ravel()[:8])

if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    model.fit(train_x, train_y, batch_size=32, epochs=1, shuffle=True)
