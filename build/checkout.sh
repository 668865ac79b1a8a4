# Sourced by bin/quickstart and bin/test, in the root of the checkout: what both need to prepare it.
# shellcheck shell=sh

say() {
    printf 'omerta: %s\n' "$*" >&2
}

# Maven's own output, cut down to its progress; all of it goes to build/out/maven.log.
# The exit status is Maven's.
maven_quietly() {
    mkdir -p build/out
    {
        { mvn -B "$@" 2>&1; echo "exit $?"; } | tee build/out/maven.log | awk '
            /^\[INFO\] Building Omerta/ { sub(/^\[INFO\] Building /, ""); sub(/ 0\..*/, ""); print "  " $0; fflush() }
            /Downloaded from/ { if (++files % 100 == 0) { print "  " files " files downloaded"; fflush() } }
            /^\[(ERROR|WARNING)\].*\.java/ || /^\[ERROR\] Failed to execute/ { print; fflush() }
            /^exit [0-9]+$/ { status = $2 }
            END { exit status }'
    } >&2
}

# Builds when a source is newer than the last build.
build_omerta() {
    stamp=build/out/built
    if [ -f "$stamp" ] && [ -d omerta-cli/target/dist/lib ] \
        && [ -z "$(find pom.xml proto omerta-* bin build -path '*/target' -prune -o -path build/out -prune -o -type f -newer "$stamp" -print | head -n 1)" ]; then
        return 0
    fi
    say "building (the first time takes some minutes; everything goes to build/out/maven.log)"
    mkdir -p build/out
    touch "$stamp.next"
    if ! maven_quietly -DskipTests package; then
        say "could not build: see build/out/maven.log"
        return 1
    fi
    mv "$stamp.next" "$stamp"
}
