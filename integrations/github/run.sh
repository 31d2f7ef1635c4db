#!/usr/bin/env bash
# What action.yml does: runs one command of meshstep, tells GitHub what came of it, and ends with the command's exit code.
# Runs with bash 3.2, too, which is what macOS runners have.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d "${RUNNER_TEMP:-/tmp}/meshstep.XXXXXX")
said=$scratch/said.txt

# Words of the input, without globs.
IFS=$' \t\n' read -r -d '' -a args <<<"$MESHSTEP_ARGS" || true
files=()
while IFS= read -r file; do
  if [[ -n $file ]]; then files+=(-f "$file"); fi
done <<<"$MESHSTEP_FILE"

# Data goes where it is sent; what meshstep says beside it goes into the log and is kept for the summary.
meshstep() {
  local status=0
  npx --yes "meshstep@$MESHSTEP_VERSION" "$@" ${files[@]+"${files[@]}"} ${args[@]+"${args[@]}"} 2>"$said" || status=$?
  cat "$said" >&2
  return "$status"
}

summary() {
  cat >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
}

fenced() { # file
  printf '~~~~text\n'
  cat "$1"
  printf '~~~~\n'
}

finish() { # exit code
  printf 'exit-code=%s\n' "$1" >>"${GITHUB_OUTPUT:-/dev/null}"
  exit "$1"
}

check() {
  local status=0
  if [[ ${#args[@]} -eq 0 ]]; then args=(.); fi
  # On standard output GitHub reads these as annotations.
  meshstep check -o github || status=$?
  { printf '### meshstep check\n\n' && fenced "$said"; } | summary
  finish "$status"
}

synth_check() {
  local status=0 stale=$scratch/stale.txt
  meshstep synth --check >"$stale" || status=$?
  cat "$stale"
  if [[ -s $stale ]]; then
    printf '::error title=meshstep synth --check::The committed phases are not what synth writes. Run meshstep synth and commit the result.\n'
  elif [[ $status -ne 0 ]]; then
    printf '::error title=meshstep synth --check::The log of this step says what stopped it.\n'
  fi
  { printf '### meshstep synth --check\n\n' && cat "$stale" "$said" >"$scratch/all.txt" && fenced "$scratch/all.txt"; } | summary
  finish "$status"
}

diff_comment() {
  local status=0 comment=$scratch/comment.md
  meshstep diff -o markdown >"$comment" || status=$?
  # 1 says that something differs, which is what the comment is for.
  if [[ $status -gt 1 ]]; then finish "$status"; fi
  printf 'comment-file=%s\n' "$comment" >>"${GITHUB_OUTPUT:-/dev/null}"
  summary <"$comment"
  if [[ -z $MESHSTEP_PULL_REQUEST ]]; then
    printf '::notice title=meshstep diff-comment::No pull request here; the comparison is in the summary of the job.\n'
  elif ! node "$here/comment.mjs" "$comment"; then
    printf '::warning title=meshstep diff-comment::The comment could not be written; the comparison is in the summary of the job.\n'
  fi
  finish 0
}

case $MESHSTEP_COMMAND in
  check) check ;;
  synth-check) synth_check ;;
  diff-comment) diff_comment ;;
  *)
    printf '::error title=meshstep::There is no command %s; there are check, synth-check and diff-comment.\n' "${MESHSTEP_COMMAND//[^a-zA-Z0-9 _-]/?}"
    finish 2
    ;;
esac
