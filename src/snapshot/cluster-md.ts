import { distribution as findDistribution } from "../catalog/lookup";
import { gatewayApiKinds } from "../mesh/gateway-api-kinds";
import { runningIstioVersions } from "../plan/part-moves";
import type { Phase, Plan } from "../plan/phase";
import { controlPlaneVersion } from "../plan/state";
import { bundleNeed, type CrdBound, platformCrds } from "../platform/gateway-api";
import { kialiOf } from "../platform/kiali";
import { platformTitles } from "../platform/types";
import { windowWords } from "../platform/windows";
import { fence, fold, table } from "./markdown";

/** PLAN.md's calendar: what each stop runs on, and where the cluster is then. Nothing when mesh.yaml does not say what the cluster is. */
export function calendarSection({ calendar, mesh }: Plan): readonly string[] {
  if (!calendar || !mesh.platform) return [];
  const title = platformTitles[calendar.kind];
  let cluster = mesh.platform.version;
  const rows = calendar.stops.map(({ stop, bounds }, index) => {
    cluster = calendar.upgrades.find((one) => one.beforeHop === index - 1)?.to ?? cluster;
    const windows = bounds.map(({ what, window }) => `${what}: ${windowWords(window)}`).join("; ");
    return [stop, windows || "no window is known", cluster];
  });
  return ["## Calendar", table(["stop", `runs on ${title}`, "cluster"], rows)];
}

/** PHASE.md's word on the Gateway API CRDs, where istiod moves to another version and the mesh has objects of theirs. */
export function gatewayApiSection(plan: Plan, index: number): readonly string[] {
  const [before, phase] = [plan.phases[index - 1], plan.phases[index]];
  const kinds = gatewayApiKinds(plan.mesh);
  if (!before || !phase || kinds.length === 0) return [];
  if (controlPlaneVersion(before.state) === controlPlaneVersion(phase.state)) return [];
  const versions = [controlPlaneVersion(before.state), ...runningIstioVersions(phase.state)];
  const { atLeast, atMost, gap, bounds } = bundleNeed([...new Set(versions)], kinds);
  const range = [...(atLeast ? [`${atLeast} at least`] : []), ...(atMost ? [`${atMost} at most`] : [])].join(", ");
  const { kubectl } = findDistribution(plan.mesh.distribution).policy;
  return [
    "## Gateway API CRDs",
    gap.length
      ? `No bundle serves ${gap.join(" and ")} both before and after this phase: plan an outage of it, or replace it by Gateway and VirtualService for this hop.`
      : `The bundle must be ${range} while this phase is applied. ${owner(plan, phase, kinds)} This prints what is there:`,
    ...(gap.length ? [owner(plan, phase, kinds)] : []),
    fence("sh", [
      `${kubectl} get crd -o custom-columns=CRD:.metadata.name,BUNDLE:.metadata.annotations."gateway\\.networking\\.k8s\\.io/bundle-version" | grep gateway.networking`,
    ]),
    fold("Kind by kind", table(["kind", "bundle", "otherwise"], bounds.map(boundRow))),
  ];
}

function boundRow({ kind, atLeast, atMost, otherwise }: CrdBound): string[] {
  return [kind, [...(atLeast ? [`>= ${atLeast}`] : []), ...(atMost ? [`<= ${atMost}`] : [])].join(", "), otherwise];
}

/** Who may change the CRDs. */
function owner({ mesh }: Plan, { state }: Phase, kinds: readonly string[]): string {
  const kind = mesh.platform?.kind;
  if (!kind || state.platform === undefined) {
    return mesh.distribution === "openshift"
      ? "From OpenShift 4.19 on the Ingress Operator owns these CRDs and refuses changes by anybody else."
      : "They are yours to install.";
  }
  const crds = platformCrds({ kind, version: state.platform });
  if (!crds) return "They are yours to install.";
  const missing = kinds.filter((one) => !crds.kinds.includes(one));
  const lacks = missing.length ? ` It has no ${missing.join(" and no ")}, and nobody may add that.` : "";
  return `On OpenShift ${state.platform} the Ingress Operator owns them and brings ${crds.bundle}.${lacks}`;
}

/** PHASE.md's word on Kiali, where the operator is raised and the vendor publishes a pair. */
export function kialiSection(plan: Plan, index: number): readonly string[] {
  const phase = plan.phases[index];
  if (phase?.kind !== "operator") return [];
  const pair = kialiOf(plan.mesh.distribution, phase.state.operatorRelease);
  if (!pair) return [];
  const operator = pair.operator ? `, with Kiali operator ${pair.operator}` : "";
  return [
    "## Kiali",
    `Release ${phase.state.operatorRelease} is published with Kiali ${pair.server}${operator}. Where Kiali runs, let spec.version of its Kiali object name that server: without it the Kiali operator upgrades the server with itself.`,
  ];
}
