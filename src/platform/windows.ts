import type { DistributionName } from "../catalog/types";
import { compareVersions, minorDistance, minorNumber, minorOf } from "../catalog/version";
import { acpWindows } from "./data/alauda";
import { istioWindows } from "./data/istio";
import { kubernetesOfOpenshift, openshiftLines } from "./data/openshift";
import type { OpenshiftCompanions, Platform, PlatformKind, Window } from "./types";

/** The day (ISO date) on which the sources of the windows were read. */
export const platformSeen = "2026-11-21";

/** The Kubernetes minors, the oldest and the newest, that any Istio runs on. */
export function kubernetesEnds(): Window {
  const byNumber = (one: string, other: string) => minorNumber(one) - minorNumber(other);
  const windows = Object.values(istioWindows);
  const [min = ""] = windows.map((one) => one.min).sort(byNumber);
  return {
    min,
    max:
      windows
        .map((one) => one.max ?? one.min)
        .sort(byNumber)
        .at(-1) ?? min,
  };
}

/** A window that users add in a file of their own; it wins over ours. */
export interface ExtraWindow {
  /** An operator release, or an Istio minor. */
  readonly of: string;
  readonly platform: PlatformKind;
  readonly window: Window;
}

/** Something that runs, the platform minors that it runs on, and who says so. */
export interface Bounds {
  /** `operator release 3.3.6`, `Istio 1.28`. */
  readonly what: string;
  readonly window: Window;
  readonly source: string;
}

/** What a mesh stands on at one point of its way. */
export interface PlatformPoint {
  readonly distribution: DistributionName;
  readonly operatorRelease: string;
  /** Every Istio version that runs. */
  readonly versions: readonly string[];
}

const ossmTables = "Red Hat OpenShift Service Mesh 3, release notes: version support tables";
const alaudaMatrix = "Alauda Service Mesh 2, compatibility matrix";

/** The windows that a point must keep to, in minors of the platform; empty where none is known. */
export function boundsOf(
  point: PlatformPoint,
  kind: PlatformKind,
  extra: readonly ExtraWindow[] = [],
): readonly Bounds[] {
  const operator = operatorBounds(point, kind, extra);
  // The vendor's own table speaks for OpenShift Service Mesh and for Alauda's platform: Istio's announcements do not.
  if (operator.length > 0 || (kind === "openshift" && point.distribution === "openshift")) return operator;
  const minors = [...new Set(point.versions.map(minorOf))];
  return minors.flatMap((minor) => istioBounds(minor, kind, extra));
}

function operatorBounds(point: PlatformPoint, kind: PlatformKind, extra: readonly ExtraWindow[]): readonly Bounds[] {
  const { distribution, operatorRelease } = point;
  const what = `operator release ${operatorRelease}`;
  const own = extra.find((one) => one.platform === kind && one.of === operatorRelease);
  if (own) return [{ what, window: own.window, source: "spec.ledger" }];
  if (distribution === "openshift" && kind === "openshift") {
    const found = openshiftRelease(operatorRelease);
    return found ? [{ what, window: found.window, source: ossmTables }] : [];
  }
  const acp = distribution === "alauda" && kind === "acp" ? acpWindows[minorOf(operatorRelease)] : undefined;
  return acp ? [{ what, window: acp, source: alaudaMatrix }] : [];
}

function istioBounds(minor: string, kind: PlatformKind, extra: readonly ExtraWindow[]): readonly Bounds[] {
  const what = `Istio ${minor}`;
  const own = extra.find((one) => one.platform === kind && one.of === minor);
  if (own) return [{ what, window: own.window, source: "spec.ledger" }];
  const found = istioWindows[minor];
  if (!found || kind === "acp") return [];
  const window = kind === "kubernetes" ? found : onOpenshift(found);
  return window ? [{ what, window, source: found.source }] : [];
}

/** The OpenShift minors that bring a Kubernetes of the window. */
function onOpenshift({ min, max }: Window): Window | undefined {
  const minors = Object.entries(kubernetesOfOpenshift)
    .filter(([, kubernetes]) => inWindow({ min, ...(max && { max }) }, kubernetes))
    .map(([openshift]) => openshift);
  const [first, last] = [minors[0], minors.at(-1)];
  if (!first || !last) return undefined;
  // A window that goes beyond the OpenShift minors that we know has no end that we could name.
  const open = max === undefined || last === Object.keys(kubernetesOfOpenshift).at(-1);
  return { min: first, ...(open ? {} : { max: last }) };
}

/** Whether a minor lies in a window. */
export function inWindow({ min, max }: Window, minor: string): boolean {
  return minorDistance(min, minor) >= 0 && (max === undefined || minorDistance(minor, max) >= 0);
}

/** `4.18 to 4.22`, `4.20 and later`. */
export function windowWords({ min, max }: Window): string {
  if (max === undefined) return `${min} and later`;
  return min === max ? min : `${min} to ${max}`;
}

/** What is written of an operator release of OpenShift Service Mesh: its own row, or that of the newest older one of its minor. */
export function openshiftRelease(
  release: string,
): { readonly window: Window; readonly istio?: string; readonly companions: OpenshiftCompanions } | undefined {
  const [line] = openshiftLines
    .filter(([one]) => minorOf(one) === minorOf(release) && compareVersions(one, release) <= 0)
    .sort(([a], [b]) => compareVersions(b, a));
  if (!line) return undefined;
  const [own, min, max, istio, companions = {}] = line;
  return {
    window: { min, ...(max && { max }) },
    ...(istio && own === release && { istio }),
    companions: own === release ? companions : { inferredFrom: own },
  };
}

/** Kubernetes of a platform; undefined where it is not known. */
export function kubernetesOf({ kind, version }: Platform): string | undefined {
  if (kind === "kubernetes") return minorOf(version);
  return kind === "openshift" ? kubernetesOfOpenshift[minorOf(version)] : undefined;
}
