import { minorDistance } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { valueAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { comparableVersion } from "../versions/versions";
import { type IstiodPods, valuesOf } from "./istiod-pods";

/**
 * How pods are replaced: what the API server refuses, so that the operator cannot apply the chart and the object stays as it was, and what
 * takes most nodes at once.
 */
export function faultyRollouts(set: ManifestSet, istiods: readonly IstiodPods[]): readonly Finding[] {
  return [
    ...sailObjects(set, ["ZTunnel"]).flatMap((one) => ofZtunnel(set, one)),
    ...sailObjects(set, ["IstioCNI"]).flatMap((one) => ofCni(set, one)),
    ...istiods.flatMap(({ one }) => ofIstiod(one)),
  ];
}

/** Charts before had another strategy written down, and did not ask the values. */
const asksSince = "1.26.0";

const ztunnel = ["spec", "values", "ztunnel", "updateStrategy"];

/** Helm fills in what the values leave out: one pod more, none less. */
function ofZtunnel(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const version = comparableVersion(set, one);
  if (version !== undefined && isBefore(version)) return [];
  if (valueAt(one.object, ...ztunnel, "type") === "OnDelete") return [];
  const [surge, unavailable] = ["maxSurge", "maxUnavailable"].map((key) => ({
    at: [...ztunnel, "rollingUpdate", key],
    value: valueAt(one.object, ...ztunnel, "rollingUpdate", key) ?? (key === "maxSurge" ? 1 : 0),
  }));
  if (!surge || !unavailable) return [];
  const [more, less] = [amountOf(surge.value), amountOf(unavailable.value)];
  if (more === undefined || less === undefined) return [];
  const written = `maxSurge ${surge.value} and maxUnavailable ${unavailable.value}`;
  if (more === 0 && less === 0) {
    return [refused(one, surge.at, `ztunnel with ${written}: none of its pods could ever be replaced`, "maxSurge: 1")];
  }
  if (less === 0) return [];
  if (more === 0) return wide(one, unavailable);
  const why = `ztunnel with ${written}: a DaemonSet takes one of the two`;
  const isOwn = valueAt(one.object, ...surge.at) !== undefined;
  return [refused(one, unavailable.at, why, isOwn ? "maxUnavailable: 0" : "maxSurge: 0, which is 1 by default,")];
}

/** Without a pod more, a node has no ztunnel from the end of the old pod to the start of the new one: the share is that of nodes out of service. */
function wide(one: CheckedObject, { at, value }: { readonly at: readonly string[]; readonly value: unknown }) {
  const share = typeof value === "string" ? (amountOf(value) ?? 0) : 0;
  if (share < most) return [];
  const isAll = share >= 100;
  const nodes = isAll ? "all nodes" : "half of the nodes or more";
  return [
    about("HA001", one, {
      at,
      ...(!isAll && { severity: "warning" as const }),
      message: `ztunnel with maxSurge 0 and maxUnavailable ${value}: each new version or setting takes it from ${nodes} at once, and with it all ambient traffic there, until the new pods run`,
      hint: "Write maxSurge: 1 and maxUnavailable: 0, as the chart has it, or a small maxUnavailable.",
    }),
  ];
}

/** The share of nodes, in percent, that no rollout should take at once. */
const most = 50;

/** The charts of 1.24 and 1.25 alone read it; later ones have a key that the CRD does not. */
function ofCni(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const version = comparableVersion(set, one);
  const at = ["spec", "values", "cni", "rollingMaxUnavailable"];
  if (version === undefined || !isBefore(version) || amountOf(valueAt(one.object, ...at)) !== 0) return [];
  return [refused(one, at, "the CNI with rollingMaxUnavailable 0: its DaemonSet has no maxSurge", "1")];
}

/** A Deployment has to let one go or make one more. */
function ofIstiod(one: CheckedObject): readonly Finding[] {
  const pilot = (key: string) => valueAt(valuesOf(one), "pilot", key);
  const zero = ["rollingMaxSurge", "rollingMaxUnavailable"].every((key) => amountOf(pilot(key)) === 0);
  if (!zero) return [];
  const at = ["spec", "values", "pilot", "rollingMaxSurge"];
  return [
    refused(one, at, "istiod with rollingMaxSurge and rollingMaxUnavailable 0: none could ever be replaced", "100%"),
  ];
}

function refused(one: CheckedObject, at: readonly string[], why: string, write: string): Finding {
  const message = `${why}; the API server refuses it, and the operator cannot apply anything of ${one.object.kind}`;
  return about("HA001", one, { at, message, hint: `Write ${write} there.` });
}

function isBefore(version: string): boolean {
  return minorDistance(asksSince, version) < 0;
}

/** A whole number or a percentage; undefined for what is neither, which the API server refuses for itself. */
function amountOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const [, percent] = /^(\d+)%$/.exec(typeof value === "string" ? value : "") ?? [];
  return percent === undefined ? undefined : Number(percent);
}
