# What the stages of set-up share. Sourced; `root` is the checkout.
# shellcheck shell=bash

# A minimal environment (cron, a CI runner, `su`) may lack these.
export HOME=${HOME:-$(unset HOME && echo ~)}
[[ :$PATH: == *:/usr/sbin:* ]] || PATH=$PATH:/usr/sbin
[[ :$PATH: == *:/sbin:* ]] || PATH=$PATH:/sbin

state_dir=$root/.lab
cache=${XDG_CACHE_HOME:-$HOME/.cache}/docker-network-labs
setup_log=$state_dir/setup.log

say() { printf 'setup: %s\n' "$*" >&2; }

# refuse <what> <why> <what to do>: the input or the machine is not usable.
refuse() {
  printf 'lab: %s\n' "$(printable "$1")" >&2
  [[ -z $2 ]] || printf '  why: %s\n' "$(printable "$2")" >&2
  [[ -z $3 ]] || printf '  what to do: %s\n' "$(printable "$3")" >&2
  exit 2
}

# A text on one line: a terminal would obey control characters in what somebody typed.
printable() { printf %s "${1//[[:cntrl:]]/?}"; }

# Things that a stage found missing, in words; each <stage>_missing adds to it and changes nothing.
missing=()
miss() { missing+=("$1"); }

# logged <seconds> <command…>: runs it with its output in the log, for so long at most.
logged() {
  local limit=$1 status=0
  shift
  printf '\n$ %s\n' "$*" >>"$setup_log"
  timeout -k 10 "$limit" "$@" >>"$setup_log" 2>&1 </dev/null || status=$?
  ((status != 124)) || printf '(ended: it took more than %s s)\n' "$limit" >>"$setup_log"
  return "$status"
}

# The last words of the last logged command, to stand before a refusal.
show_log() {
  tail -n "${1:-12}" "$setup_log" | sed 's/^/  | /' >&2
}

# Writes standard input to a file in one step, so that no reader and no kill sees half of it.
write_file() {
  local file=$1 mode=${2:-0644} temporary
  temporary=$(mktemp "$file.XXXXXX")
  cat >"$temporary"
  chmod "$mode" "$temporary"
  mv -f "$temporary" "$file"
}

# The first such program on PATH that set-up did not put there itself.
on_path() {
  local directory rest=$PATH:
  while [[ -n $rest ]]; do
    directory=${rest%%:*} rest=${rest#*:}
    [[ $directory == "$cache"/* || ! -x ${directory:-.}/$1 || -d ${directory:-.}/$1 ]] || {
      found=${directory:-.}/$1
      return 0
    }
  done
  found=
  return 1
}

# at_least 20.19.2 20.19: is the first version not below the second?
at_least() {
  local have=$1 want=$2 i
  local IFS=.-+~
  # shellcheck disable=SC2206
  have=($have) want=($want)
  for i in "${!want[@]}"; do
    [[ ${have[i]:-0} =~ ^[0-9]+$ ]] || return 1
    ((10#${have[i]:-0} == 10#${want[i]})) || {
      ((10#${have[i]:-0} > 10#${want[i]}))
      return
    }
  done
}

# A temporary folder in the cache. Those of killed runs are swept when no run can be using them (see `take_turn`).
cache_temporary() {
  mkdir -p "$cache"
  mktemp -d "$cache/tmp.XXXXXX"
}
