import { distribution as findDistribution, findRelease } from "../../../catalog/lookup";
import { engineCharts } from "../../../repository/charts/mesh-charts";
import type { FileObject } from "../../../repository/objects/file-object";
import { acceptedInPlan, assumedNamespaces, manualSteps, type OwnOutput } from "../../../repository/objects/own-output";
import type { Readings } from "../../../repository/readers/readings";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import type { CheckedObject, ManifestSet } from "../../../rules/rule";
import { type RowState, unjudgedIn } from "../../../rules/run";
import { kindsWithoutSchema } from "../../../rules/schema-problems";
import type { SchemaTable } from "../../../schemas/node";
import { withoutRivals } from "../kustomize/rendered-operators";
import { labelledByJobs } from "./labelled-by-jobs";
import { type OperatorChoices, operatorOf, unknownRelease } from "./operator";

/** What the user says of the manifests. */
export interface CheckChoices extends OperatorChoices {
  /** Vendor jumps accepted by name, lower minor first: `1.24->1.26`. */
  readonly acceptedJumps: readonly string[];
  /** Schemas of the user's own CRDs. */
  readonly crds?: SchemaTable | undefined;
  /** Which of the objects are alternatives, and who applies them. @default none are */
  readonly readings?: Readings;
  /** Sail objects of the other meshes that were read. @default there are none */
  readonly beside?: readonly FileObject[];
  /** The same as overlays for other clusters make them. @default there are none */
  readonly otherClusters?: readonly FileObject[];
  /** Charts of Istio in files that are no manifests. @default there are none */
  readonly fileCharts?: readonly MeshChart[];
}

/** A state as the rules take it, and what people should know of how it was read. */
export interface ReadState<State> {
  readonly state: State;
  /** The same under the other distributions that fit. */
  readonly others: readonly State[];
  readonly notes: readonly string[];
  /** The operator release that the manifests name, where the catalogue does not have it. */
  readonly unlisted?: string;
}

/**
 * Any manifests as one state of one mesh.
 * @throws InputError for a release of the user's that the catalogue does not have
 */
export function manifestSet(all: readonly FileObject[], choices: CheckChoices, label: string): ReadState<ManifestSet> {
  const objects = withoutRivals(all);
  const { distribution, release, others, because, unjudged, unlisted } = operatorOf(objects, choices);
  const { acceptedJumps, crds, readings, beside, otherClusters, fileCharts = [] } = choices;
  const charts = [...engineCharts(objects), ...fileCharts];
  const set = {
    distribution,
    ...(release && { release }),
    acceptedJumps,
    ...(crds && { crds }),
    ...readings,
    ...(beside && { beside }),
    ...(otherClusters && { otherClusters }),
    ...(charts.length > 0 && { charts }),
    objects: withAssumed(objects, labelledByJobs(objects)),
  };
  const alternatives = others.map((other) => {
    const wanted = choices.release === undefined ? undefined : findRelease(other, choices.release);
    return { ...set, distribution: other, ...(wanted && { release: wanted }) };
  });
  const taken = because.length > 0 ? [`${label}: taken for ${because.join(", ")}`] : [];
  const kinds = kindsWithoutSchema(set);
  const fields =
    kinds.length > 0
      ? [`the fields of ${kinds.join(", ")}: their CRDs do not ship with meshstep; --crds gives them`]
      : [];
  const notes = [
    ...taken,
    ...[...unjudged, ...fields, ...unjudgedIn(set)].map((what) => `not judged: ${label}: ${what}`),
  ];
  return { state: set, others: alternatives, notes, ...(unlisted !== undefined && { unlisted }) };
}

/**
 * One phase that `synth` wrote: its plan says whose operator and which release of it is in force, unless the user says otherwise.
 * @throws InputError for a release of the user's that the catalogue does not have
 */
export function phaseState(output: OwnOutput, dir: string, choices: CheckChoices): ReadState<RowState> {
  const { plan, objects } = output;
  const phase = plan.phases.find((one) => one.dir === dir);
  const name = choices.distribution ?? plan.distribution;
  const distribution = findDistribution(name, choices.extraReleases?.[name]);
  const planned = phase?.state.operatorRelease ?? "";
  const version = choices.release ?? planned;
  const release = findRelease(distribution, version);
  if (choices.release !== undefined && !release) throw unknownRelease(choices.release, distribution);
  const set: ManifestSet = {
    distribution,
    ...(release && { release }),
    acceptedJumps: [...choices.acceptedJumps, ...acceptedInPlan(plan)],
    ...(choices.crds && { crds: choices.crds }),
    objects: phaseObjects(objects.get(dir) ?? [], assumedNamespaces(plan, dir)),
  };
  return {
    others: [],
    state: { set, ...(phase && { kind: phase.kind, manual: manualSteps(phase) }) },
    notes: [
      ...overridden(output, { distribution: name, release: version, planned }),
      // Services are of those who run there, and never in what synth writes.
      ...unjudgedIn(set, ["TGT001"]).map((what) => `not judged: ${output.label}: ${what}`),
      ...(release || version === ""
        ? []
        : [`${output.label}: operator release ${version} is not in the catalogue; --with adds it`]),
    ],
  };
}

/** What a Job writes wins over what the gates ask for: where the two differ, somebody has changed it by hand. */
function phaseObjects(objects: readonly CheckedObject[], asked: readonly CheckedObject[]): readonly CheckedObject[] {
  const labelled = labelledByJobs(objects).map((one) => {
    const other = asked.find(({ object }) => object.metadata.name === one.object.metadata.name);
    const labels = { ...other?.object.metadata.labels, ...one.object.metadata.labels };
    return { ...one, object: { ...one.object, metadata: { ...one.object.metadata, labels } } };
  });
  return withAssumed(withAssumed(objects, labelled), asked);
}

/** The user's word wins over the plan's; what it replaces is said. */
function overridden(
  { label, plan }: OwnOutput,
  { distribution, release, planned }: Record<"distribution" | "release" | "planned", string>,
): readonly string[] {
  return [
    ...(distribution === plan.distribution
      ? []
      : [`${label}: checked as ${distribution}, although its plan.json says ${plan.distribution}`]),
    ...(release === planned
      ? []
      : [`${label}: checked under operator release ${release}, although its plan.json says ${planned}`]),
  ];
}

/** What is written wins: a Namespace of ours is there with all its labels. */
export function withAssumed(
  objects: readonly CheckedObject[],
  assumed: readonly CheckedObject[],
): readonly CheckedObject[] {
  const written = new Set(objects.flatMap(({ object }) => (object.kind === "Namespace" ? [object.metadata.name] : [])));
  return [...objects, ...assumed.filter(({ object }) => !written.has(object.metadata.name))];
}
