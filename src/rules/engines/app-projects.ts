import { listAt, textAt } from "../../objects/object-paths";

/** Whether one of the patterns fits and none that begins with ! does, as Argo CD reads the lists of an AppProject. */
export function allows(patterns: readonly string[], text: string): boolean {
  const [denied, allowed] = [true, false].map((no) => patterns.filter((it) => it.startsWith("!") === no));
  return !denied?.some((it) => fits(it.slice(1), text)) && allowed?.some((it) => fits(it, text)) === true;
}

/** A star stands for anything here, a slash too: what Argo CD itself would refuse for one is let through. */
function fits(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("?", "."));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

/** An address of a repository, without what Argo CD does not look at. */
export function repository(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

const inCluster = "https://kubernetes.default.svc";

/** A cluster by name or address; the one that Argo CD runs in has both. */
function clusterOf(destination: unknown): { readonly name?: string; readonly server?: string } {
  const [name, server] = ["name", "server"].map((key) => textAt(destination, key) || undefined);
  if (name === "in-cluster" || server === inCluster) return { name: "in-cluster", server: inCluster };
  return { ...(name !== undefined && { name }), ...(server !== undefined && { server }) };
}

/** The namespaces of a cluster that a project lets its Applications go to; undefined where that cannot be told. */
export function namespacesAt(project: unknown, destination: unknown): readonly string[] | undefined {
  const wanted = clusterOf(destination);
  if (wanted.name?.includes("{{") || wanted.server?.includes("{{")) return undefined;
  const entries = listAt(project, "spec", "destinations");
  const found: string[] = [];
  for (const entry of entries) {
    const own = clusterOf(entry);
    const pairs = (["name", "server"] as const).flatMap((key) =>
      own[key] === undefined || wanted[key] === undefined ? [] : [[own[key], wanted[key]] as const],
    );
    // One by its name, the other by its address: nobody here knows whether these are one.
    if (pairs.length === 0) return undefined;
    if (pairs.some(([pattern, text]) => allows([pattern], text))) found.push(textAt(entry, "namespace") ?? "");
  }
  return found;
}

/** Whether a list of groups and kinds holds one. */
export function holdsKind(list: readonly unknown[], group: string, kind: string): boolean {
  return list.some((it) => fits(textAt(it, "group") ?? "", group) && fits(textAt(it, "kind") ?? "", kind));
}
