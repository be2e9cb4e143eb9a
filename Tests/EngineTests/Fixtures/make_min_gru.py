"""Writes min_gru.json: a minGRU made of PyTorch's primitives, with its gradients by autograd, in Float64.

    pip install torch && python make_min_gru.py

PyTorch has no such layer, so the cell is written here from the paper (Feng et al., 2024, arXiv:2410.01201, section 3.1):
two linear layers and one line. One example of six steps through a cell of four units and a dense layer of one output;
the loss is the sum of the squared errors of all steps. `h` are the states, `dh` is dL/dh_t, `gradients` those of the
weights. Weights and their gradients are in Keras's layout: x·W, blocks z and h̃ next to each other.
"""

import json
import sys

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
STEPS, FEATURES, UNITS = 6, 3, 4


def rounded(tensor):
    return tensor.detach().float().double()


linear_z, linear_h = torch.nn.Linear(FEATURES, UNITS), torch.nn.Linear(FEATURES, UNITS)
dense = torch.nn.Linear(UNITS, 1)
with torch.no_grad():
    for parameter in [*linear_z.parameters(), *linear_h.parameters(), *dense.parameters()]:
        parameter.copy_(rounded(2 * parameter))
x, y = rounded(torch.randn(STEPS, 1, FEATURES)), rounded(torch.randn(STEPS))

h, states, answers = torch.zeros(1, UNITS), [], []
for step in range(STEPS):
    z = torch.sigmoid(linear_z(x[step]))
    h = (1 - z) * h + z * linear_h(x[step])
    h.retain_grad()
    states.append(h)
    answers.append(dense(h)[0, 0])
sum((answer - target) ** 2 for answer, target in zip(answers, y)).backward()


def kernel(z, h):
    return torch.cat([z.T, h.T], 1).tolist()


def bias(z, h):
    return torch.cat([z, h]).tolist()


result = dict(
    made_with=f"torch {torch.__version__}, Python {sys.version.split()[0]}", seed=1,
    x=x[:, 0].tolist(), y=y.tolist(),
    kernel=kernel(linear_z.weight, linear_h.weight), bias=bias(linear_z.bias, linear_h.bias),
    dense_kernel=dense.weight.T.tolist(), dense_bias=dense.bias.tolist(),
    h=[state[0].tolist() for state in states], dh=[state.grad[0].tolist() for state in states],
    answers=[answer.item() for answer in answers],
    gradients=dict(
        kernel=kernel(linear_z.weight.grad, linear_h.weight.grad), bias=bias(linear_z.bias.grad, linear_h.bias.grad)))
with open("min_gru.json", "w") as file:
    json.dump(result, file, indent=0)
    file.write("\n")
