# What the shell tests share: ok NAME GOT WANT, a folder $dir that goes at the end, and `plan`. Sourced.
n=0 bad=0
dir=$(mktemp -d)
trap 'chmod -R u+rwx "$dir" 2> /dev/null; rm -rf "$dir"' EXIT
ok() {
  n=$((n + 1))
  if [ "$2" = "$3" ]; then echo "ok $n - $1"; return; fi
  bad=$((bad + 1))
  printf 'not ok %s - %s\n' "$n" "$1"
  printf '%s\n' "got: $2" "want: $3" | sed 's/^/# /'
}
plan() { echo "1..$n"; [ "$bad" -eq 0 ]; }
