# An installation works on its own: command and library find model and lexicon below their prefix, also when source and build tree are
# not there; a program of thirty lines embeds the library by pkg-config, shared and static. TAP.
#     sh tests/install.sh SOURCE
# A copy of the source is built and installed, so that it can be renamed away.
source=$1
. tests/tap.sh
unset KHABAR_HOME
export PKG_CONFIG_PATH=
cc=${CC:-cc}
mkdir "$dir/source"
(cd "$source" && tar cf - --exclude ./build --exclude ./.git --exclude ./train/.venv .) | (cd "$dir/source" && tar xf -)
meson setup -Dbuildtype=debug -Dprefix="$dir/prefix" "$dir/build" "$dir/source" > "$dir/log" 2>&1 &&
  meson install -C "$dir/build" >> "$dir/log" 2>&1
ok 'meson install into a prefix' "$?" 0
mv "$dir/source" "$dir/gone"; mv "$dir/build" "$dir/gone-too"
bin=$dir/prefix/bin/khabar
lib=$(dirname "$(find "$dir/prefix" -name 'libkhabar.so' | head -1)")
text='Rebels shelled a market in Kabul on Sunday, killing three people.'
ok 'the installed command codes without its source' "$(echo "$text" | "$bin" code --date 2021-08-30 - | grep -o '"type":"ASSAULT"')" '"type":"ASSAULT"'
for f in share/man/man1/khabar.1 share/bash-completion/completions/khabar share/zsh/site-functions/_khabar \
  share/fish/vendor_completions.d/khabar.fish share/khabar/lexicon.khl share/khabar/models/en.khm include/khabar.h; do
  ok "installed: $f" "$(ls "$dir/prefix/$f" 2> /dev/null)" "$dir/prefix/$f"
done

export PKG_CONFIG_PATH=$lib/pkgconfig
ok 'embed.c has thirty lines at most' "$([ "$(wc -l < samples/embed.c)" -le 30 ] && echo yes)" yes
$cc -Wall -Wextra -Werror -std=c99 -pedantic samples/embed.c $(pkg-config --cflags --libs khabar) -o "$dir/embed" > "$dir/log" 2>&1
ok 'a program embeds the shared library' "$?$(cat "$dir/log")" 0
want=$(echo "$text" | "$bin" code --date 2021-08-30 - | sed 's/"article":{"id":"[^"]*"/"article":{"id":""/')
ok 'it prints what the command prints' "$(LD_LIBRARY_PATH=$lib "$dir/embed" "$text
" | sed 's/"article":{"id":"[^"]*"/"article":{"id":""/')" "$want"
$cc samples/embed.c $(pkg-config --cflags khabar) "$lib/libkhabar.a" $(pkg-config --libs --static khabar | sed 's/-lkhabar//') -o "$dir/embed-static" > "$dir/log" 2>&1
ok 'a program embeds the static library' "$?$(cat "$dir/log")" 0
ok 'it prints the same' "$("$dir/embed-static" | cksum)" "$(LD_LIBRARY_PATH=$lib "$dir/embed" | cksum)"
ok 'the library shows kh_ functions only' "$(nm -D --defined-only "$lib/libkhabar.so" | awk '$2 == "T" || $2 == "D" || $2 == "B" { print $3 }' | grep -vc '^kh_')" 0
rm "$dir/prefix/share/khabar/lexicon.khl"
LD_LIBRARY_PATH=$lib "$dir/embed" > "$dir/out" 2> "$dir/err"
ok 'without its files it says which is missing' "$? $(wc -l < "$dir/err") $(grep -c lexicon.khl "$dir/err")" '1 1 1'
plan
