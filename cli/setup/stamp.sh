# The quick way past set-up. .lab/setup.stamp holds what set-up found and all that it depended on. While that is the same and
# the live proofs hold, there is nothing to do; to see it takes two processes, side by side.
# shellcheck shell=bash

stamp=$state_dir/setup.stamp

# Sets `circumstances`: the files that decide, by their hashes; who asks; which programs the user has on PATH; and which boot
# this is (modules and engines do not outlive one).
stamp_circumstances() {
  local program found boot='' file files=()
  shopt -s globstar nullglob
  for file in "$root"/{lab,cli/setup-stacks.ts,cli/setup/*,components/lessons/*,images/**,toolchain/**,stacks/*.ts,package-lock.json,node_modules/.package-lock.json,.lab/{settings,images.json}}; do
    [[ ! -f $file ]] || files+=("$file")
  done
  shopt -u globstar nullglob
  local all=("$(sha256sum "${files[@]}")" "$cache" "$engine" "${PULUMI_HOME:-}" "${PULUMI_BACKEND_URL:-}" "$owners")
  ! passphrase_wanted || all+=("own passphrase")
  for program in node pulumi docker; do
    on_path "$program" || true
    all+=("$program=$found")
  done
  read -r boot </proc/sys/kernel/random/boot_id || true
  all+=("$boot")
  printf -v circumstances '%s\n' "${all[@]}"
}

# Sets node, pulumi, pulumi_home and image_tags from the stamp, when it is of these circumstances.
stamp_read() {
  local tags past circumstances
  { read -r node && read -r pulumi && read -r pulumi_home && read -r tags && IFS= read -rd '' past; } <"$stamp" || [[ -n ${past:-} ]] || return 1
  read -ra image_tags <<<"$tags"
  stamp_circumstances
  [[ $past == "$circumstances" ]] && stamp_has_images
}

# Are the images that are needed now among those of the stamp?
stamp_has_images() {
  local name json
  IFS= read -rd '' json <"$state_dir/images.json" || [[ -n ${json:-} ]] || return 1
  for name in "${needed_images[@]}"; do
    [[ $json =~ \"$name\":\ \"([^\"]+)\" && " ${image_tags[*]} " == *" ${BASH_REMATCH[1]} "* ]] || return 1
  done
}

stamp_write() {
  local circumstances
  stamp_circumstances
  printf '%s\n%s\n%s\n%s\n%s' "$node" "$pulumi" "$pulumi_home" "${image_tags[*]}" "$circumstances" | write_file "$stamp"
}

# Does what the stamp says still exist? `asked` is what ask_engine gives.
stamp_proofs() {
  local recorded owner tag answer
  [[ -x $node && -x $pulumi && -d $state_dir/state && -s $root/node_modules/.package-lock.json ]] || return 1
  plugins_in "${pulumi_home:-$(users_home)}" || return 1
  passphrase_wanted && [[ ! -s $state_dir/passphrase ]] && return 1
  owner_find && owner_recorded && [[ $recorded == "$root" ]] || return 1
  answer=$(<"/dev/fd/$asked")
  [[ $answer == *. ]] || return 1
  for tag in "${image_tags[@]}"; do
    [[ $answer == *"\"$tag\""* ]] || return 1
  done
}

# One question proves that the engine answers and has the images; a dot behind it, that this is all of the answer. curl asks it in half the
# time of the docker command.
ask_engine() {
  curl -fsS --max-time 10 --unix-socket "${engine#unix://}" 'http://engine/images/json?filters=%7B%22label%22:%5B%22docker-network-labs.image%22%5D%7D' && printf .
}

stamp_holds() {
  local asked held=0
  [[ -s $stamp ]] || return 1
  exec {asked}< <(exec 2>/dev/null && ask_engine) # beside the look at the files
  { stamp_read && stamp_proofs; } || held=1
  exec {asked}<&-
  return "$held"
}
