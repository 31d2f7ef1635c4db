import { nearest } from "../../basics/nearest";
import { istiodName } from "../../catalog/revisions";
import { listAt, textAt } from "../../objects/object-paths";
import { podNamespace, sailKinds, sailObjects } from "../objects";
import { isRevisionBased, istiodsOf } from "../revisions";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";

/** Something that a Kustomization of Flux waits for. */
interface Check {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Health checks that never pass, because the operator makes nothing of that name. */
export function lostChecks(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
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

/** The workloads of its namespace that the operator makes, by nearly that name. */
function workloads(set: ManifestSet, { kind, name, namespace }: Check): readonly string[] {
  const made = [
    ...sailObjects(set, ["ZTunnel"]).map((part) => ["DaemonSet", podNamespace(part), "ztunnel"]),
    ...sailObjects(set, ["IstioCNI"]).map((part) => ["DaemonSet", podNamespace(part), "istio-cni-node"]),
    ...istiodsOf(set).map((istiod) => ["Deployment", istiod.namespace, istiodName(istiod.revision)]),
  ];
  const there = made.flatMap(([its, home, own = ""]) => (its === kind && home === namespace ? [own] : []));
  // Others may run in the namespace.
  return name.startsWith("istiod") || nearest(name, there) !== undefined ? there : [];
}

/** A revision that was before, or comes next. */
function isLater(set: ManifestSet, name: string): boolean {
  return sailObjects(set, ["Istio"]).some(
    (istio) => isRevisionBased(istio) && name.replace(/^istiod-/, "").startsWith(`${istio.object.metadata.name}-v`),
  );
}
