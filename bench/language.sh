#!/bin/sh
# Tokens a second of `khabar parse` on one core for each instruction set: bench/language.sh KHABAR [TEXT]
khabar=$1
text=${2:-}
if [ -z "$text" ]; then
    text=$(mktemp)
    trap 'rm -f "$text"' EXIT
    for i in $(seq 200); do sed -n 1,5p samples/border.txt; echo; done > "$text"
fi
for isa in scalar avx2 avx512vnni; do
    [ $isa = scalar ] && [ -z "${SLOW:-}" ] && continue
    start=$(date +%s.%N)
    n=$(KHABAR_ISA=$isa "$khabar" parse "$text" 2>/dev/null | grep -c '^[0-9]*	') || continue
    end=$(date +%s.%N)
    echo "$isa $n $start $end" | awk '{ printf "%-11s %d words in %.2f s: %.0f a second\n", $1, $2, $4 - $3, $2 / ($4 - $3) }'
done
