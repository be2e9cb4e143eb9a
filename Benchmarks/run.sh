#!/usr/bin/env bash
# Microseconds per training step of Unroll and of PyTorch, Keras and JAX, run in turn so that all meet the same machine.
#   [PYTHON=venv/bin/python] [ROUNDS=5] [TIME=2] [THREADS=1] [PROGRAMS="torch-native jax-call"] Benchmarks/run.sh [CASES]
# Needs a release build, and a Python with torch, keras, tensorflow-cpu and jax from PyPI (what is missing is left out).
cd "$(dirname "$0")/.." || exit 1
PYTHON=${PYTHON:-python3} ROUNDS=${ROUNDS:-5} TIME=${TIME:-2} THREADS=${THREADS:-1} CASES=${1:-A}
UNROLL=${UNROLL:-.build/release/unroll}
[ -x "$UNROLL" ] || { echo "no $UNROLL: build it with scripts/run, or name one in UNROLL" >&2; exit 1; }

lines=$(mktemp)
trap '"$PYTHON" Benchmarks/table.py <"$lines"; rm -f "$lines"' EXIT     # stopped early, it shows what it has
trap 'exit 130' INT TERM
for ((round = 1; round <= ROUNDS; round++)); do
    for ((place = 0; place < ${#CASES}; place++)); do
        letter=${CASES:place:1}
        "$UNROLL" bench --case "$letter" --seconds "$TIME" --threads "$THREADS" | sed "s/^/round $round /" >>"$lines"
        "$UNROLL" bench --case "$letter" --seconds "$TIME" --threads "$THREADS" --reset-after |
            sed "s/^/round $round /; s/ unroll / unroll-reset-after /" >>"$lines"
        for program in ${PROGRAMS:-torch-eager torch-native keras-batch keras-fit keras-spe jax-call jax-many}; do
            timeout 300 "$PYTHON" Benchmarks/peers.py "$program" --case "$letter" --seconds "$TIME" --threads "$THREADS" \
                2>/dev/null | sed "s/^/round $round /" >>"$lines"
        done
        echo "round $round of $ROUNDS, case $letter" >&2
    done
done
