# shellcheck shell=bash disable=SC2154  # what the other parts set
# How this machine reaches its package mirrors, carried into the virtual one: apt, npm, pip, Go, proxies,
# certificates. All read at run time; only settings that say where and how, never a whole file.
# Sourced by ../run.sh.

guest_bundle=/etc/ssl/certs/ca-certificates.crt

# An address on this machine's loopback is 10.0.2.2 in the virtual one; a file of certificates is its bundle.
for_guest() {
  sed -E 's#(://([^/@ ]*@)?)(localhost|127\.[0-9.]+|\[::1\])([:/"]|$)#\110.0.2.2\4#g'
}

pick() { # pick PATTERN TO FILE…: the lines that match, if there are any
  local pattern=$1 to=$2 lines
  shift 2
  lines=$(cat -- "$@" 2>/dev/null | grep -E "$pattern" | for_guest || :)
  if [[ -n $lines ]]; then mkdir -p "${to%/*}" && printf '%s\n' "$lines" >>"$to"; fi
}

extra_certificates() { # extra_certificates STOCK-BUNDLE FOLDER: what this machine trusts and a stock Debian does not
  local bundles=() file
  for file in "$guest_bundle" "${SSL_CERT_FILE:-}" "${NODE_EXTRA_CA_CERTS:-}" "${PIP_CERT:-}" /etc/pki/tls/certs/ca-bundle.crt; do
    if [[ -n $file && -r $file ]]; then bundles+=("$file"); fi
  done
  ((${#bundles[@]})) || return 0
  mkdir -p "$2"
  awk -v folder="$2" '
    FNR == 1 { nth++ }
    /-----BEGIN CERTIFICATE-----/ { body = ""; inside = 1; next }
    /-----END CERTIFICATE-----/ {
      inside = 0
      if (!(body in seen)) {
        seen[body] = 1
        if (nth > 1) {
          file = folder "/machine-" (++made) ".crt"
          printf "-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n", body > file
          close(file)
        }
      }
      next
    }
    inside { sub(/\r$/, ""); body = body $0 "\n" }' "$1" "${bundles[@]}"
}

carry_environment() { # carry_environment FILE: NAME=VALUE lines
  local name value
  local plain='^((https?|ftp|all|no)_proxy|GO(PROXY|NOPROXY|PRIVATE|SUMDB|NOSUMDB|INSECURE)'
  plain+='|npm_config_((https?_?)?proxy|registry|noproxy|strict_ssl)|PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|PROXY|DEFAULT_TIMEOUT|RETRIES))$'
  : >"$1"
  shopt -s nocasematch
  while IFS='=' read -r -d '' name value; do
    if [[ $value == *$'\n'* ]]; then
      continue
    elif [[ $name =~ $plain ]]; then
      printf '%s=%s\n' "$name" "$value"
    elif [[ $name =~ ^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|PIP_CERT|npm_config_cafile)$ ]]; then
      printf '%s=%s\n' "$name" "$guest_bundle"
    fi
  done < <(env -0) | for_guest >>"$1"
  shopt -u nocasematch
}

carry_settings() { # carry_settings FOLDER ENVIRONMENT-FILE STOCK-BUNDLE: a tree to lay over the guest's root
  local to=$1 global=''
  mkdir -p "$to"
  apt_options >"$run/apt.conf"
  pick . "$to/etc/apt/apt.conf.d/90machine" "$run/apt.conf"
  pick . "$to/etc/apt/auth.conf.d/machine.conf" /etc/apt/auth.conf /etc/apt/auth.conf.d/*.conf
  if command -v npm >/dev/null; then global=$(timeout 20 npm config get globalconfig 2>/dev/null || :); fi
  pick '^ *((@[^ :=]+:)?registry|(https?-)?proxy|noproxy|strict-ssl|replace-registry-host|fetch-[a-z-]+|always-auth|//[^ =]+) *=' \
    "$to/root/.npmrc" "${global:-/etc/npmrc}" "$HOME/.npmrc"
  if cat -- "${global:-/etc/npmrc}" "$HOME/.npmrc" 2>/dev/null | grep -qE '^ *cafile *='; then
    mkdir -p "$to/root" && printf 'cafile=%s\n' "$guest_bundle" >>"$to/root/.npmrc"
  fi
  pick '^ *(\[|(index-url|extra-index-url|trusted-host|proxy|timeout|retries) *=)' \
    "$to/etc/pip.conf" /etc/pip.conf "$HOME/.pip/pip.conf" "$HOME/.config/pip/pip.conf"
  pick '^GO(PROXY|NOPROXY|PRIVATE|SUMDB|NOSUMDB|INSECURE)=' "$to/root/.config/go/env" "$HOME/.config/go/env"
  pick '^[0-9a-f]' "$to/hosts" <(grep -vE '^ *(127\.|::1|f[ef]0[0-2]::)' /etc/hosts 2>/dev/null)
  extra_certificates "$3" "$to/usr/local/share/ca-certificates"
  carry_environment "$2"
}
