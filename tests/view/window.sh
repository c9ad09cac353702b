#!/bin/sh
# The window as a trainer uses it, driven by synthetic mouse and keys under an Xvfb of its own: opened, played, scrubbed, sought in, clicked; pictures and a film.
# usage: window.sh FOLDER_OF_PROGRAMS [FOLDER_FOR_SCREENSHOTS]; exit 77 with the reason where something it needs is missing.
set -eu
[ -x "$1/sandtable-view" ] || { echo "skipped: the viewer is not built (./dev view)"; exit 77; }
bin=$(cd "$1" && pwd)
for tool in Xvfb xdotool ffmpeg ffprobe import compare sqlite3; do command -v $tool >/dev/null || { echo "skipped: $tool is not installed (./dev view test)"; exit 77; }; done
work=$(mktemp -d); shots=${2:-$work}; mkdir -p "$shots"; shots=$(cd "$shots" && pwd)
xvfb=; viewer=
trap 'kill $viewer $xvfb 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { echo "window: $*"; exit 1; }

# pictures and a film where there is no display
unset DISPLAY WAYLAND_DISPLAY
"$bin/sandtable" run wage-arrears-city-hall -o "$work/r.drill" >/dev/null
before=$(sha256sum <"$work/r.drill")
for size in 1280x720 1920x1080 3840x2160; do for lang in zh en; do
    scale=1; [ $size = 3840x2160 ] && scale=2
    "$bin/sandtable" --lang $lang replay "$work/r.drill" --png "$shots/$size-$lang.png" --at 10:25 --size $size --scale $scale || fail "no picture of $size"
    [ "$(identify -format %wx%h "$shots/$size-$lang.png")" = $size ] || fail "the picture is not $size"
    [ "$(identify -format %k "$shots/$size-$lang.png")" -gt 20 ] || fail "the picture of $size is empty"
done; done
"$bin/sandtable" replay "$work/r.drill" --film "$work/f.mp4" --from 09:00 --to 09:40 --speed 1200 --size 640x360 || fail "no film"
[ "$(ffprobe -loglevel error -show_entries stream=nb_frames -of csv=p=0 "$work/f.mp4")" -ge 60 ] || fail "the film is too short"

# what cannot be: one message, the right exit code, nothing left behind
expect() { want=$1; shift; code=0; "$@" >"$work/out" 2>&1 || code=$?; [ $code = "$want" ] || fail "exit $code instead of $want: $*: $(cat "$work/out")"; [ -s "$work/out" ] || fail "no message: $*"; }
expect 3 "$bin/sandtable" replay "$work/r.drill"
expect 2 "$bin/sandtable" replay "$work/none.drill" --png "$work/x.png"
expect 2 "$bin/sandtable" replay "$work/r.drill" --png "$work/x.png" --at 25:61
expect 2 "$bin/sandtable" replay "$work/r.drill" --png "$work/x.png" --at 2030-01-01T00:00:00+08:00
expect 2 "$bin/sandtable" replay "$work/r.drill" --png "$work/x.png" --size 99999x9
expect 2 "$bin/sandtable" replay "$work/r.drill" --png "$work/x.png" --lane nobody
expect 2 "$bin/sandtable" replay "$work/r.drill" --view nowhere --png "$work/x.png"
expect 3 "$bin/sandtable" replay "$work/r.drill" --png "$work/no/such/folder.png"
head -c 5000 "$work/r.drill" >"$work/cut.drill"
expect 2 "$bin/sandtable" replay "$work/cut.drill" --png "$work/x.png"
expect 3 env PATH=/nowhere "$bin/sandtable" replay "$work/r.drill" --png "$work/x.png"
mkdir "$work/only"; ln -s "$(command -v Xvfb)" "$work/only/Xvfb"
expect 3 env PATH="$work/only" "$bin/sandtable" replay "$work/r.drill" --film "$work/x.mp4" --size 640x360
grep -q ffmpeg "$work/out" || fail "the message does not say that ffmpeg is missing: $(cat "$work/out")"
"$bin/sandtable-view" "$work/r.drill" --film "$work/x.mp4" --speed 30 & viewer=$!
sleep 3; kill -TERM $viewer; code=0; wait $viewer || code=$?; viewer=
[ $code = 130 ] || fail "a film that was interrupted ends with $code"
[ -z "$(ls "$work" | grep '^x\.mp4')" ] || fail "a film that was interrupted left something"
[ ! -e "$work/x.png" ] || fail "a picture was left by a command that failed"

# two runs side by side
"$bin/sandtable" run wage-arrears-city-hall --seed 9 -o "$work/b.drill" >/dev/null
"$bin/sandtable" replay "$work/r.drill" "$work/b.drill" --png "$shots/compared.png" --at 10:25 --size 1600x900 || fail "no picture of two runs"
"$bin/sandtable" replay "$work/r.drill" --png "$shots/alone.png" --at 10:25 --size 1600x900
expect 2 "$bin/sandtable" replay "$work/r.drill" "$work/b.drill" "$work/r.drill" --png "$work/x.png"

# the window
XDG_STATE_HOME=$work/state; export XDG_STATE_HOME
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 1280x720x24 -nolisten tcp 3>"$work/number" >/dev/null 2>&1 & xvfb=$!
read -r number <"$work/number"
export DISPLAY=:$number
opens() {
    (cd "$work" && exec "$bin/sandtable" --lang en replay "$@" 2>"$work/said") & viewer=$!
    tries=0
    until xwininfo -root -tree 2>/dev/null | grep -q EXERCISE; do tries=$((tries + 1)); [ $tries -lt 100 ] || fail "no window: $(cat "$work/said")"; sleep 0.1; done
    sleep 1
}
ends() {
    tries=0
    while kill -0 $viewer 2>/dev/null; do tries=$((tries + 1)); [ $tries -lt 50 ] || fail "it does not end"; sleep 0.1; done
    wait $viewer || fail "it ended with $?: $(cat "$work/said")"
    viewer=
}
opens "$work/r.drill"
step=0
shot() { sleep 0.7; step=$((step + 1)); import -window root "$shots/$step-$1.png"; last="$shots/$step-$1.png"; }
# what was done must be seen: at least so many pixels differ from the picture before
differs() { n=$(compare -metric AE "$1" "$2" null: 2>&1 || true); [ "${n%%[. e]*}" -ge "$3" ] || fail "$(basename "$2") looks like $(basename "$1") ($n pixels differ)"; }
xdotool mousemove 640 300
shot opened; a=$last
xdotool key space; sleep 1; xdotool key space; shot played; differs "$a" "$last" 300; a=$last
xdotool mousemove 300 645 mousedown 1 mousemove 700 645 mouseup 1; shot scrubbed; differs "$a" "$last" 1000; a=$last
xdotool mousemove 700 106 click 1; shot clicked-late-duty; differs "$a" "$last" 1000; xdotool mousemove 640 20; a=$last
xdotool key b; shot breach; differs "$a" "$last" 1000; a=$last
xdotool key w; shot why; differs "$a" "$last" 500; a=$last
xdotool key c; shot cause; differs "$a" "$last" 500; a=$last
xdotool key Escape; xdotool type /Union; xdotool key Return; shot sought; differs "$a" "$last" 1000; a=$last
xdotool key Escape; shot all-again; differs "$a" "$last" 1000; a=$last
xdotool type '?'; shot help; differs "$a" "$last" 3000; a=$last
xdotool key Escape key l; shot chinese; differs "$a" "$last" 3000; a=$last
xdotool key t; shot dark; differs "$a" "$last" 100000; a=$last
xdotool key 3; shot duties; differs "$a" "$last" 3000
# looking leaves the file as it is; what was marked is there again when it is opened again, and stays in the file once that is asked for
xdotool key k; shot bookmark; differs "$a" "$last" 100
xdotool key n; xdotool type 'who was first'; xdotool key Return; shot note; a=$last
xdotool key q; ends
[ "$before" = "$(sha256sum <"$work/r.drill")" ] || fail "looking changed the drill file"
[ "$(ls "$work"/r.drill*)" = "$work/r.drill" ] || fail "looking left files beside the drill"
grep -q 'who was first' "$work/state/sandtable/replay"/*.json || fail "the view was not kept: $(ls -R "$work/state")"
opens "$work/r.drill"
xdotool key bracketright; shot reopened
[ "$(identify -format '%[pixel:p{600,400}]' "$a")" = "$(identify -format '%[pixel:p{600,400}]' "$last")" ] || fail "the theme was not restored"
xdotool key s; shot written
[ "$(sqlite3 -readonly "$work/r.drill" 'SELECT group_concat(text) FROM bookmarks')" = "who was first" ] || fail "the bookmarks are not in the file: $(sqlite3 -readonly "$work/r.drill" 'SELECT * FROM bookmarks')"
"$bin/sandtable" verify "$work/r.drill" >/dev/null || fail "a file with bookmarks does not verify"
xdotool key ctrl+s; shot saved
[ "$(identify -format %wx%h "$work/sandtable-1.png")" = 1280x720 ] || fail "no picture was saved from the window"
xdotool key q; ends
# a damaged state is forgotten with a word
for f in "$work/state/sandtable/replay"/*.json; do echo '{' >"$f"; done
opens "$work/r.drill"; xdotool key q; ends
grep -q 'forgotten' "$work/said" || fail "nothing was said of a damaged state"

# two runs: to where they part, to each duty, filtered, measured
opens "$work/r.drill" "$work/b.drill"
shot two; a=$last
xdotool key d; shot parted; differs "$a" "$last" 500; a=$last
xdotool key d; shot changed-duty; differs "$a" "$last" 500; a=$last
xdotool key i; shot one-incident; differs "$a" "$last" 100; a=$last
xdotool key m; xdotool mousemove 200 640 click 1 mousemove 700 640 click 1; shot measured; differs "$a" "$last" 300
xdotool key q; ends
echo "window: $step screenshots, all as they should be"
