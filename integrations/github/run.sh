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

comment() { # file of Markdown
  printf 'comment-file=%s\n' "$1" >>"${GITHUB_OUTPUT:-/dev/null}"
  summary <"$1"
  if [[ -z $MESHSTEP_PULL_REQUEST ]]; then
    printf '::notice title=meshstep %s::No pull request here; what it would say is in the summary of the job.\n' "$MESHSTEP_COMMAND"
  elif ! node "$here/comment.mjs" "$1"; then
    printf '::warning title=meshstep %s::The comment could not be written; what it would say is in the summary of the job.\n' "$MESHSTEP_COMMAND"
  fi
}

diff_comment() {
  local status=0 comment=$scratch/comment.md
  meshstep diff -o markdown >"$comment" || status=$?
  # 1 says that something differs, which is what the comment is for.
  if [[ $status -gt 1 ]]; then finish "$status"; fi
  comment "$comment"
  finish 0
}

refuse() { # words for people
  printf '::error title=meshstep verify::%s\n' "$1"
  finish 2
}

# The phase that the base stands at must hold in the cluster before the next one is merged. Everything that is asked comes from the base, so that
# a pull request does not change what it is held by; its own live folder only tells which way it goes.
verify() {
  local status=0 report=$scratch/verify.md base=$scratch/base ref=$MESHSTEP_BASE prefix
  if [[ -z $MESHSTEP_LIVE ]]; then refuse 'Name the folder that the GitOps engine reads: live.'; fi
  if [[ -z $ref && -n ${GITHUB_BASE_REF:-} ]]; then ref=origin/$GITHUB_BASE_REF; fi
  if [[ -z $ref ]]; then refuse 'There is no pull request here: name what is merged into, base.'; fi
  if ! git rev-parse --quiet --verify --end-of-options "$ref^{commit}" >/dev/null; then
    refuse 'The base is not here. Check out with fetch-depth: 0.'
  fi
  prefix=$(git rev-parse --show-prefix)
  git worktree add --quiet --detach "$base" "$ref"
  trap 'git -C "$GITHUB_WORKSPACE" worktree remove --force "$scratch/base"' EXIT
  if [[ -n $MESHSTEP_KUBECONFIG ]]; then
    KUBECONFIG=$(cd "$(dirname "$MESHSTEP_KUBECONFIG")" && pwd)/$(basename "$MESHSTEP_KUBECONFIG")
    export KUBECONFIG
  fi
  args+=(--live "$MESHSTEP_LIVE" --before "$PWD/$MESHSTEP_LIVE")
  if [[ -n $MESHSTEP_WAIT ]]; then args+=(--wait "$MESHSTEP_WAIT"); fi
  if [[ -n $MESHSTEP_CONTEXT ]]; then args+=(--context "$MESHSTEP_CONTEXT"); fi
  if [[ ! -d $base/$prefix$MESHSTEP_LIVE ]]; then
    printf '::notice title=meshstep verify::The base has no such live folder: nothing has to hold first.\n'
    finish 0
  fi
  cd "$base/$prefix"
  meshstep verify -o markdown >"$report" || status=$?
  if [[ -s $report ]]; then
    comment "$report"
  else
    { printf '### meshstep verify\n\n' && fenced "$said"; } | summary
  fi
  case $status in
    0) ;;
    1) printf '::error title=meshstep verify::What the base stands at does not hold in the cluster yet. Run this job again when it does.\n' ;;
    *) printf '::error title=meshstep verify::The cluster could not be asked; the log of this step says why.\n' ;;
  esac
  finish "$status"
}

case $MESHSTEP_COMMAND in
  check) check ;;
  synth-check) synth_check ;;
  diff-comment) diff_comment ;;
  verify) verify ;;
  *)
    printf '::error title=meshstep::There is no command %s; there are check, synth-check, diff-comment and verify.\n' "${MESHSTEP_COMMAND//[^a-zA-Z0-9 _-]/?}"
    finish 2
    ;;
esac
