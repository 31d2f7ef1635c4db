import { yamlHeader } from "./header";

/**
 * A kustomization.yaml for every folder that holds manifests, from the files alone: a folder lists its own files and the
 * folders below it, sorted. Both engines then read exactly these files and no stray one.
 *
 * @param folders folders that have one even when they hold nothing: an engine that is pointed at a missing folder fails
 */
export function kustomizations(files: Iterable<string>, folders: Iterable<string> = []): ReadonlyMap<string, string> {
  const members = new Map<string, Set<string>>();
  for (const folder of folders) members.set(folder, new Set());
  for (const file of [...files, ...folders]) {
    const parts = file.split("/");
    for (let depth = parts.length - 1; depth >= 0; depth--) {
      const folder = parts.slice(0, depth).join("/");
      members.set(folder, (members.get(folder) ?? new Set()).add(parts[depth] as string));
    }
  }
  return new Map(
    [...members].map(([folder, names]) => [
      folder ? `${folder}/kustomization.yaml` : "kustomization.yaml",
      text(names),
    ]),
  );
}

/** Names of ours need no quoting: lower-case letters, digits, dots and dashes that end in `.yaml` or begin with a wave. */
function text(names: ReadonlySet<string>): string {
  // An empty list, not a missing one: kustomize refuses a file that says nothing at all.
  const resources =
    names.size === 0
      ? " []\n"
      : `\n${[...names]
          .sort()
          .map((name) => `  - ${name}\n`)
          .join("")}`;
  return `${yamlHeader}. Do not edit.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:${resources}`;
}
