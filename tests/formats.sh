# Tables, CSV, explanations, judgements, threads. TAP.
khabar=$1
. tests/tap.sh
run() { "$khabar" "$@" 2> "$dir/err"; }

cat > "$dir/in.jsonl" <<'TEXT'
{"id":"s1","title":"Market, \"Mandri\"","outlet":"Daily Sun","date":"2014-05-05","text":"Rebels shelled a market in Kabul on Sunday, killing three people."}
{"id":"s2","date":"2014-05-05","text":"The tulips opened early this year."}
{"id":"s3","date":"2014-05-05","text":"The minister fears an attack. Soldiers of the army shot two protesters in Nairobi on Saturday."}
TEXT

# table
COLUMNS=80 run code --format table "$dir/in.jsonl" > "$dir/table"
ok 'a table begins with its head' "$(head -1 "$dir/table" | tr -s ' ')" 'date type, mode actor recipient place status toll'
ok 'an article stands above its events' "$(grep -c '^Market, "Mandri", Daily Sun, 2014-05-05$' "$dir/table")" 1
ok 'date, type, actor and toll are in the row' "$(grep -c '^2014-05-04 ASSAULT .*Rebels.*occurred.*3 killed$' "$dir/table")" 1
ok 'an article without events is not in the table' "$(grep -c s2 "$dir/table")" 0
for width in 64 80 100 137; do
  ok "no line is wider than $width" "$(COLUMNS=$width run code --format table "$dir/in.jsonl" | awk -v w="$width" 'length($0) > w' | wc -l)" 0
done
ok 'no events, no table' "$(echo 'The tulips opened.' | run code --format table -)" ''
ok 'no colour in a pipe' "$(run code --format table "$dir/in.jsonl" | grep -c "$(printf '\033')")" 0
ok 'a pipe gets JSON Lines' "$(run code "$dir/in.jsonl" | cut -c1-11 | sort -u)" '{"schema":1'
if script -qec true /dev/null > /dev/null 2>&1 < /dev/null; then        # a folder of debootstrap may have no pseudo-terminals
  tty() { TERM=xterm script -qec "stty cols 90; $1" /dev/null 2> /dev/null < /dev/null | tr -d '\r'; }
  ok 'a terminal gets a table in colour' "$(tty "$khabar code $dir/in.jsonl" | head -1 | grep -c "^$(printf '\033')\[1mdate")" 1
  ok 'NO_COLOR is kept' "$(tty "NO_COLOR=1 $khabar code $dir/in.jsonl" | grep -c "$(printf '\033')\[[0-9]*m")" 0
  ok 'text cannot steer the terminal' "$(printf '{"id":"z","title":"x\\u001b[2Jy","date":"2014-05-05","text":"Rebels shelled a market in Kabul."}\n' > "$dir/z.jsonl"; tty "$khabar code $dir/z.jsonl" | grep -c "$(printf '\033')\[2J")" 0
fi

# csv
run code --format csv "$dir/in.jsonl" > "$dir/csv"
ok 'CSV has a header and ends lines with CRLF' "$(head -1 "$dir/csv" | cut -c1-32)$(grep -vc "$(printf '\r')\$" "$dir/csv")" 'id,article,title,outlet,agency,p0'
ok 'quotes are doubled' "$(grep -c '"Market, ""Mandri"""' "$dir/csv")" 1
ok 'CSV has a row for each event' "$(($(wc -l < "$dir/csv") - 1))" "$(run code "$dir/in.jsonl" | wc -l)"
ok 'the header is there without events' "$(echo 'The tulips opened.' | run code --format csv - | wc -l)" 1
python3 - "$dir/csv" "$dir/in.jsonl" "$khabar" > "$dir/out" 2>&1 <<'PY'
import csv, json, subprocess, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf8"), strict=True))
events = [json.loads(x) for x in subprocess.run([sys.argv[3], "code", sys.argv[2]], capture_output=True, check=True).stdout.splitlines()]
for r, e in zip(rows, events, strict=True):
    assert r["id"] == e["id"] and r["type"] == e["type"] and r["title"] == (e["article"]["title"] or ""), (r, e)
    assert float(r["confidence"]) == e["confidence"] and int(r["trigger_start"]) == e["trigger"]["start"]
    assert r["killed"] == str(e["toll"].get("killed", {}).get("best", "")), r
    assert r["actor"] == "|".join(a["name"] or a["text"] for a in e["actors"]), r
    assert (float(r["lat"]) if r["lat"] else None) == (e["place"] or {}).get("lat"), r
print("same")
PY
ok 'a CSV reader finds what the JSON says' "$(cat "$dir/out")" same

# confidence
ok '--min-confidence 1 leaves nothing that is less sure' "$(run code --min-confidence 1 "$dir/in.jsonl" | grep -vc '"confidence":1.00')" 0
ok '--min-confidence 0 leaves all' "$(run code --min-confidence 0 "$dir/in.jsonl" | cksum)" "$(run code "$dir/in.jsonl" | cksum)"
ok '--outlet and --date fill what the input lacks' "$(echo 'Rebels shelled a market in Kabul on Sunday.' | run code --outlet 'Sun' --date 2014-05-05 - | grep -c '"outlet":"Sun","agency":null,"published":"2014-05-05"')" 1

# threads
i=0; while [ $i -lt 40 ]; do cat "$dir/in.jsonl"; echo 'not json'; i=$((i + 1)); done | sed '/"id"/s/"id":"s/"id":"s-/' > "$dir/many.jsonl"
for command in code explain annotate parse extract; do
  for jobs in 1 4; do "$khabar" $command --jobs $jobs "$dir/many.jsonl" > "$dir/out$jobs" 2> "$dir/err$jobs"; done
  ok "$command: 1 and 4 jobs print the same, messages too" "$(cat "$dir/out1" "$dir/err1" | cksum)" "$(cat "$dir/out4" "$dir/err4" | cksum)"
done
ok 'there was something to compare' "$([ "$(run code "$dir/many.jsonl" | wc -l)" -ge 80 ] && grep -c 'not JSON' "$dir/err")" 40

# explain
run explain "$dir/in.jsonl" > "$dir/explained"
ok 'evidence is marked with its event' "$(grep -c '\[A1 Rebels\] \[E1 shelled\] \[R1 a market\] in \[P1 Kabul\] on \[D1 Sunday\]' "$dir/explained")" 1
ok 'the words, the rule and the reasoning' "$(awk '/^1  ASSAULT/ { on = 1 } on { print } on && /^$/ { exit }' "$dir/explained" | grep -cE '^   (words     "shelled"|rule      en/predicates/|actor     "Rebels" is REB; |place     "Kabul" is Kabul, AFG, )')" 4
ok 'no events is said' "$(grep -c '^no events$' "$dir/explained")" 1
ok 'what was refused, with the reason' "$(echo 'An Afghan Taliban spokesman did not respond to requests for comment.' | run explain - | grep -A1 '^read, but not coded' | grep -c '^   "requests" (en/predicates/.*: ')" 1
run explain --format jsonl "$dir/in.jsonl" > "$dir/out"
ok 'the explanation as JSON, one object an article' "$(python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf8"):
    o = json.loads(line)
    text = o["text"].encode()
    for e in o["events"]:
        for w in e["actors"] + e["recipients"]:
            assert text[w["start"]:w["end"]].decode() == w["text"] and w["reason"], w
    print(o["article"]["id"])' "$dir/out" | tr '\n' ' ')" 's1 s2 s3 '
ok 'extract --text is title and body' "$(echo 'Rebels shelled a market.' | run extract --text -)" 'Rebels shelled a market.'
plan
