# The source `registry`: images built from a registry's, by the Dockerfile in an image's folder. Sourced by build.sh.
# shellcheck shell=bash disable=SC2154

registry_tag() {
  local folder=$1 key
  key=$(cat "$folder/Dockerfile" - <<<"$registry" | sha256sum)
  echo "docker-network-labs/$folder:registry-${key:0:12}"
}

# By BuildKit on this very engine where the docker command has its plugin, which leaves files in TMPDIR; without it only the older
# builder works.
docker_build() {
  local buildkit=0
  ! docker buildx version >/dev/null 2>&1 || buildkit=1
  DOCKER_BUILDKIT=$buildkit BUILDX_BUILDER=default BUILDX_NO_DEFAULT_ATTESTATIONS=1 BUILDKIT_PROGRESS=plain TMPDIR=$work \
    timeout -k 10 900 docker -H "$engine" build "$@"
}

build_from_registry() {
  local name=$1 folder=$2 target=$3 status=0 started=$SECONDS
  say "building $target from $registry's image (time: that of the download)"
  docker_build --build-arg "REGISTRY=$registry" --label "docker-network-labs.image=$name" --tag "$target" - \
    <"$folder/Dockerfile" >"$work/build.log" 2>&1 || status=$?
  if ((status != 0)); then
    tail -n 15 "$work/build.log" >&2
    ((status != 124)) || say "(ended: it took more than 15 minutes)"
    fail 1 "could not build $name from the registry $registry (the builder's last words are above)." \
      "What to do: see that the engine reaches it (docker -H $engine pull $(base "$folder")), then run this again;" \
      "or take Debian packages instead: set source=packages in .lab/settings and run ./lab setup."
  fi
  say "$target is ready ($((SECONDS - started)) s)"
}

# The registry's image that a Dockerfile stands on.
base() {
  local from
  from=$(sed -n 's/^FROM //p' "$1/Dockerfile")
  echo "${from/\$\{REGISTRY\}/$registry}"
}
