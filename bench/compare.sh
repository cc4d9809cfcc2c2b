#!/usr/bin/env bash
# Petze beside other programs, from nothing, on Debian 12: installs them, builds Petze, runs each pair in turn, writes a table and
# a plot. See bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -lt 1 ]; then
    echo "usage: bench/compare.sh FOLDER_OF_CAPTURES [WORKLOAD...]" >&2
    exit 2
fi
folder=$1
shift
[ -d "$folder" ] || { echo "compare.sh: no folder $folder" >&2; exit 1; }

peers=(libndpi-bin tshark nfdump suricata tcpflow)
missing=()
for package in "${peers[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    for package in "${missing[@]}"; do # what this Debian does not have is left out of the table
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" > /dev/null ||
            echo "compare.sh: $package cannot be installed" >&2
    done
fi
./run build > /dev/null
[ ! -f "$folder/readwalk.cc" ] || [ -x "$folder/readwalk" ] || g++ -O3 -march=native "$folder/readwalk.cc" -o "$folder/readwalk"
mkdir -p build/bench
python3 bench/compare.py "$folder" "$@" --plot build/bench/compare.svg | tee build/bench/compare.md
echo "The table and its plot: $PWD/build/bench/compare.md, compare.svg"
