import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { protectedKind } from "../../mesh/protected-kinds";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { listAt, valueAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { renamedReleases } from "../charts/renamed-releases";
import { replacedReleases } from "../charts/replaced-releases";
import { applicationFaults } from "../engines/application-faults";
import { deadlockedChecks } from "../engines/deadlocked-checks";
import { dependantsOf } from "../engines/depends-on";
import { droppedElements } from "../engines/dropped-elements";
import { earlyChecks } from "../engines/early-checks";
import { goneClusters } from "../engines/gone-clusters";
import { isLeft, takesAlong } from "../engines/gone-owners";
import { lostChecks } from "../engines/health-checks";
import { leftOutKinds } from "../engines/left-out-kinds";
import { isKeptFrom, movedOwners } from "../engines/moved-owners";
import { movedSources } from "../engines/moved-sources";
import { fluxIsTold } from "../engines/protection";
import { appliedBy, readersIn, readersOf } from "../engines/readers";
import { renamedSets } from "../engines/renamed-sets";
import { scaledBack } from "../engines/scaled-back";
import { unmadeWorkloads } from "../engines/unmade-workloads";
import { annotationsOf, objectsOf } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet, type Rule, type Step } from "../rule";
import { operatorChart } from "../versions/charts";

const ofArgo =
  "Argo CD, Application specification: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/";

export const del013: Rule = {
  id: "DEL013",
  state: (set) => [
    ...objectsOf(set, flux, "Kustomization").flatMap((one) => [
      ...suspended(set, one),
      ...unawaited(set, one),
      ...[lostChecks, unmadeWorkloads, deadlockedChecks, earlyChecks].flatMap((asked) =>
        asked(set, one).map((details) => about("DEL013", one, details)),
      ),
    ]),
    ...objectsOf(set, "helm.toolkit.fluxcd.io", "HelmRelease").flatMap((one) => releaseSuspended(set, one)),
    ...applicationFaults(set).map(({ one, ...details }) => about("DEL013", one, { citation: ofArgo, ...details })),
    ...set.objects.flatMap(leftAlone),
    ...leftOutKinds(set),
    ...scaledBack(set),
  ],
  // Phases of ours are applied by what platform/ holds.
  step: (step) =>
    step.kind === undefined
      ? [
          ...unread(step),
          ...movedSources(step),
          ...movedOwners(step),
          ...droppedElements(step),
          ...goneClusters(step),
          ...renamedSets(step),
          ...replacedReleases(step),
          ...renamedReleases(step),
        ]
      : [],
};

/** Parts of the mesh that stay in Git, and that nobody applies any more. */
function unread({ before, after }: Step): readonly Finding[] {
  if (readersIn(before.objects).length === 0 || readersIn(after.objects).length === 0) return [];
  const ofMesh = (set: ManifestSet) => set.objects.filter(({ object }) => protectedKind(object) !== undefined);
  const gone = pairs({ before, after }, ofMesh).filter(
    (pair) => readersOf(before, pair.before).length > 0 && readersOf(after, pair.after).length === 0,
  );
  // An ApplicationSet is a reader for each of its Applications.
  const readers = grouped(gone, (pair) => readersOf(before, pair.before)[0]?.name ?? "");
  const stays = new Set(after.objects.map(({ object }) => identity(object)));
  return [...readers.values()].flatMap((lost) => {
    const [reader] = lost.flatMap((pair) => readersOf(before, pair.before));
    if (!reader) return [];
    const isGone = !stays.has(identity(reader.by.object));
    const isKept = isGone ? isLeft : isKeptFrom;
    const freed = isGone && !takesAlong(reader.by) ? [] : lost.filter((pair) => !isKept(reader.by, pair.before));
    const { first, names } = inShort((freed.length > 0 ? freed : lost).map((pair) => pair.after));
    if (!first) return [];
    const applied = `${reader.name} applied ${names}, and nothing here does after this step`;
    const refuses = isGone ? "" : ", unless its folder is not there at all: then it applies nothing more";
    return [
      freed.length === 0
        ? about("DEL013", first, {
            severity: "warning",
            message: `${applied}: it leaves that in the cluster as it is, where nobody looks after it`,
          })
        : about("DEL013", first, { message: `${applied}: with prune it deletes what it no longer reads${refuses}` }),
    ];
  });
}

const flux = "kustomize.toolkit.fluxcd.io";

/** Objects of the mesh that one reader applies. */
function meshOf(set: ManifestSet, one: CheckedObject): readonly CheckedObject[] {
  return set.objects.filter(
    (it) => protectedKind(it.object)?.role === "mesh" && readersOf(set, it).some((reader) => reader.by === one),
  );
}

function suspended(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  if (valueAt(one.object, "spec", "suspend") !== true || (meshOf(set, one).length === 0 && !appliesReleases(set, one)))
    return [];
  const message = `Kustomization ${one.object.metadata.name} is suspended: what changes in its folder is applied by nobody`;
  return [about("DEL013", one, { at: ["spec", "suspend"], severity: "warning", message })];
}

/** Whether a Kustomization applies HelmReleases of Istio's charts, or of the operator's. */
function appliesReleases(set: ManifestSet, one: CheckedObject): boolean {
  const charts = new Set((set.charts ?? []).map((chart) => identity(chart.one.object)));
  return appliedBy(set, one).some(
    ({ object }) =>
      object.kind === "HelmRelease" && (charts.has(identity(object)) || operatorChart(object) !== undefined),
  );
}

function releaseSuspended(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  if (valueAt(one.object, "spec", "suspend") !== true) return [];
  const chart = set.charts?.find((it) => it.one === one)?.chart;
  const whose = operatorChart(one.object) ? "the operator's HelmRelease" : chart && `the HelmRelease of chart ${chart}`;
  if (whose === undefined) return [];
  const message = `${whose} is suspended: another version of its chart is installed by nobody`;
  return [about("DEL013", one, { at: ["spec", "suspend"], severity: "warning", message })];
}

/** Who depends on a Kustomization begins when that is ready: without a wait that is when it was applied, not when it works. */
function unawaited(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const waits = ["healthChecks", "healthCheckExprs"].some((key) => listAt(one.object, "spec", key).length > 0);
  if (waits || valueAt(one.object, "spec", "wait") === true) return [];
  const { name } = one.object.metadata;
  const [first] = dependantsOf(set, one);
  // A tag is there at once; the others roll.
  const kinds = meshOf(set, one).flatMap(({ object }) => (object.kind === "IstioRevisionTag" ? [] : object.kind));
  if (!first || kinds.length === 0) return [];
  return [
    about("DEL013", one, {
      at: ["spec"],
      severity: "warning",
      message: `Kustomization ${first.object.metadata.name} depends on ${name}, which has neither wait nor healthChecks: it begins when the mesh was applied, not when it works`,
      hint: kinds.includes("ZTunnel")
        ? "List healthChecks, each workload before the object that makes it: DaemonSet ztunnel, then ZTunnel. With wait: true that is Ready while its pods are replaced."
        : "Write wait: true, or list healthChecks, each workload before the object that makes it.",
    }),
  ];
}

/** An object that Flux is told to leave as it is. */
function leftAlone(one: CheckedObject): readonly Finding[] {
  if (!fluxIsTold(one.object, "reconcile", "disabled") || !protectedKind(one.object)) return [];
  const key = `${flux}/reconcile`;
  const where = annotationsOf(one.object)[key] === undefined ? "labels" : "annotations";
  const message = `${kindOf(one.object).split("/")[1]} with ${key}: disabled: Flux applies no change of it`;
  return [about("DEL013", one, { at: ["metadata", where, key], severity: "warning", message })];
}
