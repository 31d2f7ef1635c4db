import { minorDistance } from "../catalog/version";
import type { MeshPath } from "../findings/finding";
import { isMap } from "../objects/object-paths";
import type { Mesh } from "./mesh";
import type { Values } from "./settings/setting";

/** The parts that have values, with the version that each runs. */
export type PartVersions = Readonly<Partial<Record<"controlPlane" | "cni" | "ztunnel", string | undefined>>>;

/** Keys of mesh.yaml that have `values`. */
export const valueParts = ["controlPlane", "cni", "ztunnel"] as const;

const known = new WeakMap<Mesh, Map<string, Mesh>>();

/** The mesh with the values that its parts have at these versions: their own, and those that came with the minors on the way. */
export function meshAtVersions(mesh: Mesh, versions: PartVersions): Mesh {
  if (!mesh.upgrade?.values) return mesh;
  const key = valueParts.map((part) => versions[part] ?? "").join(" ");
  const made = known.get(mesh) ?? new Map<string, Mesh>();
  known.set(mesh, made);
  const found = made.get(key) ?? withValues(mesh, versions);
  made.set(key, found);
  return found;
}

function withValues(mesh: Mesh, versions: PartVersions): Mesh {
  const changed = valueParts.flatMap((part) => {
    const own = mesh[part];
    const version = versions[part];
    if (!own || version === undefined) return [];
    return [[part, { ...own, values: broughtTo(mesh, part, version).reduce(overlaid, own.values) }] as const];
  });
  return { ...mesh, ...Object.fromEntries(changed) };
}

/** What came with the minors on the way to a version, in the order in which the row passes them. */
function broughtTo(
  { version: start, upgrade }: Mesh,
  part: (typeof valueParts)[number],
  version: string,
): readonly Values[] {
  const to = upgrade?.to ?? start;
  const passed = (minor: string) =>
    minorDistance(start, to) >= 0 ? minorDistance(minor, version) : minorDistance(version, minor);
  return Object.entries(upgrade?.values ?? {})
    .filter(([minor]) => passed(minor) >= 0)
    .sort(([a], [b]) => passed(b) - passed(a))
    .flatMap(([, brought]): Values[] => (brought[part] ? [brought[part]] : []));
}

/** Key by key; `null` takes one out, and a map that has nothing left goes with it. */
function overlaid(below: Values, above: Values): Values {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    if (value === null) delete merged[key];
    else if (isMap(value)) {
      const inner = overlaid(isMap(merged[key]) ? (merged[key] as Values) : {}, value);
      if (Object.keys(inner).length > 0) merged[key] = inner;
      else delete merged[key];
    } else merged[key] = value;
  }
  return merged;
}

/** The single keys of values, each with its path: maps are looked into, lists are not. */
export function leavesOf(
  values: Values,
  at: readonly string[] = [],
): readonly (readonly [readonly string[], unknown])[] {
  return Object.entries(values).flatMap(([key, value]) =>
    isMap(value) && Object.keys(value).length > 0 ? leavesOf(value, [...at, key]) : [[[...at, key], value] as const],
  );
}

/** Where a value is written that stands under `spec.<part>.values` of a phase: among the values of a minor, or there. */
export function writtenAt({ upgrade, ...mesh }: Mesh, path: MeshPath): MeshPath {
  const [spec, part, values, ...keys] = path;
  const known = valueParts.find((one) => one === part);
  if (spec !== "spec" || values !== "values" || !known || holds(mesh[known]?.values, keys)) return path;
  const [minor] = Object.entries(upgrade?.values ?? {}).find(([, brought]) => holds(brought[known], keys)) ?? [];
  return minor === undefined ? path : ["spec", "upgrade", "values", minor, known, ...keys];
}

function holds(values: unknown, keys: MeshPath): boolean {
  const found = keys.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], values);
  return found !== undefined;
}
