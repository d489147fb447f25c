# The environment in which `lab` and plain `pulumi` find the same tools, state and stacks.
# shellcheck shell=bash

# Is the backend in effect the folder of that checkout's records?
backend_is_of() {
  local backend=${PULUMI_BACKEND_URL:-}
  [[ ${backend%%\?*} == "file://$1/.lab/state" ]]
}

# `lab env` of another checkout may still be in effect: its settings are not the user's own.
forget_other_checkout() {
  [[ -n ${DOCKER_NETWORK_LABS_CHECKOUT:-} && $DOCKER_NETWORK_LABS_CHECKOUT != "$root" ]] || return 0
  [[ ${PULUMI_HOME:-} != */docker-network-labs/* ]] || unset PULUMI_HOME
  ! backend_is_of "$DOCKER_NETWORK_LABS_CHECKOUT" || unset PULUMI_BACKEND_URL
  [[ ${PULUMI_CONFIG_PASSPHRASE_FILE:-} != "$DOCKER_NETWORK_LABS_CHECKOUT/.lab/passphrase" ]] || unset PULUMI_CONFIG_PASSPHRASE_FILE
  unset DOCKER_NETWORK_LABS_CHECKOUT
}

# And `lab env` of this one is not either.
forget_own() {
  [[ ${PULUMI_HOME:-} != "$cache"/* ]] || unset PULUMI_HOME
  ! backend_is_of "$root" || unset PULUMI_BACKEND_URL
  [[ ${PULUMI_CONFIG_PASSPHRASE_FILE:-} != "$state_dir/passphrase" ]] || unset PULUMI_CONFIG_PASSPHRASE_FILE
}

# Without the notes that pulumi keeps beside each record: it writes those in place, so that who reads at that moment reads half of one
# ("failed to load checkpoint: EOF"), and needs nothing of what is in them.
own_backend="file://$state_dir/state?metadata=skip"
forget_other_checkout
forget_own

# Is there a `pulumi login` of the user's?
logged_in() {
  local credentials=${PULUMI_CREDENTIALS_PATH:-${PULUMI_HOME:-$HOME/.pulumi}}/credentials.json
  [[ -s $credentials ]] && grep -q '"current": *"[^"]' "$credentials"
}

# Prepends the folder of a program to `path` when it is not the first there with that name.
prefer() {
  local folder=${1%/*}
  [[ $(PATH=$path type -P "${1##*/}") == "$1" ]] || path=$folder:$path
}

# Sets `names` and `values` from what was found: node, pulumi, pulumi_home.
environment() {
  local path=$PATH
  names=() values=()
  prefer "$node"
  [[ -z $pulumi ]] || prefer "$pulumi"
  add PATH "$path"
  add HOME "$HOME"
  add DOCKER_NETWORK_LABS_CHECKOUT "$root"
  if [[ -n $pulumi_home ]]; then
    ! logged_in || add PULUMI_CREDENTIALS_PATH "${PULUMI_CREDENTIALS_PATH:-$(users_home)}"
    add PULUMI_HOME "$pulumi_home"
    # All that is needed is there; a blocked network would only make a mistake slow.
    add PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION true
  fi
  [[ -n ${PULUMI_BACKEND_URL:-} ]] || logged_in || add PULUMI_BACKEND_URL "$own_backend"
  ! passphrase_wanted || add PULUMI_CONFIG_PASSPHRASE_FILE "$state_dir/passphrase"
  add PULUMI_SKIP_UPDATE_CHECK true
  # A `docker context` would lead the docker command elsewhere than the labs.
  if [[ -z ${DOCKER_HOST:-} ]] && { [[ -n ${DOCKER_CONTEXT:-} ]] || grep -qs '"currentContext"' "${DOCKER_CONFIG:-$HOME/.docker}/config.json"; }; then
    add DOCKER_HOST "$default_engine"
  fi
}

add() {
  names+=("$1")
  values+=("$2")
}

load_environment() {
  local i
  environment
  for i in "${!names[@]}"; do
    export "${names[i]}=${values[i]}"
  done
}

print_environment() {
  local i quote="'\\''"
  environment
  for i in "${!names[@]}"; do
    printf "export %s='%s'\n" "${names[i]}" "${values[i]//\'/$quote}"
  done
}
