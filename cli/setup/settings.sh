# .lab/settings: what a person may choose. Set-up writes it where it is absent, and never changes it afterwards.
# shellcheck shell=bash

settings=$state_dir/settings
default_registry=docker.io

# Sets `source` and `registry`; false when the file is not there. Refuses what it does not know.
settings_read() {
  local line
  source='' registry=$default_registry
  [[ -e $settings ]] || return 1
  while read -r line || [[ -n $line ]]; do
    case $line in
    '' | '#'*) ;;
    source=packages | source=registry) source=${line#*=} ;;
    registry=*)
      registry=${line#*=}
      is_registry "$registry" ||
        settings_refuse "registry=$registry is not a registry" "allowed are docker.io and host[:port], with a dot, a port or the name localhost (anything else would be a name on Docker Hub)"
      ;;
    *) settings_refuse "'$line' is not known" "allowed are source=packages, source=registry and registry=docker.io or registry=host[:port]" ;;
    esac
  done <"$settings"
  [[ -n $source ]] || settings_refuse "there is no source" "allowed are source=packages and source=registry"
}

settings_refuse() {
  refuse "$settings: $1" "$2" "correct it, or remove the file so that it is written anew; then run ./lab setup."
}

is_registry() {
  [[ $1 =~ ^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$ && ($1 == *[.:]* || $1 == localhost) ]]
}

settings_missing() {
  settings_read || miss ".lab/settings: where images come from"
}

settings_get() {
  local answer
  registry=$default_registry
  if registry_answers; then
    source=registry
    say "images will come from $default_registry, which answers the engine (source=registry in .lab/settings)"
  else
    source=packages
    say "images will be made from Debian packages, since $default_registry does not answer the engine${answer:+: $answer} (source=packages in .lab/settings)"
  fi
  settings_write
}

settings_write() {
  write_file "$settings" <<TEXT
# Where images come from. After a change run ./lab setup, which gets what is missing then.
#
# source    packages: made from Debian packages; registry: fetched from a registry. Lab hosts are made from packages in any case
# registry  docker.io, or host[:port] of another one with the same images under library/
source=$source
registry=$registry
TEXT
}

# Asks the engine for `registry`, which is who would fetch: it may have a proxy or a mirror of its own. Sets `answer` to why not.
registry_answers() {
  local question="http://engine/distribution/$registry/library/busybox/json"
  answer=$(curl -sS --fail-with-body --max-time 5 --unix-socket "${engine#unix://}" "$question" 2>&1) && return 0
  [[ $answer =~ \"message\":\ *\"(.*)\"\} ]] && answer=${BASH_REMATCH[1]//\\/}
  return 1
}
