"""Case S elsewhere: what it takes in PyTorch to have the numbers that `unroll bench --case S` opens.

    python stepping.py [SECONDS]
    case S torch-eager open             median_ms 210.00 max_ms 250.00 times 20

An LSTM of 128 units over 500 steps of 16 features, 32 classes at each step: every gate and state of one example, and the
gradient of the summed loss at every h_t and c_t. The fused layer hands out neither, so the cell is written out.
"""

import statistics
import sys
import time

import torch

STEPS, UNITS, FEATURES, CLASSES = 500, 128, 16, 32
torch.set_num_threads(1)
torch.manual_seed(1)
kernel = torch.randn(FEATURES, 4 * UNITS) / 8
recurrent = torch.randn(UNITS, 4 * UNITS) / 16
bias = torch.zeros(4 * UNITS)
dense = torch.nn.Linear(UNITS, CLASSES)
x, y = torch.randn(STEPS, 1, FEATURES), torch.randint(CLASSES, (STEPS,))


def opened():
    h, c = torch.zeros(1, UNITS), torch.zeros(1, UNITS)
    h.requires_grad_()
    kept, answers = [], []
    for step in range(STEPS):
        i, f, g, o = (x[step] @ kernel + h @ recurrent + bias).chunk(4, 1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        c.retain_grad()
        h.retain_grad()
        kept.append((i, f, g, o, c, h))
        answers.append(dense(h))
    torch.nn.functional.cross_entropy(torch.cat(answers), y, reduction="sum").backward()
    return [(h.grad, c.grad) for *_, c, h in kept]


seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
opened()
times, end = [], time.perf_counter() + seconds
while len(times) < 5 or time.perf_counter() < end:
    start = time.perf_counter()
    opened()
    times.append((time.perf_counter() - start) * 1000)
print(f"case S torch-eager {'open':16} median_ms {statistics.median(times):.2f} max_ms {max(times):.2f} times {len(times)}")
