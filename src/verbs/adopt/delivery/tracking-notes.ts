import { firstFew } from "../../../basics/first-few";
import { type KubernetesObject, kindOf, objectId } from "../../../objects/kubernetes-object";
import { valueAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import type { MeshEngine } from "./engines";
import { type Tracking, writesLabel } from "./tracking";

/** What a reader has to know of the label by which Argo CD may track what it applies. */
export function trackingNotes(
  mesh: readonly Found[],
  tracking: Tracking | undefined,
  engine: MeshEngine | undefined,
): readonly string[] {
  if (!tracking) return [];
  return [
    ...selecting(mesh, tracking),
    ...(engine ? [] : perhapsTracked(mesh, tracking)),
    ...tooLong(tracking, engine),
  ];
}

/** The label says another name once another Application applies the object. */
function selecting(mesh: readonly Found[], tracking: Tracking): readonly string[] {
  const { key } = tracking;
  const found = writesLabel(tracking) ? mesh.filter(({ object }) => selectsBy(object, key)) : [];
  if (found.length === 0) return [];
  return [
    `Argo CD writes the name of the Application into the label ${key} of what it applies, and that is another name once the mesh is handed over: ${firstFew(found.map(({ object }) => objectId(object)))} ${found.length > 1 ? "select" : "selects"} namespaces or Services by it; select those that the mesh applies by another label first`,
  ];
}

/** Of pods it is what their template says. */
const selectors: readonly string[] = ["discoverySelectors", "namespaceSelector", "namespaces"];

function selectsBy(object: KubernetesObject, key: string): boolean {
  if (kindOf(object) === "monitoring.coreos.com/ServiceMonitor" && speaksOf(valueAt(object, "spec", "selector"), key))
    return true;
  const isIn = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([name, inner]) => (selectors.includes(name) && speaksOf(inner, key)) || isIn(inner));
  return isIn(object["spec"]);
}

function speaksOf(value: unknown, key: string): boolean {
  return JSON.stringify(value ?? "").includes(JSON.stringify(key));
}

/** A chart may have written it as well. */
function perhapsTracked(mesh: readonly Found[], { key, method }: Tracking): readonly string[] {
  if (method === "annotation") return [];
  const isPart = ({ object, live }: Found) => live && kindOf(object).startsWith("sailoperator.io/");
  const [first] = mesh.filter((one) => isPart(one) && labelsOf(one.object)[key] !== undefined);
  if (!first) return [];
  const name = labelsOf(first.object)[key];
  return [
    `${objectId(first.object)} has the label ${key}: ${name}: if an Argo CD that tracks by label has written that (the default before 3.0), its Application ${name?.replace("_", "/")} applies the mesh today; name argocd-cm and that Application beside what was read, or write spec.delivery`,
  ];
}

const longest = 63;

function tooLong({ method }: Tracking, engine: MeshEngine | undefined): readonly string[] {
  const home = engine?.delivery?.argocd?.applicationNamespace;
  if (method !== "label" || home === undefined) return [];
  return [
    `Argo CD tracks by label here, and calls an Application of another namespace ${home}_NAME, which has to fit into ${longest} characters: a mesh of a long name needs spec.delivery.argocd.applicationNamespace left out, or annotation as its application.resourceTrackingMethod`,
  ];
}
