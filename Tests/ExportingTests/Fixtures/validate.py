"""Asks other programs whether what `unroll export` writes is valid.

    python -m venv venv && venv/bin/pip install nbformat nbconvert html5lib
    venv/bin/python validate.py UNROLL NOTEBOOK…

Each notebook is exported to a temporary folder; its .ipynb is read and validated by nbformat (warnings count as faults)
and turned into a page by nbconvert, its page is parsed by html5lib, its recording is held against the words of the
format. Not run by the tests, which need no Python.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

import html5lib
import nbconvert
import nbformat


def export(program, notebook, target, folder):
    path = folder / f"out.{target}"
    subprocess.run([program, "export", notebook, "--to", target, "--output", path], check=True, capture_output=True)
    return path


def jupyter(path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
    page, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    assert notebook.nbformat == 4 and notebook.nbformat_minor == 5
    # What nbconvert writes of a notebook is the same again: nothing was mended on reading.
    assert json.loads(nbformat.writes(notebook)) == json.loads(path.read_text("utf-8"))
    return f"{len(notebook.cells)} cells, {len(page) // 1000} kB as a page"


def page(path):
    parser = html5lib.HTMLParser()
    parser.parse(path.read_bytes(), transport_encoding="utf-8")
    assert not parser.errors, parser.errors[:3]
    return f"{path.stat().st_size // 1000} kB"


def recording(path):
    head, *events = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert head["version"] == 3 and head["term"].keys() >= {"cols", "rows"}
    for seconds, code, data in events:
        assert seconds >= 0 and code in "omx" and isinstance(data, str)
    assert events[-1][1] == "x"
    return f"{len(events)} events, {sum(event[0] for event in events):.0f} s"


def main(program, *notebooks):
    for notebook in notebooks:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            results = [
                check(export(program, notebook, target, folder))
                for target, check in (("ipynb", jupyter), ("html", page), ("cast", recording))
            ]
        print(f"{pathlib.Path(notebook).name}: " + "; ".join(results))


if __name__ == "__main__":
    main(*sys.argv[1:])
