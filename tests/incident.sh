# khabar incident: reports of one incident become one, with history and corrections. TAP.
khabar=$1 check=$2
. tests/tap.sh
cat > "$dir/in.jsonl" << 'J'
{"id":"m1","date":"2023-04-10","text":"MOSUL, Iraq - A car bomb exploded at a vegetable market in Mosul on Monday, killing at least 6 people, police said."}
{"id":"m2","date":"2023-04-11","text":"A car bombing at a market in the Iraqi city of Mosul killed 9 people and wounded 20 on Monday, a hospital official said."}
{"id":"p1","date":"2023-04-11","text":"Gunmen shot dead two policemen at a checkpoint in Mosul on Monday, officials said."}
{"id":"q1","date":"2023-04-10","text":"A car bomb exploded outside a police station in Kirkuk on Monday, killing 3 officers."}
J
db=$dir/a.db
"$khabar" add --db "$db" "$dir/in.jsonl" > /dev/null
incident() { "$khabar" incident "$@" --db "$db" 2> "$dir/err"; }
pick() { python3 -c "import json, sys
for line in sys.stdin:
    i = json.loads(line); print($1)"; }
incident list > "$dir/list"
ok 'two reports of one bombing, a shooting and another city' "$(pick 'i["place"]["name"], i["reports"]' < "$dir/list" | sort | tr '\n' ' ')" 'Kirkuk 1 Mosul 1 Mosul 2 '
one=$(pick 'i["id"] if i["reports"] == 2 else ""' < "$dir/list" | grep i:)
other=$(pick 'i["id"] if i["mode"] == "firearms" else ""' < "$dir/list" | grep i:)
ok 'best of the latest report, low and high of all' "$(incident show "$one" | pick '(lambda t: (t["low"], t["best"], t["high"], t["article"]))(i["toll"]["killed"])')" "(6, 9, 9, 'm2')"
ok 'a reason and a probability' "$(incident show "$one" | pick 'i["members"][1]["probability"] >= 0.5 and "same place" in i["members"][1]["reason"]')" True
ok 'the past' "$(incident show "$one" --as-of 2023-04-10 | pick '(i["version"], i["reports"], i["toll"]["killed"]["best"])')" '(1, 1, 6)'
ok 'a day before it was known' "$(incident list --as-of 2023-04-09 | wc -l | tr -d ' ')" 0
before=$(incident list | cksum)
"$khabar" add --db "$db" --jobs 3 "$dir/in.jsonl" > /dev/null
ok 'adding again changes nothing' "$(incident list | cksum)" "$before"
"$khabar" add --db "$dir/b.db" --jobs 3 "$dir/in.jsonl" > /dev/null
ok 'any number of threads' "$("$khabar" incident list --db "$dir/b.db" | cksum)" "$before"

ok 'merge' "$(incident merge "$other" "$one"; incident show "$one" | pick 'i["reports"]' | tail -1)" "{\"what\":\"merge\",\"incident\":\"$other\",\"other\":\"$one\"}
3"
ok 'a merged id answers with where it went' "$(incident show "$other" | pick '(i["standing"], i["merged_into"])')" "('merged', '$one')"
ok 'its past stays' "$(incident show "$other" --as-of 2023-04-11 | pick '(i["standing"], i["reports"], i["merged_into"], len(i["members"]))')" "('current', 1, None, 1)"
incident merge "$other" "$one"
ok 'correcting a merged one' "$? $(wc -l < "$dir/err" | tr -d ' ') $(grep -c "was merged into $one" "$dir/err")" '2 1 1'
printf '%s\n' '{"id":"p2","date":"2023-04-11","text":"Gunmen killed two policemen at a checkpoint in Mosul on Monday, a police source said."}' | "$khabar" add --db "$db" - > /dev/null
ok 'what comes later goes there too' "$(incident show "$one" | pick 'i["reports"]')" 4
event=$(incident show "$one" | pick '[m["event"] for m in i["members"] if m["article"] == "p1"][0]')
new=$(incident split "$one" "$event" | pick 'i["other"]')
ok 'split' "$(incident show "$new" | pick '(i["reports"], i["members"][0]["article"])') $(incident show "$one" | pick 'i["reports"]')" "(1, 'p1') 3"
printf '%s\n' '{"id":"p1","date":"2023-04-11","text":"Gunmen shot dead two policemen at a checkpoint in Mosul on Monday, officials said. It rained."}' | "$khabar" add --db "$db" - > /dev/null
ok 'a new version of the article stays where it was put' "$(incident show "$new" | pick '(i["reports"], i["toll"]["killed"]["best"])')" '(1, 2)'
ok 'the file is whole' "$("$check" "$db" | wc -l | tr -d ' ')" 5

refused() {
  what=$1 code=$2 words=$3; shift 3
  "$khabar" incident "$@" > "$dir/out" 2> "$dir/err"
  ok "$what" "$? $(wc -l < "$dir/err" | tr -d ' ') $(wc -c < "$dir/out" | tr -d ' ') $(grep -c "^khabar: .*$words" "$dir/err")" "$code 1 0 1"
}
refused 'no such incident' 2 'no such incident' show i:none --db "$db"
refused 'no such event' 2 'no such event' split "$one" e:none --db "$db"
refused 'into itself' 2 'into itself' merge "$one" "$one" --db "$db"
refused 'all events' 2 'leave an event behind' split "$new" "$event" --db "$db"
incident merge "$new" "$one" > /dev/null
again=$(incident split "$one" "$event" | pick 'i["other"]')
ok 'split, merged back, split again' "$(incident show "$again" | pick '(i["reports"], i["members"][0]["article"])') $([ "$again" != "$new" ] && echo another)" "(1, 'p1') another"
new=$again
refused 'no word' 2 'list, show, merge or split' --db "$db"
refused 'another word' 2 'list, show, merge or split' shew i:1 --db "$db"
refused 'no id' 2 'wants the id' show --db "$db"
refused 'no store' 4 'no store there' list --db "$dir/none.db"
cp "$db" "$dir/newer.db"; printf '\011' | dd of="$dir/newer.db" bs=1 seek=63 conv=notrunc 2> /dev/null
refused 'a newer store' 4 'version 9.*newer' merge "$one" "$new" --db "$dir/newer.db"
state=$(incident list | cksum)
(ulimit -f 1; "$khabar" incident merge "$new" "$one" --db "$db" > "$dir/out" 2> "$dir/err"; echo $? > "$dir/code")
ok 'a full disk changes nothing' "$(cat "$dir/code") $(wc -l < "$dir/err" | tr -d ' ') $([ "$(incident list | cksum)" = "$state" ] && echo same)" '5 1 same'
plan
