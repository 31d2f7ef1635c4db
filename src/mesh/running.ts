import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import type { Mesh } from "./mesh";

/** One version, or several. */
export type Versions = string | readonly string[];

/** The versions of the control planes that run: the last is the one that Istio asks for. */
export function runningPlanes({ version, running }: Pick<Mesh, "version" | "running">): readonly string[] {
  return listed(running?.controlPlane ?? version);
}

/** A key of a map that users write: `constructor` is a name like any other. */
export function saidOf<Value>(map: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** What `spec.running.workloads` says namespace by namespace. */
export function workloadsByName({ running }: Pick<Mesh, "running">): Readonly<Record<string, Versions>> | undefined {
  const said = running?.workloads;
  return typeof said === "object" && !Array.isArray(said) ? said : undefined;
}

/** One version or several, as a list. */
export function listed(said: Versions): readonly string[] {
  return typeof said === "string" ? [said] : said;
}

/** A version that none of the control planes has. */
export function noPlane(version: string, planes: readonly string[], path: MeshPath): Problem {
  return {
    message: `${version} is no control plane that runs; expected ${planes.join(" or ")}`,
    path,
    hint: "name both control planes under spec.running.controlPlane, the one that Istio asks for last",
  };
}

/** A place under `spec.running`. */
export function runningPath(...keys: readonly string[]): MeshPath {
  return ["spec", "running", ...keys];
}
