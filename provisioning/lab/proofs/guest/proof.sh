# shellcheck shell=bash
# What the proofs in bash share: a line for each finding.
failures=0

check() { # WHAT COMMAND...
  local what=$1
  shift
  if "$@"; then
    echo "ok      $what"
  else
    echo "FAILED  $what"
    failures=$((failures + 1))
  fi
}
