# Is this a machine that labs can run on?
# shellcheck shell=bash

# First of all, and plain enough for the old bash of a Mac. OSTYPE is bash's own.
check_system() {
  case $OSTYPE in
  linux*) ;;
  darwin*)
    refuse "labs do not run on macOS" "they need Linux's own network namespaces and bridges" \
      "use a Debian 12 or 13 virtual machine (UTM, Lima, VirtualBox …) and run the same command in it."
    ;;
  msys* | cygwin* | mingw* | win*)
    refuse "labs do not run on Windows itself" "they need Linux's own network namespaces and bridges" \
      "use WSL2 (wsl --install -d Debian) or a Debian virtual machine, and run the same command in it."
    ;;
  *) refuse "labs do not run on $OSTYPE" "they need Linux" "use a Debian 12 or 13 virtual machine." ;;
  esac
}

check_machine() {
  case $(uname -m) in
  x86_64 | aarch64) ;;
  *) refuse "labs do not run on this processor ($(uname -m))" "Node and Go are fetched for x86_64 and aarch64 only" "use a machine with one of these." ;;
  esac
  ((EUID == 0)) ||
    refuse "labs need root" "they make network namespaces, bridges and containers" "run it as root, for example: sudo ./lab $command"
}
