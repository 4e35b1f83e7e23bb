# shellcheck shell=bash
# Paths, messages, process bookkeeping and ssh: what the other parts share.

LAB_DIR=${LAB_DIR:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/punchpost-lab}
LAB_INSTANCE=${LAB_INSTANCE:-1}
run=$LAB_DIR/run-$LAB_INSTANCE # everything that belongs to this instance
key=$LAB_DIR/id

say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
usage_error() { say "error: $*"; say "try 'lab -h'"; exit 64; }

# These paths go into QEMU and mount options, where a comma or a colon has a meaning.
[[ $LAB_DIR =~ ^/[A-Za-z0-9._/+@-]+$ ]] || die "LAB_DIR='$LAB_DIR': expected an absolute path of letters, digits and ._/+@-"
[[ $LAB_INSTANCE =~ ^[1-9][0-9]?$ ]] || die "LAB_INSTANCE='$LAB_INSTANCE': expected 1 to 99"

# Undo steps for when a command fails or is interrupted; a command that succeeds sets undo=().
undo=()
# shellcheck disable=SC2317,SC2329  # called by the trap
undo_all() {
  local i
  trap '' INT TERM
  for ((i = ${#undo[@]} - 1; i >= 0; i--)); do ${undo[i]} || true; done
}
trap undo_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need_root() { [[ $EUID == 0 ]] || die "'lab $1' needs root"; }
need() {
  local program
  for program; do command -v "$program" >/dev/null || die "'$program' is not installed: run 'lab setup'"; done
}
image_dir() { echo "$LAB_DIR/trixie-$1"; }
need_image() { [[ -d $(image_dir "$1")/root/usr ]] || die "no $1 image in $LAB_DIR: run 'lab image $1'"; }
seconds_since() { awk -v t="$1" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", now - t }'; }

# running PIDFILE: is the process that we started, and recorded there, alive? Every process the lab
# leaves behind has its pid file's path on its command line, so a reused number is not mistaken for it.
running() { [[ -s $1 ]] && tr '\0' '\n' 2>/dev/null <"/proc/$(<"$1")/cmdline" | grep -qF -- "$1"; }

# gone PIDFILE SECONDS: wait until that process has ended.
gone() {
  local tries=$(($2 * 10))
  while running "$1"; do
    ((tries-- > 0)) || return 1
    sleep 0.1
  done
}

nothing_running() {
  local pid
  for pid in "$LAB_DIR"/run-*/*.pid; do
    running "$pid" && die "$pid is running from this image: stop it first ('lab down')"
  done
  return 0
}

make_key() {
  mkdir -p "$LAB_DIR"
  [[ -s $key ]] || ssh-keygen -q -t ed25519 -N '' -C punchpost-lab -f "$key"
}

container_address() { echo "10.99.$LAB_INSTANCE.2"; }
vm_port() { echo $((2200 + LAB_INSTANCE)); }

# The image's own host keys, so that host key checking can stay on in the scripts under test.
write_ssh_config() {
  local address port pub
  address=$(container_address) port=$(vm_port)
  mkdir -p "$run"
  for pub in "$(image_dir amd64)"/root/etc/ssh/ssh_host_*_key.pub; do
    echo "$address,[127.0.0.1]:$port $(cut -d' ' -f1,2 "$pub")"
  done >"$run/known_hosts"
  cat >"$run/ssh_config" <<T
Host container
  HostName $address
Host vm
  HostName 127.0.0.1
  Port $port
Host container vm
  User root
  IdentityFile $key
  IdentitiesOnly yes
  UserKnownHostsFile $run/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  ConnectTimeout 30
  ServerAliveInterval 20
  ServerAliveCountMax 15
  LogLevel ERROR
T
}

guest_ssh() { ssh -F "$run/ssh_config" "$@"; }

# guest_run GUEST WORD...: run these words over ssh as they are; ssh itself would join them unquoted.
guest_run() {
  local guest=$1
  shift
  guest_ssh "$guest" "$(printf '%q ' "$@")"
}

# wait_ssh GUEST PIDFILE SECONDS
wait_ssh() {
  local deadline=$((SECONDS + $3))
  until guest_ssh -o BatchMode=yes -o ConnectTimeout=3 "$1" true 2>/dev/null; do
    running "$2" || return 1
    ((SECONDS < deadline)) || return 1
    sleep 0.3
  done
}

# guest_copy GUEST SRC DST: the side that starts with ':' is the guest; DST is, if neither does.
guest_copy() {
  [[ $# == 3 ]] || usage_error "copy: expected SRC DST"
  local guest=$1 from=$2 to=$3
  [[ $from == :* || $to == :* ]] || to=:$to
  [[ $from == :* ]] && from=$guest$from
  [[ $to == :* ]] && to=$guest$to
  scp -q -r -F "$run/ssh_config" "$from" "$to"
}

guest_info() { # ADDRESS PORT
  cat <<T
address=$1
port=$2
key=$key
known_hosts=$run/known_hosts
ssh_config=$run/ssh_config
T
}
