# shellcheck shell=bash
# What the proofs share: a VM, this checkout's classes in it, and words for where that cannot be.

proofs=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(readlink -f "$proofs/../../..")
lab=$proofs/../lab
LAB_DIR=${LAB_DIR:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/punchpost-lab}

cannot() { echo "cannot run here: $*"; exit 69; }

# in_vm NAME ARGUMENT...: copies the classes of hal and drivers, systemd/ and guest/NAME into the VM, which is started if
# it does not run (and then stopped at the end), and runs guest/NAME there.
in_vm() {
  local name=$1 work=/root/proof-$1 classes slf4j
  shift
  command -v qemu-system-x86_64 >/dev/null || cannot 'QEMU is not installed (provisioning/lab/lab setup)'
  [[ -d $LAB_DIR/trixie-amd64/root/usr ]] || cannot 'there is no image of the VM (provisioning/lab/lab image)'
  [[ -s $LAB_DIR/trixie-amd64/modules/kernel ]] || cannot 'there are no kernel modules (provisioning/lab/lab modules)'
  slf4j=$(compgen -G "$root/kiosk-app/service/target/lib/slf4j-api-*.jar") || { echo 'nothing is built: mvn -DskipTests package' >&2; exit 1; }
  if ! "$lab" vm ssh true 2>/dev/null; then
    trap '"$lab" vm down' EXIT
    "$lab" vm up --snapshot
  fi
  "$lab" vm ssh "rm -rf $work && mkdir -p $work/classes"
  tar -c -C "$proofs/guest" . | "$lab" vm ssh "tar -x --no-same-owner -C $work"
  tar -c -C "$root" systemd | "$lab" vm ssh "tar -x --no-same-owner -C $work"
  for classes in hal/target/classes drivers/target/classes drivers/target/test-classes; do
    tar -c -C "$root/$classes" . | "$lab" vm ssh "tar -x --no-same-owner -C $work/classes"
  done
  "$lab" vm ssh "cat >$work/slf4j.jar" <"$slf4j"
  "$lab" vm ssh "bash $work/$name $*"
}
