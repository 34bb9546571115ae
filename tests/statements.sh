# khabar annotate --layers statements: source, cue, content. TAP.
khabar=$1
. tests/tap.sh
# told TEXT: "source cue: content" of each statement, joined by "; "
told() {
  printf '%s\n' "$1" > "$dir/t.txt"
  "$khabar" annotate --layers statements "$dir/t.txt" | python3 -c '
import json, sys
text = lambda s, k: s[k]["text"] if s.get(k) else "-"
print("; ".join(text(s, "source") + " " + text(s, "cue") + ": " + text(s, "content") for line in sys.stdin for s in json.loads(line)["statements"]))'
}
ok 'a quotation goes on over sentences' "$(told 'The minister said: "We will stay. Our troops are ready." Nobody answered.')" 'The minister said: We will stay. Our troops are ready.'
ok 'the speaker named after the first sentence of two' "$(told '"The border is closed. Nobody may cross it," the governor said.' | grep -c 'the governor said: The border is closed. Nobody may cross it')" 1
ok 'a request is a statement' "$(told 'The council called for a ceasefire.')" 'The council called: a ceasefire'
ok 'way of speaking' "$(told 'I think the war ended.')" ''
plan
