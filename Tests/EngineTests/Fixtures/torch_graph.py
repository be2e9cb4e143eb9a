"""A recipe of a network → a PyTorch module. The recipes are those of keras_graph.py, weights keep PyTorch's names and
layout ([out, in], blocks r z n and i f g o, two biases)."""

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

CELLS = dict(simple_rnn=nn.RNN, gru=nn.GRU, lstm=nn.LSTM)


class Recurrent(nn.Module):
    """nn.RNN, GRU or LSTM, one or both ways. With `truncate` no gradient passes from one chunk of steps to the one
    before; in a padded batch PyTorch packs the sequences."""

    def __init__(self, node, features, lengths, truncate):
        super().__init__()
        self.both = node["kind"] == "bidirectional"
        recipe = node["layer"] if self.both else node
        options = dict(nonlinearity=recipe["activation"]) if recipe["kind"] == "simple_rnn" else {}
        cell = CELLS[recipe["kind"]](features, recipe["units"], batch_first=True, bidirectional=self.both, **options)
        self.cell = [cell]                               # in a list, so that names are those of the cell alone
        for name, parameter in cell.named_parameters():
            self.register_parameter(name, parameter)
        self.sequences = recipe.get("return_sequences", False)
        self.lengths, self.truncate = lengths, truncate
        self.width = recipe["units"] * (2 if self.both else 1)
        self.isLSTM = recipe["kind"] == "lstm"

    def forward(self, x, states=()):
        cell, first = self.cell[0], None
        if states:
            first = tuple(s[None] for s in states) if self.isLSTM else states[0][None]
        if self.lengths:
            packed, state = cell(pack_padded_sequence(x, self.lengths, batch_first=True, enforce_sorted=False), first)
            h, _ = pad_packed_sequence(packed, batch_first=True, total_length=x.shape[1])
        else:
            parts, state = [], first
            for start in range(0, x.shape[1], self.truncate or x.shape[1]):
                if start:
                    state = tuple(s.detach() for s in state) if self.isLSTM else state.detach()
                part, state = cell(x[:, start:start + (self.truncate or x.shape[1])], state)
                parts.append(part)
            h = torch.cat(parts, 1)
        self.states = [s[0] for s in state] if self.isLSTM else [state[0]]
        if self.sequences:
            return h
        return torch.cat(list(state[0] if self.isLSTM else state), -1)


class Steps(nn.Module):
    """A module that wants [examples × channels × steps], with PyTorch's own names."""

    def __init__(self, module):
        super().__init__()
        self.module = [module]
        for name, parameter in module.named_parameters():
            self.register_parameter(name, parameter)
        for name, buffer in module.named_buffers():
            if name != "num_batches_tracked":
                self.register_buffer(name, buffer)

    def forward(self, x):
        self.module[0].train(self.training)
        for name, buffer in self.named_buffers():
            self.module[0]._buffers[name] = buffer
        return self.module[0](x.transpose(1, 2)).transpose(1, 2)


class Highway(nn.Module):
    """y = T ⊙ H + (1 − T) ⊙ x with H = tanh(x·W + b) and T = σ(x·W_T + b_T) (Srivastava et al., 2015)."""

    def __init__(self, features):
        super().__init__()
        self.transform, self.gate = nn.Linear(features, features), nn.Linear(features, features)

    def forward(self, x):
        gate = self.gate(x).sigmoid()
        return gate * self.transform(x).tanh() + (1 - gate) * x


class Graph(nn.Module):
    def __init__(self, nodes, inputs, lengths=None, truncate=None):
        super().__init__()
        self.nodes, self.inputs = nodes, inputs
        widths = {given["name"]: given["shape"][-1] for given in inputs}
        for node in nodes:
            features, kind = widths[node["inputs"][0]], node["kind"]
            width = features
            if kind in (*CELLS, "bidirectional"):
                module = Recurrent(node, features, lengths, truncate)
                width = module.width
                for letter in "hc":
                    widths[f"{node['name']}/{letter}"] = width
            elif kind == "dense":
                module, width = nn.Linear(features, node["units"]), node["units"]
            elif kind == "embedding":
                module, width = nn.Embedding(node["words"], node["units"]), node["units"]
            elif kind == "conv1d":
                width = node["filters"]
                module = Steps(nn.Conv1d(features, width, node["kernel_size"], padding=node["padding"],
                                         dilation=node.get("dilation_rate", 1), stride=node.get("strides", 1)))
            elif kind in ("max_pooling", "average_pooling"):
                pool = nn.MaxPool1d if kind == "max_pooling" else nn.AvgPool1d
                module = Steps(pool(node["pool_size"], node.get("strides")))
            elif kind == "batch_norm":
                module = Steps(nn.BatchNorm1d(features, eps=node["epsilon"], momentum=1 - node["momentum"]))
            elif kind == "layer_norm":
                module = nn.LayerNorm(features, eps=node["epsilon"])
            elif kind == "highway":
                module = Highway(features)
            else:
                raise ValueError(kind)
            widths[node["name"]] = width
            self.add_module(node["name"], module)

    def forward(self, *given):
        wires = {recipe["name"]: x for recipe, x in zip(self.inputs, given)}
        for node in self.nodes:
            module, states = getattr(self, node["name"]), [wires[wire] for wire in node.get("initial_state", [])]
            x = wires[node["inputs"][0]]
            y = module(x, states) if states else module(x)
            if isinstance(module, Recurrent):
                wires.update({f"{node['name']}/{letter}": s for letter, s in zip("hc", module.states)})
            function = node.get("activation", "linear")
            if node["kind"] in ("dense", "conv1d") and function != "linear" and node is not self.nodes[-1]:
                y = getattr(y, function)()
            wires[node["name"]] = y
        return y

    def tensors(self):
        """Parameters and running statistics in the order of the nodes."""
        both = [*self.named_parameters(), *self.named_buffers()]
        return [(name, t) for node in self.nodes for name, t in both if name.split(".")[0] == node["name"]]

    def untrained(self, name):
        """Where PyTorch has two biases and Keras one, the second is zero and is not trained."""
        kinds = {node["name"]: node.get("layer", node)["kind"] for node in self.nodes}
        return "bias_hh" in name and kinds[name.split(".")[0]] != "gru"
