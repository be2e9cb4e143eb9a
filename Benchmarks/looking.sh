#!/usr/bin/env bash
# What the dashboard costs training: nothing where nobody looks, little where somebody does.
#   [ROUNDS=7] [UNROLL=.build/release/unroll] Benchmarks/looking.sh [BEFORE]
# BEFORE is the program as it was before there was a dashboard; without it only the second part is measured.
cd "$(dirname "$0")/.." || exit 1
UNROLL=${UNROLL:-.build/release/unroll} ROUNDS=${ROUNDS:-7} BEFORE=${1:-}
[ -x "$UNROLL" ] || { echo "no $UNROLL: build it with scripts/run, or name one in UNROLL" >&2; exit 1; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# notebook NAME NETWORK LENGTH EPOCHS OPTIONS: one fit on a climbing series.
notebook() {
    printf '```unroll\nw = window(range(%s), length = %s)\nr = fit(%s, w, epochs = %s, seed = 1, verbose = false%s)\n```\n' \
        "$((200 * $3))" "$3" "$2 |> dense(1)" "$4" "$5" >"$folder/$1.unroll.md"
}

# Seconds that a process was at work, whoever else used the machine.
busy() { local TIMEFORMAT=%U; { time "$1" run "$folder/$2.unroll.md" >/dev/null; } 2>&1; }

if [ -n "$BEFORE" ]; then
    notebook before-gru "gru(10)" 7 300 ""
    notebook unused-gru "gru(10)" 7 300 ", watch = false"
    notebook before-lstm "lstm(32)" 24 12 ""
    notebook unused-lstm "lstm(32)" 24 12 ", watch = false"
    for ((round = 1; round <= ROUNDS; round++)); do
        for net in gru lstm; do
            echo "$net before $(busy "$BEFORE" "before-$net")"
            echo "$net unused $(busy "$UNROLL" "unused-$net")"
        done
    done | awk '
        { key = $1 " " $2; if (!(key in least) || $3 < least[key]) least[key] = $3; nets[$1] }
        END { for (net in nets) printf "%s: before %.3f s, unused %.3f s, ratio %.3f\n", net, least[net " before"],
              least[net " unused"], least[net " unused"] / least[net " before"] }'
fi
"$UNROLL" bench --looking --case ABCD --seconds 3 --threads 1
