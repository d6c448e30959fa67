#!/bin/sh
# Draws the app's icons into frontend/public/icons: our star, {8/3}, in the accent's green. Run by hand when the
# drawing changes; the results are committed. Needs Chromium and ffmpeg.
set -eu
icons=$(cd "$(dirname "$0")/../public" && pwd)/icons
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# $1: radius of the ground's corners, of 100; $2: scale of the star; $3: size of the picture in pixels
drawing() {
  cat <<SVG
<svg xmlns="http://www.w3.org/2000/svg" width="$3" height="$3" viewBox="0 0 100 100" fill="none" stroke-linejoin="round">
<rect width="100" height="100" rx="$1" fill="#0f6a57"/>
<g transform="translate(50 50) rotate(9) scale($2)" stroke="#f4efe2" stroke-width="3.2">
<path d="M0 -40L28.3 28.3L-40 0L28.3 -28.3L0 40L-28.3 -28.3L40 0L-28.3 28.3Z"/><circle r="6.5"/></g></svg>
SVG
}

# $1: name; the rest as for drawing. Few colours are in it, so a palette keeps each file at some kB.
picture() {
  drawing "$2" "$3" "$4" > "$work/$1.svg"
  printf '<!doctype html><body style="margin:0;background:transparent">%s' "$(cat "$work/$1.svg")" > "$work/$1.html"
  chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
    --default-background-color=00000000 --window-size=600,700 --screenshot="$work/$1.png" "file://$work/$1.html" 2> "$work/log"
  ffmpeg -loglevel error -y -i "$work/$1.png" \
    -vf "crop=$4:$4:0:0,format=rgba,split[a][b];[a]palettegen=max_colors=64[p];[b][p]paletteuse=dither=none" \
    "$icons/$1.png"
}

mkdir -p "$icons"
drawing 22 1 512 > "$icons/star.svg"
picture icon-192 22 1 192
picture icon-512 22 1 512
picture maskable-512 0 0.8 512
picture apple-touch-icon 0 0.9 180
