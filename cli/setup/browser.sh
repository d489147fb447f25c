# The browser that the tests of pages are run in. Only `./lab test` wants it, and does without where it cannot be had: those tests are skipped
# then, and say why. (Debian's is 100 MB to fetch, and 310 MB on the disk.)
# shellcheck shell=bash

browsers=(chromium-headless-shell chromium)
# With the pages' Chinese, of which a bare Debian has no letters.
browser_packages=(chromium-headless-shell fonts-droid-fallback)

browser_find() {
  local program found
  for program in "${browsers[@]}"; do
    if on_path "$program"; then return; fi
  done
  return 1
}

browser_get() {
  ! browser_find || return 0
  take_turn
  (apt_install "${browser_packages[@]}") || say "without a browser: the tests of pages are skipped"
  exec 9>&-
}
