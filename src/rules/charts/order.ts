import type { Finding } from "../../findings/finding";
import { kindOf, objectId } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { syncWave } from "../../order/argocd/annotations";
import { isOneRoot } from "../engines/application-waves";
import { awaits } from "../engines/depends-on";
import { readersOf } from "../engines/readers";
import { isWave, waveOf, writtenWave } from "../engines/waves";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { besideChart, chartsOf } from "./chart";
import type { ChartName, MeshChart } from "./mesh-chart";

/** What should come first, and why. */
const needs: readonly (readonly [one: ChartName, needed: ChartName, why: string])[] = [
  ["istiod", "base", "has its CRDs"],
  ["ztunnel", "istiod", "gives ztunnel its certificates"],
];

const release = "helm.toolkit.fluxcd.io/HelmRelease";
const application = "argoproj.io/Application";

/** Whether a chart is told to come after another one. */
export function comesAfter(set: ManifestSet, { by: one }: MeshChart, { by: other }: MeshChart): boolean {
  if (areBoth(release, one, other) && awaits(set, one, other)) return true;
  if (areBoth(application, one, other) && waveOf(one.object) > waveOf(other.object)) return true;
  return readersOf(set, one).some((a) =>
    readersOf(set, other).some(
      (b) => a.by !== b.by && kindOf(a.by.object) === kindOf(b.by.object) && awaits(set, a.by, b.by),
    ),
  );
}

function areBoth(kind: string, ...all: readonly CheckedObject[]): boolean {
  return all.every(({ object }) => kindOf(object) === kind);
}

/** HelmReleases that what they need waits for (DEL008): Flux waits until a DaemonSet is ready, and ztunnel without istiod never is. */
export function releasesTooEarly(set: ManifestSet): readonly Finding[] {
  return early(set, ({ by: one }, { by: needed }) => areBoth(release, one, needed) && awaits(set, needed, one)).map(
    ({ one, needed, why }) => {
      const isStuck = one.chart === "ztunnel" && !isUnawaited(one.by);
      const names = listAt(needed.by.object, "spec", "dependsOn").map((it) => textAt(it, "name"));
      const index = names.indexOf(one.by.object.metadata.name);
      const end = isStuck ? ": in a new cluster ztunnel is never ready, and istiod never installed" : "";
      return about("DEL008", needed.by, {
        at: ["spec", "dependsOn", ...(index < 0 ? [] : [index, "name"])],
        ...(!isStuck && { severity: "warning" as const }),
        message: `HelmRelease ${objectId(needed.by.object).slice("HelmRelease/".length)} waits for ${objectId(one.by.object)} with the chart ${one.chart}, and it ${why}${end}`,
        hint: "Turn it round: base, istiod, cni, ztunnel.",
      });
    },
  );
}

function isUnawaited({ object }: CheckedObject): boolean {
  return valueAt(object, "spec", "install", "disableWait") === true;
}

/** Applications in waves before that of what they need (WAV001). */
export function chartsInEarlyWaves(set: ManifestSet): readonly Finding[] {
  return early(
    set,
    ({ by: one }, { by: needed }) =>
      areBoth(application, one, needed) &&
      isOneRoot(set, one, needed) &&
      [one, needed].every(({ object }) => isWave(writtenWave(object) ?? "0")) &&
      waveOf(one.object) < waveOf(needed.object),
  ).map(({ one, needed, why }) =>
    about("WAV001", one.by, {
      at: ["metadata", "annotations", syncWave],
      severity: "warning",
      message: `it installs the chart ${one.chart} in wave ${waveOf(one.by.object)}, before wave ${waveOf(needed.by.object)} of ${objectId(needed.by.object)} with the chart ${needed.chart}, which ${why}`,
    }),
  );
}

function early(set: ManifestSet, isEarly: (one: MeshChart, needed: MeshChart) => boolean) {
  return needs.flatMap(([name, other, why]) =>
    chartsOf(set, name).flatMap((one) =>
      besideChart(set, one, other).flatMap((needed) =>
        one.by !== needed.by && isEarly(one, needed) ? [{ one, needed, why }] : [],
      ),
    ),
  );
}
