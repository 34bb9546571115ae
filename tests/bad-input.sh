# Input that is missing, broken or hostile: one line with file and position, the contract's exit code, everything good still done. TAP.
khabar=$1
. tests/tap.sh
run() { "$khabar" "$@" > "$dir/out" 2> "$dir/err"; echo "$? $(sed "s|$dir/||g" "$dir/err")"; }
good='{"id":"good","date":"2014-05-05","text":"Rebels shelled a market in Kabul on Sunday."}'
echo "$good" > "$dir/good.jsonl"

ok 'missing' "$(run code "$dir/none.txt")" '1 khabar: none.txt: cannot read: No such file or directory'
: > "$dir/empty.txt"
ok 'empty: a note, no failure' "$(run code "$dir/empty.txt")" '0 khabar: empty.txt: empty, nothing to do'
ok 'empty standard input' "$(run code - < /dev/null)" '0 khabar: -: empty, nothing to do'
cp "$dir/good.jsonl" "$dir/secret.jsonl"; chmod 000 "$dir/secret.jsonl"
if [ "$(id -u)" -eq 0 ]; then
  # root can read everything; a folder in the place of a file's name is the nearest thing that it cannot
  ok 'unreadable' "$(run code "$dir/good.jsonl/inside")" '1 khabar: good.jsonl/inside: cannot read: Not a directory'
else
  ok 'unreadable' "$(run code "$dir/secret.jsonl")" '1 khabar: secret.jsonl: cannot read: Permission denied'
fi
mkdir "$dir/loop"; ln -s ../loop "$dir/loop/again"; cp "$dir/good.jsonl" "$dir/loop/"
ok 'a link back to its own folder' "$(run code "$dir/loop") $(wc -l < "$dir/out")" '1 khabar: loop/again: a link back to a folder above; left out 1'

# a folder
mkdir -p "$dir/f/sub" "$dir/f/.hidden"; echo 'Troops shelled Kabul on Sunday.' > "$dir/f/b.txt"; echo "$good" > "$dir/f/sub/a.jsonl"; echo '{"id":' > "$dir/f/c.jsonl"
echo 'Troops shelled Kabul on Sunday.' > "$dir/f/.hidden/x.txt"; ln -s nowhere "$dir/f/dangling"
ok 'a folder with bad files among good ones' "$(run code "$dir/f" | sed 's/not JSON: .*/not JSON/')" '1 khabar: f/c.jsonl:1: not JSON
khabar: f/dangling: cannot read: No such file or directory'
ok 'the good ones are coded, in the order of their names' "$(grep -o '"article":{"id":"[ag]' "$dir/out" | tail -c 2 | tr -d '\n') $(wc -l < "$dir/out")" 'g 2'

# size
head -c 100000000 /dev/zero | tr '\0' 'a' > "$dir/big.txt"
ok '100 MB' "$(run code "$dir/big.txt" "$dir/good.jsonl") $(wc -l < "$dir/out")" '1 khabar: big.txt:1: input is larger than 8388608 bytes; cut it into single articles 1'
( printf '{"id":"big","text":"'; cat "$dir/big.txt"; printf '"}\n'; echo "$good" ) > "$dir/big.jsonl"
ok 'a line of 100 MB among good ones' "$(run code "$dir/big.jsonl") $(wc -l < "$dir/out")" '1 khabar: big.jsonl:1: input is larger than 8388608 bytes; cut it into single articles 1'
rm -f "$dir/big.txt" "$dir/big.jsonl"

# JSON
bad() {                          # bad NAME LINE MESSAGE: the line is told, the articles around it are coded
  printf '%s\n%s\n%s\n' "$good" "$2" "$good" > "$dir/j.jsonl"
  ok "JSON: $1" "$(run code "$dir/j.jsonl" | cut -c1-"${#3}") $(wc -l < "$dir/out")" "$3 2"
}
bad 'text of a wrong type' '{"id":"w","text":7}' '1 khabar: j.jsonl:2: "text" must be text'
bad 'id of a wrong type' '{"id":["w"],"text":"x"}' '1 khabar: j.jsonl:2: "id" must be text'
bad 'no text' '{"id":"w"}' '1 khabar: j.jsonl:2: '
bad 'truncated' '{"id":"w","text":"Rebels she' '1 khabar: j.jsonl:2: not JSON: '
bad 'no JSON' '{id: 7}' '1 khabar: j.jsonl:2: not JSON: '
bad 'twice the same key' '{"id":"w","id":"v","text":"x"}' '1 khabar: j.jsonl:2: not JSON: duplicate object key'
bad 'nesting 100,000 deep' "{\"text\":$(head -c 100000 /dev/zero | tr '\0' '[')" '1 khabar: j.jsonl:2: not JSON: maximum parsing depth reached'
bad 'no object' '[1,2]' '1 khabar: j.jsonl:2: an article must be a JSON object'
printf '{"id":"w","text":"a\377b"}\n' > "$dir/j.jsonl"
ok 'JSON: bytes that are no UTF-8 are read and flagged, or taken as windows-1252' "$(run extract "$dir/j.jsonl") $(grep -c '"text":"a' "$dir/out")" '0  1'
printf '{"id":"w","text":"a\\u0000b \\ud800 Rebels shelled a market in Kabul."}\n' > "$dir/j.jsonl"
ok 'JSON: a NUL and a lone surrogate: replaced and coded, or told' "$(run code "$dir/j.jsonl" | cut -c1-1 | tr -d 01)" ''

# bytes
head -c 200000 "$khabar" > "$dir/binary"
ok 'a binary file is told, the good file is coded' "$(run code "$dir/binary" "$dir/good.jsonl") $(wc -l < "$dir/out")" '1 khabar: binary:1: a program, no text 1'
gzip -c "$dir/good.jsonl" > "$dir/packed"
ok 'a packed file: what to do' "$(run code "$dir/packed")" '1 khabar: packed:1: gzip data, no text; unpack it: zcat FILE | khabar COMMAND -'
i=0; while [ $i -lt 40 ]; do printf '\001\200\037Zz\016q\377'; i=$((i + 1)); done > "$dir/noise"
ok 'bytes of no known kind' "$(run code "$dir/noise")" '1 khabar: noise:1: binary data, no text'
ok 'from standard input' "$(cat "$dir/noise" | run code -)" '1 khabar: -:1: binary data, no text'
{ head -c 500 /dev/zero; echo 'Rebels shelled a market in Kabul on Sunday.'; } > "$dir/nul.txt"
ok 'text among NUL bytes is text' "$(run code "$dir/nul.txt")" '0 '
printf 'Rebels\007 shelled\033[1m a market\014 in Kabul on Sunday.\b\n' > "$dir/bell.txt"
ok 'a stray control sign is no binary' "$(run code "$dir/bell.txt") $(wc -l < "$dir/out")" '0  1'
for i in 1 2 3 4 5 6 7 8; do head -c $((i * 9)) "$dir/good.jsonl" > "$dir/cut$i"; done
ok 'cut off anywhere: each told once' "$(run code "$dir"/cut? | grep -c '^\(1 \)\{0,1\}khabar: cut[1-8]:1: not JSON')" 8
printf 'Rebels shelled a market in Kabul on Sunday' > "$dir/cut.txt"
ok 'text without its end' "$(run code "$dir/cut.txt") $(wc -l < "$dir/out")" '0  1'
plan
