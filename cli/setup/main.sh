# Set-up: its stages in order, and the ways into it from `lab`.
# shellcheck shell=bash disable=SC1091

source "$root/cli/setup/common.sh"
source "$root/cli/setup/machine.sh"
check_system # before anything that the old bash of a Mac could not read
source "$root/cli/setup/packages.sh"
source "$root/cli/setup/kernel.sh"
source "$root/cli/setup/engine.sh"
source "$root/cli/setup/node.sh"
source "$root/cli/setup/browser.sh"
source "$root/cli/setup/go.sh"
source "$root/cli/setup/pulumi.sh"
source "$root/cli/setup/settings.sh"
source "$root/cli/setup/images.sh"
source "$root/cli/setup/state.sh"
source "$root/cli/setup/environment.sh"
source "$root/cli/setup/stamp.sh"

# Each stage has <stage>_missing, which looks and changes nothing, and <stage>_get, which gets what is missing.
stages=(packages kernel engine node npm pulumi settings images state stacks)
# What a command needs that does not set up: it must be able to look at a lab and to remove it, even where a new one could
# not be made.
stages_to_look=(engine node npm pulumi state)
stages_of_env=(node npm pulumi state)

look() {
  local stage
  missing=()
  for stage in "$@"; do
    "${stage}_missing"
  done
}

# Set-up takes turns, machine-wide: two of them would fetch and build the same things.
take_turn() {
  local lock=/run/lock/docker-network-labs-setup.lock
  mkdir -p /run/lock "$state_dir"
  chmod 0700 "$state_dir"
  exec 9>"$lock"
  if ! flock -n 9; then
    say "waiting for another set-up on this machine"
    flock -w 3600 9 || refuse "another set-up has been running for an hour" "it holds $lock" "see who it is with: fuser -v $lock"
  fi
  rm -rf "$cache"/tmp.*
  date +'set-up of %F %T' >"$setup_log"
}

run_stages() {
  local stage get
  dpkg_repair
  for stage in "${stages[@]}"; do
    look "$stage"
    ((${#missing[@]})) || [[ $stage == stacks ]] || continue
    get=${stage}_get
    ! declare -F "${stage}_take" >/dev/null || get=${stage}_take # from a pack
    "$get"
    look "$stage"
    ((${#missing[@]} == 0)) || refuse "set-up did not get what it should have" "still missing: ${missing[*]}" "see $setup_log"
  done
}

set_up() {
  ! stamp_holds || return 0
  check_machine
  take_turn
  if stamp_holds; then # who was waited for did it all
    exec 9>&-
    return 0
  fi
  [[ -z $pack ]] || pack_begin
  run_stages
  [[ -z $pack ]] || pack_end
  stamp_write
  exec 9>&-
  say "ready"
}

# The pack of `setup --from`.
pack=

setup_command() {
  local check=0
  while (($#)); do
    case $1 in
    --check) check=1 ;;
    --engine)
      [[ ${2:-} == 26.1 || ${2:-} == 20.10 ]] || refuse "--engine ${2:-} is not known" "" "use --engine 26.1 or --engine 20.10."
      need_image "lab-host-$2"
      shift
      ;;
    --from)
      [[ -n ${2:-} ]] || refuse "--from needs a file" "" "give the pack that ./lab pack has written: ./lab setup --from labs.tar"
      pack=$2
      shift
      ;;
    -h | --help) print_setup_help && return 0 ;;
    *) refuse "./lab setup does not know '$1'" "" "./lab setup --help shows what it knows." ;;
    esac
    shift
  done
  if [[ -n $pack ]]; then
    check_machine
    source "$root/cli/setup/pack.sh"
    source "$root/cli/setup/unpack.sh"
    pack_open
  fi
  if ((check)); then
    check_machine
    look "${stages[@]}"
    ((${#missing[@]})) || return 0
    printf 'missing: %s\n' "${missing[@]}"
    echo "./lab setup${pack:+ --from $pack} gets all of it."
    exit 2
  fi
  set_up
}

# Finds what earlier set-up got; exits 2 with what is missing.
find_set_up() {
  ! stamp_holds || return 0
  check_machine
  look "$@"
  ((${#missing[@]})) || return 0
  printf 'missing: %s\n' "${missing[@]}" >&2
  refuse "this checkout is not set up" "" "run ./lab setup (or ./lab up, which does it first)."
}

env_command() {
  if (($#)); then
    case $1 in
    -h | --help) print_env_help && return 0 ;;
    *) refuse "./lab env does not know '$1'" "" "./lab env --help shows how to use it." ;;
    esac
  fi
  find_set_up "${stages_of_env[@]}"
  print_environment
}

asks_for_help() {
  local argument
  for argument in "$@"; do
    case $argument in
    --) return 1 ;;
    -h | --help) return 0 ;;
    esac
  done
  return 1
}

# Help must not start an installation, and must be there before one.
help_only() {
  asks_for_help "$@" || return 0
  (find_set_up "${stages_of_env[@]}") >/dev/null 2>&1 && return 0
  print_help
  exit 0
}

# Needs no state and no pulumi: what is left is found and removed without them.
without_state() {
  help_only "$@"
  find_set_up engine node npm
  pulumi='' pulumi_home=''
  run_program "$@"
}

run_program() {
  load_environment
  cd "$root"
  # Older Nodes read all certificates at each start (0.1 s), and of the commands only the tests fetch anything.
  [[ $1 == test ]] || unset NODE_EXTRA_CA_CERTS
  exec "$node" --require ./start.cjs cli/main.ts "$@"
}

with_setup() {
  help_only "$@"
  if asks_for_help "$@"; then
    find_set_up "${stages_of_env[@]}"
  else
    need_older_engine "$@"
    set_up
    [[ $1 != test ]] || browser_get
  fi
  run_program "$@"
}

without_setup() {
  help_only "$@"
  if asks_for_help "$@"; then
    find_set_up "${stages_of_env[@]}"
  else
    find_set_up "${stages_to_look[@]}"
  fi
  run_program "$@"
}
