"""What the makers of fixtures share: rounding of random numbers to Float32, naming nodes, writing the files."""

import json
import platform
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent


def rounded(array):
    """Float64 numbers that a Float32 holds exactly, so that both engines start from the same ones."""
    return np.asarray(array, np.float32).astype(np.float64)


def tensor(array):
    """A tensor as it stands in a file; a value that is not there (a masked target) is null."""
    array = np.asarray(array)
    return dict(shape=list(array.shape), values=[number(v) for v in array.ravel().tolist()])


def number(value):
    """Nine significant digits tell every Float32 apart."""
    if value != value:
        return None
    text = f"{value:.9g}"
    return int(text) if text.lstrip("-").isdigit() else float(text)


def named(names, arrays):
    return [dict(name=name, **tensor(array)) for name, array in zip(names, arrays, strict=True)]


def steady(gradients, least=2e-4):
    """Whether no gradient is so near to zero, for its tensor, that Adam, which divides by its size, would turn
    Float32's last digit into a step. Gradients that are exactly zero are harmless."""
    for gradient in gradients:
        sizes = np.abs(gradient[gradient != 0])
        if sizes.size and sizes.min() < least * sizes.max():
            return False
    return True


def complete(nodes, first):
    """Every node with a name as Keras would number it (gru, gru_1) and with its inputs."""
    result, seen, before = [], {}, first
    for node in nodes:
        kind = node["kind"]
        number = seen.get(kind, 0)
        seen[kind] = number + 1
        name = node.get("name") or (f"{kind}_{number}" if number else kind)
        before, inputs = name, node.get("inputs", [before])
        result.append(dict(name=name, **{key: value for key, value in node.items() if key not in ("name", "inputs")},
                           inputs=inputs))
    return result


def write(name, **fields):
    """One field a line, one tensor a line where there are several."""
    lines = [f'"{key}":' + json.dumps(value, separators=(",", ":")) for key, value in dict(name=name, **fields).items()]
    text = "{\n" + ",\n".join(lines).replace('},{"name"', '},\n{"name"') + "\n}\n"
    path = FOLDER / f"{name}.json"
    path.write_text(text)
    print(f"{path.name}: {len(text)} bytes, seed {fields['seed']}", flush=True)


def version(**modules):
    words = [f"{name} {module.__version__}" for name, module in modules.items()]
    return ", ".join([*words, f"numpy {np.__version__}", f"Python {platform.python_version()}"])
