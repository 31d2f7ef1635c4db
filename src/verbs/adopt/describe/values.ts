import { autoscales, isCount } from "../../../mesh/replicas";
import type { LabelSelector } from "../../../mesh/schema";
import { agrees, saidOf } from "../../../mesh/settings/compare";
import { replicaSettings } from "../../../mesh/settings/replicas";
import { mapAt, type Setting, type Values } from "../../../mesh/settings/setting";
import { ztunnelConnection, ztunnelRoll } from "../../../mesh/settings/ztunnel";
import { isMap } from "../../../objects/object-paths";

import { selectorsOf } from "../inventory/sail-parts";

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
  const discoverySelectors = takeSelectors ? selectorsOf(values) : undefined;
  const trusted = mapAt(values, "pilot")["trustedZtunnelNamespace"];
  const { keys, values: others } = splitReplicas(values);
  let rest = others;
  if (ztunnelNamespace !== undefined && trusted === ztunnelNamespace) {
    rest = without(rest, "pilot", "trustedZtunnelNamespace");
  }
  if (discoverySelectors) rest = without(rest, "meshConfig", "discoverySelectors");
  return { keys: { ...keys, ...(discoverySelectors && { discoverySelectors }) }, values: rest };
}

/** Two replicas and more are what `highAvailability` stands for. Where the key would say more than values, or otherwise, they stay. */
function splitReplicas(values: Values): SplitValues<Pick<IstioKeys, "minReplicas">> {
  const minReplicas = mapAt(values, "pilot")[autoscales(values) ? "autoscaleMin" : "replicaCount"];
  if (!isCount(minReplicas) || minReplicas < 2) return { keys: {}, values };
  const controlPlane = { highAvailability: { minReplicas }, namespace: "", values };
  const settings = replicaSettings({ controlPlane, carried: [] });
  return isSaid(settings, values)
    ? { keys: { minReplicas }, values: withoutWritten(values, settings) }
    : { keys: {}, values };
}

/** Whether values say all that meshstep would write for these settings, and nothing else about them. */
function isSaid(settings: readonly Setting[], values: Values): boolean {
  return settings.every((setting) => {
    const said = saidOf(values, setting);
    return said.every(({ value }) => agrees(value, setting)) && (!setting.written || said.length > 0);
  });
}

/** Without what meshstep writes itself. */
function withoutWritten(values: Values, settings: readonly Setting[]): Values {
  return settings
    .filter((setting) => setting.written && saidOf(values, setting).some(({ value }) => value === setting.value))
    .reduce((rest, { at: [key = "", ...path] }) => without(rest, key, ...path), values);
}

export interface ZtunnelKeys {
  readonly terminationGracePeriodSeconds?: number;
  readonly updateStrategy?: "RollingUpdate" | "OnDelete";
}

/** The same for ZTunnel, and for what connects it to a control plane of this name and namespace. */
export function splitZtunnelValues(
  values: Values,
  istio: { name: string; namespace: string },
): SplitValues<ZtunnelKeys> {
  let rest = withoutWritten(values, ztunnelConnection({ controlPlane: istio }, istio.name));
  let keys: ZtunnelKeys = {};
  for (const key of settingsOf(mapAt(values, "ztunnel"))) {
    const settings = ztunnelRoll(key, []);
    if (!isSaid(settings, values)) continue;
    keys = { ...keys, ...key };
    rest = withoutWritten(rest, settings);
  }
  return { keys, values: rest };
}

function settingsOf(ztunnel: Values): readonly ZtunnelKeys[] {
  const seconds = ztunnel["terminationGracePeriodSeconds"];
  const { type: strategy, ...tuning } = mapAt(ztunnel, "updateStrategy");
  const settings: ZtunnelKeys[] = [];
  if (isCount(seconds)) settings.push({ terminationGracePeriodSeconds: seconds });
  // A strategy is said in one place: with settings beside its type, all of it stays in values.
  const plain = Object.keys(tuning).length === 0;
  if (plain && (strategy === "RollingUpdate" || strategy === "OnDelete")) settings.push({ updateStrategy: strategy });
  return settings;
}

/** A copy without the value at a path, and without the maps that are empty once it is gone. */
function without(values: Values, key: string, ...path: readonly string[]): Values {
  const [next, ...rest] = path;
  const inner = values[key];
  const left = next === undefined || !isMap(inner) ? undefined : without(inner, next, ...rest);
  const kept = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    if (name !== key) return [[name, value]];
    return left && Object.keys(left).length > 0 ? [[name, left]] : [];
  });
  return Object.fromEntries(kept);
}
