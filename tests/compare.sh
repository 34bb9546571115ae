# khabar compare: what matches, what misses and why; files as they are found in the world. TAP.
khabar=$1
. tests/tap.sh
db=$dir/a.db
cat > "$dir/in.jsonl" << 'J'
{"id":"c1","date":"2014-05-05","text":"Taliban fighters shelled a market in Kabul on Sunday, killing 12 people."}
{"id":"c2","date":"2014-05-06","text":"Taliban fighters shelled a market in Kabul on Sunday, killing 14 people."}
{"id":"c3","date":"2014-05-06","text":"Thousands of people protested in Athens on Monday."}
{"id":"c4","date":"2014-05-06","text":"A suicide bomber killed three soldiers in Baghdad on Monday."}
{"id":"c5","date":"2014-05-06","text":"Thousands of people protested in Lima on Monday."}
J
"$khabar" add --db "$db" "$dir/in.jsonl" > /dev/null
heading='event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp'
# row ID DAY TYPE ACTOR1 ACTOR2 ISO COUNTRY PLACE LAT LON DEAD
row() { echo "$1,$2,2014,1,,$3,,$4,,2,$5,,7,27,,$6,,$7,,,,$8,$9,${10},1,The Daily,,\"a note, with a comma\",${11},,1"; }
{
  echo "$heading"
  row AFG1 '05 May 2014' 'Explosions/Remote violence' Taliban 'Civilians (Afghanistan)' 4 Afghanistan Kabul 34.53 69.17 12
  row GRC1 2014-05-05 Protests 'Protesters (Greece)' '' 300 Greece Thessaloniki 40.64 22.94 0
  row IRQ1 2014-05-20 'Explosions/Remote violence' 'Islamic State' 'Military Forces of Iraq' 368 Iraq Baghdad 33.32 44.42 3
  row AFG2 2014-05-04 Protests 'Protesters (Afghanistan)' '' 4 Afghanistan Kabul 34.53 69.17 0
} > "$dir/acled.csv"
compare() { "$khabar" compare --db "$db" --with "$@" 2> "$dir/err"; }
# get KEY VALUE FIELD: a field of the rows that have a value
cat > "$dir/get.py" << 'P'
import json, sys
out = [o.get(sys.argv[3]) for o in map(json.loads, sys.stdin) if o.get(sys.argv[1]) == sys.argv[2]]
print(" ".join(str(len(v)) if isinstance(v, list) else str(v) for v in out))
P
get() { python3 "$dir/get.py" "$@" < "$dir/out"; }

compare "$dir/acled.csv" --layout acled > "$dir/out"
ok 'exit and messages' "$? $(cat "$dir/err")" '0 '
ok 'one of theirs, told by two of our articles' "$(get row matched theirs) $(get row matched ours) $(get row matched km) $(get row matched days)" 'AFG1 2 0.3 1'
ok 'only theirs, and why' "$(get theirs GRC1 reason):$(get theirs IRQ1 reason):$(get theirs AFG2 reason)" "303 km off:15 days off:Explosions/Remote violence, not Protests"
ok 'only ours' "$(get row 'only ours' country | tr ' ' '\n' | sort | tr '\n' ' ')" 'Greece Iraq '
ok 'a country that the file does not know is no miss' "$(get row all outside)" 1
ok 'counts' "$(get row all matched) $(get row all ours_matched) $(get row all only_ours) $(get row all only_theirs)" '1 2 2 3'
ok 'by country' "$(get name Afghanistan matched) $(get name Afghanistan only_theirs)" '1 1'
ok 'by week' "$(get row 'by week' name)" '2014-W18 2014-W19 2014-W21'
ok 'by type' "$(get name Protests only_theirs)" 2
compare "$dir/acled.csv" --layout acled --km 400 > "$dir/out"
ok 'a wider circle' "$(get row all matched)" 2
compare "$dir/acled.csv" --layout acled --km 400 --days 20 > "$dir/out"
ok 'more days' "$(get row all matched)" 3
compare "$dir/acled.csv" --layout acled --country GRC > "$dir/out"
ok 'filters of ours' "$(get row all matched) $(get row all only_ours)" '0 1'
ok 'csv' "$(compare "$dir/acled.csv" --layout acled --format csv | python3 -c 'import csv, sys; r = list(csv.DictReader(sys.stdin)); print(len({len(x) for x in r}), [x["theirs"] for x in r if x["row"] == "matched"])')" "1 ['AFG1']"
compare "$dir/acled.csv" --layout acled --format table > "$dir/out"
ok 'a table' "$(sed -n 2p "$dir/out"):$(grep -c '^Afghanistan  *1  *0  *1$' "$dir/out"):$(grep -c '^GRC1 .*303 km off' "$dir/out")" 'matched: 1 of theirs by 2 of ours; only ours: 2; only theirs: 3:1:1'

# what we write ourselves matches itself, in each layout, with a heading or without, as TSV or CSV
for l in acled ged gdelt polecat; do
  for f in '--format csv' '--format tsv --no-heading'; do
    "$khabar" export --db "$db" --layout $l $f --out "$dir/own" 2> /dev/null
    compare "$dir/own" --layout $l > "$dir/out"
    ok "our own $l, $f" "$(get row all only_ours) $(get row all only_theirs) $([ "$(get row all matched)" -ge 2 ] && echo some)" '0 0 some'
  done
done
awk -F, -v OFS=';' '{ $1 = $1; print }' "$dir/acled.csv" | sed 's/a note; with/a note, with/' > "$dir/semi.csv"
compare "$dir/semi.csv" --layout acled > "$dir/out"
ok 'semicolons' "$(get row all matched) $(cat "$dir/err")" '1 '
printf '\357\273\277' | cat - "$dir/acled.csv" | sed 's/$/\r/' > "$dir/dos.csv"
compare "$dir/dos.csv" --layout acled > "$dir/out"
ok 'a byte order mark and the line ends of DOS' "$(get row all matched) $(cat "$dir/err")" '1 '
python3 -c 'import csv, sys; r = list(csv.DictReader(open(sys.argv[1]))); n = list(r[0])[::-1]; w = csv.DictWriter(sys.stdout, n + ["extra"]); w.writeheader(); [w.writerow(dict(x, extra="x")) for x in r]' "$dir/acled.csv" > "$dir/order.csv"
compare "$dir/order.csv" --layout acled > "$dir/out"
ok 'columns in another order, and one more' "$(get row all matched) $(cat "$dir/err")" '1 '
sed 's/Taliban/Talib\xe1n/' "$dir/acled.csv" > "$dir/latin.csv"
compare "$dir/latin.csv" --layout acled > "$dir/out"
ok 'bytes of ISO 8859-1' "$(get row all matched) $(cat "$dir/err")" '1 '

# damage: a line each, and the rest is compared
{
  cat "$dir/acled.csv"
  row SHIFT1 2014-05-04 Battles a b 4 Afghanistan Kabul 34.53 69.17 1 | sed 's/^/x,/'
  row SHIFT2 2014-05-04 Battles a b 4 Afghanistan 34.53 69.17 Kabul 1
  row SHORT 2014-05-04 Battles a b 4 Afghanistan Kabul 34.53 69.17 1 | cut -d, -f1-20
  row BAD1 '31 June 2014' Battles a b 4 Afghanistan Kabul 34.53 69.17 1
  row BAD2 2014-05-04 Battles a b 4 Afghanistan Kabul 134.53 69.17 1
  row BAD3 2014-05-04 Battles a b 4 Afghanistan Kabul 34.53 69.17 many
  row BAD4 2014-05-04 27 a b 4 Afghanistan Kabul 34.53 69.17 1
  row '' 2014-05-04 Battles a b 4 Afghanistan Kabul 34.53 69.17 1
  echo 'OPEN,"2014-05-04,2014'
  row LAST 2014-05-04 'Explosions/Remote violence' Taliban '' 4 Afghanistan Kabul 34.53 69.17 14
} > "$dir/bad.csv"
compare "$dir/bad.csv" --layout acled > "$dir/out"
ok 'damage: exit' "$?" 1
sed "s,.*/bad.csv,bad.csv," "$dir/err" > "$dir/said"
ok 'damage: each row in a line, with its number and reason' "$(cat "$dir/said")" "bad.csv:6: 32 columns where the heading has 31; the row is left out
bad.csv:7: longitude is none: Kabul; the row is left out
bad.csv:8: 20 columns where the heading has 31; the row is left out
bad.csv:9: event_date is no date: 31 June 2014; the row is left out
bad.csv:10: latitude is none: 134.53; the row is left out
bad.csv:11: fatalities is no number: many; the row is left out
bad.csv:12: event_type is none: 27; the row is left out
bad.csv:13: event_id_cnty is empty; the row is left out
bad.csv:14: 6 columns where the heading has 31; the row is left out"
ok 'damage: the rest is compared' "$(get row all matched) $(get row all left_out)" '2 9'
{ echo "$heading"; i=0; while [ $i -lt 30 ]; do echo x; i=$((i + 1)); done; } > "$dir/many.csv"
compare "$dir/many.csv" --layout acled > "$dir/out"
ok 'much damage is told briefly' "$? $(wc -l < "$dir/err" | tr -d ' ') $(tail -1 "$dir/err" | sed 's/.*many.csv/many.csv/')" '1 11 many.csv: 20 more rows are left out'

refused() {                  # refused WHAT CODE WORDS ARGUMENTS...
  what=$1 code=$2 words=$3
  shift 3
  "$khabar" compare "$@" > "$dir/out" 2> "$dir/err"
  ok "$what" "$? $(wc -l < "$dir/err" | tr -d ' ') $(grep -c "^khabar: .*$words" "$dir/err") $(wc -l < "$dir/out" | tr -d ' ')" "$code 1 1 0"
}
refused 'no file' 1 'cannot read: No such file' --db "$db" --with "$dir/none.csv" --layout acled
: > "$dir/empty.csv"
refused 'an empty file' 1 'an empty file' --db "$db" --with "$dir/empty.csv" --layout acled
refused 'a file of another layout' 1 'csv:1: no rows of ged: neither a heading with id, date_start and type_of_violence nor 49 columns (there are 31)' --db "$db" --with "$dir/acled.csv" --layout ged
echo "$heading" > "$dir/head.csv"
refused 'a heading alone' 1 'no rows to compare with' --db "$db" --with "$dir/head.csv" --layout acled
refused 'a layout that cannot be compared' 2 'acled, ged, gdelt, polecat: icews' --db "$db" --with "$dir/acled.csv" --layout icews
refused 'no layout' 2 'layout NAME is missing' --db "$db" --with "$dir/acled.csv"
refused 'no --with' 2 'with FILE is missing' --db "$db" --layout acled
refused 'no store' 4 'no store there' --db "$dir/none.db" --with "$dir/acled.csv" --layout acled
refused 'days that are none' 2 'not a number' --db "$db" --with "$dir/acled.csv" --layout acled --days x
ok 'a full disk' "$("$khabar" compare --db "$db" --with "$dir/acled.csv" --layout acled 2>&1 > /dev/full; echo $?)" 'khabar: standard output: No space left on device; what was written so far is not complete
5'
plan
