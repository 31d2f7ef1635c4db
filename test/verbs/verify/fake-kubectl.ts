import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../../support/folder";

/**
 * A kubectl that answers from files: `get` with the objects of a resource, a watch with a change at once and then with nothing for a minute. While the
 * file `says` is there, it says that and fails; `<resource>.says` is the same for one resource.
 */
export interface FakeKubectl {
  /** The program. */
  readonly path: string;
  readonly give: (objects: Objects) => void;
  /** From now on it fails with these words; with none it answers again. */
  readonly fail: (words: string | undefined) => void;
  /** In sh, from within the call that is the first after so many, or the last of these. */
  readonly after: (calls: number, script: string) => void;
  /** What it was asked, watches left out. */
  readonly calls: () => readonly string[];
  /** KUBECONFIG of each call. */
  readonly kubeconfigs: () => readonly string[];
  /** Process ids of the watches that it was. */
  readonly watches: () => readonly number[];
}

/** Objects by resource, as the checks name it: `istios.sailoperator.io`. */
export type Objects = Readonly<Record<string, readonly object[]>>;

const script = (state: string) => `#!/bin/sh
state='${state}'
case "$*" in
*--watch-only*) echo $$ >> "$state/watches"; echo changed; exec sleep 60 ;;
esac
printf '%s\\n' "$*" >> "$state/calls"
printf '%s\\n' "$KUBECONFIG" >> "$state/kubeconfigs"
count=$(wc -l < "$state/calls")
for event in "$state"/after-*[0-9]; do
  [ -f "$event" ] || continue
  # Calls come several at a time: one of them takes it.
  [ "$count" -lt "\${event##*-}" ] || ! mv "$event" "$state/taken-$$" 2>/dev/null || . "$state/taken-$$"
done
[ ! -f "$state/says" ] || { cat "$state/says" >&2; exit 1; }
[ "$1" != --context ] || shift 2
[ "$1" = get ] || { echo "unexpected: $*" >&2; exit 9; }
[ ! -f "$state/$2.says" ] || { cat "$state/$2.says" >&2; exit 1; }
[ ! -f "$state/$2.json" ] || cat "$state/$2.json"
`;

export function fakeKubectl(objects: Objects = {}): FakeKubectl {
  const state = folderWith({ kubectl: "", calls: "", watches: "", kubeconfigs: "" });
  const path = join(state, "kubectl");
  writeFileSync(path, script(state));
  chmodSync(path, 0o755);
  const lines = (name: string) => readFileSync(join(state, name), "utf8").split("\n").filter(Boolean);
  const fake: FakeKubectl = {
    path,
    give: (more) => {
      for (const [resource, items] of Object.entries(more)) {
        writeFileSync(join(state, `${resource}.json`), JSON.stringify({ kind: "List", items }));
      }
    },
    fail: (words) => {
      const file = join(state, "says");
      if (words !== undefined) writeFileSync(file, words);
      else if (existsSync(file)) rmSync(file);
    },
    after: (calls, text) => writeFileSync(join(state, `after-${calls}`), text),
    calls: () => lines("calls"),
    kubeconfigs: () => lines("kubeconfigs"),
    watches: () => lines("watches").map(Number),
  };
  fake.give(objects);
  return fake;
}
