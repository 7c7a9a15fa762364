# shellcheck shell=bash
# A mirror that holds one provider: the stand-in, built from provider/ for this machine. Source it after lib.sh.
#
#   aws_stand_in    print the folder that holds the mirror and the `terraformrc` that points at it

stand_in_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/provider

build_mirror() {
    local go package address
    go=$(go_bin)
    go_env
    say "building the stand-in for the AWS provider"
    mkdir -p "$1"
    (cd "$stand_in_dir" && CGO_ENABLED=0 "$go" build -trimpath -ldflags="-s -w" -o "$1/provider" .)
    address=$("$1/provider" -schema "$stand_in_dir/schema.json" -address)
    package=$1/mirror/$address/6.25.0/$("$go" env GOOS)_$("$go" env GOARCH)
    mkdir -p "$package"
    mv "$1/provider" "$package/terraform-provider-aws_v6.25.0"
    cp "$stand_in_dir/schema.json" "$package/schema.json"
    printf 'disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' \
        "$1/mirror" >"$1/terraformrc"
}

aws_stand_in() { once "$CAUCE_CACHE/tests/terraform-provider-$(key_of "$stand_in_dir"/*)" build_mirror; }
