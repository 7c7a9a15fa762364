# shellcheck shell=bash
# An account in a folder, for the steps of a deployment: $WORLD/s3, $WORLD/state and $WORLD/ssm are what AWS and Terraform would hold.
# The call with the number $KILL finds the runner dead. What no account may see goes into $WORLD/broken.
tick() {
    local call=$(($(<"$WORLD/calls") + 1))
    echo "$call" >"$WORLD/calls"
    [ "$call" -ne "${KILL:-0}" ] || kill -9 "$$" "$BASHPID"
}

place() { case "$1" in s3://*) echo "$WORLD/s3/${1#s3://}" ;; *) echo "$1" ;; esac; }
broken() { echo "$*" >>"$WORLD/broken"; }
names() { (cd "$1" 2>/dev/null && find . -type f -printf '%P\n' | sort); }

aws() {
    tick
    local -a words=("$@")
    case "$1 $2" in
        "s3api put-object") put "$@" ;;
        "s3 cp") cp "$(place "${words[-2]}")" "$(place "${words[-1]}")" ;;
        "s3 rm") rm "$(place "${words[-1]}")" ;;
        "s3 sync") sync "$@" ;;
        "ssm put-parameter") echo "${words[-1]}" >"$WORLD/ssm" ;;
        *) broken "aws $*" ;;
    esac
}

put() {
    local -A given=()
    local -a words=("${@:3}")
    for ((at = 0; at < ${#words[@]}; at += 2)); do given[${words[at]}]=${words[at + 1]}; done
    local object="$WORLD/s3/${given[--bucket]}/${given[--key]}"
    if [ "${given[--if-none-match]:-}" = '*' ] && [ -e "$object" ]; then
        echo "PreconditionFailed" >&2
        return 254
    fi
    mkdir -p "${object%/*}"
    cp "${given[--body]}" "$object"
}

sync() {
    local -a words=("$@")
    local from to gone all=" $* "
    from=$(place "${words[-2]}") to=$(place "${words[-1]}")
    gone=$(comm -13 <(names "$from") <(names "$to"))
    [[ $all != *" --exclude cauce_* "* ]] || gone=$(grep -v '^cauce_' <<<"$gone" || true)
    [[ $all == *" --dryrun "* || $to != */airflow/dags ]] || runnable "$from"
    if [[ $all != *" --dryrun "* ]]; then
        mkdir -p "$to"
        cp -r "$from/." "$to"
    fi
    [[ $all == *" --delete "* && -n $gone ]] || return 0
    while read -r name; do
        if [[ $all == *" --dryrun "* ]]; then echo "(dryrun) delete: ${words[-1]}/$name"; else rm "$to/$name"; fi
    done <<<"$gone"
}

# A DAG is published when its job is there.
runnable() {
    local dag
    for dag in "$1"/*/*.py; do
        dag=${dag#"$1"/}
        [[ $dag == cauce_* ]] || grep -qs "^${dag%.py} " "$WORLD"/state/*/resources || broken "DAG ${dag%.py} without its job"
    done
}

terraform() {
    tick
    local root=${1#-chdir=} last=${*: -1}
    root=${root%/}
    local state="$WORLD/state/${root##*/}"
    mkdir -p "$state"
    touch "$state/resources"
    [ -e "$state/serial" ] || echo x >"$state/serial"
    case "$2 $*" in
        *-out=*) { cat "$state/serial"; echo --; wanted "$root"; } >"${last#-out=}" ;;
        "plan "*) wanted "$root" | cmp -s - "$state/resources" || return 2 ;;
        "apply "*) apply "$state" "$last" ;;
        "show "*) echo '{}' ;;
    esac
}

# What a root describes: each dataset with the place of its script, and everything else as one digest.
wanted() {
    local file dataset
    for file in "$1"/*.tf; do
        dataset="${1##*/}/$(basename "$file" .tf)"
        [ -e "generated/glue/jobs/$dataset.py" ] || continue
        echo "$dataset glue/jobs/$(sha256sum "generated/glue/jobs/$dataset.py" | cut -c 1-12)/$dataset.py"
    done
    echo "rest $(cat "$1"/*.tf | sha256sum)"
}

apply() {
    local dataset script
    if [ "$(sed '/^--$/,$d' "$2")" != "$(<"$1/serial")" ]; then
        echo "Saved plan is stale" >&2
        return 1
    fi
    sed '1,/^--$/d' "$2" >"$1/next"
    while read -r dataset script; do
        [ "$dataset" = rest ] || [ -e "$WORLD/s3/${ARTIFACTS#s3://}/$script" ] || broken "job $dataset without its script"
    done <"$1/next"
    while read -r dataset script; do
        [ ! -e "$WORLD/s3/${ARTIFACTS#s3://}/airflow/dags/$dataset.py" ] || grep -q "^$dataset " "$1/next" ||
            broken "job $dataset goes, its DAG is still there"
    done <"$1/resources"
    cmp -s "$1/next" "$1/resources" || echo x >>"$1/serial"
    mv "$1/next" "$1/resources"
}

zip() {
    local -a words=("$@")
    find "${words[-3]}" -name "${words[-1]}" | sort >"${words[-4]}"
}
jq() { cat >/dev/null; }
