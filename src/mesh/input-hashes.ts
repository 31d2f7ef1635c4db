import { sha256 } from "../basics/sha256";
import { canonicalJson } from "../objects/canonical-json";
import { describeMesh } from "./description";
import type { Mesh } from "./mesh";

/**
 * The inputs of a plan, each with 16 digits of the sha256 of what it says: keys of `spec`, then carried files by their path from mesh.yaml. Comments and order
 * of keys do not count.
 */
export function inputHashes(mesh: Mesh): Readonly<Record<string, string>> {
  const { upgrade, extraReleases, extraRows, extraWindows } = mesh;
  const spec = Object.entries({ ...describeMesh(mesh), ...(upgrade && { upgrade }) });
  const files = new Map<string, unknown[]>();
  for (const { object, place } of mesh.carried) files.set(place.file, [...(files.get(place.file) ?? []), object]);
  const known = [
    ...(extraReleases.length > 0 ? [["spec.catalogs", extraReleases] as const] : []),
    ...(extraRows.length + extraWindows.length > 0 ? [["spec.ledger", [extraRows, extraWindows]] as const] : []),
  ];
  const inputs = [
    ...spec.map(([key, value]) => [`spec.${key}`, value] as const),
    ...known,
    ...[...files].sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return Object.fromEntries(inputs.map(([name, said]) => [name, hashOf(said)]));
}

function hashOf(said: unknown): string {
  return sha256(canonicalJson(said)).slice(0, 16);
}
