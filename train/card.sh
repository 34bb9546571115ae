#!/bin/sh
# Scores models/en.khm with the built command and writes docs/model-card.md: train/card.sh DATA SCORE LOG...
set -e
data=$(realpath "$1") score=$(realpath "$2")
shift 2
for log; do set -- "$@" "$(realpath "$log")"; shift; done
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root/train"
PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-python3}" -m khtrain.card "$root/models/en.khm" "$root/build/release/khabar" "$data" "$score" "$@" > "$root/docs/model-card.md.new"
mv "$root/docs/model-card.md.new" "$root/docs/model-card.md"
