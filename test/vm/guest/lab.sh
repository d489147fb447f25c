#!/bin/bash
# Runs in the virtual machine, in the checkout: up, check, destroy of the stacks named (all when none is),
# and the machine's inventory is the same as before. With --set STACK KEY VALUE that stack once more, with another setting: on the machine
# itself (engine direct), with encryption; with --test, `./lab test` beside the labs (in software emulation, `./lab test --unit`).
set -uo pipefail

failed=0
step() {
  local start=$SECONDS code=0
  printf '\n== %s\n' "$*"
  "$@" || code=$?
  printf '== exit code %d after %d s: %s\n' "$code" "$((SECONDS - start))" "$*"
  ((code == 0)) || failed=1
  return "$code"
}

# What a lab could leave, one thing a line. An engine's own bridge and networks come with the engine.
inventory() {
  if docker version >/dev/null 2>&1; then
    docker ps -a --format 'container {{.Names}}'
    docker network ls --format 'network {{.Name}}' | grep -vxE 'network (bridge|host|none)'
    docker volume ls --format 'volume {{.Name}}'
  fi
  ip netns list | sed 's/^/netns /'
  ip -o link | awk '{ sub(/[@:].*/, "", $2); print "link", $2 }' | grep -vx 'link docker0'
  findmnt -rno TARGET,FSTYPE | grep -vE '^/run/(credentials|user)/|binfmt_misc' | sed 's/^/mount /'
  ip -4 route show table all | grep -vE ' dev docker0 ' | sed 's/^/route /'
  find /run/docker-network-labs -mindepth 1 2>/dev/null | sed 's/^/file /'
}

round() { # round STACK…: up, check, destroy, and nothing is left
  inventory | sort >/var/tmp/before
  step ./lab up "$@"
  step ./lab check --within 60 "$@"
  if [[ $with_test == yes ]]; then with_test=no && step ./lab test ${emulated:+--unit}; fi
  step ./lab destroy --yes "$@"
  inventory | sort >/var/tmp/after
  step diff -u --label before --label after /var/tmp/before /var/tmp/after &&
    printf '\nThe inventory is the same as before.\n'
}

with_test=no settings=()
while [[ ${1:-} == --* ]]; do
  case $1 in
    --test) with_test=yes ;;
    --set) settings+=("$2 $3 $4") && shift 3 ;;
  esac
  shift
done
# In software emulation the tests' time limits would all be too short, and those with an engine take half a day.
emulated=''
if [[ $(systemd-detect-virt) == qemu ]]; then
  emulated=yes
  export LAB_TEST_PATIENCE=30
  if [[ $with_test == yes ]]; then printf 'Software emulation: of ./lab test, the part with an engine is left out.\n'; fi
fi

round "$@"
for setting in "${settings[@]}"; do
  read -r stack key value <<<"$setting"
  eval "$(./lab env)"
  step pulumi config set "$key" "$value" --stack "$stack" && round "$stack"
done
if ((failed)) && [[ -s .lab/setup.log ]]; then printf '\n== the end of .lab/setup.log\n' && tail -n 60 .lab/setup.log; fi
exit "$failed"
