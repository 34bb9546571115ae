# kill.sh KHABAR STORE-CHECK N [SEED]: kills `khabar add` with -9 at N random moments. After each: every article that was reported
# is there with as many events, nothing is there twice, the file opens clean. TAP, one test; needs bash for its random numbers.
khabar=$1 check=$2 n=${3:-20} RANDOM=${4:-20140505}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
seq 1 150 | awk '{ printf "{\"id\":\"k%d\",\"date\":\"2014-05-05\",\"text\":\"Rebels shelled a market in Mandri on Sunday. Police killed %d gunmen near the border.\"}\n", $1, $1 }' > "$dir/all.jsonl"
echo 1..1
bad=0 killed=0 ended=0 answers=0 db=
fail() { echo "# round $i: $1"; bad=$((bad + 1)); }

# How long a run takes here decides when to kill: from the start to a little after the end.
begun=$(date +%s%N)
"$khabar" add --db "$dir/whole.db" "$dir/all.jsonl" > "$dir/whole" || fail 'a run that nobody kills'
whole=$(((($(date +%s%N) - begun)) / 1000000 * 11 / 10 + 20))
i=0
while [ $killed -lt "$n" ] && [ $i -lt $((n * 3)) ]; do
    i=$((i + 1))
    [ -n "$db" ] || { db=$dir/a$i.db; }
    "$khabar" add --db "$db" --jobs $((i % 3 + 1)) "$dir/all.jsonl" > "$dir/out" 2> "$dir/err" &
    pid=$!
    ms=$(((RANDOM * 32768 + RANDOM) % whole))
    sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
    if kill -9 $pid 2> /dev/null; then killed=$((killed + 1)); else ended=$((ended + 1)); fi
    wait $pid 2> /dev/null
    [ -s "$dir/err" ] && fail "$(head -1 "$dir/err")"
    [ -e "$db" ] || continue
    # a line that was cut off reports nothing
    sed -n 's/^{"id":"\(k[0-9]*\)","events":\([0-9]*\)}$/\1\t\2/p' "$dir/out" | sort > "$dir/said"
    answers=$((answers + $(wc -l < "$dir/said")))
    if "$check" "$db" > "$dir/there" 2> "$dir/err"; then
        sort -o "$dir/there" "$dir/there"
        lost=$(comm -23 "$dir/said" "$dir/there" | head -1)
        [ -z "$lost" ] || fail "reported and not there: $lost"
    elif grep -q '^an empty file' "$dir/err"; then
        [ -s "$dir/said" ] && fail 'reported, and the store is empty'      # killed before the tables were made
    else
        fail "$(head -1 "$dir/err")"
    fi
    # every other store is added to again until it is whole, the others begin anew
    if [ $((i % 2)) -eq 0 ] || [ "$(wc -l < "$dir/there")" -eq 150 ]; then rm -f "$db"*; db=; fi
done
[ $bad -eq 0 ] && echo "ok 1 - killed at $killed moments, $ended ended before; $answers articles reported, all there" || echo "not ok 1 - $bad of $i rounds"
