# shellcheck shell=bash disable=SC2154,SC2054  # what the other parts set; commas are qemu's
# The virtual machine: start, watch with time limits, verdict. Sourced by ../run.sh.

qemu_args() { # qemu_args ACCEL: into the array qemu
  local cpu=host
  kernel_words='root=LABEL=root rw console=ttyS0'
  # In emulation a guest's measures against its processor's flaws cost much and protect nothing.
  if [[ $1 == tcg ]]; then cpu=max,la57=off && kernel_words+=' mitigations=off'; fi
  qemu=(qemu-system-x86_64 -machine pc -cpu "$cpu" -smp "$cpus" -m "$memory" -display none -nodefaults -no-user-config
    -no-reboot -rtc base=utc -kernel "$image.vmlinuz" -initrd "$image.initrd"
    -netdev user,id=net,ipv6=off -device virtio-net-pci,netdev=net,addr=3,romfile=
    -drive "if=none,id=root,file=$run/disk.qcow2,format=qcow2,cache=unsafe,discard=unmap"
    -device virtio-blk-pci,drive=root,serial=root
    -drive "if=none,id=payload,file=$run/payload.tar,format=raw,readonly=on"
    -device virtio-blk-pci,drive=payload,serial=payload
    -object rng-random,id=rng,filename=/dev/urandom -device virtio-rng-pci,rng=rng
    -device virtio-serial-pci)
  if [[ $1 == tcg ]]; then qemu+=(-accel tcg,thread=multi,tb-size=512); else qemu+=(-accel kvm); fi
}

qemu_ports() { # the console and the agent's two ports, each a file of this run
  qemu+=(-serial "file:$run/console.log"
    -chardev "file,id=out,path=$run/out.log" -device virtserialport,chardev=out,name=labs.out
    -chardev "file,id=verdict,path=$run/verdict" -device virtserialport,chardev=verdict,name=labs.verdict
    -append "$kernel_words labs.run")
}

# KVM needs more than its device: a processor that offers it. Where a virtual machine has the one
# without the other, guests start and never say a word; run_machine then falls back.
choose_accel() {
  accels=(tcg)
  if [[ -n $accel ]]; then
    accels=("$accel")
  elif [[ -r /dev/kvm && -w /dev/kvm ]] && grep -qwE 'vmx|svm' /proc/cpuinfo; then
    accels=(kvm tcg)
  fi
  if [[ -z $minutes ]]; then
    if [[ ${accels[0]} == kvm ]]; then minutes=60; else minutes=240; fi
  fi
}

start_machine() { # start_machine ACCEL: leaves machine=PID:START
  rm -f "$run"/{disk.qcow2,console.log,out.log,verdict}
  touch "$run"/{console.log,out.log,verdict}
  qemu-img create -q -f qcow2 -b "$image" -F raw "$run/disk.qcow2" 9>&-
  qemu_args "$1"
  qemu_ports
  nice -n "$nice" setpriv --pdeathsig KILL "${qemu[@]}" </dev/null >"$run/qemu.log" 2>&1 9>&- &
  adopt $!
  # The kernel may group processes by their terminal first; then a process's own nice value says nothing outside its group.
  echo "$nice" 2>/dev/null >"/proc/$!/autogroup" || true
  machine=${children[-1]}
  say "started: $1, $cpus cpus, $memory MiB; at most $minutes minutes for the command"
}

await() { # await SECONDS WHAT CONDITION…: 0 when it holds, 1 when the machine is gone, 124 when time is up
  local until=$((SECONDS + $1)) what=$2 beat=$((SECONDS + 120)) size=0 now
  shift 2
  while ! "$@"; do
    is_alive "$machine" || { "$@" && return 0; } || return 1
    ((SECONDS < until)) || return 124
    if ((SECONDS >= beat)); then
      now=$(stat -c %s "$run/out.log")
      if ((now == size)); then say "$what: nothing new for 2 minutes, $(((until - SECONDS) / 60)) minutes left"; fi
      size=$now beat=$((SECONDS + 120))
    fi
    sleep 0.5
  done
}

spoke() { [[ -s $run/console.log || -s $run/verdict ]]; }
greeted() { grep -q '^hello' "$run/verdict"; }
decided() { grep -q '^exit ' "$run/verdict"; }
stopped() { ! is_alive "$machine"; }

machine_failed() { # machine_failed WHAT
  say "$1; the end of its console:"
  tail -n 15 "$run/console.log" | tr -d '\r' >&2
  cat "$run/qemu.log" >&2
  save_logs
  exit 3
}

save_logs() {
  mkdir -p "$cache/logs"
  tr -d '\r' <"$run/console.log" >"$cache/logs/$suite.console.log"
  cp "$run/out.log" "$cache/logs/$suite.log"
  say "logs: $cache/logs/$suite.log and $suite.console.log"
}

keep_machine() { # a script beside the disk boots it again, with a root without password on the console
  qemu_args "${accels[0]}"
  qemu+=(-serial mon:stdio -append "$kernel_words")
  { printf '#!/bin/sh\nexec' && printf ' %q' "${qemu[@]}" && echo; } >"$run/boot"
  chmod +x "$run/boot"
  : >"$run/kept"
  say "kept: boot it with $run/boot (login root, poweroff to leave), and rm -r $run afterwards"
}

run_machine() {
  local code=0 kind
  local -A patience=([kvm]=20 [tcg]=180)
  for kind in "${accels[@]}"; do
    start_machine "$kind"
    code=0
    await "${patience[$kind]}" 'waiting for its first word' spoke || code=$?
    if ((code == 0)); then break; fi
    end_children "$machine"
    if [[ $kind == "${accels[-1]}" ]]; then machine_failed 'the machine did not start'; fi
    say "$kind does not work here; taking the next"
  done
  accels=("$kind")
  await 600 'booting' greeted || machine_failed 'the machine did not boot in time'
  say "booted"
  setpriv --pdeathsig KILL tail -n +1 -s 0.3 -f "$run/out.log" 2>/dev/null 9>&- &
  adopt $!
  # The guest keeps the time of the command; this is for a guest that hangs.
  await $((minutes * 60 + 300)) 'command' decided || code=$?
  sleep 1
  if ((code == 124)); then
    save_logs
    say "no verdict in time: the machine hangs"
    exit 124
  fi
  ((code == 0)) || machine_failed 'the machine stopped without a verdict'
  await 180 'powering off' stopped || say "it does not power off; ending it"
  end_children "${children[@]}"
  save_logs
  code=$(sed -n 's/^exit \([0-9]\{1,3\}\)$/\1/p' "$run/verdict" | tail -n 1)
  if [[ $keep == yes ]]; then keep_machine; fi
  say "exit code of the command: $code"
  exit "$code"
}
