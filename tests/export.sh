# khabar export and the layouts of code: columns, codes, forms, and what happens where nothing can be written. TAP.
khabar=$1
. tests/tap.sh
db=$dir/a.db
cat > "$dir/in.jsonl" << 'J'
{"id":"x1","date":"2014-05-05","outlet":"The Daily","title":"Market, \"old\" town","url":"http://example.org/1","text":"Taliban fighters shelled a market in Kabul on Sunday, killing 12 people."}
{"id":"x2","date":"2014-05-06","text":"Police arrested seven protesters in Cairo on Monday."}
{"id":"x3","date":"2014-05-06","outlet":"The Daily","text":"Russia and China condemned the United States on Monday."}
{"id":"x4","date":"2014-05-06","text":"Thousands of people protested in Athens on Monday."}
{"id":"x5","date":"2014-05-06","text":"Israel will attack Iran next week."}
{"id":"x6","date":"2014-05-06","text":"The United Nations sent food to Romania on Monday."}
J
"$khabar" add --db "$db" "$dir/in.jsonl" > /dev/null
export2() { "$khabar" export --db "$db" "$@" 2> "$dir/err"; }
# cell LAYOUT COLUMN ARTICLE-OR-WORD: the cells of a column in the rows that hold a word
cat > "$dir/cell.py" << 'P'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline=""), delimiter=sys.argv[4] if len(sys.argv) > 4 else ","))
print(" ".join(r[sys.argv[2]] for r in rows if sys.argv[3] in "|".join(r.values())))
P
cell() { python3 "$dir/cell.py" "$dir/$1.csv" "$2" "$3"; }

for l in polecat:40 icews:20 gdelt:61 acled:31 ged:49; do
  name=${l%:*} columns=${l#*:}
  export2 --layout "$name" --format csv --out "$dir/$name.csv"
  ok "$name: exit, columns of its heading" "$? $(python3 -c 'import csv, sys; print(len(next(csv.reader(open(sys.argv[1])))))' "$dir/$name.csv")" "0 $columns"
  ok "$name: every row has as many" "$(python3 -c 'import csv, sys; print(*sorted({len(r) for r in csv.reader(open(sys.argv[1], newline=""))}))' "$dir/$name.csv")" "$columns"
  ok "$name: ids are unique" "$(python3 -c 'import csv, sys; r = [x[0] for x in csv.reader(open(sys.argv[1], newline=""))]; print(len(r) - len(set(r)), len(r) > 1)' "$dir/$name.csv")" '0 True'
  "$khabar" code --format "$name" "$dir/in.jsonl" > "$dir/coded" 2> /dev/null
  export2 --layout "$name" > "$dir/kept"
  ok "$name: code writes what export does" "$(sort "$dir/coded" | cksum)" "$(sort "$dir/kept" | cksum)"
done
head1() { head -1 "$dir/$1.csv" | tr -d '\r' | cut -d, -f"$2"; }
ok 'names of columns' "$(head1 polecat 1,6,40) $(head1 icews 7) $(head1 gdelt 1,27,61) $(head1 acled 1,10,31) $(head1 ged 1,6,49)" \
  'Event ID,Quad Code,Version CAMEO Code GLOBALEVENTID,EventCode,SOURCEURL event_id_cnty,inter1,timestamp id,type_of_violence,gwnob'

# codes: CAMEO 194 is fighting with artillery, Goldstein -10, quad class 4; PLOVER heavy weapons -9.5
ok 'polecat' "$(cell polecat 'Event Type' x1 | wc -w | tr -d ' ') $(cell polecat 'Event Mode' heavy) $(cell polecat Intensity heavy) $(cell polecat 'Quad Code' heavy)" \
  '0 heavy-weapons -9.5 MATERIAL CONFLICT'
ok 'polecat: who is hit, in words and GeoNames numbers' "$(cell polecat 'GeoNames ID' heavy) $(cell polecat Country heavy) $(cell polecat 'Actor COW' heavy)" '1138958 AFG 700'
ok 'polecat: what will be is future' "$(cell polecat Contexts 'Israel' | grep -c future)" 1
ok 'gdelt' "$(cell gdelt EventCode TALIBAN) $(cell gdelt EventRootCode TALIBAN) $(cell gdelt QuadClass TALIBAN) $(cell gdelt GoldsteinScale TALIBAN)" '194 19 4 -10'
ok 'gdelt: actor codes' "$(cell gdelt Actor1Code TALIBAN) $(cell gdelt Actor1CountryCode TALIBAN) $(cell gdelt Actor1Type1Code TALIBAN) $(cell gdelt Actor2Type1Code TALIBAN)" 'AFGREB AFG REB CVL'
ok 'gdelt: FIPS country, town, day' "$(cell gdelt ActionGeo_CountryCode TALIBAN) $(cell gdelt ActionGeo_Type TALIBAN) $(cell gdelt SQLDATE TALIBAN) $(cell gdelt MonthYear TALIBAN)" 'AF 4 20140504 201405'
ok 'gdelt: a code keeps its leading zero, Romania is ROM, the UN is IGOUNO' "$(cell gdelt EventCode 'UNITED NATIONS' | cut -c1) $(cell gdelt Actor2CountryCode 'UNITED NATIONS') $(cell gdelt Actor1Code 'UNITED NATIONS')" '0 ROM IGOUNO'
ok 'gdelt: what did not happen is not there' "$(grep -c ISRAEL "$dir/gdelt.csv")" 0
ok 'pairs: each actor with each recipient' "$(cell gdelt Actor1Code 'UNITED STATES' | tr ' ' '\n' | sort | tr '\n' ' ')" 'CHNGOV RUSGOV '
ok 'icews' "$(cell icews 'Event Text' China) $(cell icews 'CAMEO Code' China) $(cell icews Intensity China) $(cell icews 'Target Country' China)" 'Criticize or denounce 111 -2 United States'
ok 'acled: a shelling' "$(cell acled event_type Taliban):$(cell acled sub_event_type Taliban):$(cell acled disorder_type Taliban)" 'Explosions/Remote violence:Shelling/artillery/missile attack:Political violence'
ok 'acled: who' "$(cell acled actor1 Taliban):$(cell acled inter1 Taliban):$(cell acled actor2 Taliban):$(cell acled inter2 Taliban):$(cell acled interaction Taliban):$(cell acled civilian_targeting Taliban)" \
  'Taliban:2:Civilians (Afghanistan):7:27:Civilian targeting'
ok 'acled: where, when, how many' "$(cell acled iso Taliban) $(cell acled region Taliban) $(cell acled geo_precision Taliban) $(cell acled time_precision Taliban) $(cell acled event_date Taliban) $(cell acled fatalities Taliban)" '4 South Asia 1 1 2014-05-04 12'
ok 'acled: the sentence' "$(cell acled notes Taliban)" 'Taliban fighters shelled a market in Kabul on Sunday, killing 12 people.'
ok 'acled: a protest' "$(cell acled sub_event_type Athens):$(cell acled actor1 Athens):$(cell acled inter1 Athens):$(cell acled interaction Athens)" 'Peaceful protest:Protesters (Greece):6:60'
ok 'acled: arrests' "$(cell acled sub_event_type Cairo)" 'Arrests'
ok 'acled: condemning has no place there, and that is said' "$(grep -c China "$dir/acled.csv") $("$khabar" export --db "$db" --layout acled 2>&1 > /dev/null | grep -c '^khabar: [0-9]* of [0-9]* events have no place in the layout acled$')" '0 1'
ok 'ged: one-sided, its sides and dead' "$(cell ged type_of_violence Taliban):$(cell ged side_a Taliban):$(cell ged side_b Taliban):$(cell ged deaths_civilians Taliban):$(cell ged best Taliban)" '3:Taliban:Civilians:12:12'
ok 'ged: numbers of country and cell, day' "$(cell ged country_id Taliban) $(cell ged priogrid_gid Taliban) $(cell ged date_prec Taliban) $(cell ged where_prec Taliban) $(cell ged geom_wkt Taliban)" '700 179779 1 1 POINT (69.1723 34.5281)'
ok 'ged: only the deadly' "$(cell ged best '' | wc -w | tr -d ' ')" 1

# forms
export2 --format tsv --no-heading > "$dir/rows.tsv"
ok 'no heading' "$(wc -l < "$dir/rows.tsv" | tr -d ' ')" "$("$khabar" query --db "$db" | wc -l | tr -d ' ')"
export2 --out "$dir/e.jsonl"
ok 'the form by the name of the file' "$(python3 -c 'import json, sys; o = [json.loads(x) for x in open(sys.argv[1])]; r = [x for x in o if x["killed"] == 12][0]; print(r["cameo"], r["lat"], r["background"], r["injured"])' "$dir/e.jsonl")" '194 34.5281 False None'
ok 'csv of query and export are the same' "$("$khabar" query --db "$db" --format csv | cksum)" "$(export2 --format csv | cksum)"
ok 'quotes and commas' "$(python3 -c 'import csv, sys; print({r["title"] for r in csv.DictReader(open(sys.argv[1], newline="")) if r["article"] == "x1"})' /dev/stdin < "$(export2 --out "$dir/e.csv"; echo "$dir/e.csv")")" "{'Market, \"old\" town'}"
export2 --layout acled --out "$dir/e.geojson"
ok 'geojson' "$(python3 -c 'import json, sys; f = json.load(open(sys.argv[1]))["features"]; k = [x for x in f if x["properties"]["iso"] == 4][0]; print(k["geometry"]["type"], *k["geometry"]["coordinates"], k["properties"]["fatalities"])' "$dir/e.geojson")" 'Point 69.1723 34.5281 12'
export2 --status negated --out "$dir/none.geojson"
ok 'geojson of nothing' "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["features"])' "$dir/none.geojson")" '[]'
export2 --out "$dir/e.gpkg"
ok 'geopackage' "$? $(python3 -c 'import sqlite3, sys, struct; d = sqlite3.connect(sys.argv[1]); g, k, t = d.execute("SELECT geom, killed, typeof(killed) FROM events WHERE killed = 12").fetchone(); print(g[:2], *struct.unpack("<dd", g[13:]), k, t)' "$dir/e.gpkg")" "0 b'GP' 69.1723 34.5281 12 integer"
if command -v ogrinfo > /dev/null; then
  ok 'geopackage: ogrinfo reads it and has nothing to say' "$(ogrinfo -q -al -so "$dir/e.gpkg" 2>&1 | grep -ciE 'warning|error')" 0
  ok 'geopackage: ogrinfo finds the point' "$(ogrinfo -q "$dir/e.gpkg" -sql "SELECT * FROM events WHERE killed = 12" | grep -c 'POINT (69.1723 34.5281)')" 1
  ok 'geojson: ogrinfo reads it' "$(ogrinfo -q -al "$dir/e.geojson" 2>&1 | grep -c 'POINT (69.1723 34.5281)')" 1
else
  ok 'ogrinfo # SKIP not installed' 0 0
fi
ok 'filters' "$(export2 --country AFG --type ASSAULT --format jsonl | wc -l | tr -d ' ') $(export2 --from 2015-01-01 --format jsonl | wc -l | tr -d ' ')" '1 0'
printf 'column\ttype\tvalue\nwho\ttext\tactors[].name/text\ncode\ttext\t@quad\nfixed\tinteger\t=7\n' > "$dir/mine.tsv"
mkdir -p "$dir/lex/layouts" "$dir/lex/codes"; mv "$dir/mine.tsv" "$dir/lex/layouts/mine.tsv"
printf 'layout\trows\tkeeps\tform\tbetween\twithin\tdoes\nmine\tevent\treal\tcsv\t|\t+\tmy own\n' > "$dir/lex/codes/layouts.tsv"
ok 'a layout of the user'\''s own' "$("$khabar" export --db "$db" --lexicon "$dir/lex" --layout mine 2> /dev/null | grep -c '^Taliban,MATERIAL CONFLICT,7')" 1
printf 'column\ttype\tvalue\nwho\tnumber\tid\n' > "$dir/lex/layouts/mine.tsv"
ok 'and what is wrong in it' "$("$khabar" export --db "$db" --lexicon "$dir/lex" --layout mine 2>&1; echo $?)" "khabar: layouts/mine.tsv:2: a column has a name and a type (text, date, integer, real, boolean): number
3"

# where nothing can be written: one line, the exit code, and no file
refused() {                  # refused WHAT CODE WORDS ARGUMENTS...
  what=$1 code=$2 words=$3
  shift 3
  "$khabar" export "$@" > "$dir/out" 2> "$dir/err"
  ok "$what" "$? $(wc -l < "$dir/err" | tr -d ' ') $(grep -c "^khabar: .*$words" "$dir/err") $(ls "$dir" | grep -c '^new')" "$code 1 1 0"
}
refused 'a full disk' 5 'No space left on device' --db "$db" --out /dev/full
refused 'a full disk under a layout' 5 'No space left on device' --db "$db" --layout acled --out /dev/full
refused 'no such folder' 5 'No such file or directory; nothing was written' --db "$db" --out "$dir/no/new.csv"
refused 'a folder' 5 'Is a directory' --db "$db" --out "$dir"
refused 'an unknown layout' 2 'layouts are events, polecat, icews, gdelt, acled, ged: cameo' --db "$db" --layout cameo --out "$dir/new.csv"
refused 'an unknown form' 2 'formats are csv' --db "$db" --format xml --out "$dir/new.csv"
refused 'a geopackage without a name' 2 'must be a file' --db "$db" --format gpkg
refused 'a geopackage on a device' 2 'must be a file' --db "$db" --format gpkg --out /dev/null
refused 'no store' 4 'no store there' --db "$dir/none.db" --out "$dir/new.csv"
refused 'not a database' 4 'no store of khabar' --db "$dir/in.jsonl" --out "$dir/new.csv"
refused 'no --db' 2 'db FILE is missing' --out "$dir/new.csv"
refused 'a file too many' 2 'takes no file' --db "$db" x
refused 'a day that is none' 2 'YYYY-MM-DD' --db "$db" --from 2014-02-30 --out "$dir/new.csv"
refused 'words that cannot be read' 2 'double quotes' --db "$db" --text 'cease-fire' --out "$dir/new.csv"
cp "$db" "$dir/later.db"; printf '\011' | dd of="$dir/later.db" bs=1 seek=63 conv=notrunc 2> /dev/null
refused 'a newer store' 4 'version 9.*newer' --db "$dir/later.db" --out "$dir/new.csv"
ok 'standard output full' "$("$khabar" export --db "$db" --layout acled 2>&1 > /dev/full; echo $?)" 'khabar: standard output: No space left on device; what was written so far is not complete
5'
ok 'a reader who has enough' "$({ "$khabar" export --db "$db" 2> "$dir/err"; echo $? > "$dir/code"; } | head -1 | wc -l | tr -d ' ') $(cat "$dir/code" "$dir/err")" '1 0'

# memory does not grow with the rows
cp "$db" "$dir/b.db"; python3 tests/many.py "$dir/b.db" 20000
echo kept > "$dir/old.csv"
(ulimit -f 400; "$khabar" export --db "$dir/b.db" --layout polecat --out "$dir/old.csv" 2> "$dir/err"; echo $? > "$dir/code")
ok 'a file that may not grow: what was there is still there' "$(cat "$dir/code") $(cat "$dir/old.csv") $(ls "$dir" | grep -c '^old.csv') $(wc -l < "$dir/err" | tr -d ' ')" '5 kept 1 1'
(ulimit -f 400; "$khabar" export --db "$dir/b.db" --out "$dir/new.gpkg" 2> "$dir/err"; echo $? > "$dir/code")
ok 'a geopackage that may not grow' "$(cat "$dir/code") $(ls "$dir" | grep -c '^new') $(wc -l < "$dir/err" | tr -d ' ')" '5 0 1'
cp "$dir/b.db" "$dir/c.db"; python3 tests/many.py "$dir/c.db" 100000
peak() { python3 -c 'import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"; }
for f in '--layout gdelt' '--format gpkg'; do
  small=$(peak "$khabar" export --db "$dir/b.db" $f --out "$dir/o")
  large=$(peak "$khabar" export --db "$dir/c.db" $f --out "$dir/o")
  ok "$f: memory is flat from 20,000 to 100,000 events ($small, $large kB)" "$([ "$large" -lt $((small + 8192)) ] && echo flat)" flat
done
"$khabar" export --db "$dir/c.db" --layout gdelt --out "$dir/new.csv" 2> "$dir/err" & pid=$!
for i in 1 2 3 4 5 6 7 8 9 10; do ls "$dir"/new.csv.* > /dev/null 2>&1 || sleep 0.1; done
kill -INT $pid; wait $pid; code=$?
ok 'interrupted: 130, no message and no file' "$code $(cat "$dir/err")$(ls "$dir" | grep -c '^new')" '130 0'
plan
