# The project's images on the engine, and .lab/images.json, which says what they are called.
# shellcheck shell=bash

# Those that every lab needs. lab-host-20.10 comes with `./lab setup --engine 20.10`, and when it is first needed.
needed_images=(busybox nginx redis flask-base lab-host-26.1)

need_image() { [[ " ${needed_images[*]} " == *" $1 "* ]] || needed_images+=("$1"); }

# Adds the older engine's lab host for what needs it: the tests, and stacks whose scenario or config says so.
need_older_engine() {
  local command=$1 stack
  [[ $command != test ]] || need_image lab-host-20.10
  for stack in "${@:2}"; do
    case $stack in
    overlay-etcd | overlay | course) need_image lab-host-20.10 ;;
    *[!a-z0-9-]*) ;; # no name of a stack
    *)
      ! grep -qsE '^ +docker-network-labs:(docker: "?20\.10|scenario: "?overlay-etcd)' "$root/stacks/Pulumi.$stack.yaml" ||
        need_image lab-host-20.10
      ;;
    esac
  done
}

# images/build.sh, with the source of the settings.
build_images() {
  local from=()
  [[ $source == packages ]] || from=(--registry "$registry")
  "$root/images/build.sh" "${from[@]}" "$@"
}

# Sets `image_tags` to the tags of the needed images, as the settings and the files of images/ have them now.
images_find() {
  local name
  images_json=$(build_images --tags)
  image_tags=()
  for name in "${needed_images[@]}"; do
    [[ $images_json =~ \"$name\":\ \"([^\"]+)\" ]] || refuse "there is no image named '$name'" "images/ does not define it" "see \`images/build.sh --tags\`."
    image_tags+=("${BASH_REMATCH[1]}")
  done
}

images_on_engine() {
  type -P docker >/dev/null && timeout -k 5 60 docker -H "$engine" image inspect "${image_tags[@]}" >/dev/null 2>&1
}

images_missing() {
  if ! settings_read; then
    miss "images on the engine (.lab/settings comes first)"
    return
  fi
  images_find
  images_on_engine || miss "images on the engine: ${image_tags[*]}"
  [[ $images_json == "$(cat "$state_dir/images.json" 2>/dev/null)" ]] || miss ".lab/images.json: the images' names"
}

# What builds them. Not needed where they are on the engine already: a machine that has them from a pack never does.
images_tool() {
  type -P mmdebstrap >/dev/null || apt_install mmdebstrap
  apt_knows_a_mirror || apt_refresh mmdebstrap
}

# Images are built from the mirror that apt knows, and it knows none while its package lists are not there.
apt_knows_a_mirror() {
  [[ -n $(apt-get indextargets 'Created-By: Packages' 'Origin: Debian' 2>/dev/null) ]]
}

images_get() {
  local status=0
  images_on_engine || images_tool
  DOCKER_HOST=$engine build_images "${needed_images[@]}" </dev/null || status=$?
  ((status == 0)) || exit 2
  write_file "$state_dir/images.json" <<<"$images_json"
}
