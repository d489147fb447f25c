# Holds a lab host to its limits, or lets it go. $1: container; $2: memory ("512m"), $3: processors ("1.5"), $4: processes ("500"), each ""
# for no limit. An engine takes one back by no flag, so what was limited before and is not now may take the whole machine.
if ! was=$(docker container inspect --format '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}' "$1" 2>/dev/null); then
    # What was not answered is not taken for gone.
    docker version >/dev/null
    exit 0
fi
memory=$2 cpus=$3
if [[ -z $memory && ${was% *} != 0 ]]; then memory=$(docker info --format '{{.MemTotal}}'); fi
if [[ -z $cpus && ${was#* } != 0 ]]; then cpus=$(docker info --format '{{.NCPU}}'); fi
flags=(--pids-limit "${4:--1}" ${memory:+--memory "$memory" --memory-swap "$memory"} ${cpus:+--cpus "$cpus"})
said=$(docker container update "${flags[@]}" "$1" 2>&1) || {
    printf '%s\n' "$said" >&2
    exit 1
}
# An engine whose kernel cannot do it warns, and goes on without.
if [[ $said == *WARNING* ]]; then
    printf 'lab host %s cannot be limited on this machine: %s\n' "$1" "$said" >&2
    exit 1
fi
