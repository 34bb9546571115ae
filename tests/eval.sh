# khabar eval: what the program prints scores 1 against itself; each planted difference moves just its own figure by one. TAP.
khabar=$1
. tests/tap.sh
run() { "$khabar" "$@" > "$dir/out" 2> "$dir/err"; echo "$? $(sed "s|$dir/||g" "$dir/err")"; }
right() {                        # right FIGURE...: "right/gold/system" of each in $dir/out
  python3 -c 'import json, sys
o = json.load(open(sys.argv[1]))
print(*("%d/%d/%d" % tuple(o[k][n] for n in ("right", "gold", "system")) for k in sys.argv[2:]))' "$dir/out" "$@"
}
printf 'Rebels didn'"'"'t shell the market in Kabul. Two soldiers were killed by the rebels on Sunday.\n' > "$dir/a.txt"
"$khabar" parse "$dir/a.txt" > "$dir/gold.conllu"
words=$(grep -c '^[0-9]*	' "$dir/gold.conllu"); tokens=$((words - 1)); less=$((words - 1))
all="$words/$words/$words"; but_one="$less/$words/$words"

for input in '' --tokens; do
  ok "the program against itself $input" "$(run eval syntax $input "$dir/gold.conllu") $(right tokens sentences words upos xpos feats lemma uas las las_sub)" \
    "0  $tokens/$tokens/$tokens 2/2/2 $all $all $all $all $all $all $all $all"
done
change() {                       # change NAME AWK FIGURES WANT
  awk -F'\t' -v OFS='\t' "$2"' { print }' "$dir/gold.conllu" > "$dir/changed.conllu"
  run eval syntax "$dir/changed.conllu" > /dev/null
  ok "$1" "$(right $3)" "$4"
}
change 'a lemma' '$2 == "soldiers" { $3 = "army" }' 'lemma upos las' "$but_one $all $all"
change 'a lemma that is not given is right' '$2 == "soldiers" { $3 = "_" }' lemma "$all"
change 'a tag' '$2 == "soldiers" { $4 = "VERB" }' 'upos xpos lemma' "$but_one $all $all"
change 'features in another order' '$6 ~ /[|]/ && !done { n = split($6, f, "|"); $6 = f[n]; for (i = 1; i < n; i++) $6 = $6 "|" f[i]; done = 1 }' feats "$all"
change 'a feature' '$2 == "soldiers" { $6 = "Number=Sing" }' feats "$but_one"
change 'a subtype' '$8 == "nsubj:pass" { $8 = "nsubj" }' 'uas las las_sub' "$all $all $but_one"
change 'a relation' '$8 == "nsubj:pass" { $8 = "obj" }' 'uas las las_sub' "$all $but_one $but_one"
change 'a head' '$8 == "nsubj:pass" { $7 = 1 }' 'uas las las_sub' "$but_one $but_one $but_one"
change 'a surface token of two words against two tokens' '/^[0-9]+-/ { next } $2 == "did" { $10 = "SpaceAfter=No" }' 'tokens words las' "$((tokens - 1))/$words/$tokens $all $all"
change 'one sentence against two' 'BEGIN { skip = 0 } /^$/ && !skip { skip = 1; next } skip == 1 && /^#/ { next }
  skip == 1 && /^[0-9]/ { if (!n) n = last; if ($1 !~ /-/) { $7 = $7 == 0 ? 1 : $7 + n; $1 = $1 + n } } { split($1, p, "-"); if (!skip) last = p[1] }' \
  'sentences words upos' "0/1/2 $all $all"

printf '1\tA\tb\n' > "$dir/bad"; ok 'too few columns' "$(run eval syntax "$dir/bad")" '1 khabar: bad:1: CoNLL-U: a word has ten columns'
printf '1\tA\ta\tX\tX\t_\t7\tdep\t_\t_\n\n' > "$dir/bad"
ok 'a head that is not there' "$(run eval syntax "$dir/bad" | cut -c1-25)" '1 khabar: bad:2: CoNLL-U:'
printf '2\tA\ta\tX\tX\t_\t0\troot\t_\t_\n\n' > "$dir/bad"
ok 'an id out of order' "$(run eval syntax "$dir/bad")" '1 khabar: bad:1: CoNLL-U: word id 2 out of order'
ok 'no file' "$(run eval syntax "$dir/none")" '1 khabar: none: cannot read: No such file or directory'
ok 'no such set' "$(run eval moods "$dir/bad" | cut -c1-48)" '2 khabar: nothing of that name can be scored (sy'

# names: a table and the same as JSON Lines
cat > "$dir/names.tsv" <<'TEXT'
# doc = one

The	O
Kabul	B-LOC
bomb	O
killed	O
Amina	B-PER
Yusuf	I-PER	~
.	O

The	O
rifles	B-Weapon
came	O
from	O
London	B-country	~
.	O
TEXT
cat > "$dir/names.jsonl" <<'TEXT'
{"doc":"one","text":"The Kabul bomb killed Amina Yusuf.\nThe rifles came from London.","spans":[[4,9,"LOC"],[22,33,"PER"],[56,62,"country"],[39,45,"Weapon"]]}
TEXT
"$khabar" annotate --layers names --offsets chars "$dir/names.jsonl" > "$dir/found"
ok 'names of the test are those that the program finds' "$(grep -o '"start":\(4\|22\),"end":[0-9]*,"type":"[A-Z]*"' "$dir/found" | tr '\n' ' ')" '"start":4,"end":9,"type":"LOC" "start":22,"end":33,"type":"PER" '
for f in tsv jsonl; do
  ok "names: $f" "$(run eval names --types PER "$dir/names.$f") $(right micro span)" '0  1/1/1 1/1/1'
done
ok 'the same figures of both' "$("$khabar" eval names "$dir/names.tsv" | sed 's/"path":"[^"]*"//')" "$("$khabar" eval names "$dir/names.jsonl" | sed 's/"path":"[^"]*"//')"
ok 'types of others are renamed, unknown ones left out and told' "$("$khabar" eval names "$dir/names.tsv" | grep -o '"micro":{[^}]*"gold":3,\|"left_out":{"Weapon":1}' | sed 's/.*"gold"/"gold"/' | tr '\n' ' ')" '"gold":3, "left_out":{"Weapon":1} '
sed 's/I-PER/O/' "$dir/names.tsv" > "$dir/short.tsv"
ok 'a name too short is wrong' "$(run eval names --types PER "$dir/short.tsv") $(right micro)" '0  0/1/1'
sed 's/-PER/-ORG/' "$dir/names.tsv" > "$dir/other.tsv"
ok 'a name of another type is a right span' "$(run eval names --types PER,ORG "$dir/other.tsv") $(right micro span)" '0  0/1/1 1/1/1'
printf 'A\tQ\n' > "$dir/bad"; ok 'a label that is none' "$(run eval names "$dir/bad")" '1 khabar: bad:1: a label is O, B-TYPE or I-TYPE'
printf '{"doc":"a","text":"x"}\n' > "$dir/bad"; ok 'a document without spans' "$(run eval names "$dir/bad")" '1 khabar: bad:1: a document has "text" and "spans"'
printf '{"doc":"a","text":"x","spans":[[3,1,"PER"]]}\n' > "$dir/bad"; ok 'a span that is none' "$(run eval names "$dir/bad")" '1 khabar: bad:1: a span is [begin, end, TYPE]'
plan
