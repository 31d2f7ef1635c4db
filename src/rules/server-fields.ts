import { grouped } from "../basics/grouped";
import type { Finding } from "../findings/finding";
import { valueAt } from "../objects/object-paths";
import { about, type CheckedObject, fewOf, type ManifestSet } from "./rule";

const own = ["resourceVersion", "uid"] as const;
/** An object that somebody wrote has not all of them. */
const printed = [...own, "creationTimestamp"] as const;

/**
 * What the API server writes into an object, in manifests (SCH004): the version of an object that was read is in the way of its next change. Where
 * every object has one, or a file is what a server printed, somebody shows what a cluster holds.
 */
export function serverFields(set: ManifestSet): readonly Finding[] {
  if (set.objects.every(isRead)) return [];
  const dumped = dumpedIn(set);
  return set.objects.flatMap((one) => {
    if (!isRead(one) || dumped.has(one)) return [];
    const key = own.find((it) => has(one, it)) ?? "uid";
    const at = ["metadata", key];
    return [
      about("SCH004", one, {
        at,
        message: `metadata.${key} is the cluster's own: once the object has changed there, or is another one, the API server refuses this manifest`,
        hint: "Take out what the cluster writes: resourceVersion, uid, generation, creationTimestamp, managedFields and status.",
        fix: own.filter((it) => has(one, it)).map((it) => ({ at: ["metadata", it], value: undefined })),
      }),
    ];
  });
}

/** Of files that are no manifests for anybody to apply, and could be taken for some. */
export function printedByServers(set: ManifestSet): readonly string[] {
  if (set.objects.every(isRead)) return [];
  const files = new Set([...dumpedIn(set)].flatMap(({ locate }) => locate?.([]).file ?? []));
  if (files.size === 0) return [];
  const { shown } = fewOf([...files]);
  return [
    `whether ${shown} can be applied: an API server printed it, with uid and resourceVersion, which are in the way there`,
  ];
}

/** The objects of files that hold what a server printed, most of all, and that no engine here applies. */
function dumpedIn(set: ManifestSet): ReadonlySet<CheckedObject> {
  const real = set.objects.filter(({ assumed }) => !assumed);
  return new Set(
    [...grouped(real, ({ file }) => file)].flatMap(([, members]) => {
      const read = members.filter(isRead);
      const isPrinted = members.some((one) => printed.every((key) => has(one, key)));
      const isDump = isPrinted && read.length * 2 > members.length;
      return isDump && !members.some((one) => (set.readBy?.(one).length ?? 0) > 0) ? read : [];
    }),
  );
}

function isRead(one: CheckedObject): boolean {
  return own.some((key) => has(one, key));
}

function has({ object }: CheckedObject, key: string): boolean {
  return valueAt(object, "metadata", key) !== undefined;
}
