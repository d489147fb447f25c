# shellcheck shell=bash
# Folders, the lock, and leaving nothing behind. Sourced by ../run.sh.

cache_home=${XDG_CACHE_HOME:-$HOME/.cache}/docker-network-labs
cache=$cache_home/vm
run=''      # this run's own folder; removed at the end
children=() # processes started by this run, as pid:start-time

say() { printf 'vm %4ds  %s\n' "$SECONDS" "$*" >&2; }
refuse() {
  printf 'test/vm: %s\n' "$*" >&2
  exit 2
}

# When a process started, in clock ticks: with it a pid that was given to another process is not taken for ours.
start_time() {
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  printf '%s' "${fields[19]}"
}

is_alive() { # is_alive PID:START
  local now
  now=$(start_time "${1%%:*}") && [[ $now == "${1##*:}" ]]
}

adopt() { # adopt PID: remember a child, to end it by its id
  local child
  child=$1:$(start_time "$1" || echo gone)
  children+=("$child")
  printf '%s\n' "$child" >>"$run/children"
}

end_children() { # end_children PID:START…
  local child waited=0
  for child in "$@"; do if is_alive "$child"; then kill -TERM "${child%%:*}" 2>/dev/null || :; fi; done
  for child in "$@"; do
    while is_alive "$child" && ((waited++ < 30)); do sleep 0.1; done
    if is_alive "$child"; then kill -KILL "${child%%:*}" 2>/dev/null || :; fi
  done
}

leave() {
  local code=$?
  trap - EXIT INT TERM HUP
  end_children "${children[@]}"
  if [[ -n $run && ! -e $run/kept ]]; then rm -rf --one-file-system "$run"; fi
  exit "$code"
}

open_folders() {
  [[ $cache_home == /* ]] || refuse "XDG_CACHE_HOME has to be an absolute path"
  mkdir -p "$cache/runs"
  run=$cache/runs/$$.$(start_time $$)
  mkdir -m 0700 "$run"
  trap leave EXIT
  trap 'say "ended by Ctrl-C"; exit 130' INT
  trap 'say "ended by a TERM signal"; exit 143' TERM
  trap 'say "ended by a HUP signal"; exit 129' HUP
}

# One machine at a time: each takes most of a small computer. Children must not inherit the lock (9>&-).
one_at_a_time() {
  exec 9>"$cache/lock"
  flock -n 9 && return
  say "another run is under way; waiting for it"
  flock -w 14400 9 || refuse "another run is still under way after four hours"
}

# What a run that was killed left: its children end with it (pdeathsig), its folder is removed here.
sweep() {
  local folder owner left
  for folder in "$cache"/runs/*/; do
    folder=${folder%/}
    owner=${folder##*/}
    if [[ ! -d $folder || -e $folder/kept ]] || is_alive "${owner%%.*}:${owner##*.}"; then continue; fi
    left=()
    if [[ -e $folder/children ]]; then mapfile -t left <"$folder/children"; fi
    end_children "${left[@]}"
    say "removing what a killed run left: $folder"
    rm -rf --one-file-system "$folder"
  done
  rm -f "$cache"/*.partial
}
