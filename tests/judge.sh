# khabar judge: one answer for each given span. TAP.
khabar=$1
. tests/tap.sh
run() { "$khabar" "$@" > "$dir/out" 2> "$dir/err"; echo "$? $(sed "s|$dir/||g" "$dir/err")"; }
printf '%s\n' '{"id":"j","date":"2014-05-05","text":"Č: Rebels attacked Kenya.","triggers":[{"start":10,"end":18}],"pairs":[{"source":{"start":3,"end":9},"target":{"start":19,"end":24}}]}' > "$dir/j.jsonl"
ok 'judge answers each given span, offsets in code points' "$("$khabar" judge --offsets chars "$dir/j.jsonl" | grep -c '^{"id":"j","pairs":\[{"type":"[A-Z]*"[^]]*\],"triggers":\[{.*"trigger":{"text":"attacked","start":10,"end":18}.*"factuality":.*\],"toponyms":\[\]}$')" 1
for span in '{"start":5,"end":2}' '{"start":0,"end":999}' '{"start":-1,"end":3}' '{"start":"0","end":3}' '7'; do
  printf '{"id":"w","text":"Rebels attacked.","triggers":[%s]}\n' "$span" > "$dir/j.jsonl"
  ok "judge: a span that is none: $span" "$(run judge "$dir/j.jsonl" | cut -c1-21) $(wc -l < "$dir/err")" '1 khabar: j.jsonl:1:  1'
done
# how likely, in order: told, told by somebody, a promise, a plan, a wish, a condition, what was not wanted, what was not done
told='The army attacked the town.|Police said that the army attacked the town.|The army will attack the town.|The army plans to attack the town.'
asked='The army could attack the town.|Many left if the army attacked the town.|The army does not want to attack the town.|The army did not attack the town.'
how_likely() {
  printf '%s\n' "$1" | tr '|' '\n' | while read -r line; do
    before=${line%%attack*} word=attack; case $line in *attacked*) word=attacked;; esac
    printf '{"id":"l","text":"%s","triggers":[{"start":%d,"end":%d}]}\n' "$line" ${#before} $((${#before} + ${#word}))
  done > "$dir/l.jsonl"
  "$khabar" judge --offsets chars "$dir/l.jsonl" | sed 's/.*"factuality":\([-0-9.]*\).*/\1/'
}
how_likely "$told|$asked" > "$dir/likely"
ok 'judge: eight sentences from certain to certainly not' "$(wc -l < "$dir/likely") $(sort -c -g -r "$dir/likely" 2>&1)" '8 '
ok 'judge: certain is 3, a plan more than 1, a condition 0, not less than -2' \
  "$(awk 'NR==1{print ($1 == 3)} NR==4{print ($1 > 1)} NR==6{print ($1 == 0)} NR==8{print ($1 < -2)}' "$dir/likely" | tr -d '\n')" 1111
plan
