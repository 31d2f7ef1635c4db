import { grouped } from "../../basics/grouped";
import { scopeOf } from "../../delivery/permissions";
import type { Finding } from "../../findings/finding";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, valueAt } from "../../objects/object-paths";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { allows, holdsKind, namespacesAt } from "./app-projects";
import { appliedBy } from "./readers";

/** Kinds that a project does not hold, and namespaces that it does not reach, of what an Application applies: once for each list (DEL014). */
export function refusedObjects(
  set: ManifestSet,
  { one, destination }: { readonly one: CheckedObject; readonly destination: unknown },
  project: CheckedObject,
): readonly Finding[] {
  const namespaces = namespacesAt(project.object, destination);
  const refused = appliedBy(set, one).flatMap((it) => {
    const found = kindRefused(project, it) ?? namespaceRefused(namespaces, it);
    return found ? [{ it, ...found }] : [];
  });
  return [...grouped(refused, ({ list }) => list)].map(([list, some]) => {
    // Of each kind, and each namespace, one object stands for the others.
    const first = [...grouped(some, ({ what }) => what).values()].flatMap(([head]) => head ?? []);
    const { names } = inShort(first.map(({ it }) => it));
    const what = inWords(first.map((it) => it.what));
    const message = `${one.object.kind} ${one.object.metadata.name} applies ${names}, and its project ${project.object.metadata.name} allows no ${what}: the sync fails`;
    return about("DEL014", project, {
      at: ["spec", list],
      message,
      severity: first.some(({ severity }) => severity === "error") ? "error" : "warning",
      hint: `${list.endsWith("Blacklist") ? "Take it from" : "Add it to"} spec.${list}.`,
    });
  });
}

/** `Istio and ZTunnel of sailoperator.io`: what is of one group names it once. */
function inWords(whats: readonly string[]): string {
  const groups = [
    ...grouped(
      whats.map((what) => what.split(" of ")),
      ([, group]) => group ?? "",
    ),
  ];
  return listed(
    groups.map(([group, some]) => `${listed(some.map(([kind = ""]) => kind))}${group === "" ? "" : ` of ${group}`}`),
  );
}

function listed(words: readonly string[]): string {
  const sorted = [...words].sort();
  return sorted.length < 2 ? sorted.join() : `${sorted.slice(0, -1).join(", ")} and ${sorted.at(-1)}`;
}

interface Refused {
  /** The list that it should be in, or not. */
  readonly list: string;
  readonly what: string;
  readonly severity: "error" | "warning";
}

function kindRefused(project: CheckedObject, { object }: CheckedObject): Refused | undefined {
  const [group, { kind }, scope] = [apiGroup(object), object, scopeOf(object)];
  const holds = (list: string) => holdsKind(listAt(project.object, "spec", list), group, kind);
  const isGiven = (list: string) => valueAt(project.object, "spec", list) !== undefined;
  const refused = (list: string): Refused => ({
    list,
    what: `${kind}${group === "" ? "" : ` of ${group}`}`,
    severity: "error",
  });
  if (scope === "either") return undefined;
  const [white, black] =
    scope === "cluster"
      ? ["clusterResourceWhitelist", "clusterResourceBlacklist"]
      : ["namespaceResourceWhitelist", "namespaceResourceBlacklist"];
  if (holds(black)) return refused(black);
  // Nothing said of namespaced kinds allows all of them, of the others none.
  const isOpen = scope === "namespaced" && !isGiven(white);
  return isOpen || holds(white) ? undefined : refused(white);
}

/** A kustomization may write another namespace than the file has. */
function namespaceRefused(namespaces: readonly string[] | undefined, { object }: CheckedObject): Refused | undefined {
  const { namespace } = object.metadata;
  if (namespaces === undefined || namespace === undefined || allows(namespaces, namespace)) return undefined;
  return { list: "destinations", what: `namespace ${namespace}`, severity: "warning" };
}
