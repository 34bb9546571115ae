# khabar annotate --layers statements: source, cue, content. TAP.
khabar=$1
. tests/tap.sh
# told TEXT: "source|cue|content" of each statement
told() {
  printf '%s' "$1" > "$dir/t.txt"
  "$khabar" annotate --layers statements "$dir/t.txt" | python3 -c '
import json, sys
text = open(sys.argv[1], "rb").read()
for line in sys.stdin:
    for s in json.loads(line)["statements"]:
        print("|".join(text[x["start"]:x["end"]].decode().strip(" :,\"") if x else "-" for x in (s.get(k) for k in ("source", "cue", "content"))))' "$dir/t.txt"
}
ok 'a quotation goes on over sentences' "$(told 'The minister said: "We will stay. Our troops are ready." Nobody answered.')" 'The minister|said|We will stay. Our troops are ready.'
ok 'the speaker is named after the last sentence' "$(told '"The border is closed. Nobody may cross it," the governor said.')" 'the governor|said|The border is closed. Nobody may cross it'
ok 'a source with all its words' "$(told 'Ada Lom, the mayor of the town, said that the road was closed.')" 'Ada Lom, the mayor of the town|said|that the road was closed'
ok 'a request is a statement' "$(told 'The council called for a ceasefire.')" 'The council|called|for a ceasefire'
ok 'a way of speaking is none' "$(told 'I think the war ended.')" ''
plan
