import { posix, resolve, sep } from "node:path";
import { InputError } from "../../findings/input-error";
import { commandLine } from "../../gates/quote";
import { protectedKind } from "../../mesh/protected-kinds";
import { kindOf, objectId } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import type { MeshChart } from "../../rules/charts/mesh-chart";
import { labelsOf } from "../../rules/objects";
import { filesBelow, shownIn } from "../../source/folder-files";
import { readTextFile, statsAt } from "../../source/read-text";
import { parseYamlDocuments } from "../../source/yaml-source";
import { engineCharts } from "../charts/mesh-charts";
import type { FileObject } from "../objects/file-object";
import type { ObjectReading } from "../objects/read-objects";
import { holdsSail } from "./wrapped";

/** What there is instead of a mesh of the Sail Operator. */
export interface OtherInstall {
  readonly note: string;
  /** What to do next, beginning with a command. */
  readonly lead: string;
}

const fresh = "meshstep init writes the mesh.yaml of a mesh that the Sail Operator runs";
const dumped =
  "kubectl get istios,istiocnis,ztunnels -o yaml | meshstep check - looks at what becomes of it in a cluster";
const unjudged = "only the rules for namespaces, waypoints and schemas have something to check";

/**
 * What objects without one of the Sail Operator's are, in the order of what they say most of.
 * @param inFiles Istio's charts in files that are no manifests
 */
export function otherInstall(
  { objects, unbuilt }: Pick<ObjectReading, "objects" | "unbuilt">,
  paths: readonly string[],
  cwd: string,
  inFiles: readonly MeshChart[] = [],
): OtherInstall {
  const charts = [...engineCharts(objects), ...inFiles];
  const by = installerOf(objects);
  if (charts.some((one) => one.chart === "istiod")) return { note: byCharts(charts, by?.who), lead: fresh };
  if (by) {
    const note = `${by.one.shown}: Istio is installed by ${by.who} here, and there is no object of the Sail Operator; ${unjudged}`;
    return { note, lead: fresh };
  }
  const where = paths.join(" ");
  const chart = istioChart(paths, cwd);
  if (chart !== undefined) {
    const note = `${chart}: Istio is installed by a Helm chart here, and there is no object of the Sail Operator; ${unjudged}`;
    return { note, lead: rendering(chart) };
  }
  const own = sailChart(unbuilt, cwd);
  if (own !== undefined) {
    return { note: `${own}: the mesh is made by a Helm chart here`, lead: rendering(own) };
  }
  if (objects.some(isOfMesh)) {
    const note = `${where}: no object of the Sail Operator; ${unjudged}`;
    return {
      note,
      lead: `${commandLine("meshstep", "check", ...paths, "FOLDER")} looks at the control plane, too, if FOLDER holds its Istio object`,
    };
  }
  if (objects.some(holdsSail)) {
    return { note: `${where}: no object of the Sail Operator stands by itself here`, lead: dumped };
  }
  return {
    note: `${where}: no mesh to look at: no object of the Sail Operator, of Istio or of the Gateway API`,
    lead: fresh,
  };
}

/** What charts of Istio are judged, and what can be done about the rest. */
function byCharts(charts: readonly MeshChart[], who = "Helm charts"): string {
  const names = [...new Set(charts.map(({ chart }) => chart))].sort().join(", ");
  const where = charts.find(({ chart }) => chart === "istiod")?.one.locate?.([]).file ?? "";
  return `${where}: Istio is installed by ${who} here (${names}), without the Sail Operator; judged: their versions, ambient, revisions and order, and all that is for namespaces, traffic and waypoints; adopt plans upgrades of the operator's meshes alone: init writes one beside this, to which namespaces move by their revision`;
}

/** What installs Istio instead of the Sail Operator, and the object that says so. */
export function installerOf<One extends Pick<FileObject, "object">>(
  objects: readonly One[],
): { readonly who: string; readonly one: One } | undefined {
  return installers.flatMap(([who, is]) => objects.filter(is).map((one) => ({ who, one })))[0];
}

/** Control planes of others in one mesh with the Sail Operator's. Charts are judged, and a Deployment istiod may be what an Istio object was made into. */
export function othersBeside(objects: readonly FileObject[]): readonly string[] {
  const istios = objects.filter(({ object }) => kindOf(object) === "sailoperator.io/Istio");
  if (istios.length === 0) return [];
  const namespaces = istios.map(({ object }) => textAt(object, "spec", "namespace"));
  return installers.slice(0, 2).flatMap(([who, is]) => {
    const [first] = objects.filter(is);
    if (!first) return [];
    const { namespace } = first.object.metadata;
    const both = namespace !== undefined && namespaces.includes(namespace) ? `; both are in ${namespace}` : "";
    return [
      `not judged: ${objectId(first.object)} (${first.shown}), a control plane of ${who} beside that of the Sail Operator${both}`,
    ];
  });
}

/** How to look at what a chart becomes. */
export function rendering(chart: string): string {
  return `${commandLine("helm", "template", posix.dirname(chart), "--dependency-update")} | meshstep check - looks at what the chart becomes`;
}

/** Who installs Istio where the operator does not, by what tells it. */
const installers: readonly (readonly [who: string, is: (one: Pick<FileObject, "object">) => boolean])[] = [
  ["OpenShift Service Mesh 2", ({ object }) => kindOf(object) === "maistra.io/ServiceMeshControlPlane"],
  ["istioctl", ({ object }) => kindOf(object) === "install.istio.io/IstioOperator"],
  [
    "a HelmRelease of Flux",
    ({ object }) =>
      kindOf(object) === "helm.toolkit.fluxcd.io/HelmRelease" &&
      isIstiod(textAt(object, "spec", "chart", "spec", "chart")),
  ],
  [
    "a chart of an Argo CD Application",
    ({ object }) => kindOf(object) === "argoproj.io/Application" && applicationCharts(object).some(isIstiod),
  ],
  ["manifests", ({ object }) => kindOf(object) === "apps/Deployment" && labelsOf(object)["app"] === "istiod"],
];

function applicationCharts(object: FileObject["object"]): readonly (string | undefined)[] {
  return [
    textAt(object, "spec", "source", "chart"),
    ...listAt(object, "spec", "sources").map((one) => textAt(one, "chart")),
  ];
}

/** `istiod`, and what OCI registries call it: `charts/istiod`. */
function isIstiod(chart: string | undefined): boolean {
  return chart?.split("/").at(-1) === "istiod";
}

/** Routes, policies and waypoints, and namespaces that ask to be in a mesh. */
function isOfMesh({ object }: FileObject): boolean {
  if (protectedKind(object)?.role === "traffic") return true;
  return Object.keys(labelsOf(object)).some((key) => key === "istio-injection" || key.startsWith("istio.io/"));
}

/** The first Chart.yaml below some paths that is istiod's or brings it along. */
export function istioChart(paths: readonly string[], cwd: string): string | undefined {
  for (const path of paths) {
    const folder = resolve(cwd, path);
    if (path === "-" || !statsAt(folder)?.isDirectory()) continue;
    const shown = sep === "/" ? path : path.replaceAll(sep, "/");
    for (const name of filesBelow(folder, shown, /^Chart\.ya?ml$/)) {
      if (bringsIstiod(resolve(folder, name))) return shownIn(shown, name);
    }
  }
  return undefined;
}

/** The Chart.yaml of the first chart whose templates hold an Istio of the Sail Operator. */
export function sailChart(unbuilt: ObjectReading["unbuilt"], cwd: string): string | undefined {
  const files = [...new Set(unbuilt.flatMap(({ place }) => place?.file ?? []))];
  for (const file of files.filter((one) => templates.test(one) && isSailTemplate(resolve(cwd, one)))) {
    const chart = file.replace(templates, "$1Chart.yaml");
    if (statsAt(resolve(cwd, chart))?.isFile()) return chart;
  }
  return undefined;
}

const templates = /^(|.*\/)templates\/.*$/;

function isSailTemplate(file: string): boolean {
  const text = readTextFile(file, file);
  return text.includes("sailoperator.io/") && /^kind: Istio\s*$/m.test(text);
}

/** One that cannot be read is Helm's to report. */
function bringsIstiod(file: string): boolean {
  try {
    const chart = parseYamlDocuments(readTextFile(file, file), file)[0]?.value;
    const names = [textAt(chart, "name"), ...listAt(chart, "dependencies").map((one) => textAt(one, "name"))];
    return names.some(isIstiod);
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
