#!/usr/bin/env bash
# Unroll beside PyTorch, Keras and JAX, run in turn so that all meet the same machine, and one table at the end.
#   [PYTHON=venv/bin/python] [ROUNDS=5] [TIME=2] [THREADS=1] [PROGRAMS="torch-native jax-call"] Benchmarks/run.sh [CASES]
# README.md says what the cases are and what it needs.
cd "$(dirname "$0")/.." || exit 1
PYTHON=${PYTHON:-python3} ROUNDS=${ROUNDS:-5} TIME=${TIME:-2} THREADS=${THREADS:-1} CASES=${1:-ABCDEFGHIJKL}
UNROLL=${UNROLL:-.build/release/unroll}
STEPS="torch-eager torch-native keras-batch keras-fit keras-spe jax-call jax-many jax-late jax-many-late numpy-sgemm"
export OMP_NUM_THREADS=$THREADS OPENBLAS_NUM_THREADS=$THREADS
[ -x "$UNROLL" ] || { echo "no $UNROLL: build it with scripts/run, or name one in UNROLL" >&2; exit 1; }

lines=$(mktemp)
trap '"$PYTHON" Benchmarks/table.py <"$lines"; rm -f "$lines"' EXIT     # stopped early, it shows what it has
trap 'exit 130' INT TERM

ours() { "$UNROLL" bench --case "$1" --seconds "$TIME" --threads "$THREADS" "${@:2}"; }
theirs() { timeout 600 "$PYTHON" Benchmarks/peers.py "$1" --case "$2" --seconds "$TIME" --threads "$THREADS" 2>/dev/null; }
whole() { "$PYTHON" Benchmarks/whole.py "$@" 2>/dev/null; }

# Case K: a process from its start to the end of its first training step, of case A.
processes() {
    whole unroll "$UNROLL" bench --case A --once --threads "$THREADS"
    for program in ${PROGRAMS:-torch-eager keras-batch jax-call}; do
        whole "$program" "$PYTHON" Benchmarks/peers.py "$program" --case A --once --threads "$THREADS"
    done
}

for ((round = 1; round <= ROUNDS; round++)); do
    for ((place = 0; place < ${#CASES}; place++)); do
        letter=${CASES:place:1} programs=${PROGRAMS:-$STEPS}
        case $letter in
            K) processes ;;
            J) ours J; for program in onnx-run numpy-plain torch-eager; do theirs "$program" J; done ;;
            L) ours L; theirs keras-fit L ;;
            *)
                ours "$letter"
                [[ $letter == [AH] ]] && ours "$letter" --reset-after | sed "s/ unroll / unroll-reset-after /"
                for program in $programs; do theirs "$program" "$letter"; done ;;
        esac | sed "s/^/round $round /" >>"$lines"
        echo "round $round of $ROUNDS, case $letter" >&2
    done
done
