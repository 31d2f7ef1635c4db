import { problemOrigin } from "../constructs/origin";
import { InputError, type Problem } from "../findings/input-error";
import { type KubernetesObject, objectId } from "../mesh/mesh";
import type { SnapshotEntry } from "./entry";
import { describeOrigin } from "./header";

type Entry = Pick<SnapshotEntry, "object" | "file" | "origin">;

/**
 * Refuses a phase in which one object would take the place of another: in the cluster, or on disk, where it would be gone without a word.
 * @throws InputError naming both objects and what each is made from
 */
export function refuseClashes(entries: readonly Entry[]): void {
  const problems = [
    ...repeated(entries, ({ object }) => identityOf(object), inCluster),
    ...repeated(entries, ({ file }) => file.toLowerCase(), onDisk),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

function repeated(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  problem: (first: Entry, second: Entry) => Problem | undefined,
): Problem[] {
  const seen = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const key = keyOf(entry);
    const first = seen.get(key);
    if (!first) seen.set(key, entry);
    return (first && problem(first, entry)) ?? [];
  });
}

function inCluster(first: Entry, second: Entry): Problem {
  // The user can take away what is theirs, whichever of the two comes first.
  const [ours, theirs] = "path" in second.origin ? [second, first] : [first, second];
  const message = `a second ${objectId(theirs.object)}; another one is made from ${describeOrigin(ours.origin)}`;
  return {
    message,
    ...problemOrigin(theirs.origin),
    hint: "one object of a cluster can be described in one place only",
  };
}

function onDisk(first: Entry, second: Entry): Problem | undefined {
  if (identityOf(first.object) === identityOf(second.object)) return undefined;
  const [one, other] = [first, second].map(({ object, origin }) => `${objectId(object)} (${describeOrigin(origin)})`);
  return {
    message: `${one} and ${other} would both be written to ${first.file}`,
    hint: "give one of them another name",
  };
}

/** One object in the cluster, whatever version of its API a manifest speaks. */
function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  const namespace = kind === "Namespace" && group === "" ? "" : (metadata.namespace ?? "");
  return [group, kind, namespace, metadata.name].join("/");
}
