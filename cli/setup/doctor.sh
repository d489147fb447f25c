# `lab doctor`: what set-up would say is handed to the program, which looks at everything else and stops at nothing.
# shellcheck shell=bash

# Not the kernel, whose modules are loaded when labs are made, nor the images, which the program judges by scenario.
doctor_stages=(packages engine node npm pulumi settings state stacks)

# Sets up nothing. Without Node and its dependencies there is nobody to look, and what set-up lacks is all that can be said.
doctor_command() {
  help_only "$@"
  node_find || doctor_gives_up
  npm_current || doctor_gives_up
  pulumi='' pulumi_home=''
  asks_for_help "$@" || DOCKER_NETWORK_LABS_SET_UP=$(doctor_set_up)
  export DOCKER_NETWORK_LABS_SET_UP
  run_program "$@"
}

doctor_gives_up() {
  local refused=0
  (check_machine && look "${doctor_stages[@]}" && printf 'missing: %s\n' "${missing[@]}") >&2 || refused=$?
  ((refused == 0)) || exit "$refused"
  refuse "this checkout is not set up, so the rest of the machine was not looked at" \
    "the doctor is a program for Node, which ./lab setup gets with its dependencies" "run ./lab setup, then ./lab doctor again."
}

# A line for each thing, with tabs between its fields. What is refused is said in the words of its stage, and the others go on.
doctor_set_up() {
  local stage engine_patience=20
  refuse() {
    printf 'refused\t%s\t%s\t%s\t%s\n' "$stage" "$1" "$2" "$3"
    exit 2
  }
  if ((EUID != 0)); then
    echo unread # that labs need root, the program says
    return 0
  fi
  stage=machine
  (check_machine) || return 0
  for stage in "${doctor_stages[@]}"; do
    (
      look "$stage"
      ((${#missing[@]} == 0)) || printf "missing\t$stage\t%s\n" "${missing[@]}"
    ) || true
  done
  stage=images
  (settings_read >/dev/null && doctor_images) || true # what it refuses has been said
}

# Where images come from, and what they are called.
doctor_images() {
  local answer
  images_find
  printf 'images\t%s\n' "$images_json"
  [[ $source == registry ]] || return 0
  if registry_answers; then
    printf 'registry\t%s\n' "$registry"
  else
    printf 'registry\t%s\t%s\n' "$registry" "${answer//[$'\t\n']/ }"
  fi
}
