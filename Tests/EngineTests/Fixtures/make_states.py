"""Writes states-*.json: how the gradients of states go back through PyTorch's cells, in Float64.

    pip install torch && python make_states.py

One example of six steps through a cell of four units and a dense layer of one output; the loss is the sum of the squared
errors of all steps. `h` and `c` are dL/dh_t and dL/dc_t of the whole loss, t = 1 ... 6, `h_4` and `c_4` of the loss of
step 4 alone, `left_h` and `left_c` the spectral norms of dh_6/dh_t and dc_6/dc_t. A state that is followed is one that
the cell makes: dL/dc_t holds what goes through h_t, and dL/dh_t leaves c_t as it is.
"""

import json
import sys

import torch

torch.set_default_dtype(torch.float64)
STEPS, FEATURES, UNITS = 6, 3, 4
CELLS = dict(simple_rnn=torch.nn.RNNCell, gru=torch.nn.GRUCell, lstm=torch.nn.LSTMCell)


def rounded(tensor):
    return tensor.detach().float().double()


def walk(cell, dense, x):
    """Every state as a tensor of its own, and the answers."""
    h, c = torch.zeros(1, UNITS), torch.zeros(1, UNITS)
    states, memories, answers = [], [], []
    for step in range(STEPS):
        if isinstance(cell, torch.nn.LSTMCell):
            gates = x[step] @ cell.weight_ih.T + cell.bias_ih + h @ cell.weight_hh.T + cell.bias_hh
            i, f, g, o = gates.chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            c.retain_grad()
            memories.append(c)
            h = torch.sigmoid(o) * torch.tanh(c)
            expected = cell(x[step], (states[-1] if states else torch.zeros(1, UNITS),
                                      memories[-2] if step else torch.zeros(1, UNITS)))[0]
            assert torch.allclose(h, expected)
        else:
            h = cell(x[step], h)
        h.retain_grad()
        states.append(h)
        answers.append(dense(h))
    return states, memories, answers


def norms(states):
    """Spectral norms of ds_T/ds_t."""
    rows = []
    for unit in range(UNITS):
        grads = torch.autograd.grad(states[-1][0, unit], states, retain_graph=True, allow_unused=True)
        rows.append([torch.zeros(1, UNITS) if grad is None else grad for grad in grads])
    return [torch.linalg.matrix_norm(torch.cat([row[t] for row in rows]), 2).item() for t in range(STEPS)]


for name, kind in CELLS.items():
    torch.manual_seed(1)
    cell, dense = kind(FEATURES, UNITS), torch.nn.Linear(UNITS, 1)
    with torch.no_grad():
        for parameter in [*cell.parameters(), *dense.parameters()]:
            parameter.copy_(rounded(2 * parameter))
        cell.bias_hh.zero_()
    x = rounded(torch.randn(STEPS, 1, FEATURES))
    y = rounded(torch.randn(STEPS))
    result = dict(
        made_with=f"torch {torch.__version__}, Python {sys.version.split()[0]}", seed=1, cell=name,
        x=x[:, 0].tolist(), y=y.tolist(), weights=[p.tolist() for p in [*cell.parameters(), *dense.parameters()]])
    for suffix, chosen in [("", range(STEPS)), ("_4", [3])]:
        states, memories, answers = walk(cell, dense, x)
        sum((answers[t][0, 0] - y[t]) ** 2 for t in chosen).backward()
        for letter, tensors in [("h", states), ("c", memories)]:
            if tensors:
                result[letter + suffix] = [
                    [0.0] * UNITS if t.grad is None else t.grad[0].tolist() for t in tensors]
    states, memories, _ = walk(cell, dense, x)
    result["left_h"] = norms(states)
    if memories:
        result["left_c"] = norms(memories)
    with open(f"states-{name}.json", "w") as file:
        json.dump(result, file, indent=0)
        file.write("\n")
