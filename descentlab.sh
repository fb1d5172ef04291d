#!/bin/sh
# Runs descentlab, and builds it first if something under lib/ has changed since the last build here. On Windows: descentlab.cmd
here=$(dirname "$0")
program=$here/lib/DescentLab.Cli/bin/Release/net10.0/DescentLab.Cli.dll
stamp=$here/lib/DescentLab.Cli/obj/descentlab.stamp
if [ ! -e "$program" ] || [ ! -e "$stamp" ] || [ -n "$(find "$here/lib" "$here"/*.props "$here/global.json" \
    \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print | head -n 1)" ]; then
  echo "Building … (the first time it takes a minute or two)" >&2
  mkdir -p "$here/lib/bin"; for project in "$here"/lib/Descent*/; do mkdir -p "$project/bin" "$project/obj"; done # the build's own folders are no change
  before=$(mktemp) # changes during the build are built the next time
  output=$(dotnet build -c Release "$here/lib/DescentLab.Cli" -v quiet -nologo) || { echo "$output" >&2; exit 1; }
  mv "$before" "$stamp"
fi
exec dotnet "$program" "$@"
