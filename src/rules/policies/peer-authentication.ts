import { textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import type { CheckedObject, ManifestSet } from "../rule";
import { selects, type Workload } from "../workloads";

/** What a PeerAuthentication comes to, with what it leaves open filled in. */
export interface MtlsModes {
  readonly all: string;
  readonly ports: ReadonlyMap<string, string>;
}

/** The mode that holds somewhere, and the policy that says it. */
export interface MtlsMode {
  readonly mode: string;
  readonly by: CheckedObject;
  readonly at: readonly string[];
}

/** The modes of a PeerAuthentication. One without a word takes that of its namespace, then that of the mesh, then PERMISSIVE. */
export function mtlsModes(set: ManifestSet, one: CheckedObject): MtlsModes {
  const all = own(one) ?? inherited(set, one);
  const levels = Object.entries(Object(valueAt(one.object, "spec", "portLevelMtls")) as Record<string, unknown>);
  return { all, ports: new Map(levels.map(([port, level]) => [port, written(textAt(level, "mode")) ?? all])) };
}

/** What some policy says for pods, or for one of their ports; undefined where none does, or two of which nobody can tell the older one. */
export function mtlsOfPods(
  set: ManifestSet,
  { one, labels }: Workload,
  port: string | undefined,
): MtlsMode | undefined {
  const { namespace } = one.object.metadata;
  const own = selecting(set, namespace).filter((it) =>
    selects(valueAt(it.object, "spec", "selector", "matchLabels"), labels),
  );
  if (own.length === 0) return mtlsOfNamespace(set, namespace);
  const [found, ...others] = own.map((by) => {
    const levels = Object.keys(Object(valueAt(by.object, "spec", "portLevelMtls")));
    // The port may be one of those that are said.
    if (port === undefined && levels.length > 0) return undefined;
    const paths = [...(port === undefined ? [] : [["spec", "portLevelMtls", port, "mode"]]), ["spec", "mtls", "mode"]];
    return paths.flatMap((at) => said(by, at))[0] ?? mtlsOfNamespace(set, namespace);
  });
  return others.every((it) => it?.mode === found?.mode) ? found : undefined;
}

/** What is said for all pods of a namespace: by its own policy, or by that of the mesh. */
export function mtlsOfNamespace(set: ManifestSet, namespace: string | undefined): MtlsMode | undefined {
  const wide = objectsOf(set, "security.istio.io", "PeerAuthentication").filter((it) => !hasSelector(it));
  const roots = rootNamespaces(set);
  const levels = [
    wide.filter(({ object }) => object.metadata.namespace === namespace),
    wide.filter(({ object }) => roots.includes(object.metadata.namespace ?? "")),
  ];
  return levels.flatMap((level) => level.flatMap((by) => said(by, ["spec", "mtls", "mode"])))[0];
}

/** Those for some pods of a namespace; in the namespace of the whole mesh Istio reads none of them. */
export function selecting(set: ManifestSet, namespace: string | undefined): readonly CheckedObject[] {
  if (rootNamespaces(set).includes(namespace ?? "")) return [];
  return objectsOf(set, "security.istio.io", "PeerAuthentication").filter(
    (it) => it.object.metadata.namespace === namespace && hasSelector(it),
  );
}

function said(by: CheckedObject, at: readonly string[]): readonly MtlsMode[] {
  const mode = written(textAt(by.object, ...at));
  return mode === undefined ? [] : [{ mode, by, at }];
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

export function hasSelector({ object }: CheckedObject): boolean {
  return Object.keys(Object(valueAt(object, "spec", "selector", "matchLabels"))).length > 0;
}
