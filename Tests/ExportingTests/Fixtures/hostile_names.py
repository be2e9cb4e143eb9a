"""Lets Python read what `unroll export` writes of notebooks with names that end a string, a comment or a tag somewhere.

    python3 hostile_names.py UNROLL

Needs nothing but Python's standard library. Not run by the tests, which need no Python.
"""

import ast
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

# Tests/SandboxTests/HostileNames.swift has these and more.
NAMES = [
    "plain", " ", 'a"b', "a'b", "a`b", '"""', "'''", 'a"""\nimport os\nos.abort()\n"""', "ends in \\", "\\", '\\"', "\\n",
    "\\N{BULLET}", "\\x41\\u0041", "\\U0011", "line\nbreak", "return\rreturn", "both\r\nends", "tab\ttab",
    "".join(map(chr, range(1, 32))), "\x7f\x85\x9b31m", "\u2028\u2029", "<script>alert(1)<", "<!-- -->", "-->", "]]>",
    "&amp;", "$(touch pwned)", "`touch pwned`", "${HOME}", "a;b|c&d", "*?[a-z]", "#", "# %%", "-", "--help", "a,b",
    "\u202etxt.exe\u202c", "\u200f\u061c\u2066x\u2069", "\ufeffbom", "\ufffd", "\ufffe", "\U0010ffff", "\U000e0041",
    "caf\u00e9", "cafe\u0301", "{x}", "%s", 'f"{x}"', "lambda", "x" * 245,
]
CELL = "```unroll\nrun = fit(dense(1), window([1, 2, 3, 4], length = 2), epochs = 1)\n```\n"


def check(program, name, folder):
    notebook = folder / f"{name}.unroll.md"
    notebook.write_text(CELL, "utf-8")
    for target in ["ipynb", "html", "cast", "script", "keras"]:
        command = [program, "export", f"./{notebook.name}", "--to", target, "--output", f"out.{target}"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
    json.loads((folder / "out.ipynb").read_text("utf-8"))
    for line in (folder / "out.cast").read_bytes().splitlines():
        json.loads(line)
    page = (folder / "out.html").read_text("utf-8")
    html.parser.HTMLParser().feed(page)
    xml.etree.ElementTree.fromstring(page)
    module = ast.parse((folder / "out.keras").read_bytes())
    words = ast.get_docstring(module, clean=False)
    assert words.startswith(f"`run` of {name}.unroll.md for Keras 3"), (name, words)
    if len(os.fsencode(name)) < 200:
        subprocess.run([program, "export", f"./{notebook.name}", "--to", "keras"], check=True, capture_output=True, cwd=folder)
        (script,) = (path for path in folder.iterdir() if path.name.endswith("_keras.py"))
        text = script.read_text("utf-8")
        literal = ast.literal_eval(re.search(r"with_name\((.*)\)\)$", text, re.MULTILINE)[1])
        assert (folder / literal).exists(), literal
        ast.parse(text)


def main(program):
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            check(program, name, pathlib.Path(folder))
    print(f"{len(NAMES)} names, each in five formats")


main(os.path.abspath(sys.argv[1]))
