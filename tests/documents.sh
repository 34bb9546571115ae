# The man page and the completions know every command and option that the program has. TAP.
khabar=$1
. tests/tap.sh
commands=$("$khabar" --help | sed -n 's/^  \([a-z][a-z]*\)  *[a-z].*/\1/p')
missing=
lack() { missing="$missing $1:$2"; }
for c in $commands; do
  grep -q "^\.It Cm $c\b" man/khabar.1 || lack man "$c"
  grep -q "^    $c)" completions/khabar.bash || lack bash "$c"
  grep -q "^    $c)" completions/_khabar || lack zsh "$c"
  grep -q -- "-a $c -d" completions/khabar.fish || lack fish "$c"
  for o in $("$khabar" "$c" --help | sed -n 's/^  --\([a-z-]*\) .*/\1/p'); do
    grep -q "Fl -$o\b" man/khabar.1 || lack man "$c --$o"
    bash -c 'complete() { :; }; . completions/khabar.bash; _khabar_options "$1"' - "$c" | grep -q -- "--$o\b" || lack bash "$c --$o"
    grep -q -- "'--$o\[" completions/_khabar || lack zsh "$c --$o"
    grep -q -- " -l $o\b" completions/khabar.fish || lack fish "$c --$o"
    "$khabar" "$c" "--$o" 2>&1 > /dev/null < /dev/null | grep -q 'unknown option' && lack program "$c --$o"
  done
done
ok 'every command and option is in the man page and the completions' "$missing" ''
ok 'there was something to look for' "$([ "$(echo "$commands" | wc -w)" -ge 7 ] && echo yes)" yes

complete() { bash -c 'complete() { :; }; . completions/khabar.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _khabar; echo "${COMPREPLY[*]}"' - "$@"; }
ok 'bash: a command' "$(complete khabar an)" annotate
ok 'bash: an option' "$(complete khabar code --da)" --date
ok 'bash: a value' "$(complete khabar code --format '')" 'table jsonl csv tsv polecat icews gdelt acled ged'
ok 'bash: a value of the command' "$(complete khabar explain --format '')" 'text jsonl'
ok 'bash: one of a list' "$(complete khabar annotate --layers names,ti)" names,times
ok 'bash: no file where a day is wanted' "$(complete khabar code --date RE)" ''
ok 'bash: a file' "$(complete khabar code READM)" README.md
if command -v zsh > /dev/null; then ok 'zsh: syntax' "$(zsh -n completions/_khabar 2>&1)" ''; fi
if command -v fish > /dev/null; then
  ok 'fish: an option' "$(fish -c 'source completions/khabar.fish; complete -C "khabar annotate --tok"' | cut -f1)" --tokens
  ok 'fish: a value' "$(fish -c 'source completions/khabar.fish; complete -C "khabar explain --format "' | cut -f1 | sort | tr '\n' ' ')" 'jsonl text '
  ok 'fish: no option of another command' "$(fish -c 'source completions/khabar.fish; complete -C "khabar parse --lay"')" ''
fi
ok 'mandoc has nothing to say about the man page' "$(mandoc -Tlint man/khabar.1 2>&1)" ''
plan
