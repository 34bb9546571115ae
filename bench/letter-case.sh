#!/bin/sh
# Accuracy on text in capitals and in small letters beside the text as it is: bench/letter-case.sh KHABAR DATA SCORE
# DATA: the folder with *-dev.conllu and names-*-dev.tsv; SCORE: the folder with syntax.py and names.py.
khabar=$1 data=$2 score=$3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
forms() { python3 -c '
import sys
how = {"cased": str, "upper": str.upper, "lower": str.lower}[sys.argv[1]]
for line in sys.stdin:
    f = line.rstrip("\n").split("\t")
    if len(f) == 10:
        f[1] = "".join(how(c) if len(how(c)) == 1 else c for c in f[1])
    print("\t".join(f))' "$1"; }
for set in ewt gum; do
    for how in cased upper lower; do
        forms $how < "$data/$set-dev.conllu" > "$dir/gold.conllu"
        "$khabar" parse --tokens "$dir/gold.conllu" > "$dir/own.conllu"
        python3 "$score/syntax.py" "$dir/gold.conllu" "$dir/own.conllu" | awk -v s=$set -v h=$how '$1 == "upos" || $1 == "las" { v = v sprintf("  %s %.1f", $1, 100 * $4) } END { printf "%-10s %-6s%s\n", s, h, v }'
    done
done
for set in worldwide wikigold uner-ewt; do
    python3 "$score/names.py" --to-jsonl "$data/names-$set-dev.tsv" > "$dir/gold.jsonl"
    for how in cased upper lower; do
        python3 - "$dir/gold.jsonl" $how > "$dir/in.jsonl" <<'P'
import json, sys
how = {"cased": str, "upper": str.upper, "lower": str.lower}[sys.argv[2]]
for line in open(sys.argv[1]):
    d = json.loads(line)
    print(json.dumps({"id": d["doc"], "text": "".join(how(c) if len(how(c)) == 1 else c for c in d["text"])}))
P
        "$khabar" annotate --whole-text --layers names --offsets chars "$dir/in.jsonl" | python3 -c '
import json, sys
for line in sys.stdin:
    d = json.loads(line)
    print(json.dumps({"doc": d["id"], "spans": [[x["start"], x["end"], x["type"]] for x in d["names"]]}))' > "$dir/own.jsonl"
        python3 "$score/names.py" "$dir/gold.jsonl" "$dir/own.jsonl" --types PER,ORG,LOC | awk -v s=$set -v h=$how '$1 == "micro" { printf "%-10s %-6s  names %.3f\n", s, h, $4 }'
    done
done
