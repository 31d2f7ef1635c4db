import type { Finding } from "../../findings/finding";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import { applyingEngine } from "../engines/applying-engine";
import { outlivesItsManifest } from "../engines/protection";
import { readersOf } from "../engines/readers";
import { about, type ManifestSet, type Step } from "../rule";
import { chartsOf } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { isOpenText } from "./plain-values";
import { storageNamespace } from "./release-name";
import { heavyCharts, lossesBetween } from "./replaced-releases";
import { chartRevision } from "./twins";

/**
 * HelmReleases that come in a step for what another one, which goes, has installed: the same objects under another name (DEL013). Helm lets an object have
 * one release; helm-controller takes it over, since Flux 2.4 and unless it is told not to, and whoever uninstalls the old release takes it along.
 */
export function renamedReleases({ before, after }: Step): readonly Finding[] {
  const gone = without(before, after);
  return without(after, before).flatMap((came) => {
    const [old, second] = gone.filter((it) => makesTheSame(it, came) && !areReadApart(before, it, after, came));
    // Of one that is suspended Flux uninstalls nothing.
    if (!old || second || [old, came].some(isSuspended)) return [];
    const isKept = outlivesItsManifest(old.one.object, applyingEngine(before, old.one));
    const isOneRelease =
      old.release === came.release && storageNamespace(old.one.object) === storageNamespace(came.one.object);
    if (isKept && isOneRelease) return [];
    const [was, is] = [old, came].map(({ one }) => one.object.metadata.name);
    return [
      about("DEL013", came.one, {
        at: ["metadata", "name"],
        ...((isKept || !heavyCharts.includes(came.chart)) && { severity: "warning" as const }),
        message: `HelmRelease ${is} installs with chart ${came.chart} what HelmRelease ${was} has installed: ${consequence(came, { isKept, isOneRelease, was })}`,
        hint: `Keep the name; or suspend ${was} in a step before, so that nothing is uninstalled with it, and keep its release name (${old.release}).`,
      }),
    ];
  });
}

interface How {
  readonly isKept: boolean;
  readonly isOneRelease: boolean;
  readonly was: string | undefined;
}

function consequence({ one, chart }: MeshChart, { isKept, isOneRelease, was }: How): string {
  if (valueAt(one.object, "spec", "install", "disableTakeOwnership") === true && !isOneRelease)
    return "Helm refuses what another release owns, and installs nothing";
  const loss = lossesBetween[chart];
  if (isKept)
    return `that stays in the cluster as the owner of the same objects (Flux before 2.4 does not install the new one at all), and when it is deleted, ${loss}`;
  return `Flux uninstalls ${was} in this step, and with it what the new one has taken over: ${loss}`;
}

/** Charts whose objects are called the same, whatever their release is called: a gateway is called after its own. */
function without(set: ManifestSet, other: ManifestSet): readonly MeshChart[] {
  const there = new Set(other.objects.map(({ object }) => identity(object)));
  return chartsOf(set, "base", "istiod", "cni", "ztunnel").filter(
    ({ one }) => kindOf(one.object) === "helm.toolkit.fluxcd.io/HelmRelease" && !there.has(identity(one.object)),
  );
}

function makesTheSame(old: MeshChart, came: MeshChart): boolean {
  if (old.chart !== came.chart || old.cluster !== came.cluster) return false;
  if (old.namespace === undefined || old.namespace !== came.namespace || isOpenText(old.namespace)) return false;
  const revision = chartRevision(old);
  return old.chart !== "istiod" || (revision !== undefined && revision === chartRevision(came));
}

/** Whether two others apply them, which may be of two clusters. */
function areReadApart(before: ManifestSet, old: MeshChart, after: ManifestSet, came: MeshChart): boolean {
  const ones = readersOf(before, old.one).map(({ by }) => identity(by.object));
  const others = readersOf(after, came.one).map(({ by }) => identity(by.object));
  return ones.length + others.length > 0 && !ones.some((one) => others.includes(one));
}

function isSuspended({ one }: MeshChart): boolean {
  return valueAt(one.object, "spec", "suspend") === true;
}
