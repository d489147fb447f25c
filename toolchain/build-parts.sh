# The building itself; build.sh reads this and says what the parts are.
# shellcheck shell=bash disable=SC2154  # the tables and folders are build.sh's

work=$cache/work # Go's caches and scratch, and a part until it is whole; removed at the end
going=           # the process group of the running go command
began=$SECONDS

# build_missing builds each part that CACHE_DIR lacks, one run at a time. An earlier run that was killed costs nothing
# but its unfinished part: what it had compiled is still in the work folder, which this run uses up and removes.
build_missing() {
  exec 9>"$cache/.lock"
  until flock -w 1 9; do
    stop_orphan
    ((SECONDS % 10)) || say ": another build is under way in $cache; waiting for it"
  done
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  local part missing=()
  for part in "${parts[@]}"; do finished "$part" || missing+=("$part"); done
  if ((${#missing[@]} == 0)); then
    say ": all ${#parts[@]} parts are built"
    return
  fi
  check_go
  check_disk "${missing[@]}"
  rm -rf "$work"/{part,tmp,log}
  mkdir -p "$work"/{modules,compiled,tmp,part}
  export GOMODCACHE=$work/modules GOCACHE=$work/compiled GOTMPDIR=$work/tmp GOTOOLCHAIN=local CGO_ENABLED=0 GOWORK=off
  GOFLAGS="$(go env GOFLAGS) -mod=readonly -modcacherw -trimpath -buildvcs=false"
  export GOFLAGS
  unset GOOS GOARCH
  local done=0 spent=0 planned=0
  for part in "${missing[@]}"; do
    build_part "$part" "$((++done))" "${#missing[@]}" "${missing[@]:done}"
  done
  say ": built ${#missing[@]} of ${#parts[@]} parts in $((SECONDS - began)) s; removing the caches it took"
}

# stop_orphan ends the go command of a build.sh that was killed: it holds the lock, and nobody waits for its result.
stop_orphan() {
  local owner group
  read -r owner group 2>/dev/null <"$work/running" || return 0
  [[ -e /proc/$owner ]] && return
  if grep -qzxF "GOCACHE=$work/compiled" "/proc/$group/environ" 2>/dev/null; then kill -KILL -- "-$group" || true; fi
}

finished() { [[ -x $cache/$1-${key[$1]}/${binary[$1]} && (! ${tests[$1]:-} || -x $cache/$1-${key[$1]}/${binary[$1]}.test) ]]; }

clean_up() {
  trap - EXIT HUP INT TERM
  if [[ $going ]]; then
    kill -KILL -- "-$going" 2>/dev/null || true
    wait "$going" 2>/dev/null || true
  fi
  # A compiler that was just killed may still be writing: try again.
  rm -rf "$work" 2>/dev/null || { sleep 1; rm -rf "$work"; }
}

check_go() {
  command -v go >/dev/null ||
    refuse "cannot build without Go" "there is no 'go' on PATH" "put Go 1.26 or later on PATH and run this again"
  local found
  found=$(GOTOOLCHAIN=local go env GOVERSION)
  [[ $found =~ ^go1\.(2[6-9]|[3-9][0-9]) ]] ||
    refuse "cannot build with $found" "the modules need Go 1.26 or later" "put a newer Go first on PATH and run this again"
}

# check_disk PART...: room for the modules and what is compiled from them, less what an earlier run left there.
check_disk() {
  local part need=300 free there=0
  for part; do ((need += megabytes["$part"])); done
  if [[ -d $work ]]; then there=$(du -sm "$work" | cut -f1); fi
  free=$(df --output=avail -BM "$cache" | tail -n 1 | tr -dc 0-9)
  ((free + there >= need)) ||
    refuse "not enough room in $cache" "building $* takes about $need MB for a while, and $((free + there)) MB are free" \
      "free some, or name a folder on another disk; all but about 350 MB of it is given back at the end"
}

# build_part PART NUMBER OF LATER...: builds one part and puts it in its place by a rename.
build_part() {
  local part=$1 number=$2 of=$3 started=$SECONDS file="${binary[$1]}"
  shift 3
  local ldflags='-s -w' version=''
  if [[ $part == cli || $part == language-nodejs ]]; then
    [[ $(<"$here/$part/go.mod") =~ pulumi/(pkg|sdk)/v3\ (v[0-9.]+) ]] && version=${BASH_REMATCH[2]}
    ldflags+=" -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$version"
  fi
  say " $number/$of: ${file#pulumi-resource-}${version:+ $version}, about $(expected "$part") s"
  cd "$here/$part" || exit
  local out=$work/part
  watched "$part" "$number/$of" "$@" -- \
    go build -tags "${tags[$part]:-}" -ldflags "$ldflags" -o "$out/$file" "${package[$part]}"
  if [[ ${tests[$part]:-} ]]; then
    watched "$part" "$number/$of" "$@" -- \
      go test -c -tags "${tags[$part]:-}" -ldflags '-s -w' -o "$out/$file.test" .
  fi
  rm -rf "$cache/$part-${key[$part]}"
  mv -T "$out" "$cache/$part-${key[$part]}"
  mkdir "$out"
  ((spent += SECONDS - started, planned += seconds["$part"])) || true
  say " $number/$of: ${file#pulumi-resource-} done in $((SECONDS - started)) s"
}

# expected PART: the seconds that a part should take here, after how long the parts so far took.
expected() {
  local cores
  cores=$(nproc)
  if ((planned > 0)); then # but no less than half: what an earlier run had compiled says nothing of the rest
    echo $((seconds[$1] * (spent * 2 > planned ? spent : planned / 2) / planned))
  else
    echo $((seconds[$1] * 2 / (cores > 8 ? 8 : cores)))
  fi
}

# watched PART POSITION LATER... -- COMMAND...: runs a go command, with a line every ten seconds on how far it is.
watched() {
  local part=$1 position=$2 later=0 total waited last=0 status=0
  total=$(expected "$part")
  shift 2
  while [[ $1 != -- ]]; do
    ((later += $(expected "$1"))) || true
    shift
  done
  shift
  set -m # a process group of its own, so that all of it can be stopped
  "$@" </dev/null >"$work/log" 2>&1 &
  going=$!
  set +m
  echo "$$ $going" >"$work/running"
  while kill -0 "$going" 2>/dev/null; do
    sleep 0.5
    waited=$((SECONDS - started))
    ((waited - last >= 10)) || continue
    last=$waited
    if ((waited * 10 > total * 9)); then # slower than expected: so will be the rest
      ((later = later * waited * 10 / (total * 9), total = waited * 10 / 9))
    fi
    say " $position: ${binary[$part]}, $waited s of about $total s; all done in about $(spoken $((total - waited + later)))"
  done
  wait "$going" || status=$?
  going=
  ((status == 0)) || failed "$part" "$status"
}

spoken() { if (($1 < 90)); then echo "$1 s"; else echo "$((($1 + 30) / 60)) min"; fi; }

failed() {
  local reason advice
  reason="go ended with status $2; the last of what it said: $(tail -n 15 "$work/log" | sed 's/^/\n    /' | tr -d '\r')"
  advice="see its words; what is finished is kept, so running this again goes on from here"
  case $(<"$work/log") in
    *'signal: killed'*) advice="free memory (about 3 GB are needed) and run this again; what is finished is kept" ;;
    *'no space left'*) advice="free room in $cache and run this again; what is finished is kept" ;;
    *'dial tcp'* | *'i/o timeout'* | *'TLS handshake'* | *'403 '* | *'404 '* | *'410 '* | *'502 '* | *'503 '*)
      advice="see that the Go module proxy answers ('go env GOPROXY GONOSUMDB' says which one is asked), then run this again; what is finished is kept" ;;
    *'SECURITY ERROR'* | *'checksum mismatch'*)
      advice="the proxy served a module other than the pinned one: ask who runs it, and do not go round this check" ;;
  esac
  refuse "could not build $1" "$reason" "$advice"
}
