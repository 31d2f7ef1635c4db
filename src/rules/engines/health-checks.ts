import { nearest } from "../../basics/nearest";
import { istiodName } from "../../catalog/revisions";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { podNamespace, sailKinds, sailObjects, versionOf } from "../objects";
import { isRevisionBased, istiodsOf, revisionOf } from "../revisions";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { readersIn, readersOf, sameCluster } from "./readers";
import { unservedApi } from "./unserved-checks";

/** Something that a Kustomization of Flux waits for. */
interface Check {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Health checks that never pass, because the operator makes nothing of that name. */
export function lostChecks(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const expressions = listAt(one.object, "spec", "healthCheckExprs").flatMap((entry, index): AboutDetails[] => {
    const kind = textAt(entry, "kind") ?? "";
    const isSail = textAt(entry, "apiVersion")?.startsWith("sailoperator.io/") === true;
    if (!isSail || sailKinds.some((it) => it === kind)) return [];
    const near = nearest(kind, sailKinds);
    const message = `sailoperator.io has no kind ${kind}: the expression is asked of nothing, and conditions of the mesh's objects are not looked at`;
    return [
      {
        at: ["spec", "healthCheckExprs", index, "kind"],
        message,
        ...(near !== undefined && { hint: `Did you mean ${near}?` }),
      },
    ];
  });
  return [...expressions, ...lostObjects(set, one)];
}

function lostObjects(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const isWaiting = valueAt(one.object, "spec", "wait") === true;
  return listAt(one.object, "spec", "healthChecks").flatMap((entry, index) => {
    const [apiVersion = "", kind = "", name = "", namespace] = ["apiVersion", "kind", "name", "namespace"].map((key) =>
      textAt(entry, key),
    );
    const path = ["spec", "healthChecks", index];
    const isSail = apiVersion.startsWith("sailoperator.io/");
    if (isSail && !sailKinds.some((it) => it === kind)) {
      const near = nearest(kind, sailKinds);
      const message = `sailoperator.io has no kind ${kind}: the check never passes, and what depends on it waits for ever`;
      return [{ at: [...path, "kind"], message, ...(near !== undefined && { hint: `Did you mean ${near}?` }) }];
    }
    // Beside wait: true Flux looks at none of them.
    const unserved = isWaiting ? undefined : unservedApi(set, apiVersion, kind);
    if (unserved) return [{ at: [...path, "apiVersion"], ...unserved }];
    const left = isSail && kind !== "IstioRevision" ? undefined : leftRevision(set, one, name);
    if (left) return [{ at: [...path, "name"], ...left }];
    const elsewhere = isSail ? undefined : misplaced(set, { kind, name, namespace });
    if (elsewhere) return [{ ...elsewhere, at: [...path, ...elsewhere.at] }];
    const there = isSail ? ofSail(set, kind) : workloads(set, { kind, name, namespace });
    if (there.length === 0 || there.includes(name) || isLater(set, name)) return [];
    const near = nearest(name, there) ?? (there.length === 1 ? there[0] : undefined);
    if (near === undefined) return [];
    const id = [kind, namespace, name].filter(Boolean).join("/");
    const message = `${id} is nothing that the operator makes: the check never passes, and what depends on it waits for ever`;
    return [{ at: [...path, "name"], message, hint: `Did you mean ${near}?` }];
  });
}

/** The objects of Sail by their kind; those that the operator makes itself included. */
function ofSail(set: ManifestSet, kind: string): readonly string[] {
  const own = sailKinds.filter((it) => it === kind);
  const names = sailObjects(set, own).map(({ object }) => object.metadata.name);
  return kind === "IstioRevision" ? [...names, ...istiodsOf(set).map(({ revision }) => revision)] : names;
}

type Made = readonly [kind: string, namespace: string, name: string];

/** The workloads that the operator makes. */
function madeIn(set: ManifestSet): readonly Made[] {
  return [
    ...sailObjects(set, ["ZTunnel"]).map((part): Made => ["DaemonSet", podNamespace(part), "ztunnel"]),
    ...sailObjects(set, ["IstioCNI"]).map((part): Made => ["DaemonSet", podNamespace(part), "istio-cni-node"]),
    ...istiodsOf(set).map((istiod): Made => ["Deployment", istiod.namespace, istiodName(istiod.revision)]),
  ];
}

/** A workload by its right name, as another kind or in another namespace than the operator makes it. */
function misplaced(
  set: ManifestSet,
  { kind, name, namespace }: Check,
): (AboutDetails & { at: readonly string[] }) | undefined {
  const made = madeIn(set).filter(([, , own]) => own === name);
  const [only, second] = made;
  const isThere = set.objects.some(
    ({ object: { kind: its, metadata } }) => its === kind && metadata.name === name && metadata.namespace === namespace,
  );
  if (!only || second || isThere || !["Deployment", "DaemonSet", "StatefulSet"].includes(kind)) return undefined;
  const [its, home] = only;
  if ((its === kind && home === namespace) || namespace === undefined || isOpen(set, [namespace, home]))
    return undefined;
  return {
    at: [its === kind ? "namespace" : "kind"],
    message: `${[kind, namespace, name].filter(Boolean).join("/")} is ${its}/${home}/${name}, as the operator makes it: the check never passes, and what depends on it waits for ever`,
    hint: `Write ${its === kind ? `namespace: ${home}` : `kind: ${its}`}.`,
  };
}

/** Whether somebody fills in or writes over where the mesh runs. */
function isOpen(set: ManifestSet, namespaces: readonly string[]): boolean {
  const parts = sailObjects(set, ["Istio", "IstioCNI", "ZTunnel"]);
  return namespaces.some((name) => /[${}<]/.test(name)) || parts.some((part) => set.writes?.(part, "namespace"));
}

/** The workloads of its namespace that the operator makes, by nearly that name. */
function workloads(set: ManifestSet, { kind, name, namespace }: Check): readonly string[] {
  const there = madeIn(set).flatMap(([its, home, own]) => (its === kind && home === namespace ? [own] : []));
  // Others may run in the namespace.
  return name.startsWith("istiod") || nearest(name, there) !== undefined ? there : [];
}

/** A revision that was before, or comes next. */
function isLater(set: ManifestSet, name: string): boolean {
  return sailObjects(set, ["Istio"]).some((istio) => isOneOf(istio, revisionIn(name)));
}

function revisionIn(name: string): string {
  return name.replace(/^istiod-/, "");
}

function isOneOf(istio: CheckedObject, revision: string): boolean {
  const prefix = `${istio.object.metadata.name}-v`;
  const isVersion = /^\d+-\d+-[a-z\d-]+$/.test(revision.slice(prefix.length));
  return isRevisionBased(istio) && revision.startsWith(prefix) && isVersion;
}

/** A check of another revision than the control plane makes, in the place of the one that should be waited for. */
function leftRevision(set: ManifestSet, by: CheckedObject, name: string): AboutDetails | undefined {
  const asked = revisionIn(name);
  const [istio, second] = sailObjects(set, ["Istio"]).filter(
    (one) => isOneOf(one, asked) && !isOfOtherCluster(set, one, by) && !set.writes?.(one, "version"),
  );
  if (!istio || second || !/^v\d+\.\d+\.\d+$/.test(versionOf(istio) ?? "")) return undefined;
  const [current, checked] = [revisionOf(istio), listAt(by.object, "spec", "healthChecks")];
  // Old and new side by side, while workloads move.
  if (checked.some((entry) => revisionIn(textAt(entry, "name") ?? "") === current)) return undefined;
  const instead = name === asked ? current : istiodName(current);
  return {
    severity: "warning",
    message: `${name} is not what Istio/${istio.object.metadata.name} makes at ${versionOf(istio)}: the check passes or fails with a control plane that is left, or is not there yet, and what depends on it does not wait for ${instead}`,
    hint: `Name ${instead}, or both while workloads move.`,
  };
}

/** Whether what applies an object applies it to another cluster than a Kustomization is for. */
function isOfOtherCluster(set: ManifestSet, one: CheckedObject, by: CheckedObject): boolean {
  const own = readersIn(set.objects).find((reader) => reader.by === by);
  const readers = readersOf(set, one);
  return own !== undefined && readers.length > 0 && readers.every((it) => it !== own && sameCluster(it, own) === false);
}
