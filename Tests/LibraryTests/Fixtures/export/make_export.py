"""Runs what `unroll export --to keras` writes for the notebooks of this folder, and keeps what Keras answers.

    KERAS_BACKEND=tensorflow python make_export.py path/to/unroll

For each notebook NAME.unroll.md it writes NAME_keras.py, the script, and NAME.json: the versions, and the answers of the
exported network to its first four examples before any training. A test compares the script with what is exported now,
and the answers with the engine's own.
"""
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import keras
import numpy as np

here = Path(__file__).parent
unroll = Path(sys.argv[1]).resolve()


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


for notebook in sorted(here.glob("*.unroll.md")):
    name = notebook.name.split(".")[0]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / f"{name}_keras.py"
        subprocess.run([unroll, "export", notebook, "--to", "keras", "--output", script], check=True)
        loaded = module(script)
        inputs = loaded.train_x if isinstance(loaded.train_x, list) else [loaded.train_x]
        answers = loaded.model.predict([x[:4] for x in inputs], verbose=0)
        answers = answers if isinstance(answers, list) else [answers]
        (here / script.name).write_text(script.read_text())
    record = {
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "numpy": np.__version__,
        "answers": [{"shape": list(a.shape), "values": [float(v) for v in a.ravel()]} for a in answers],
    }
    (here / f"{name}.json").write_text(json.dumps(record) + "\n")
    print(name, [a.shape for a in answers])
