import { posix } from "node:path";
import { withV } from "../../../catalog/version";
import { InputError } from "../../../findings/input-error";
import { objectId } from "../../../mesh/mesh";
import { engineCharts } from "../../../repository/charts/mesh-charts";
import type { FileObject } from "../../../repository/objects/file-object";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import { chartRevision } from "../../../rules/charts/twins";
import { applicationSpec } from "../../../rules/engines/application-sources";
import { destinationOf } from "../../../rules/engines/destinations";
import { isOpen } from "../../../rules/engines/set-templates";
import type { Found } from "../input/found";
import type { Inventory } from "./inventory";

/**
 * The charts of Istio by which engines install parts of a mesh whose Istio is the Sail Operator's. Where one installs istiod as well, they are that one's.
 * @param around the engines' objects of the tree around the input: of those, what stands beside whoever applies the Istio
 */
export function chartParts(
  { deliveries, appliers }: Inventory,
  istio: Found,
  around: readonly FileObject[] = [],
): readonly MeshChart[] {
  const inInput = deliveries.map(({ object, place: { file } }): FileObject => ({ object, file, shown: file }));
  const owners = appliers.of(istio).map(({ by }) => by);
  const homes = around.filter(({ object }) => owners.includes(object)).map(({ file }) => posix.dirname(file));
  const beside = around.filter(({ file }) => homes.includes(posix.dirname(file)));
  const charts = [...engineCharts(inInput), ...engineCharts(beside)];
  if (charts.some(({ chart }) => chart === "istiod")) return [];
  const clusters = owners.flatMap((by) => {
    const spec = applicationSpec(by);
    return spec ? destinationOf(by, spec) : [];
  });
  const isOfCluster = ({ cluster }: MeshChart) =>
    clusters.length === 0 || isOpen(cluster) || clusters.some((one) => one === cluster || isOpen(one));
  return charts.filter(isOfCluster);
}

/** A stand-in for the IstioCNI, where a chart is what installs the CNI plugin. It has no version: no operator installs the chart's. */
export function cniOfChart(part: MeshChart): Found {
  const { namespace } = part;
  const object = {
    apiVersion: "sailoperator.io/v1",
    kind: "IstioCNI",
    metadata: { name: "default" },
    ...(namespace !== undefined && { spec: { namespace } }),
  };
  return { object, place: placeOf(part), live: false };
}

/** What people have to know who move such a mesh. @param running the version of its control plane */
export function cniChartNote({ by, version }: MeshChart, running: string): string {
  const isOther = version === undefined || withV(version) !== running;
  const first = isOther ? `; a plan takes it to be at ${running}: move it there before the first phase` : "";
  return `${objectId(by.object)} installs the CNI plugin by Istio's own chart (cni ${version ?? "of a version that is not said"}): spec.cni.ownership is external, no phase moves it, and what a plan asks of the owner of the CNI is to be done to that chart${first}`;
}

/**
 * A ztunnel of a chart that nothing here says to be of this mesh: a cluster has one, and one that asks for a revision of which no Istio here makes an istiod
 * may be of a control plane that is not here.
 */
export function ztunnelChartNotes(parts: readonly MeshChart[], { istios, ztunnels }: Inventory): readonly string[] {
  const names = istios.map(({ object }) => object.metadata.name);
  return parts
    .filter(({ chart }) => chart === "ztunnel")
    .map((part) => {
      const revision = chartRevision(part);
      const isOurs = names.some((name) => revision === name || revision?.startsWith(`${name}-v`) === true);
      const asked =
        revision === undefined
          ? "for which revision is not said here"
          : isOurs
            ? `for revision ${revision}`
            : `for revision ${revision}, which no Istio object here makes`;
      const result = ztunnels[0]
        ? `${objectId(ztunnels[0].object)} would be a second one on every node: one of the two is of another mesh or cluster, or has to go`
        : "whether pods of this mesh go through it cannot be told, and mesh.yaml says nothing of it: no phase moves it, and where they do, the mesh is ambient (--data-plane ambient says what has to be done first)";
      return `${objectId(part.by.object)} installs ztunnel by Istio's own chart, ${asked}: ${result}`;
    });
}

/**
 * An ambient mesh moves its CNI plugin and ztunnel itself, and a cluster has one of each.
 * @throws InputError where a chart of Istio installs one of them
 */
export function refuseChartParts(parts: readonly MeshChart[], { cnis, ztunnels }: Inventory): void {
  const found =
    parts.find(({ chart }) => chart === "ztunnel" && ztunnels.length === 0) ??
    parts.find(({ chart }) => chart === "cni" && cnis.length === 0);
  if (!found) return;
  const { chart, by } = found;
  const [kind, what, meanwhile] =
    chart === "ztunnel"
      ? ["ZTunnel", "ztunnel", "pods of the mesh have no traffic meanwhile"]
      : ["IstioCNI", "CNI plugin", "new pods do not start meanwhile"];
  throw InputError.of(
    `${objectId(by.object)} says that the ${what} is installed by Istio's own chart: a mesh.yaml would bring ${kind} of the Sail Operator beside it, a second one on every node`,
    {
      place: placeOf(found),
      hint: `meshstep plans an ambient mesh whose ${kind} is the Sail Operator's. Either that takes the chart's place first (${meanwhile}), or operator, chart and Istio are moved by hand.`,
    },
  );
}

function placeOf({ by }: MeshChart): Found["place"] {
  return by.locate?.([]) ?? { file: by.file ?? "", line: 1, column: 1 };
}
