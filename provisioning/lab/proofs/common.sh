# shellcheck shell=bash
# What the proofs share: a VM, this checkout's classes in it, and words for where that cannot be.

proofs=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(readlink -f "$proofs/../../..")
lab=$proofs/../lab
LAB_DIR=${LAB_DIR:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/punchpost-lab}

cannot() { echo "cannot run here: $*"; exit 69; }

# vm_up: starts the VM if it does not run; it is then stopped at the end.
vm_up() {
  command -v qemu-system-x86_64 >/dev/null || cannot 'QEMU is not installed (provisioning/lab/lab setup)'
  [[ -d $LAB_DIR/trixie-amd64/root/usr ]] || cannot 'there is no image of the VM (provisioning/lab/lab image)'
  [[ -s $LAB_DIR/trixie-amd64/modules/kernel ]] || cannot 'there are no kernel modules (provisioning/lab/lab modules)'
  "$lab" vm ssh true 2>/dev/null && return
  trap '"$lab" vm down' EXIT
  "$lab" vm up --snapshot
}

# classes_to_vm FOLDER: the classes of hal and drivers go to FOLDER/classes, and slf4j beside them.
classes_to_vm() {
  local classes slf4j
  slf4j=$(compgen -G "$root/kiosk-app/service/target/lib/slf4j-api-*.jar") || { echo 'nothing is built: mvn -DskipTests package' >&2; exit 1; }
  "$lab" vm ssh "mkdir -p $1/classes"
  for classes in hal/target/classes drivers/target/classes drivers/target/test-classes; do
    tar -c -C "$root/$classes" . | "$lab" vm ssh "tar -x --no-same-owner -C $1/classes"
  done
  "$lab" vm ssh "cat >$1/slf4j.jar" <"$slf4j"
}

# terminal_in_vm NAME: installs the package that Maven has made in the VM, unless that very package is there, and puts
# guest/ into /root/proof-NAME. Without the training, which takes a processor for minutes there, and without the look at
# the new version's health, which gives it three minutes: the VM is ten times slower than a machine.
terminal_in_vm() {
  local work=/root/proof-$1 deb sum
  deb=$(find "$root/provisioning/deb/target" -maxdepth 1 -name 'punchpost_*_all.deb' 2>/dev/null | sort -V | tail -n 1)
  [[ -n $deb ]] || { echo 'there is no package: mvn -DskipTests package' >&2; exit 1; }
  vm_up
  sum=$(sha256sum <"$deb")
  if [[ $("$lab" vm ssh 'cat /root/installed 2>/dev/null') != "$sum" ]]; then
    "$lab" vm copy "$deb" :/root/punchpost.deb
    "$lab" vm ssh 'systemctl mask -q punchpost-train.service punchpost-health.service 2>/dev/null
      DEBIAN_FRONTEND=noninteractive apt-get -q -y --reinstall --allow-downgrades -o Dpkg::Use-Pty=0 install /root/punchpost.deb' \
      </dev/null >"${TMPDIR:-/tmp}/punchpost-proof-apt.log" 2>&1 || { cat "${TMPDIR:-/tmp}/punchpost-proof-apt.log" >&2; exit 1; }
    "$lab" vm ssh 'cat >/root/installed' <<<"$sum"
  fi
  "$lab" vm ssh "rm -rf $work && mkdir -p $work"
  tar -c -C "$proofs/guest" . | "$lab" vm ssh "tar -x --no-same-owner -C $work"
}

# in_vm NAME ARGUMENT...: copies the classes of hal and drivers, systemd/ and guest/NAME into the VM and runs guest/NAME
# there.
in_vm() {
  local name=$1 work=/root/proof-$1
  shift
  vm_up
  "$lab" vm ssh "rm -rf $work && mkdir -p $work"
  tar -c -C "$proofs/guest" . | "$lab" vm ssh "tar -x --no-same-owner -C $work"
  tar -c -C "$root" systemd | "$lab" vm ssh "tar -x --no-same-owner -C $work"
  classes_to_vm "$work"
  "$lab" vm ssh "bash $work/$name $*"
}

# with_card_reader COMMAND: runs it in the VM, where QEMU's monitor and the socket of its card reader can then be reached.
with_card_reader() {
  local run
  run=$(dirname "$("$lab" vm info | sed -n 's/^ssh_config=//p')")
  "$lab" vm ssh 'rm -f /run/lab-ccid /run/lab-monitor'
  "$lab" vm ssh -R "/run/lab-ccid:$run/ccid" -R "/run/lab-monitor:$run/monitor" "$1 </dev/null"
}
