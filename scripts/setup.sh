# Installs what is missing to build Unroll on Debian or Ubuntu. Sourced by the scripts beside it.
# Leaves the repository's root as the current folder.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

say() { printf 'unroll: %s\n' "$*" >&2; }

# As root, or through sudo where that asks for no password or there is somebody to type it.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then sudo "$@"
    else return 1; fi
}

has_package() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

install_packages() {
    local missing=() package
    for package in "$@"; do has_package "$package" || missing+=("$package"); done
    [ ${#missing[@]} = 0 ] && return
    if ! command -v apt-get >/dev/null; then
        say "this script installs with apt-get (Debian, Ubuntu); here, install the likes of: ${missing[*]}"
        exit 3
    fi
    say "installing ${missing[*]}"
    if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2; then
        say "could not install them; ask an administrator for: apt-get install ${missing[*]}"
        exit 3
    fi
}

need_swift() {
    if ! command -v swift >/dev/null; then
        if apt-cache policy swiftlang 2>/dev/null | grep -q 'Candidate: [0-9]'; then
            install_packages swiftlang
        else
            say "Swift 6 is not installed and this system has no package of it; get it from https://www.swift.org/install/linux"
            exit 3
        fi
    fi
    local version
    version=$(swift --version 2>/dev/null | grep -o 'Swift version [0-9.]*' | grep -o '[0-9.]*$')
    if [ "${version%%.*}" -lt 6 ] 2>/dev/null; then
        say "Swift ${version} is too old: Swift 6 is needed; get it from https://www.swift.org/install/linux"
        exit 3
    fi
}

# What the program and its tests are built with.
install_test_packages() {
    install_packages git ca-certificates g++ libncurses-dev libreadline-dev libcmark-gfm-dev \
        libcmark-gfm-extensions-dev libsqlite3-dev libvterm-dev libxml2-dev ncurses-base ncurses-term
}

# The program as it is used, in .build/release; anew where a source is newer.
build_release() {
    local binary=.build/release/unroll
    if [ -x "$binary" ] && [ -z "$(find Package.swift Sources -newer "$binary" -print -quit)" ]; then return; fi
    install_packages git ca-certificates g++ libncurses-dev libreadline-dev libcmark-gfm-dev \
        libcmark-gfm-extensions-dev libsqlite3-dev
    need_swift
    say "building the release binary; the first time takes a few minutes"
    swift build -c release --product unroll --static-swift-stdlib >&2 || exit 3
    touch "$binary"
}
