import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import type { Mesh } from "./mesh";
import { autoscales, type CountKey, chartCounts, chartReplicas, countsOf, isCount } from "./replicas";
import { mapAt, type Values } from "./settings/setting";

const pilotPath: MeshPath = ["spec", "controlPlane", "values", "pilot"];

/**
 * Counts in values that the API server or the autoscaler refuses, and counts that do nothing. Beside `highAvailability` its settings
 * say what does not fit.
 */
export function replicaProblems({ controlPlane: { highAvailability, values } }: Pick<Mesh, "controlPlane">): Problem[] {
  const malformed = [
    ...wrongKind(values, "autoscaleEnabled", (value) => typeof value === "boolean", "true or false"),
    ...(highAvailability
      ? []
      : Object.keys(chartCounts).flatMap((key) => wrongKind(values, key, isCount, "a whole number"))),
  ];
  if (malformed.length > 0 || highAvailability) return malformed;
  return [...tooNarrow(values), ...idle(values)];
}

function wrongKind(values: Values, key: string, fits: (value: unknown) => boolean, expected: string): Problem[] {
  const value = given(values, key);
  if (value === undefined || fits(value)) return [];
  return [{ message: `expected ${expected}, got ${JSON.stringify(value)}`, path: [...pilotPath, key] }];
}

function given(values: Values, key: string): unknown {
  return mapAt(values, "pilot")[key] ?? undefined;
}

function tooNarrow(values: Values): Problem[] {
  const { autoscaleMin, autoscaleMax } = countsOf(values);
  if (!autoscales(values) || autoscaleMax === 0 || autoscaleMin <= autoscaleMax) return [];
  const own = given(values, "autoscaleMax") !== undefined;
  return [
    {
      message: `a minimum of ${autoscaleMin} is above the ${own ? "" : "chart's "}maximum of ${autoscaleMax}: the API server refuses such an autoscaler, and the operator installs nothing`,
      path: [...pilotPath, own ? "autoscaleMax" : "autoscaleMin"],
      hint: "set autoscaleMax to the minimum or more, or ask for replicas with highAvailability",
    },
  ];
}

/** Of the minimum and the count, the chart reads one. */
function idle(values: Values): Problem[] {
  const scaled = autoscales(values);
  const key: CountKey = scaled ? "replicaCount" : "autoscaleMin";
  const asked = countsOf(values)[key];
  const count = chartReplicas(values);
  if (asked <= count) return [];
  return [
    {
      message: `${asked} does nothing while autoscaling is ${scaled ? "on" : "off"}: istiod has ${count} ${count === 1 ? "replica" : "replicas"}`,
      path: [...pilotPath, key],
      hint: "leave it out, and ask for replicas with highAvailability",
    },
  ];
}
