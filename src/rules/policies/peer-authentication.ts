import { textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import type { CheckedObject, ManifestSet } from "../rule";

/** What a PeerAuthentication comes to, with what it leaves open filled in. */
export interface MtlsModes {
  readonly all: string;
  readonly ports: ReadonlyMap<string, string>;
}

/** The modes of a PeerAuthentication. One without a word takes that of its namespace, then that of the mesh, then PERMISSIVE. */
export function mtlsModes(set: ManifestSet, one: CheckedObject): MtlsModes {
  const all = own(one) ?? inherited(set, one);
  const levels = Object.entries(Object(valueAt(one.object, "spec", "portLevelMtls")) as Record<string, unknown>);
  return { all, ports: new Map(levels.map(([port, level]) => [port, written(textAt(level, "mode")) ?? all])) };
}

function own({ object }: CheckedObject): string | undefined {
  return written(textAt(object, "spec", "mtls", "mode"));
}

/** UNSET is another word for nothing. */
function written(mode: string | undefined): string | undefined {
  return mode === "UNSET" ? undefined : mode;
}

function inherited(set: ManifestSet, one: CheckedObject): string {
  const { namespace } = one.object.metadata;
  const wide = objectsOf(set, "security.istio.io", "PeerAuthentication").filter((it) => it !== one && !hasSelector(it));
  const home = hasSelector(one) ? wide.find(({ object }) => object.metadata.namespace === namespace) : undefined;
  const roots = rootNamespaces(set);
  const root = wide.find(({ object }) => roots.includes(object.metadata.namespace ?? ""));
  return (home && own(home)) ?? (root && own(root)) ?? "PERMISSIVE";
}

function hasSelector({ object }: CheckedObject): boolean {
  return Object.keys(Object(valueAt(object, "spec", "selector", "matchLabels"))).length > 0;
}
