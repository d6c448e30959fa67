#!/bin/sh
# Makes the demo library from the texts beside this script: speech by espeak-ng, encoded by ffmpeg.
# Its output is committed; run it only after changing a text. Encoders differ between versions, and a
# recording with other bytes is another asset, so do not run it without need.
#
#   server/src/demo/make-demo-library.sh
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target="$here/../main/resources/demo-library"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for tool in espeak-ng ffmpeg; do
  command -v "$tool" > /dev/null || { echo "$tool is missing" >&2; exit 1; }
done

field() { sed -n "1,/^\$/s/^$1: //p" "$text"; }

rm -rf "$target"
mkdir -p "$target"
{
  echo '# Resource and path of each recording, separated by a tab.'
  echo '# Made by server/src/demo/make-demo-library.sh.'
} > "$target/index.tsv"

for text in "$here"/texts/*.txt; do
  id=$(basename "$text" .txt)
  scholar=$(field scholar)
  series=$(field series)
  number=$(field number)
  title=$(field title)
  language=$(field language)
  format=$(field format)

  sed '1,/^$/d' "$text" > "$work/$id.speech"
  # Slower than the default, with short pauses between words, as a lesson is read.
  espeak-ng -v "$(field voice)" -s 140 -g 2 -f "$work/$id.speech" -w "$work/$id.wav"

  set -- -metadata "title=$title" -metadata "artist=$scholar" -metadata "language=$language" \
    -metadata:s:a:0 "language=$language"
  folder="$scholar"
  name="$title"
  if [ "$series" != - ]; then
    folder="$scholar/$series"
    name="$(printf '%02d' "$number") - $title"
    set -- "$@" -metadata "album=$series" -metadata "track=$number"
  fi

  case "$format" in
    mp3) set -- "$@" -codec:a libmp3lame -b:a 40k -id3v2_version 4 ;;
    m4a) set -- "$@" -codec:a aac -b:a 40k -movflags +faststart ;;
  esac
  ffmpeg -nostdin -loglevel error -y -i "$work/$id.wav" -map_metadata -1 -fflags +bitexact \
    -flags:a +bitexact -ac 1 -ar 22050 -af 'loudnorm=I=-18:TP=-2,aresample=22050' "$@" \
    "$target/$id.$format"

  printf '%s\t%s\n' "$id.$format" "$folder/$name.$format" >> "$target/index.tsv"
done

du -sh "$target"
