# .lab/: the owner id, the state backend and its passphrase. And the stacks.
# shellcheck shell=bash

owners=/var/lib/docker-network-labs/owners

# The owner id marks what this checkout made on the machine. It is recorded outside the checkout too, so that a lost .lab/
# can be found again and what nobody owns any more can be told.

owner_find() {
  owner=
  [[ -s $state_dir/owner ]] || return 1
  read -r owner <"$state_dir/owner"
  [[ $owner =~ ^[0-9a-f]{8}$ ]] ||
    refuse "$state_dir/owner does not hold an owner id" "it should be 8 hexadecimal digits, it is '$owner'" "remove that file; ./lab setup takes the id from its record in $owners."
}

# The path in the owner's record; empty when there is none.
owner_recorded() {
  recorded=
  [[ ! -s $owners/$owner ]] || read -r recorded <"$owners/$owner"
}

state_missing() {
  local recorded owner
  if ! owner_find; then
    miss ".lab/owner: this checkout's owner id"
  else
    owner_recorded
    [[ $recorded == "$root" ]] || miss "$owners/$owner: the record of this checkout's owner id"
  fi
  [[ -d $state_dir/state ]] || miss ".lab/state: the stacks' state"
  passphrase_wanted && [[ ! -s $state_dir/passphrase ]] && miss ".lab/passphrase: the passphrase of the stacks' secrets"
  return 0
}

state_get() {
  mkdir -p "$state_dir/state"
  chmod 0700 "$state_dir"
  owner_get
  ! passphrase_wanted || [[ -s $state_dir/passphrase ]] || passphrase_get
}

owner_get() {
  local record recorded owner
  mkdir -p "$owners"
  if owner_find; then
    owner_recorded
    # A copied checkout would take the original's labs for its own.
    if [[ -n $recorded && ! $recorded -ef $root && $(cat "$recorded/.lab/owner" 2>/dev/null) == "$owner" ]]; then
      refuse "this checkout is a copy of $recorded" "both have the owner id $owner, so each would take the other's labs for its own" \
        "remove $state_dir in the copy and run ./lab setup again."
    fi
  else
    for record in "$owners"/*; do
      [[ -s $record && $(<"$record") == "$root" ]] || continue
      # What a set-up that was killed had begun to write is no record.
      [[ ${record##*/} =~ ^[0-9a-f]{8}$ ]] || { rm -f -- "$record" && continue; }
      owner=${record##*/}
      say "this checkout was known before: its owner id is $owner again"
    done
    [[ -n ${owner:-} ]] || owner=$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
  fi
  write_file "$owners/$owner" <<<"$root"
  write_file "$state_dir/owner" <<<"$owner"
}

# Not when the user has a passphrase.
passphrase_wanted() {
  [[ -z ${PULUMI_CONFIG_PASSPHRASE+set} && (-z ${PULUMI_CONFIG_PASSPHRASE_FILE:-} || $PULUMI_CONFIG_PASSPHRASE_FILE == "$state_dir/passphrase") ]]
}

# A stack's settings file has a salt that goes with the passphrase. With the state lost too, as when .lab/ was removed, the
# salts are void; with anything left that only the lost passphrase opens, a new one would lock it for good.
passphrase_get() {
  local stacks=("$state_dir"/state/.pulumi/stacks/*/*.json) settings salted=() place=$state_dir/state
  for settings in "$root"/stacks/Pulumi.*.yaml; do
    ! grep -qs '^encryptionsalt:' "$settings" || salted+=("$settings")
  done
  if [[ -n ${PULUMI_BACKEND_URL:-} ]] || logged_in; then
    stacks=("${salted[@]:-/none}") place="your own backend"
  fi
  [[ ! -e ${stacks[0]} ]] ||
    refuse "$state_dir/passphrase is lost" "the stacks in $place have secrets that only it can open" \
      "put it back; or remove the labs by hand (docker ps -a --filter label=docker-network-labs.owner=$(cat "$state_dir/owner")), these stacks, and stacks/Pulumi.*.yaml."
  ((${#salted[@]} == 0)) || sed -i '/^encryptionsalt:/d' "${salted[@]}"
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n' | write_file "$state_dir/passphrase" 0600
}

# The course's stacks.

stacks_program=$root/cli/setup-stacks.ts

# Another backend would have to be asked; that is left to the program, which set-up runs whenever it does anything.
stacks_missing() {
  local records=("$state_dir"/state/.pulumi/stacks/*/*.json)
  [[ -e ${records[0]} || -n ${PULUMI_BACKEND_URL:-} ]] || logged_in || miss "the course's stacks"
}

stacks_get() {
  say "making the course's stacks"
  (
    cd "$root"
    load_environment
    timeout -k 10 1800 "$node" --require ./start.cjs "$stacks_program" >&2 </dev/null
  ) || refuse "could not make the course's stacks" "the words above say why" "make \`eval \"\$(./lab env)\" && pulumi stack ls\` work, then run ./lab setup again."
}
