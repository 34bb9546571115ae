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
plan
