# The store as a person meets it: khabar add and khabar query. TAP.
khabar=$1 check=$2
n=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
ok() { n=$((n + 1)); if [ "$2" = "$3" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "# got: $2"; echo "# want: $3"; fi; }
lines() { wc -l < "$1" | tr -d ' '; }
# byte AT VALUE: writes one byte into the store's file, for headers that no khabar would write
byte() { printf "\\$(printf %o "$3")" | dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null; }

db=$dir/a.db
seq 1 30 | awk '{ printf "{\"id\":\"k%d\",\"date\":\"2014-05-%02d\",\"text\":\"Rebels shelled a market in Kabul on Sunday. Police killed %d gunmen.\"}\n", $1, $1, $1 }' > "$dir/all.jsonl"
printf '{"id":"good1","date":"2014-05-05","text":"Rebels shelled a market in Kabul on Sunday."}\n{"id":"bad","text":7}\nnot json\n{"id":"good2","text":"It rained."}\n' > "$dir/mixed.jsonl"

"$khabar" add --db "$db" "$dir/all.jsonl" > "$dir/out" 2> "$dir/err"
ok 'adding' "$? $(cat "$dir/err")" '0 '
ok 'each article is answered, in the order of the input' "$(sed 's/.*"id":"\([^"]*\)".*/\1/' "$dir/out" | tr '\n' ' ')" "$(seq 1 30 | sed 's/^/k/' | tr '\n' ' ')"
"$khabar" code "$dir/all.jsonl" > "$dir/coded"
"$khabar" query --db "$db" > "$dir/asked"
ok 'query and code print the same events' "$(sort "$dir/asked" | cksum)" "$(sort "$dir/coded" | cksum)"
ok 'there are events' "$([ "$(lines "$dir/coded")" -ge 30 ] && echo yes)" yes
ok 'the answers count them' "$(sed 's/.*"events":\([0-9]*\)}/\1/' "$dir/out" | awk '{ s += $1 } END { print s }')" "$(lines "$dir/coded")"
ok 'oldest first' "$(grep -o '"date":{"start":"[-0-9]*' "$dir/asked" | sort -c && echo sorted)" sorted
"$khabar" add --db "$db" --jobs 3 "$dir/all.jsonl" > "$dir/again"
ok 'adding again answers the same' "$(cksum < "$dir/again")" "$(cksum < "$dir/out")"
ok 'and changes nothing' "$("$khabar" query --db "$db" --superseded | cksum)" "$(cksum < "$dir/asked")"
ok 'the file is whole' "$("$check" "$db" | wc -l | tr -d ' ')" 30

printf '{"id":"k7","date":"2014-05-07","text":"It rained in Kabul."}\n' | "$khabar" add --db "$db" - > "$dir/out"
ok 'a newer text has other events' "$(cat "$dir/out")" '{"id":"k7","events":0}'
ok 'the old ones are gone' "$("$khabar" query --db "$db" --article k7 | wc -l | tr -d ' ')" 0
ok 'and kept' "$("$khabar" query --db "$db" --article k7 --superseded)" "$(grep '"article":{"id":"k7"' "$dir/asked")"

dates() { sed 's/.*"date":{"start":"\([-0-9]*\)","end":"\([-0-9]*\)".*/\1 \2/' | awk '$1 <= "2014-05-20" && $2 >= "2014-05-20" { n++ } END { print n + 0, NR - n }'; }
ok 'by day' "$("$khabar" query --db "$db" --from 2014-05-20 --to 2014-05-20 | dates)" "$("$khabar" query --db "$db" | dates | cut -d' ' -f1) 0"
ok 'by country' "$("$khabar" query --db "$db" --country AFG --limit 1 | grep -c '"country":"AFG"')" 1
ok 'by sector' "$("$khabar" query --db "$db" --actor :COP | grep -vc '"sector":"COP"')" 0
ok 'by type and status' "$("$khabar" query --db "$db" --type assault --status occurred --article k3 | grep -c '"type":"ASSAULT".*"status":"occurred"')" "$(grep '"article":{"id":"k3"' "$dir/asked" | grep -c '"type":"ASSAULT".*"status":"occurred"')"
ok 'by words' "$("$khabar" query --db "$db" --text '"30 gunmen"' | grep -vc '"id":"k30"')" 0
ok 'no event is no failure' "$("$khabar" query --db "$db" --text submarine; echo $?)" 0
ok 'a limit' "$("$khabar" query --db "$db" --limit 3 | wc -l | tr -d ' ')" 3
ok 'a reader who has enough' "$("$khabar" query --db "$db" 2>&1 | head -1 | wc -l | tr -d ' ')" 1

"$khabar" add --db "$dir/m.db" "$dir/mixed.jsonl" > "$dir/out" 2> "$dir/err"
ok 'bad articles among good ones' "$? $(lines "$dir/err")" '1 2'
ok 'they are answered too' "$(grep -c '"error":"' "$dir/out") $(sed -n 2p "$dir/out" | grep -c '^{"id":"bad",.*"line":2,"error":"')" '2 1'
ok 'the good ones are kept' "$("$check" "$dir/m.db" | cut -f1 | tr '\n' ' ')" 'good1 good2 '
"$khabar" add --db "$dir/m.db" "$dir/none.txt" "$dir/all.jsonl" > "$dir/out" 2> "$dir/err"
ok 'a file that is not there' "$? $(lines "$dir/err") $("$check" "$dir/m.db" | wc -l | tr -d ' ')" '1 1 32'
: > "$dir/empty.txt"
ok 'an empty file' "$("$khabar" add --db "$dir/m.db" "$dir/empty.txt" 2> /dev/null; echo $?)" 0

# one line and the exit code for each store that is none
refused() {                  # refused WHAT CODE WORDS COMMAND...
    what=$1 code=$2 words=$3
    shift 3
    "$khabar" "$@" > "$dir/out" 2> "$dir/err"
    ok "$what" "$? $(lines "$dir/err") $(lines "$dir/out") $(grep -c "^khabar: .*$words" "$dir/err")" "$code 1 0 1"
}
refused 'query: no store' 4 'no store there; khabar add makes one' query --db "$dir/none.db"
ok 'and none was made' "$(ls "$dir" | grep -c none.db)" 0
refused 'query: no --db' 2 'db FILE is missing' query
refused 'add: no --db' 2 'db FILE is missing' add "$dir/all.jsonl"
refused 'add: no input' 2 'no input file' add --db "$dir/none.db"
head -c 9000 "$dir/coded" > "$dir/junk.db"
refused 'query: not a database' 4 'no store of khabar' query --db "$dir/junk.db"
refused 'add: not a database' 4 'no store of khabar' add --db "$dir/junk.db" "$dir/all.jsonl"
refused 'add: a folder' 4 'not a file' add --db "$dir" "$dir/all.jsonl"
refused 'add: no such folder' 4 'cannot be opened' add --db "$dir/no/a.db" "$dir/all.jsonl"
cp "$db" "$dir/newer.db"; byte "$dir/newer.db" 63 9      # user_version
refused 'query: a newer version' 4 'version 9.*newer' query --db "$dir/newer.db"
refused 'add: a newer version' 4 'version 9.*newer' add --db "$dir/newer.db" "$dir/all.jsonl"
cp "$db" "$dir/other.db"; byte "$dir/other.db" 68 1      # application_id
refused 'query: another program'\''s database' 4 'no store of khabar' query --db "$dir/other.db"
head -c 20000 "$db" > "$dir/cut.db"
refused 'query: a file cut off' 4 'damaged' query --db "$dir/cut.db"
refused 'query: words that cannot be read' 2 'double quotes' query --db "$db" --text 'cease-fire'
refused 'query: an open quote' 2 'cannot be read' query --db "$db" --text '"gunmen'
refused 'query: a day that is none' 2 '' query --db "$db" --from 2014-02-30
refused 'query: from after to' 2 'after' query --db "$db" --from 2014-05-02 --to 2014-05-01
refused 'query: a status that is none' 2 'occurred' query --db "$db" --status done
refused 'query: a file' 2 'takes no file' query --db "$db" "$dir/all.jsonl"
for words in "' OR '1'='1" "'; DROP TABLE events; --" '" OR 1=1 --'; do
    for option in --country --actor --type --mode --article; do
        [ -z "$("$khabar" query --db "$db" "$option" "$words")" ] || echo "# $option $words"
    done
done > "$dir/found"
ok 'words like SQL find nothing' "$(cat "$dir/found")" ''
ok 'and do nothing' "$("$khabar" query --db "$db" | grep -vc '"article":{"id":"k7"')" "$(grep -vc '"article":{"id":"k7"' "$dir/asked")"

# no room: what was answered with events is there, the rest is answered with an error
seq 1 300 | awk '{ printf "{\"id\":\"r%d\",\"text\":\"Rebels shelled a market in Kabul on Sunday. Police killed %d gunmen.\"}\n", $1, $1 }' > "$dir/more.jsonl"
(ulimit -f 500; { "$khabar" add --db "$dir/full.db" "$dir/more.jsonl" 2> "$dir/err"; echo $? > "$dir/code"; } | cat > "$dir/out")
ok 'a full disk' "$(cat "$dir/code") $(lines "$dir/err") $(grep -c '^khabar: .*full.db: ' "$dir/err")" '5 1 1'
sed -n 's/^{"id":"\(r[0-9]*\)","events":\([0-9]*\)}$/\1\t\2/p' "$dir/out" | sort > "$dir/said"
"$check" "$dir/full.db" | sort > "$dir/there"
ok 'what was reported is there' "$(comm -23 "$dir/said" "$dir/there" | wc -l | tr -d ' ')" 0
ok 'and no other' "$(comm -13 "$dir/said" "$dir/there" | wc -l | tr -d ' ')" 0
"$khabar" add --db "$dir/full.db" "$dir/more.jsonl" > "$dir/out" 2> "$dir/err"
ok 'with room again all go in' "$? $("$check" "$dir/full.db" | wc -l | tr -d ' ')" '0 300'

# two at once, one store, half of it the same
head -200 "$dir/more.jsonl" > "$dir/one.jsonl"; tail -200 "$dir/more.jsonl" > "$dir/two.jsonl"
"$khabar" add --db "$dir/both.db" "$dir/one.jsonl" > "$dir/out1" 2> "$dir/err1" & one=$!
"$khabar" add --db "$dir/both.db" "$dir/two.jsonl" > "$dir/out2" 2> "$dir/err2"; code=$?
wait $one
ok 'two at once' "$? $code $(cat "$dir/err1" "$dir/err2") $(grep -c events "$dir/out1") $(grep -c events "$dir/out2")" '0 0  200 200'
ok 'all of both, nothing twice' "$("$check" "$dir/both.db" | wc -l | tr -d ' ')" 300

# an interrupt: what came is kept and answered, and the exit code says so
mkfifo "$dir/pipe"
{ cat "$dir/all.jsonl"; exec sleep 20; } > "$dir/pipe" & feeder=$!
"$khabar" add --db "$dir/int.db" - < "$dir/pipe" > "$dir/out" & adder=$!
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ "$(lines "$dir/out")" -eq 30 ] || sleep 0.5; done
ok 'a stream is answered before it ends' "$(lines "$dir/out")" 30
kill -INT $adder
wait $adder
ok 'an interrupt' "$? $("$check" "$dir/int.db" | wc -l | tr -d ' ')" '130 30'
kill $feeder 2> /dev/null

"$khabar" add --db "$dir/head.db" "$dir/more.jsonl" 2> "$dir/err" | head -1 > "$dir/out"
ok 'who stops reading answers stops no keeping' "$("$check" "$dir/head.db" | wc -l | tr -d ' ') $(cat "$dir/err")" '300 '
echo "1..$n"
