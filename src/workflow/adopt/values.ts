import * as z from "zod/mini";
import { type LabelSelector, labelSelectorSchema } from "../../mesh/schema";

type Values = Readonly<Record<string, unknown>>;

/** `spec.values` taken apart: what keys of mesh.yaml stand for, and the rest as it was. */
export interface SplitValues<Keys> {
  readonly keys: Keys;
  readonly values: Values;
}

export interface IstioKeys {
  readonly minReplicas?: number;
  readonly discoverySelectors?: readonly LabelSelector[];
}

/**
 * The reverse of what the Istio construct does with mesh.yaml's own keys.
 * @param takeSelectors whether the discovery selectors may become a key, which labels namespaces
 */
export function splitIstioValues(
  values: Values,
  ztunnelNamespace: string | undefined,
  takeSelectors: boolean,
): SplitValues<IstioKeys> {
  const minReplicas = minReplicasOf(values);
  const discoverySelectors = takeSelectors ? selectorsOf(values) : undefined;
  const trusted = mapAt(values, "pilot")?.["trustedZtunnelNamespace"];
  let rest = values;
  if (ztunnelNamespace !== undefined && trusted === ztunnelNamespace) {
    rest = without(rest, "pilot", "trustedZtunnelNamespace");
  }
  if (minReplicas !== undefined) {
    rest = without(rest, "pilot", "autoscaleMin");
    if (mapAt(values, "pilot")?.["autoscaleMax"] === impliedMaximum(minReplicas)) {
      rest = without(rest, "pilot", "autoscaleMax");
    }
  }
  if (discoverySelectors) rest = without(rest, "meshConfig", "discoverySelectors");
  return {
    keys: { ...(minReplicas !== undefined && { minReplicas }), ...(discoverySelectors && { discoverySelectors }) },
    values: rest,
  };
}

/** The discovery selectors, when they are such that mesh.yaml can hold them. */
export function selectorsOf(values: Values): readonly LabelSelector[] | undefined {
  const result = z.safeParse(z.array(labelSelectorSchema), mapAt(values, "meshConfig")?.["discoverySelectors"]);
  return result.success && result.data.length > 0 && result.data.every(isComplete) ? result.data : undefined;
}

/** Mesh files are held to what the API server says of label selectors; nobody checks those in Helm values. */
function isComplete({ matchExpressions = [] }: LabelSelector): boolean {
  return matchExpressions.every(({ operator, values = [] }) => operator.endsWith("In") === values.length > 0);
}

/** Two replicas and more are what `highAvailability` stands for; one is the chart's own minimum. */
function minReplicasOf(values: Values): number | undefined {
  const pilot = mapAt(values, "pilot") ?? {};
  const { autoscaleMin, autoscaleMax } = pilot as { autoscaleMin?: unknown; autoscaleMax?: unknown };
  if (typeof autoscaleMin !== "number" || !Number.isInteger(autoscaleMin) || autoscaleMin < 2) return undefined;
  // The key would bring a maximum along that is not in the input.
  if (impliedMaximum(autoscaleMin) !== undefined && autoscaleMax === undefined) return undefined;
  return autoscaleMin;
}

function impliedMaximum(minReplicas: number): number | undefined {
  return minReplicas > 5 ? minReplicas : undefined;
}

export interface ZtunnelKeys {
  readonly terminationGracePeriodSeconds?: number;
  readonly updateStrategy?: "RollingUpdate" | "OnDelete";
}

/** The same for ZTunnel. */
export function splitZtunnelValues(values: Values): SplitValues<ZtunnelKeys> {
  const ztunnel = mapAt(values, "ztunnel") ?? {};
  const seconds = ztunnel["terminationGracePeriodSeconds"];
  const { type: strategy, ...tuning } = mapAt(ztunnel, "updateStrategy") ?? {};
  let rest = values;
  let keys: ZtunnelKeys = {};
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= 0) {
    keys = { terminationGracePeriodSeconds: seconds };
    rest = without(rest, "ztunnel", "terminationGracePeriodSeconds");
  }
  // A strategy is said in one place: with settings beside its type, all of it stays here.
  if ((strategy === "RollingUpdate" || strategy === "OnDelete") && Object.keys(tuning).length === 0) {
    keys = { ...keys, updateStrategy: strategy };
    rest = without(rest, "ztunnel", "updateStrategy");
  }
  return { keys, values: rest };
}

/** A copy without the value at a path, and without the maps that are empty once it is gone. */
function without(values: Values, key: string, ...path: readonly string[]): Values {
  const [next, ...rest] = path;
  const inner = mapAt(values, key);
  const left = next === undefined || !inner ? undefined : without(inner, next, ...rest);
  const kept = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    if (name !== key) return [[name, value]];
    return left && Object.keys(left).length > 0 ? [[name, left]] : [];
  });
  return Object.fromEntries(kept);
}

function mapAt(values: Values, key: string): Values | undefined {
  const value = values[key];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}
