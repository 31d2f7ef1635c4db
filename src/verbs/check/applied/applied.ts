import { type Finding, finding } from "../../../findings/finding";
import { chartGateways, madeObjects } from "../../../repository/charts/made-objects";
import { type Building, buildingsOf } from "../../../repository/kustomizations/buildings";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { kustomizationFiles } from "../../../repository/kustomizations/kustomization-files";
import { clusterOperators } from "../../../repository/meshes/cluster-operators";
import type { FileObject } from "../../../repository/objects/file-object";
import { rebuilt } from "../../../repository/patches/built-engines";
import { engineBuildings } from "../../../repository/patches/engine-buildings";
import { type OverlayChanges, overlayChanges } from "../../../repository/patches/overlay-changes";
import { type Readings, readingsOf } from "../../../repository/readers/readings";
import { filledIn, ownValues } from "../../../repository/variables/filled-in";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import type { Reader } from "../../../rules/rule";
import { fileCharts } from "../chart-files/chart-files";
import { chartsBelow } from "../chart-files/charts-below";
import { renderedOperators } from "../chart-files/rendered-operators";
import { unsetVersions } from "../chart-files/unset-versions";
import { withReaderDefaults } from "../folders/reader-defaults";
import { type SetAside, setAside } from "../folders/set-aside";
import { type ReadFrom, withoutUnread } from "../folders/unread-folders";
import { unusedComponents } from "../folders/unused-components";
import { duplicateKeys } from "../kustomize/duplicate-keys";
import { engineFindings } from "../kustomize/engine-findings";
import { leftBehind } from "../overlays/left-behind";
import { strangeCharts } from "../paths/istio-chart-names";
import { encryptedSecrets } from "../variables/encrypted-secrets";
import { lostSources } from "../variables/lost-sources";
import { lostVariables } from "../variables/substitutions";
import { unfilledVariables } from "../variables/unfilled-variables";

/** What engines make of what was read: who builds and applies it, and with which values. */
export interface Applied {
  /** What was read, without what nobody applies and nobody means to. */
  readonly written: readonly FileObject[];
  readonly unread: ReadonlySet<FileObject>;
  readonly kustomizations: readonly KustomizationFile[];
  /** What the kustomizations build. */
  readonly built: readonly Building[];
  /** The same, and what engines build with changes of their own. */
  readonly overlays: readonly Building[];
  readonly changes: readonly OverlayChanges[];
  readonly readings: Readings;
  /** The objects with the values that Flux puts where variables stand, and with what their engines say of all of them. */
  readonly objects: readonly FileObject[];
  /** Objects that stand in no manifest, and what brings the operator's chart. */
  readonly made: readonly FileObject[];
  /** What brings the operator's chart and is no object: kustomizations that render it, and charts around it. */
  readonly operators: readonly FileObject[];
  /** Charts of Istio that stand in files which are no manifests. */
  readonly fileCharts: readonly MeshChart[];
  /** What a build gives, with what engines fill in and say of all; where it is of one cluster, who applies what there. */
  readonly filled: (built: readonly FileObject[], readBy?: Readings["readBy"]) => readonly FileObject[];
  /** What an Application leaves out while it applies others of the same names. */
  readonly isAside: SetAside["isAside"];
  /** What of it engines refuse, or cannot know. */
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** What is asked of a state that is one of two. */
export interface AskedInStep {
  /** Of whom all is asked that they build, although it may be what stands in their folder. @default nobody */
  readonly isAsked?: (reader: Reader) => boolean;
  /** Whether a folder was not excluded before the step. @default none was */
  readonly isNew?: (folder: string) => boolean;
}

/** @param from where the objects were read from */
export function asApplied(
  given: readonly FileObject[],
  from: ReadFrom,
  { isAsked = () => false, isNew = () => false }: AskedInStep = {},
): Applied {
  const { paths, cwd } = from;
  const lookedAt = withoutUnread({ objects: given, kustomizations: kustomizationFiles(paths, cwd) }, from, isNew);
  const { objects: written, kustomizations, unread } = lookedAt;
  const charts = chartsBelow(paths, cwd);
  const operators = renderedOperators(kustomizations, charts);
  const built = buildingsOf(kustomizations);
  const readings = readingsOf(built, written, { engines: rebuilt(written, kustomizations) });
  const operatorsThere = clusterOperators(written, built, readings);
  const engines = engineBuildings(built, written, {
    ...readings,
    values: ownValues(written, readings, isAsked),
    isAsked: (reader) => isAsked(reader) || operatorsThere.isOwn(reader),
  });
  const overlays = [...built, ...engines];
  const changes = operatorsThere.withOwn(overlayChanges(overlays, written));
  const variables = lostVariables(written, kustomizations, readings.readBy);
  const filled: Applied["filled"] = (objects, readBy = readings.readBy) =>
    operatorsThere.forAll(withReaderDefaults(filledIn(objects, readBy, written), readBy));
  const objects = filled(written);
  const aside = setAside(objects, kustomizations);
  const unused = unusedComponents(overlays, written);
  const inFiles = fileCharts(charts, kustomizations, objects);
  return {
    written,
    unread,
    kustomizations,
    built,
    overlays,
    changes,
    readings,
    objects,
    made: [...madeObjects(objects), ...chartGateways(inFiles), ...operators],
    operators,
    fileCharts: inFiles,
    filled,
    findings: [
      ...engineFindings(engines, written),
      ...changes.flatMap(({ refused }) => refused.map((one) => finding("KUS001", one))),
      ...leftBehind(changes, written),
      ...lostSources(written, kustomizations),
      ...duplicateKeys(kustomizations, paths, cwd),
      ...variables.findings,
      ...unfilledVariables(written, kustomizations, readings),
      ...encryptedSecrets(written, kustomizations, readings),
      ...unsetVersions(charts, written),
      ...strangeCharts(objects, kustomizations, charts),
    ],
    isAside: (one) => aside.isAside(one) || unused.isAside(one),
    notes: [...lookedAt.notes, ...variables.notes, ...aside.notes, ...unused.notes],
  };
}
