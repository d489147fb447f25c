# Help that works before set-up.
# shellcheck shell=bash

print_help() {
  cat <<'TEXT'
Usage: ./lab <command> [stack …] [options]

Runs the scenarios of a Docker networking course as real labs. A command takes names of stacks and of groups (single-host, overlay, course);
without any it means single-host, for `check` and `drift` those that are up, and for `doctor` the whole course.

  setup     gets everything that labs need: packages, Node, a Docker engine, pulumi, images (--check only looks)
  pack      writes a file from which machines without any network are set up (./lab setup --from FILE)
  doctor    says before class what keeps labs from running on this machine, and what to do about it; changes nothing
  up        sets up if need be, makes the labs, and says whether each behaves as the lesson claims
  preview   shows what `up` would make; changes nothing
  check     says whether the live labs behave as the lesson claims; changes nothing
  drift     says what is broken in the live labs, and what was made in them by hand; changes nothing
  sheet     writes a page for each lab: picture, commands and what they print, checks, exercises (--lang en|zh, --out FOLDER)
  serve     shows the same pages live, on this machine alone unless told otherwise
  topology  shows a live lab's network, as text, data or picture (--json, --svg, --mermaid, --dot); changes nothing
  reset     removes labs, after naming what was made in them by hand, and makes them anew
  shell     opens a shell in a lab, with docker, ip and brctl
  class     the same for a class, seat by seat: up, preview, status, check, grade, exec, save, reset, shell, destroy
  destroy   removes the labs and leaves the machine as it was
  clean     finds what labs left on this machine, also without .lab/, and removes what is this checkout's or nobody's
  bench     measures classes of several sizes, and tools side by side
  env       prints what plain pulumi needs; use it as: eval "$(./lab env)"
  test      sets up if need be and runs the project's own tests (--all: the long ones too)

./lab <command> --help tells more. Exit codes: 0 fine, 1 a check or an operation failed, 2 the input or the machine is not
usable.
TEXT
}

print_setup_help() {
  cat <<'TEXT'
Usage: ./lab setup [--check] [--engine 20.10] [--from FILE]

Gets what labs need and this machine lacks, in this order: Debian packages (iproute2, bridge-utils …), kernel
modules, a Docker engine (Debian's docker.io, only where none answers), Node, the npm dependencies, pulumi and its plugins
(built from Go modules where releases cannot be downloaded: about 8 minutes, once), the images, and .lab/ with the state.
From where is decided by the machine's own apt, npm, pip and Go settings, and for images by .lab/settings. What is there
already is used as it is.

It can be interrupted at any point and run again. `./lab up` and `./lab test` run it by themselves.

  --check          changes nothing; prints what is missing and exits 2, or exits 0
  --engine 20.10   also builds the lab host with Docker 20.10, for overlay-etcd (./lab up overlay-etcd and ./lab test do so
                   by themselves)
  --from FILE      takes all of it from a pack (./lab pack) and nothing from anywhere else; refuses a pack that is damaged or
                   made for another processor, Debian release or version of this checkout, and changes nothing then

Where things go: .lab/ in this folder (settings, state, passphrase, this checkout's owner id), ~/.cache/docker-network-labs
(fetched and built programs), /var/lib/docker-network-labs (which owner id is whose), and the images on the engine.
TEXT
}

print_pack_help() {
  cat <<'TEXT'
Usage: ./lab pack FILE

Writes everything that a machine without any network needs for labs into one file: this checkout, Debian packages, Node and the
npm dependencies, pulumi with its plugins, and all images of both engines. Sets up this machine first. The file is a tar; an
earlier pack is replaced when the new one is whole, any other file is left alone.

On each machine, as root (same processor, and the same Debian release where packages are missing):

  tar -xf FILE docker-network-labs
  docker-network-labs/lab setup --from FILE
TEXT
}

print_env_help() {
  cat <<'TEXT'
Usage: eval "$(./lab env)"

Prints the exports with which plain pulumi works on the same stacks as ./lab: PATH, PULUMI_HOME, the state backend, the
passphrase file. A backend, login or passphrase of your own is left as it is.
TEXT
}
