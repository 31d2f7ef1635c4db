import { csvName } from "../catalog/csv-name";
import type { Distribution } from "../catalog/types";
import { keptPath } from "../ledger/kept";
import { labelledNamespaces, meshLabels } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { valueLines } from "./change/step";
import { userLines } from "./change/waypoint-lines";
import { meshIn } from "./phase";
import type { MeshState } from "./state";

/** One field of one object before and after; `undefined` stands for a field that is not there. */
interface FieldChange {
  readonly object: string;
  readonly field: string;
  readonly before: Shown;
  readonly after: Shown;
}

type Shown = string | number | boolean | undefined;

/**
 * What a reviewer will find in the manifests, object by object, derived from the states alone: the marker aside, a phase's files
 * differ from its neighbour's in these fields and in no other.
 */
export function changesBetween(mesh: Mesh, distribution: Distribution, before: MeshState, after: MeshState): string[] {
  return [
    ...fieldChanges(mesh, distribution, before, after)
      .filter((change) => change.before !== change.after)
      .map((change) => `${change.object} ${change.field} ${show(change.before)} -> ${show(change.after)}`),
    ...hopValueChanges(mesh, before, after),
    ...userLines(mesh.waypoints, letIn(mesh, before), letIn(mesh, after)),
  ];
}

function fieldChanges(mesh: Mesh, distribution: Distribution, before: MeshState, after: MeshState): FieldChange[] {
  const change = (object: string, field: string, pick: (state: MeshState) => Shown) => ({
    object,
    field,
    before: pick(before),
    after: pick(after),
  });
  const { subscription } = mesh.operator;
  const joined = labelledNamespaces(mesh).filter(
    ({ name, ownership }) => ownership !== "external" && before.notYetJoined?.includes(name),
  );
  const subscriptionId = `Subscription/${subscription?.namespace}/${subscription?.name ?? distribution.package}`;
  const grace = (state: MeshState) => state.ztunnelSettings?.terminationGracePeriodSeconds;
  return [
    change(subscriptionId, "spec.channel", (state) => state.channel),
    change(subscriptionId, "spec.startingCSV", (state) => subscription && csvName(distribution, state.operatorRelease)),
    ...after.controlPlanes.map((controlPlane) =>
      change(
        `Istio/${controlPlane.istio}`,
        "spec.version",
        (state) => state.controlPlanes.find((one) => one.istio === controlPlane.istio)?.version,
      ),
    ),
    change("IstioCNI/default", "spec.version", (state) => state.cni),
    change(
      "ZTunnel/default",
      "apiVersion",
      (state) => state.ztunnelApiVersion && `sailoperator.io/${state.ztunnelApiVersion}`,
    ),
    change("ZTunnel/default", "spec.version", (state) => state.ztunnel),
    change("ZTunnel/default", "spec.values.ztunnel.terminationGracePeriodSeconds", grace),
    change(
      "ZTunnel/default",
      "spec.values.ztunnel.updateStrategy.type",
      (state) => state.ztunnelSettings?.updateStrategy,
    ),
    ...joined.flatMap((namespace) =>
      Object.entries(meshLabels(mesh, namespace)).map(([label, value]) =>
        change(`Namespace/${namespace.name}`, `metadata.labels["${label}"]`, (state) =>
          state.notYetJoined?.includes(namespace.name) ? undefined : value,
        ),
      ),
    ),
    ...[...new Set([before, after].flatMap(({ kept = {} }) => Object.keys(kept)))].map((path) => {
      const { kind } = keptPath(path);
      const object = `${kind}/${kind === "Istio" ? mesh.controlPlane.name : "default"}`;
      return change(object, path.slice(kind.length + 1), (state) => state.kept?.[path]);
    }),
  ];
}

/** Whom waypoints let in. */
function letIn({ namespaces }: Mesh, { notLetIn }: MeshState): Mesh["namespaces"] {
  return namespaces.filter(({ name }) => !notLetIn?.includes(name));
}

/** What `spec.upgrade.values` brings with a version. */
function hopValueChanges(mesh: Mesh, before: MeshState, after: MeshState): string[] {
  if (!mesh.upgrade?.values) return [];
  const [was, is] = [meshIn({ mesh }, { state: before }), meshIn({ mesh }, { state: after })];
  return [
    ...valueLines(`Istio/${mesh.controlPlane.name}`, was.controlPlane.values, is.controlPlane.values),
    ...valueLines("IstioCNI/default", was.cni?.values, is.cni?.values),
    ...valueLines("ZTunnel/default", was.ztunnel?.values, is.ztunnel?.values),
  ];
}

function show(value: Shown): string {
  return value === undefined ? "(unset)" : String(value);
}
