# shellcheck shell=bash
# What the proofs of installation share: the lab's container, a broker on this machine, a reader in the container.
# To be sourced; ends the program with 69 and a reason where this machine cannot run the lab.

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(readlink -f "$here/../..")
lab=$root/provisioning/lab/lab
work=$(mktemp -d)
passed=0

say() { printf '%s\n' "$*" >&2; }
cannot() { say "cannot run: $*"; exit 69; }
ok() { passed=$((passed + 1)); say "ok    $*"; }
fail() {
  say "FAIL  $*"
  inside journalctl --no-pager -n 40 -u punchpost -u punchpost-health -u punchpost-recover -u punchpost-train >&2 || true
  exit 1
}

clean_up() {
  [[ -z ${broker_pid:-} ]] || kill "$broker_pid" 2>/dev/null || true
  [[ -z ${listener_pid:-} ]] || kill "$listener_pid" 2>/dev/null || true
  [[ -n ${PUNCHPOST_KEEP_LAB:-} ]] || "$lab" container down 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

need_lab() {
  local program
  [[ $EUID == 0 ]] || cannot "the lab's container needs root"
  for program in systemd-nspawn ip mosquitto mosquitto_sub; do
    command -v "$program" >/dev/null || cannot "'$program' is not installed"
  done
  "$lab" status | grep >/dev/null 'image amd64  built' || cannot "the lab's image is not built: provisioning/lab/lab setup && provisioning/lab/lab image"
  "$lab" container down
  "$lab" container up || cannot "the lab's container does not start on this machine"
  eval "$("$lab" container info)"
  # shellcheck disable=SC2154  # set by the line before
  bench=${address%.*}.1
}

inside() { "$lab" container exec "$@"; }
shell() { inside bash -c "$1"; }
into() { "$lab" container copy "$1" ":$2"; }

# within SECONDS WORDS COMMAND...: until the command succeeds; prints how long it took.
within() {
  local seconds=$1 what=$2 start=$EPOCHREALTIME
  shift 2
  until "$@"; do
    awk -v s="$start" -v n="$EPOCHREALTIME" -v most="$seconds" 'BEGIN { exit !(n - s > most) }' && fail "$what: not within $seconds s"
    sleep 0.2
  done
  ok "$what ($(awk -v s="$start" -v n="$EPOCHREALTIME" 'BEGIN { printf "%.1f", n - s }') s)"
}

package() { # package NAME: the .deb that Maven has made
  local file
  file=$(find "$root/provisioning/deb/target" -maxdepth 1 -name "$1_*_all.deb" | sort -V | tail -n 1)
  [[ -n $file ]] || cannot "no $1 package: mvn package makes it"
  printf '%s\n' "$file"
}

# --- reader: bytes that come out of a pseudo-terminal as they would come out of a serial reader
start_reader() {
  into "$here/reader.py" /root/reader.py
  shell 'systemd-run --quiet --unit=lab-reader python3 /root/reader.py /dev/lab-reader /run/taps'
  within 10 "the reader is there" inside test -e /dev/lab-reader
}
badge() { printf '0100%06X' "$1"; } # badge N: ten hexadecimal digits
frame() { # frame N: an RDM6300's frame of that badge, as printf takes it
  local number sum=0 i
  number=$(badge "$1")
  for ((i = 0; i < 10; i += 2)); do sum=$((sum ^ 16#${number:i:2})); done
  printf '\\002%s%02X\\003' "$number" "$sum"
}
tap() { shell "printf '$(frame "$1")' >/run/taps"; } # tap N
taps() { # taps FIRST LAST: half a second between them, as the driver wants silence between two badges
  local n
  for ((n = $1; n <= $2; n++)); do tap "$n"; sleep 0.45; done
}
roster() { # roster N: workers 1..N with their badges
  local n
  { echo 'worker,name,badge,language'; for ((n = 1; n <= $1; n++)); do echo "w$n,Worker $n,em:$(badge "$n"),es"; done; } >"$work/roster.csv"
  into "$work/roster.csv" /root/roster.csv
  inside punchpost roster import /root/roster.csv >/dev/null || fail "roster import"
}

# --- broker on this machine
start_broker() { # start_broker LINES of mosquitto.conf
  printf '%s\n' "$@" >"$work/mosquitto.conf"
  mosquitto -c "$work/mosquitto.conf" >"$work/mosquitto.log" 2>&1 &
  broker_pid=$!
  sleep 0.5
  kill -0 "$broker_pid" 2>/dev/null || { cat "$work/mosquitto.log" >&2; fail "mosquitto does not start"; }
}
stop_broker() { kill "$broker_pid"; wait "$broker_pid" 2>/dev/null || true; broker_pid=; }
listen() { # listen OPTIONS of mosquitto_sub: everything below punchpost/ goes to $work/heard
  mosquitto_sub -V 5 -q 1 -t 'punchpost/v1/#' "$@" >>"$work/heard" 2>"$work/listener.log" &
  listener_pid=$!
  sleep 0.5
}
heard() { # heard WORKER: punches of that worker, repetitions by id not counted
  [[ -e $work/heard ]] || { echo 0; return; }
  { grep '"dev.punchpost.punch.v1"' "$work/heard" || true; } | { grep "\"subject\":\"$1\"" || true; } |
    sed 's/.*"id":"\([^"]*\)".*/\1/' | sort -u | wc -l
}
heard_once() { [[ $(heard "$1") == 1 ]]; }
status_has() { inside punchpost status --json 2>/dev/null | tr -d ' \n' | grep >/dev/null "$1"; }
takes_taps() { [[ $(inside systemctl is-active punchpost) == active ]] && status_has '"running":true' && status_has '"state":"good"\|"state":"last-good"'; }
