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
ok 'the words beside "as she put it"' "$(told 'The war, as Ada Lom put it, is lost.')" 'Ada Lom|put|The war, as Ada Lom put it, is lost.'
ok 'a label in an interview, to the end of its paragraph' "$(told 'MARIA SMITH: We will leave the town. We have no choice.')" 'MARIA SMITH||We will leave the town. We have no choice.'
ok 'a town before a colon says nothing' "$(told 'LONDON: The price of wheat has fallen to a new low this week.')" ''
ok 'a name under a quotation' "$(told '"It was a dark day." — Ada Lom')" 'Ada Lom|—|It was a dark day.'
ok 'a title that the tree hangs nowhere' "$(told '"The bridge is closed," Rep. Ada Lom (R-Iowa) said.' | cut -d'|' -f2,3)" 'said|The bridge is closed'
ok 'what was not said is none' "$(told 'The minister did not say that the road was closed.')" ''
ok 'what should be said is none' "$(told 'The minister should say that the road is closed.')" ''
ok 'being worried is a statement' "$(told 'The mayor is worried about the flood.')" 'The mayor|worried|about the flood'
ok 'who is named by it says nothing' "$(told 'They fought a group called Red Dawn.')" ''
inner() {
  printf '%s' "$1" > "$dir/t.txt"
  "$khabar" annotate --layers statements "$dir/t.txt" | python3 -c '
import json, sys
text = open(sys.argv[1], "rb").read()
def show(list):
    return ",".join(text[s["cue"]["start"]:s["cue"]["end"]].decode() + ":" + s["kind"] + "(" + show(s.get("inner", [])) + ")" for s in list)
for line in sys.stdin:
    print(show(json.loads(line)["statements"]))' "$dir/t.txt"
}
ok 'a statement within one' "$(inner 'The minister said that the rebels had denied that they burned the mill.')" 'said:report(denied:denial())'
ok 'two beside each other' "$(inner 'The minister said that the road was closed. The mayor denied it.')" 'said:report(),denied:denial()'
plan
