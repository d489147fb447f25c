# The Docker engine: the one that answers is used as it is, otherwise Debian's is installed and started.
# shellcheck shell=bash

default_engine=unix:///var/run/docker.sock
engine=${DOCKER_HOST:-$default_engine}
engine_log=/var/log/docker-network-labs-dockerd.log
engine_patience=60 # seconds

# Asks the engine who it is. 0: answers and is usable; 1: nothing there; refuses what cannot work.
engine_find() {
  local answer status=0 version system security
  [[ $engine == unix://* ]] ||
    refuse "the engine at DOCKER_HOST=$engine cannot be used" "lab hosts need an engine of this machine, reached by a unix socket" \
      "unset DOCKER_HOST, or set it to unix:///…"
  type -P docker >/dev/null || return 1
  answer=$(timeout -k 5 "$engine_patience" docker -H "$engine" info --format '{{.ServerVersion}}|{{.OperatingSystem}}|{{json .SecurityOptions}}' 2>/dev/null) || status=$?
  ((status != 124 && status != 137)) ||
    refuse "the Docker engine at $engine hangs" "it did not answer \`docker info\` within $engine_patience s" \
      "see its log (journalctl -u docker, or $engine_log) and restart it, then run this again."
  IFS='|' read -r version system security <<<"$answer"
  ((status == 0)) && [[ -n $version ]] || return 1
  case $system in
  *Docker\ Desktop*)
    refuse "Docker Desktop cannot run labs" "its engine sits in a virtual machine of its own, whose networks cannot be seen from here" \
      "use the engine of a Debian virtual machine or of WSL2 itself (apt-get install docker.io), with DOCKER_HOST=$default_engine"
    ;;
  esac
  case $security in
  *name=rootless*)
    refuse "a rootless Docker engine cannot run labs" "lab hosts need the machine's own bridges, cgroups and capabilities" \
      "use the system's engine (DOCKER_HOST=$default_engine), or a Debian virtual machine."
    ;;
  esac
  at_least "$version" 20.10 || refuse "Docker $version is too old" "lab hosts need 20.10 or newer (private cgroup namespaces)" "upgrade the engine, for example to Debian's docker.io."
}

engine_missing() {
  engine_find || miss "Docker engine: none answers at $engine"
}

engine_get() {
  [[ -z ${DOCKER_HOST:-} || $DOCKER_HOST == "$default_engine" ]] ||
    refuse "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST" "the socket is missing or nobody listens" "start that engine, or unset DOCKER_HOST."
  if type -P dockerd >/dev/null; then
    say "no Docker engine answers at $engine; the one installed here ($(type -P dockerd)) will be started"
  else
    say "no Docker engine answers at $engine; Debian's docker.io will be installed and started (it stays)"
    apt_install docker.io
  fi
  # Debian 13 has the command in a package of its own.
  type -P docker >/dev/null || apt_install docker-cli
  engine_find || engine_start
  engine_await
  say "Docker engine $(docker -H "$engine" version --format '{{.Server.Version}}') answers"
}

engine_start() {
  if [[ -d /run/systemd/system ]]; then
    logged 120 systemctl start docker && return 0
    journalctl -u docker -n 15 --no-pager -o cat >>"$setup_log" 2>&1 || true
    show_log 16
    refuse "systemd could not start the Docker engine" "its last words are above" "make \`systemctl start docker\` work, then run ./lab setup again."
  fi
  local running
  running=$(cat /var/run/docker.pid 2>/dev/null) || running=
  if [[ $(readlink "/proc/${running:-none}/exe") == */dockerd* ]]; then
    say "dockerd is starting already (process $running)"
    return 0
  fi
  say "starting dockerd without systemd; its log is $engine_log"
  rm -f /var/run/docker.pid # a dead engine's
  setsid dockerd >>"$engine_log" 2>&1 </dev/null 9>&- &
  engine_process=$!
}

engine_await() {
  local deadline=$((SECONDS + 180))
  until engine_find; do
    if [[ -n ${engine_process:-} ]] && ! kill -0 "$engine_process" 2>/dev/null; then
      tail -n 8 "$engine_log" | sed 's/^/  | /' >&2
      refuse "dockerd ended right after its start" "its last words are above" "make \`dockerd\` run on this machine, then run ./lab setup again."
    fi
    ((SECONDS < deadline)) ||
      refuse "the Docker engine does not answer" "180 s after its start \`docker info\` still fails" "see journalctl -u docker or $engine_log."
    sleep 0.5
  done
}
