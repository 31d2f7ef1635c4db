import { yamlHeader } from "./header";

/**
 * A kustomization.yaml for every folder that holds manifests, from the files alone: a folder lists its own files and the
 * folders below it, sorted. Both engines then read exactly these files and no stray one.
 *
 * @param folders more folders, which may be empty
 */
export function kustomizations(files: Iterable<string>, folders: readonly string[] = []): ReadonlyMap<string, string> {
  const members = new Map<string, Set<string>>();
  for (const folder of folders) {
    members.set(folder, members.get(folder) ?? new Set());
    const parts = folder.split("/");
    parts.forEach((name, depth) => {
      const parent = parts.slice(0, depth).join("/");
      members.set(parent, (members.get(parent) ?? new Set()).add(name));
    });
  }
  for (const file of files) {
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
  const resources = [...names].sort().map((name) => `  - ${name}\n`);
  const list = resources.length === 0 ? "resources: []\n" : `resources:\n${resources.join("")}`;
  return `${yamlHeader}. Do not edit.\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${list}`;
}
