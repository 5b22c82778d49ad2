#!/bin/bash
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite ask for: for each folder of Fuzz/Sources a program, its seeds
# and its dictionary in $OUT.
#
# In: $SRC/closecall, $OUT, $WORK; $LIB_FUZZING_ENGINE, a compiler's flag or a library; $SANITIZER, which is address,
# thread, coverage or none.
set -euo pipefail
root=$SRC/closecall
engine=${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}
sanitizer=${SANITIZER:-address}
scratch=$WORK/closecall

# Where there is one, it puts a symbolizer into $OUT that can read Swift's names. Its flags are for one engine only.
if command -v precompile_swift >/dev/null; then
    CFLAGS=${CFLAGS:-} CXXFLAGS=${CXXFLAGS:-} SANITIZER=$sanitizer
    # shellcheck source=/dev/null
    . precompile_swift
fi

# A trap says which promise was broken, as in a debug build. Several sanitizers have to stand in one flag.
flags=(--static-swift-stdlib -Xswiftc -assert-config -Xswiftc Debug)
# The programs run where nothing of this machine is but what lies beside them. The old kind of path counts for libraries
# of libraries, too.
flags+=(-Xlinker -rpath -Xlinker "\$ORIGIN/lib" -Xlinker --disable-new-dtags)
case $sanitizer in
address | thread) kinds=$sanitizer ;;
none) kinds= ;;
coverage)
    kinds=
    flags+=(-Xswiftc -profile-generate -Xswiftc -profile-coverage-mapping)
    ;;
*)
    echo "build.sh: SANITIZER is \"$sanitizer\", but Swift has address and thread (and none, and coverage)" >&2
    exit 2
    ;;
esac
[ -z "$kinds" ] || flags+=("--sanitize=$kinds")
if [ "$engine" = -fsanitize=fuzzer ]; then
    flags+=(--sanitize=fuzzer -Xswiftc "-sanitize=fuzzer${kinds:+,$kinds}")
else
    # What -sanitize=fuzzer would instrument, and the engine to link with it, which is written in C++. Without that flag
    # the package manager takes a target's own function for its main, which here is the engine's.
    flags+=(-Xswiftc -parse-as-library)
    flags+=(-Xswiftc "-sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table")
    mkdir -p "$scratch"
    objcopy --redefine-sym main=engine_main "$engine" "$scratch/engine.a"
    echo 'int engine_main(int, char **);' >"$scratch/mains.c"
    for folder in "$root"/Fuzz/{Sources,Measured}/*/; do
        name=$(basename "$folder")
        echo "int ${name//-/_}_main(int count, char **words) { return engine_main(count, words); }"
    done >>"$scratch/mains.c"
    "${CC:-clang}" -c -fPIC "$scratch/mains.c" -o "$scratch/mains.o"
    flags+=(-Xlinker "$scratch/mains.o" -Xlinker "$scratch/engine.a" -Xlinker -lstdc++)
fi

swift build --package-path "$root/Fuzz" --scratch-path "$scratch" -c release "${flags[@]}" 2>&1 |
    sed '/Cannot export local symbol/d'

mkdir -p "$OUT/lib"
for folder in "$root"/Fuzz/Sources/*/; do
    target=$(basename "$folder")
    cp "$scratch/release/$target" "$OUT/"
    # All but what belongs to the C library itself, which has to be the running machine's.
    ldd "$OUT/$target" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
        grep -vE '/(libc|libm|libdl|libpthread|librt|libresolv|ld-linux[^/]*)\.so' |
        while read -r library; do cp -nL "$library" "$OUT/lib/"; done
    rm -f "$OUT/${target}_seed_corpus.zip"
    seeds=("$root/Fuzz/Corpus/$target")
    [ ! -d "$root/Fuzz/Regressions/$target" ] || seeds+=("$root/Fuzz/Regressions/$target")
    find "${seeds[@]}" -type f ! -name '.*' -print | zip -jq "$OUT/${target}_seed_corpus.zip" -@
    dictionary=$root/Fuzz/Dictionaries/$target.dict
    [ ! -e "$dictionary" ] || cp "$dictionary" "$OUT/"
done
