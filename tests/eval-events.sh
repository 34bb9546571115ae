# khabar eval events: hand-coded articles against what is coded. TAP.
khabar=$1
. tests/tap.sh
# get PATH: a value of the figures; get @FIELD: gold and system of the wrong cases of a field
cat > "$dir/get.py" << 'P'
import json, sys
o = json.load(open(sys.argv[1]))
if sys.argv[2][0] == "@":
    print(" ".join(json.dumps([w["gold"], w["system"]]) for w in o["wrong"] if w["field"] == sys.argv[2][1:]))
else:
    for key in sys.argv[2].split("."):
        o = o[key]
    print(len(o) if isinstance(o, list) else o)
P
get() { python3 "$dir/get.py" "$dir/out" "$1"; }
counts() { echo "$(get "$1.gold") $(get "$1.system") $(get "$1.right")"; }

# an article is coded as a person would, in few words
cat > "$dir/gold.jsonl" << 'J'
{"id":"g1","date":"2014-05-05","text":"Rebels shelled a market in Kabul on Sunday, killing 12 people.","events":[{"type":"ASSAULT","mode":"heavy-weapons","actors":["rebels"],"recipients":["a market",":CVL"],"date":"2014-05-04","place":"Kabul","toll":{"killed":12}}]}
{"id":"g2","date":"2014-05-06","text":"It rained in Kabul on Monday.","events":[]}
J
"$khabar" eval events "$dir/gold.jsonl" > "$dir/out" 2> "$dir/err"
ok 'exit, one line' "$? $(cat "$dir/err") $(wc -l < "$dir/out" | tr -d ' ')" '0  1'
ok 'all is right' "$(get articles) $(counts events) $(get events.f1) $(get wrong)" '2 1 1 1 1.0 0'
ok 'by field' "$(counts mode):$(counts actors):$(counts recipients):$(counts date):$(counts place):$(counts toll)" '1 1 1:1 1 1:2 2 2:1 1 1:1 1 1:1 1 1'
ok 'a field that was not coded is not counted' "$(counts status)" '0 0 0'
ok 'by type' "$(get types.ASSAULT.right)" 1

# each field wrong once
cat > "$dir/gold.jsonl" << 'J'
{"id":"w1","date":"2014-05-05","text":"Rebels shelled a market in Kabul on Sunday, killing 12 people.","events":[{"type":"ASSAULT","mode":"aerial","status":"negated","actors":["Taliban"],"recipients":["a market"],"date":"2014-05-03","place":"Herat","toll":{"killed":13,"injured":2},"trigger":"shelled"}]}
J
"$khabar" eval events "$dir/gold.jsonl" > "$dir/out"
ok 'the event is found' "$(counts events)" '1 1 1'
ok 'the fields are wrong' "$(counts mode):$(counts status):$(counts actors):$(counts recipients):$(counts date):$(counts place):$(counts toll)" \
  '1 1 0:1 1 0:1 1 0:1 2 1:1 1 0:1 1 0:2 1 0'
ok 'and each is told' "$(get @mode)|$(get @status)|$(get @actors)|$(get @date)|$(get @place)|$(get @toll)" \
  '["aerial", "heavy-weapons"]|["negated", "occurred"]|[["Taliban"], ["Rebels"]]|["2014-05-03", "2014-05-04"]|["Herat", "Kabul"]|[{"killed": 13, "injured": 2}, {"killed": 12}]'

# missed, false, another type
cat > "$dir/gold.jsonl" << 'J'
{"id":"m1","date":"2014-05-05","text":"Rebels shelled a market in Kabul on Sunday.","events":[{"type":"COERCE","actors":["rebels"],"place":"Kabul","date":"2014-05-04"}]}
{"id":"m2","date":"2014-05-05","text":"It rained.","events":[{"type":"AID","actors":["USA"]}]}
{"id":"m3","date":"2014-05-05","text":"Thousands of people protested in Athens on Sunday.","events":[]}
J
"$khabar" eval events "$dir/gold.jsonl" > "$dir/out"
ok 'a missed one, a false one, one of another type' "$(counts events) $(get @missed | grep -c AID) $(get @false | grep -c PROTEST) $(get @type | grep -c 'COERCE.*ASSAULT')" '2 2 0 1 1 1'
"$khabar" eval events --type PROTEST "$dir/gold.jsonl" > "$dir/out"
ok 'one type alone' "$(counts events)" '0 1 0'

# what did not happen counts where statuses were coded, and else not
cat > "$dir/gold.jsonl" << 'J'
{"id":"s1","date":"2014-05-06","text":"Israel will attack Iran next week.","events":[]}
{"id":"s2","date":"2014-05-06","text":"Rebels shelled a market in Kabul on Sunday.","events":[{"type":"assault"}]}
J
"$khabar" eval events "$dir/gold.jsonl" > "$dir/out"
ok 'no status coded: what will be is not counted' "$(get types.ASSAULT.system)" 1
sed 's/"type":"assault"/"type":"ASSAULT","status":"occurred"/' "$dir/gold.jsonl" > "$dir/status.jsonl"
"$khabar" eval events "$dir/status.jsonl" > "$dir/out"
ok 'status coded: it is' "$(get types.ASSAULT.system)" 2

# our own output is gold as well
echo '{"id":"o1","date":"2014-05-05","text":"Taliban fighters shelled a market in Kabul on Sunday, killing 12 people and injuring 20. Russia and China condemned the attack on Monday."}' > "$dir/in.jsonl"
"$khabar" code "$dir/in.jsonl" > "$dir/coded"
python3 -c 'import json, sys; a = json.load(open(sys.argv[1])); a["events"] = [json.loads(x) for x in open(sys.argv[2])]; print(json.dumps(a))' "$dir/in.jsonl" "$dir/coded" > "$dir/own.jsonl"
"$khabar" eval events "$dir/own.jsonl" > "$dir/out"
ok 'events of the contract' "$(get events.right) $(get wrong) $(get toll.right)" "$(wc -l < "$dir/coded" | tr -d ' ') 0 2"
ok 'a table' "$("$khabar" eval events --format table "$dir/status.jsonl" | awk 'NR == 2 { print $1, $2, $3 }')" 'events 0.500 1.000'

refused() {                  # refused WHAT CODE WORDS LINE
  printf '%s\n' '{"id":"x","text":"It rained.","events":[]}' "$4" > "$dir/bad.jsonl"
  "$khabar" eval events "$dir/bad.jsonl" > "$dir/out" 2> "$dir/err"
  ok "$1" "$? $(wc -l < "$dir/err" | tr -d ' ') $(wc -l < "$dir/out" | tr -d ' ') $(grep -c "^khabar: .*bad.jsonl:2: .*$3" "$dir/err")" "$2 1 0 1"
}
refused 'not JSON' 1 'not JSON' '{"id":'
refused 'not an object' 1 'not a JSON object' '[1]'
refused 'no text' 1 'has a text' '{"events":[]}'
refused 'no events' 1 'has events' '{"text":"It rained."}'
refused 'no type of PLOVER' 1 'sixteen' '{"text":"It rained.","events":[{"type":"FIGHT"}]}'
refused 'no status' 1 'a status is' '{"text":"It rained.","events":[{"type":"ASSAULT","status":"done"}]}'
refused 'no event' 1 'is an object' '{"text":"It rained.","events":[7]}'
: > "$dir/empty.jsonl"
ok 'an empty file' "$("$khabar" eval events "$dir/empty.jsonl" 2>&1 | sed 's/.*empty/empty/'; "$khabar" eval events "$dir/empty.jsonl" 2> /dev/null; echo $?)" 'empty.jsonl: no articles
1'
plan
