# The same bytes whatever the instruction set, the number of threads, the run, the compiler.  same.sh KHABAR [KHABAR of another build]...
# Over samples, and the saved inputs of the fuzz targets, which no real text is like. TAP.
khabar=$1
n=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
ok() { n=$((n + 1)); if [ "$2" = "$3" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "# got: $2"; echo "# want: $3"; fi; }

# what is coded, who and what is named, and every word with its tree; messages too, less the program's name
all() {
  program=$1; shift
  "$program" code --format jsonl --date 2021-08-30 "$@" samples/*.txt fuzz/corpus/text/*.txt fuzz/corpus/chain/*.txt 2>&1
  "$program" code --format jsonl --offsets chars "$@" fuzz/corpus/jsonl/*.jsonl 2>&1
  "$program" annotate --layers sentences,names,times,places,actors "$@" samples/*.txt 2>&1
  "$program" judge --offsets chars "$@" tests/judge-pairs.jsonl 2>&1
  "$program" parse "$@" samples/*.txt fuzz/corpus/text/*.txt 2>&1
}

KHABAR_ISA=scalar all "$khabar" > "$dir/want"
ok 'there is something to compare' "$([ "$(wc -l < "$dir/want")" -gt 1000 ] && echo much)" much
for isa in avx2 avx512vnni; do
  if KHABAR_ISA=$isa "$khabar" parse samples/border.txt > /dev/null 2>&1; then
    KHABAR_ISA=$isa all "$khabar" > "$dir/got"
    ok "$isa as scalar" "$(cksum < "$dir/got")" "$(cksum < "$dir/want")"
  else
    echo "# this processor has no $isa"
  fi
done
for jobs in 1 4; do
  all "$khabar" --jobs $jobs > "$dir/got"; ok "$jobs threads" "$(cksum < "$dir/got")" "$(cksum < "$dir/want")"
done
shift
for other; do
  all "$other" > "$dir/got"; ok "$other" "$(cksum < "$dir/got")" "$(cksum < "$dir/want")"
done
echo "1..$n"
