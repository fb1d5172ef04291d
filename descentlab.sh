#!/bin/sh
# descentlab, built first when something under lib/ has changed since it was last built here. On Windows: descentlab.cmd
here=$(dirname "$0")
program=$here/lib/DescentLab.Cli/bin/Release/net10.0/DescentLab.Cli.dll
stamp=$here/lib/DescentLab.Cli/obj/descentlab.stamp
if [ ! -e "$program" ] || [ ! -e "$stamp" ] || [ -n "$(find "$here/lib" "$here"/*.props "$here/global.json" \
    \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print | head -n 1)" ]; then
  echo "Building … (the first time it takes a minute or two)" >&2
  before=$(mktemp) # what changes while the build runs is built the next time
  said=$(dotnet build -c Release "$here/lib/DescentLab.Cli" -v quiet -nologo) || { echo "$said" >&2; exit 1; }
  mv "$before" "$stamp"
fi
exec dotnet "$program" "$@"
