# The views that any tool reads, and stores of older versions. TAP.
khabar=$1 check=$2
. tests/tap.sh
cat > "$dir/ask.py" << 'P'
import sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
for row in db.execute(sys.argv[2]):
    print("\t".join("-" if v is None else str(v) for v in row))
P
ask() { python3 "$dir/ask.py" "$1" "$2" 2>&1; }

# tests/old/store-1.db was written by the first version: two articles, one of them replaced since
cp tests/old/store-1.db "$dir/a.db"
ok 'the old store is of version 1' "$(ask "$dir/a.db" 'PRAGMA user_version')" 1
before=$(ask "$dir/a.db" 'SELECT json FROM events WHERE superseded = 0 ORDER BY id' | cksum)
"$khabar" query --db "$dir/a.db" > "$dir/out" 2> "$dir/err"
ok 'an older store is read' "$? $(cat "$dir/err") $(wc -l < "$dir/out" | tr -d ' ')" '0  3'
ok 'and brought up' "$(ask "$dir/a.db" 'PRAGMA user_version')" "$(sed -n 's/.*KH_SQLITE_VERSION = \([0-9]*\),.*/\1/p' src/store/sqlite.h)"
ok 'with the events it had' "$(ask "$dir/a.db" 'SELECT json FROM events ORDER BY id' | cksum)" "$before"
ok 'it is whole' "$("$check" "$dir/a.db" | tr '\t\n' '  ')" 'old1 2 old2 1 '
ok 'replaced versions are kept' "$("$khabar" query --db "$dir/a.db" --superseded | wc -l | tr -d ' ')" 4
printf '{"id":"new","date":"2014-05-09","text":"Rebels shelled a market in Kabul on Sunday."}\n' | "$khabar" add --db "$dir/a.db" - > /dev/null
ok 'and added to' "$("$check" "$dir/a.db" | wc -l | tr -d ' ')" 3
if [ "$(id -u)" -ne 0 ]; then
  cp tests/old/store-1.db "$dir/r.db"; chmod 444 "$dir/r.db"
  "$khabar" query --db "$dir/r.db" > "$dir/out" 2> "$dir/err"
  ok 'an older store that cannot be written' "$? $(grep -c 'of version 1 that cannot be written' "$dir/err")" '4 1'
fi

cat > "$dir/in.jsonl" << 'J'
{"id":"v1","date":"2014-05-05","outlet":"The Daily","title":"Märket","text":"Café owners said it was noisy. Rebels shelled a market in Kabul on Sunday, killing 12 people."}
{"id":"v2","date":"2014-05-06","text":"It rained."}
{"id":"v3","date":"2014-05-06","text":"Russia and China condemned the United States on Monday."}
J
"$khabar" add --db "$dir/v.db" "$dir/in.jsonl" > /dev/null
ok 'an event is a row' "$(ask "$dir/v.db" "SELECT article, outlet, type, cameo, status, background, actor, date_start, place, country, killed FROM events WHERE article = 'v1' AND type = 'ASSAULT'")" \
  "v1	The Daily	ASSAULT	194	occurred	0	Rebels	2014-05-04	Kabul	AFG	12"
ok 'its sentence, cut at bytes' "$(ask "$dir/v.db" "SELECT sentence FROM events WHERE article = 'v1' AND type = 'ASSAULT'")" \
  'Rebels shelled a market in Kabul on Sunday, killing 12 people.'
ok 'several people in one text' "$(ask "$dir/v.db" "SELECT DISTINCT actor, actor_country FROM events WHERE article = 'v3' AND actor LIKE '%|%'")" 'Russia|China	RUS|CHN'
ok 'nothing is NULL, not separators' "$(ask "$dir/v.db" "SELECT DISTINCT actor_id FROM events WHERE article = 'v1' AND type = 'ASSAULT'")" '-'
ok 'codes are text' "$(ask "$dir/v.db" "SELECT DISTINCT typeof(cameo), typeof(killed), typeof(lat) FROM events WHERE killed IS NOT NULL")" 'text	integer	real'
ok 'reports' "$(ask "$dir/v.db" "SELECT id, version, title, events FROM reports ORDER BY id" | head -2)" "v1	1	Märket	$(ask "$dir/v.db" "SELECT count(*) FROM events WHERE article = 'v1'")
v2	1	-	0"
ok 'tolls' "$(ask "$dir/v.db" "SELECT article, harm, who, best FROM tolls WHERE who IS NULL AND harm = 'killed'")" 'v1	killed	-	12'
ok 'columns as documented' "$(ask "$dir/v.db" 'SELECT group_concat(name, " ") FROM pragma_table_info("reports")')" 'id version title outlet agency url published language added coded_by events text'
sed 's/market/bridge/' "$dir/in.jsonl" | "$khabar" add --db "$dir/v.db" - > /dev/null
ok 'current versions only' "$(ask "$dir/v.db" "SELECT count(*) FROM reports") $(ask "$dir/v.db" "SELECT version FROM reports WHERE id = 'v1'") $(ask "$dir/v.db" "SELECT count(*) FROM events WHERE sentence LIKE '%market%'")" '3 2 0'
plan
