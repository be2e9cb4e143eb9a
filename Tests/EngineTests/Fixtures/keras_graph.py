"""A recipe of a network → a Keras model, and our names of its weights.

A recipe is a list of nodes: kind and options in Keras's words, `inputs` by name (the node before it if there are none).
The states of a recurrent node with `return_state` are wires of their own: encoder/h, encoder/c.
"""

import keras
import numpy as np
from keras import layers
from keras.src.backend import get_keras_mask

from fixture import rounded

PLAIN = dict(
    simple_rnn=layers.SimpleRNN, gru=layers.GRU, lstm=layers.LSTM, dense=layers.Dense, activation=layers.Activation,
    masking=layers.Masking, layer_norm=layers.LayerNormalization, batch_norm=layers.BatchNormalization,
    conv1d=layers.Conv1D, max_pooling=layers.MaxPooling1D, average_pooling=layers.AveragePooling1D,
    global_average_pooling=layers.GlobalAveragePooling1D, global_max_pooling=layers.GlobalMaxPooling1D,
    flatten=layers.Flatten, repeat=layers.RepeatVector, add=layers.Add, multiply=layers.Multiply,
    concat=layers.Concatenate,
)
MERGES = ("add", "multiply", "concat")


class GivenDropout(keras.layers.Layer):
    """Dropout whose mask of zeros and ones is given; `mask` is set before each run."""

    def __init__(self, rate):
        super().__init__()
        self.supports_masking = True
        self.rate = rate
        self.given = None

    def call(self, x, training=False):
        return x * self.given / (1 - self.rate) if training and self.given is not None else x


def layer_of(node):
    """The Keras layer of one node, without its weights."""
    options = {key: value for key, value in node.items() if key not in ("name", "kind", "inputs", "initial_state")}
    for key in [key for key in options if key.endswith("_regularizer")]:
        options[key] = keras.regularizers.L1L2(**options[key])
    kind = node["kind"]
    if kind == "embedding":
        return layers.Embedding(options["words"], options["units"], mask_zero=options.get("mask_zero", False))
    if kind == "dropout":
        return GivenDropout(options["rate"])
    if kind == "bidirectional":
        return layers.Bidirectional(layer_of(options["layer"]), merge_mode=options["merge_mode"])
    if kind == "time_distributed":
        return layers.TimeDistributed(layer_of(options["layer"]))
    if kind in ("lstm", "gru"):
        options["use_cudnn"] = False
    return PLAIN[kind](**options)


class Graph:
    """A model with its weights in the order of the nodes."""

    def __init__(self, inputs, nodes, outputs, batch=None):
        """`batch`: examples at a time, if a node is stateful."""
        wires = {given["name"]: keras.Input(batch_shape=(batch, *given["shape"]),
                                            dtype="int32" if given.get("words") else None) for given in inputs}
        sources = list(wires.values())
        self.nodes, self.layers, self.shapes, self.names, self.variables = nodes, {}, {}, [], []
        for node in nodes:
            layer = self.layers[node["name"]] = layer_of(node)
            given = [wires[wire] for wire in node["inputs"]]
            self.shapes[node["name"]] = given[0].shape
            states = [wires[wire] for wire in node.get("initial_state", [])]
            more = dict(initial_state=states) if states else {}
            if states and (mask := get_keras_mask(given[0])) is not None:
                more["mask"] = mask                      # a layer with two arguments is not given the mask by itself
            answer = layer(given if node["kind"] in MERGES else given[0], **more)
            if node.get("return_state"):
                answer, *states = answer
                wires.update({f"{node['name']}/{letter}": state for letter, state in zip("hc", states)})
            wires[node["name"]] = answer
            self.add_weights(node["name"], layer)
        self.model = keras.Model(sources, [wires[output] for output in outputs])

    def add_weights(self, name, layer):
        if isinstance(layer, layers.Bidirectional):
            self.add_weights(f"{name}/forward", layer.forward_layer)
            self.add_weights(f"{name}/backward", layer.backward_layer)
            return
        self.names += [f"{name}/{weight.name}" for weight in layer.weights]
        self.variables += layer.weights

    @property
    def trainable(self):
        """Places of the weights that are learnt: not the running statistics of a batch norm."""
        return [place for place, variable in enumerate(self.variables) if variable.trainable]

    def draw(self, rng):
        """Weights around 0; scales around 1, variances above 0."""
        result = []
        for variable in self.variables:
            values = rng.normal(0, 0.5, variable.shape)
            if variable.name == "gamma":
                values = 1 + values
            if variable.name == "moving_variance":
                values = 0.5 + np.abs(values)
            result.append(rounded(values))
        return result

    def set(self, values):
        for variable, value in zip(self.variables, values, strict=True):
            variable.assign(value)

    def get(self):
        return [variable.numpy() for variable in self.variables]

    def reset_states(self):
        for layer in self.layers.values():
            if getattr(layer, "stateful", False):
                layer.reset_state()

    @property
    def dropping(self):
        """What drops numbers, by name: layers of their own and cells."""
        result = {}
        for name, layer in self.layers.items():
            if isinstance(layer, GivenDropout):
                result[name] = layer
            elif isinstance(layer, layers.Bidirectional):
                result[f"{name}/forward"] = layer.forward_layer.cell
                result[f"{name}/backward"] = layer.backward_layer.cell
            elif hasattr(layer, "cell"):
                result[name] = layer.cell
        return result

    def give_masks(self, masks):
        """Puts dropout masks where Keras would have drawn them, for all time steps."""
        dropping = self.dropping
        for (name, option), mask in masks.items():
            layer = dropping[name]
            if option == "rate":
                layer.given = mask
                continue
            scaled = list(mask / (1 - getattr(layer, option)))
            isOne = not getattr(layer, "dropout_mask_count", None)
            setattr(layer, f"_{option}_mask", scaled[0] if isOne else scaled)
