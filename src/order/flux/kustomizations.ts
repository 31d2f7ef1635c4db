import { compareText, deliveryOf, groupKind, layerOf, type OrderEntry } from "../entry";
import { type ObjectRef, watchedFor } from "./children";

/** What a Kustomization of Flux reads and waits for, as far as the order goes. */
export interface Kustomization {
  readonly name: string;
  /** The folder below `manifests/`; `.` for all of it. */
  readonly path: string;
  /** Awaits all that it applies, and passes over `healthChecks`. @default false */
  readonly wait?: boolean;
  /** Objects to await, in the order in which they are looked at. @default none */
  readonly healthChecks?: readonly ObjectRef[];
  /** Kinds that have an expression of their own for when they are done: `sailoperator.io/Istio`. @default none */
  readonly expressions?: readonly string[];
  /** @default true */
  readonly prune?: boolean;
}

/** Kustomizations of which each depends on the one before it. Rows know no order among each other. */
export interface Row {
  readonly name: string;
  readonly kustomizations: readonly Kustomization[];
}

/**
 * The Kustomizations of a snapshot: one row for each delivery, one Kustomization for each layer. A layer of Jobs waits for all it holds;
 * one of Sail objects or waypoints has health checks, the child first, as in `platform/flux`; the others wait for nothing.
 */
export function rowsOf(entries: readonly OrderEntry[]): readonly Row[] {
  const deliveries = [...new Set(entries.map(deliveryOf))].sort(compareText);
  return deliveries.map((name) => {
    const members = entries.filter((entry) => deliveryOf(entry) === name);
    const layers = [...new Set(members.map(layerOf))].sort((a, b) => compareText(a ?? "", b ?? ""));
    return {
      name,
      kustomizations: layers.map((layer) =>
        kustomizationOf(
          layer ?? name,
          layer === undefined ? name : `${name}/${layer}`,
          members.filter((entry) => layerOf(entry) === layer),
        ),
      ),
    };
  });
}

function kustomizationOf(name: string, path: string, members: readonly OrderEntry[]): Kustomization {
  if (members.some(({ object }) => groupKind(object) === "batch/Job")) return { name, path, wait: true };
  const healthChecks = [...members]
    .sort((a, b) => compareText(a.file, b.file))
    .flatMap(({ object }) => watchedFor(object));
  const expressions = [...new Set(healthChecks.map(({ group, kind }) => (group ? `${group}/${kind}` : kind)))];
  return {
    name,
    path,
    wait: false,
    healthChecks,
    expressions: expressions.filter((kind) => !kind.startsWith("apps/")),
  };
}
