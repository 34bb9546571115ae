# The command as a person meets it: output, messages, exit codes. TAP.
khabar=$1
n=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
ok() { n=$((n + 1)); if [ "$2" = "$3" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "# got: $2"; echo "# want: $3"; fi; }

printf 'Rebels shelled a market in Mandri on Sunday. Dr. Amina Said told the BBC that two people had died.\n' > "$dir/a.txt"
ok 'two sentences' "$("$khabar" parse "$dir/a.txt" | grep -c '^# sent_id')" 2
ok 'the root of the first is the verb' "$("$khabar" parse "$dir/a.txt" | awk -F'\t' '$8 == "root" { print $3; exit }')" shell
ok 'names with types' "$("$khabar" annotate --layers names "$dir/a.txt" | grep -o '"type":"[A-Z]*"' | sort -u | tr -d '\n')" '"type":"DATE""type":"LOC""type":"ORG""type":"PER"'
printf '{"id":"x1","text":"Bo\\u010dar fell. It rained."}\n{"id":"x2"}\nnot json\n{"id":"x3","text":"Talks went on."}\n' > "$dir/b.jsonl"
"$khabar" annotate --offsets chars "$dir/b.jsonl" > "$dir/out" 2> "$dir/err"
ok 'bad lines: finished with failures' $? 1
ok 'the good articles are there' "$(grep -o '"id":"x[0-9]"' "$dir/out" | tr -d '\n')" '"id":"x1""id":"x3"'
ok 'each bad line is named once' "$(grep -c "^khabar: $dir/b.jsonl:[23]: " "$dir/err")" 2
"$khabar" parse "$dir/none.txt" 2> "$dir/err"; ok 'missing file' $? 1
"$khabar" parse --wrong x 2> "$dir/err"; ok 'unknown option' $? 2
"$khabar" parse --date 2021-13-01 x 2> "$dir/err"; ok 'a date that is none' $? 2
: > "$dir/empty"; "$khabar" parse "$dir/empty" 2> "$dir/err"; ok 'empty input' "$? $(cat "$dir/err")" "0 khabar: $dir/empty: empty, nothing to do"
printf '1\tA\tb\n' > "$dir/c.conllu"; "$khabar" parse --tokens "$dir/c.conllu" 2> "$dir/err"
ok 'broken columns' "$? $(cat "$dir/err")" "1 khabar: $dir/c.conllu:1: CoNLL-U: a word has ten columns"
mkdir -p "$dir/home/models"; cp "$KHABAR_HOME/lexicon.khl" "$dir/home/"; head -c 100000 "$KHABAR_HOME/models/en.khm" > "$dir/home/models/en.khm"
KHABAR_HOME="$dir/home" "$khabar" parse "$dir/a.txt" 2> "$dir/err"; ok 'cut model' "$? $(wc -l < "$dir/err")" '3 1'
KHABAR_ISA=z80 "$khabar" parse "$dir/a.txt" 2> "$dir/err"; ok 'unknown instruction set' $? 2
want=$(KHABAR_ISA=scalar "$khabar" parse "$dir/a.txt" | cksum)
for isa in avx2 avx512vnni; do
  if KHABAR_ISA=$isa "$khabar" parse "$dir/a.txt" > "$dir/out" 2> /dev/null; then ok "$isa gives the same bytes" "$(cksum < "$dir/out")" "$want"; fi
done
head -c 3000 /dev/zero | "$khabar" parse - > "$dir/out" 2> "$dir/err"; ok 'NUL bytes' $? 0
"$khabar" parse "$dir/a.txt" > "$dir/x.conllu"; "$khabar" parse --tokens "$dir/x.conllu" > "$dir/y.conllu"
ok 'parse --tokens of its own output is the same' "$(grep -v '^#' "$dir/y.conllu" | cksum)" "$(grep -v '^#' "$dir/x.conllu" | cksum)"
"$khabar" lexicon check lexicon 2> "$dir/err"; ok 'our lexicon has no finding' "$? $(wc -l < "$dir/err")" '0 0'
ok 'the README shows what the program prints' "$(COLUMNS=88 "$khabar" code --format table samples/pulwama.md)" "$(sed -n '/^\$ khabar code --format table samples/,/^```/p' README.md | sed '1d;$d')"
"$khabar" code --date 2014-05-05 "$dir/a.txt" > "$dir/out"
ok 'shelling is an assault that occurred' "$(grep -c '"type":"ASSAULT".*"status":"occurred".*"text":"shelled"' "$dir/out")" 1
printf 'The rebels did not shell the market on Sunday.\n' | "$khabar" code --date 2014-05-05 - > "$dir/out"
ok 'what was not done did not occur' "$(grep -c '"status":"occurred"' "$dir/out")" 0
printf 'A bomb killed two soldiers in Kabul on Sunday. A third man called Jordan Chad fled in 1996, three days after the mid-1990s ended.\n' > "$dir/t.txt"
day() { "$khabar" annotate --layers times --date "$1" "$dir/t.txt" | grep -o '"from":"[-0-9]*","to":"[-0-9]*"' | sed -n "$2p"; }
ok 'the latest Sunday' "$(day 2021-08-30 1)" '"from":"2021-08-29","to":"2021-08-29"'
ok 'on a Sunday it is today' "$(day 2021-08-29 1)" '"from":"2021-08-29","to":"2021-08-29"'
ok 'a bare year' "$(day 2021-08-30 2)" '"from":"1996-01-01","to":"1996-12-31"'
ok 'the middle of a decade' "$(day 2021-08-30 3)" '"from":"1993-01-01","to":"1997-12-31"'
ok 'a city, and no person' "$("$khabar" annotate --layers places "$dir/t.txt" | grep -o '"lat":[0-9.]*,"lon":[0-9.]*,"country":"[A-Z]*"')" '"lat":34.5281,"lon":69.1723,"country":"AFG"'
ok 'a preposition makes a place, a subject a government' "$(printf 'Islamabad denied the charge. The rally in Islamabad was peaceful.\n' | "$khabar" annotate --layers places - | grep -o '"use":"[a-z]*"' | tr -d '\n')" '"use":"metonym""use":"literal"'
code() { printf '%s\n' "$1" | "$khabar" code --date 2021-08-30 -; }
ok 'a toll in words' "$(code 'Three Kenyan police officers were killed on Saturday.' | grep -o '"killed":{"low":3,"best":3' | wc -l)" 1
ok 'more than a number' "$(code 'A suicide bombing killed more than 100 people.' | grep -o '"low":101')" '"low":101'
ok 'one act, not two' "$(code 'A suicide bombing killed more than 100 people.' | wc -l)" 1
ok 'British spelling' "$(code 'The Taliban criticised the strikes.' | grep -c '"type":"ACCUSE"')" 1
ok 'a fear is no attack' "$(code 'Islamabad feared a rise in militant attacks.' | grep -c '"status":"occurred"')" 0
ok 'a time of another clause is not the event'"'"'s' "$(code 'Officials accused the group, which fought in a civil war in 1994, of theft.' | grep '"type":"ACCUSE"' | grep -c '1994')" 0
ok 'two runs give the same bytes' "$("$khabar" code --date 2014-05-05 samples/border.txt | cksum)" "$("$khabar" code --date 2014-05-05 samples/border.txt | cksum)"
echo "1..$n"
