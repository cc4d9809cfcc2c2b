#!/bin/sh
# What is written for AArch64 (NEON), and what does the same with the language's own means there: compiled for it and run
# on an emulated processor. aarch64.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
compiler=aarch64-linux-gnu-g++
emulator=qemu-aarch64-static
googletest=/usr/src/googletest/googletest
for tool in "$compiler" "$emulator"; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
[ -d "$googletest" ] || { echo "skipped: $googletest is not there"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$root/src"
"$compiler" -std=c++20 -O2 -static -pthread -Wall -Wextra -Werror -I. -I"$googletest/include" -I"$googletest" \
    find/search/byte_classes.cpp find/search/byte_classes_test.cpp \
    find/search/front_filter.cpp find/search/front_filter_test.cpp \
    "$googletest/src/gtest-all.cc" "$googletest/src/gtest_main.cc" -o "$folder/test"
"$emulator" "$folder/test"
