import type { KubernetesObject } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import { compareText, groupKind } from "../entry";
import { pathBelow } from "../platform";
import type { ObjectRef } from "./children";
import type { Kustomization, Row } from "./kustomizations";

/** A Kustomization and the names of those that it depends on. */
interface Linked {
  readonly kustomization: Kustomization;
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/**
 * The Kustomizations among some manifests that read the live folder, or folders of it, as rows. Where several depend on one, the first by
 * name goes on its row and the others start rows of their own: that promises less than Flux does, never more.
 */
export function rowsIn(objects: readonly KubernetesObject[], live: string): readonly Row[] {
  const linked = objects.flatMap((object) => readLinked(object, live)).sort((a, b) => compareText(a.id, b.id));
  const taken = new Set<Linked>();
  const heads = linked.filter(({ dependsOn }) => !linked.some(({ id }) => dependsOn.includes(id)));
  const rows: Row[] = [];
  for (const head of [...heads, ...linked]) {
    if (taken.has(head)) continue;
    const row: Linked[] = [];
    for (let at: Linked | undefined = head; at; ) {
      const { id }: Linked = at;
      row.push(at);
      taken.add(at);
      at = linked.find((one) => !taken.has(one) && one.dependsOn.includes(id));
    }
    const [delivery = head.id] = head.kustomization.path.split("/");
    rows.push({ name: delivery === "." ? head.id : delivery, kustomizations: row.map((one) => one.kustomization) });
  }
  return rows.sort((a, b) => compareText(a.name, b.name));
}

function readLinked(object: KubernetesObject, live: string): readonly Linked[] {
  const path = pathBelow(textAt(object, "spec", "path"), live);
  if (groupKind(object) !== "kustomize.toolkit.fluxcd.io/Kustomization" || path === undefined) return [];
  const spec = object.spec as Readonly<Record<string, unknown>>;
  const dependsOn = listAt(spec, "dependsOn").flatMap((one) => textAt(one, "name") ?? []);
  const expressions = listAt(spec, "healthCheckExprs").map((one) => `${groupOfVersion(one)}/${textAt(one, "kind")}`);
  return [
    {
      id: object.metadata.name,
      dependsOn,
      kustomization: {
        name: path === "." ? object.metadata.name : (path.split("/").at(-1) ?? path),
        path,
        wait: spec.wait === true,
        healthChecks: listAt(spec, "healthChecks").map(readRef),
        expressions,
        prune: spec.prune === true,
      },
    },
  ];
}

function readRef(check: unknown): ObjectRef {
  const namespace = textAt(check, "namespace");
  return {
    group: groupOfVersion(check),
    kind: textAt(check, "kind") ?? "",
    ...(namespace !== undefined && { namespace }),
    name: textAt(check, "name") ?? "",
  };
}

function groupOfVersion(value: unknown): string {
  const version = textAt(value, "apiVersion") ?? "";
  return version.includes("/") ? (version.split("/")[0] ?? "") : "";
}
