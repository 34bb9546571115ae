# How the command behaves as a guest of the shell: help, usage errors, signals, closed pipes, full disks. TAP.
khabar=$1
. tests/tap.sh
run() { "$khabar" "$@" > "$dir/out" 2> "$dir/err"; echo "$? $(cat "$dir/err")"; }
echo 'Rebels shelled a market in Kabul on Sunday.' > "$dir/a.txt"
i=0; while [ $i -lt 3000 ]; do echo '{"id":"m'$i'","text":"Rebels shelled a market in Kabul on Sunday."}'; i=$((i + 1)); done > "$dir/many.jsonl"

commands=$("$khabar" --help | sed -n 's/^  \([a-z][a-z]*\)  *[a-z].*/\1/p')
ok 'there are commands' "$([ "$(echo "$commands" | wc -l)" -ge 7 ] && echo yes)" yes
for c in '' $commands; do
  "$khabar" $c --help > "$dir/out"
  ok "khabar $c --help: exit, fits 80x24" "$? $(awk 'length($0) > 80' "$dir/out" | wc -l) $([ "$(wc -l < "$dir/out")" -le 24 ] && echo fits)" '0 0 fits'
  ok "khabar $c --help: usage and an example that begins with khabar" "$(head -1 "$dir/out" | cut -c1-13) $(grep -c '^example: khabar ' "$dir/out")" 'usage: khabar 1'
done
ok 'version' "$("$khabar" --version | grep -c '^khabar [0-9.]*$')" 1

# usage
ok 'no command' "$(run)" '2 khabar: no command; see khabar --help'
ok 'mistyped command' "$(run anotate x)" '2 khabar: unknown command: anotate; did you mean annotate?'
ok 'no such command' "$(run zzzzzz)" '2 khabar: unknown command: zzzzzz; see khabar --help'
ok 'mistyped option' "$(run code --ofsets chars x)" '2 khabar: unknown option: --ofsets; did you mean --offsets?'
ok 'no such option' "$(run code --zzzzzz)" '2 khabar: unknown option: --zzzzzz; see khabar code --help'
ok 'an option of another command' "$(run code --layers names x)" '2 khabar: unknown option: --layers; see khabar code --help'
ok 'an option without its value' "$(run code --date)" '2 khabar: the option wants a value: --date; see khabar code --help'
ok 'no file' "$(run code)" '2 khabar: no input file; see khabar code --help'
for d in 2021-02-30 2021-13-01 2021-00-10 2023-02-29 21-1-1 yesterday 2021-01-01x ''; do
  ok "a date that is none: '$d'" "$(run code --date "$d" x)" "2 khabar: not a date of the form YYYY-MM-DD: $d; see khabar code --help"
done
ok 'a leap day' "$(run code --date 2024-02-29 "$dir/a.txt")" '0 '
ok 'a confidence over 1' "$(run code --min-confidence 1.5 x)" '2 khabar: not a number from 0 to 1: 1.5; see khabar code --help'
ok 'a confidence that is none' "$(run code --min-confidence nan x | cut -c1-20)" '2 khabar: not a numb'
ok 'jobs' "$(run code --jobs 1.5 x)" '2 khabar: not a whole number from 0 to 256: 1.5; see khabar code --help'
ok 'format' "$(run code --format xml x)" '2 khabar: formats are table, jsonl, csv, tsv; layouts are events, polecat, icews, gdelt, acled, ged: xml; see khabar code --help'
ok 'layer' "$(run annotate --layers names,moods x | cut -c1-31)" '2 khabar: layers are paragraphs'
ok 'all processors' "$(run code --jobs 0 "$dir/a.txt")" '0 '

# output
ok 'a full disk is told in one line' "$("$khabar" code "$dir/many.jsonl" 2>&1 > /dev/full; echo $?)" "khabar: standard output: No space left on device; what was written so far is not complete
5"
ok 'a full disk, little output' "$("$khabar" --help 2>&1 > /dev/full | wc -l)" 1
ok 'a closed pipe ends quietly' "$({ "$khabar" code "$dir/many.jsonl"; echo $? > "$dir/code"; } 2> "$dir/err" | head -1 | wc -l; cat "$dir/code" "$dir/err")" '1
0'
ok 'results on stdout, nothing on stderr' "$(run code --date 2014-05-05 "$dir/a.txt") $(grep -c schema "$dir/out")" '0  1'
# Interrupted in the middle: its standard input never ends, the signal comes when it has read all there is.
mkfifo "$dir/pipe"; exec 3<> "$dir/pipe"
"$khabar" parse --jobs 2 - < "$dir/pipe" > "$dir/out" 2> "$dir/err" & pid=$!
head -200 "$dir/many.jsonl" >&3
while [ ! -s "$dir/out" ] && kill -0 $pid 2> /dev/null; do sleep 0.1; done
kill -INT $pid; wait $pid; code=$?
exec 3>&-
ok 'interrupted: 130, no message, only whole articles' "$code $(cat "$dir/err") $(tail -c 1 "$dir/out" | od -An -c | tr -d ' ')" '130  \n'
ok 'a filter answers each article before the next comes' "$( (head -1 "$dir/many.jsonl"; sleep 1.2; date +%s%N > "$dir/later"; sed -n 2p "$dir/many.jsonl") | "$khabar" code - | { read -r line; date +%s%N > "$dir/first"; cat > /dev/null; }; [ "$(cat "$dir/first")" -lt "$(cat "$dir/later")" ] && echo yes)" yes
plan
