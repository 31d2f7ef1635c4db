import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import { shortJson } from "../objects/object-paths";
import { keyLabels } from "./labels";
import type { Mesh } from "./mesh";
import type { Naming } from "./naming";
import type { MeshNamespace } from "./schema";
import { cniSettings } from "./settings/cni";
import { agrees, blockedAt, saidOf } from "./settings/compare";
import { istioSettings } from "./settings/istio";
import type { Setting, Values } from "./settings/setting";
import { ztunnelSettings } from "./settings/ztunnel";

/**
 * Values that say something else than a key of mesh.yaml. They would win over what meshstep writes, or the operator would overwrite
 * them in silence, and neither shows before the mesh runs. A value that says the same is fine. Each problem names both places.
 */
export function contradictions(mesh: Mesh, naming: Naming): Problem[] {
  const { controlPlane, cni, ztunnel } = mesh;
  const told = (from: MeshPath) => keyOf(mesh, naming, from);
  return [
    ...problemsOf("controlPlane", controlPlane.values, istioSettings(mesh), told),
    ...(cni ? problemsOf("cni", cni.values, cniSettings(mesh), told) : []),
    ...(ztunnel ? problemsOf("ztunnel", ztunnel.values, ztunnelSettings(mesh), told) : []),
    ...mesh.namespaces.flatMap((one, index) => labelProblems(mesh, one, index, told)),
  ];
}

/** Labels of the user's own that say something else than what a key of mesh.yaml says by the same label. */
function labelProblems(mesh: Mesh, namespace: MeshNamespace, index: number, told: Told): Problem[] {
  const path = ["spec", "namespaces", index];
  const ours = { ...keyLabels(mesh, namespace), "kubernetes.io/metadata.name": namespace.name };
  return Object.entries(ours).flatMap(([label, value]) => {
    const said = namespace.labels[label];
    if (said === undefined || said === value) return [];
    const from = decidedBy(namespace, index, label);
    const hint = `leave it out, or change ${from.join(".")}`;
    return [
      {
        message: `${shortJson(said)} contradicts ${told(from)}; expected ${shortJson(value)}`,
        path: [...path, "labels", label],
        hint: label === "istio.io/dataplane-mode" ? `leave it out, and write dataPlane: none for this namespace` : hint,
      },
    ];
  });
}

/** The key that a label of ours comes from. */
function decidedBy(namespace: MeshNamespace, index: number, label: string): MeshPath {
  const path = ["spec", "namespaces", index];
  if (label.startsWith("istio.io/use-waypoint")) return [...path, "waypoint"];
  if (label === "kubernetes.io/metadata.name") return [...path, "name"];
  if (namespace.dataPlane !== undefined) return [...path, "dataPlane"];
  return label === "istio.io/rev" ? ["spec", "controlPlane", "name"] : ["spec", "dataPlane"];
}

/** A key of mesh.yaml in words. */
type Told = (from: MeshPath) => string;

function problemsOf(part: string, values: Values, settings: readonly Setting[], told: Told): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (path: MeshPath, problem: Problem) => {
    // What several keys decide is told once.
    const id = JSON.stringify(path);
    if (!problems.has(id)) problems.set(id, { ...problem, path: ["spec", part, "values", ...path] });
  };
  for (const { path, keys } of blocked(values, settings)) add(path, noRoom(keys, told));
  for (const setting of settings) {
    for (const { path, value } of saidOf(values, setting)) {
      if (!agrees(value, setting)) add(path, contradiction(value, setting, told));
    }
  }
  return [...problems.values()];
}

/** Values that would replace the map which meshstep has to put something into, with the keys that are lost. */
function blocked(
  values: Values,
  settings: readonly Setting[],
): readonly { readonly path: MeshPath; readonly keys: readonly MeshPath[] }[] {
  const found = settings.flatMap((setting) => {
    const path = setting.written ? blockedAt(values, setting) : undefined;
    return path ? [{ path, key: setting.from }] : [];
  });
  return found.map(({ path }) => ({
    path,
    keys: found.filter((one) => one.path.join(".") === path.join(".")).map(({ key }) => key),
  }));
}

function noRoom(keys: readonly MeshPath[], told: Told): Problem {
  const names = [...new Set(keys.map(told))];
  return {
    message: `it is no map, so it has no room for what ${names.join(" and ")} ${names.length === 1 ? "sets" : "set"}`,
    hint: "leave it out, or make it a map",
  };
}

function contradiction(value: unknown, setting: Setting, told: Told): Problem {
  const ours = setting.value === undefined ? undefined : shortJson(setting.value);
  const expected = setting.expected ?? ours;
  return {
    message: `${shortJson(value)} contradicts ${told(setting.from)}${expected === undefined ? "" : `; expected ${expected}`}`,
    hint: setting.hint ?? `leave it out, or change ${setting.from.join(".")}`,
  };
}

/** `spec.dataPlane: ambient (mesh.yaml:7:14)`; where there is no file, the path is the place. */
function keyOf(mesh: Mesh, naming: Naming, from: MeshPath): string {
  const path = from.join(".");
  const place = naming.at(from);
  const value = from
    .slice(1)
    .reduce<unknown>((at, key) => (at as Readonly<Record<string | number, unknown>> | undefined)?.[key], mesh);
  const shown = typeof value === "object" || value === undefined ? path : `${path}: ${String(value)}`;
  return place === path ? shown : `${shown} (${place})`;
}
