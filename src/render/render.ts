import { distribution as findDistribution, findRelease } from "../catalog/lookup";
import { type Finding, hasErrors } from "../findings/finding";
import { ignoredRules } from "../findings/ignore-comments";
import { writtenAt } from "../mesh/hop-values";
import { labelledNamespaces, meshLabels } from "../mesh/labels";
import { type Mesh, objectId } from "../mesh/mesh";
import { meshIn, type Phase, type PhaseKind, type Plan } from "../plan/phase";
import { planUpgrade } from "../plan/plan";
import { acceptedJumps } from "../plan/row";
import type { CheckedObject, ManifestSet } from "../rules/rule";
import { checkRow, type RowState } from "../rules/run";
import { outputTree } from "../snapshot/output-tree";
import { renderSnapshots, type Snapshot } from "../snapshot/snapshot";
import type { OutputTree } from "../snapshot/write/tree";
import { addedProxies } from "./added-proxies";
import { homeless } from "./homeless";
import { orderFindings } from "./order";

/** A mesh planned, rendered and checked; nothing is written. */
export interface RenderedMesh {
  readonly plan: Plan;
  readonly snapshots: readonly Snapshot[];
  /** The planner's findings and those of the rules that look at manifests. */
  readonly findings: readonly Finding[];
}

/** Plans a mesh, renders its phases and checks them. */
export function renderMesh(mesh: Mesh): RenderedMesh {
  return checked(planUpgrade(mesh));
}

/** Renders a plan and checks what came out; where the planner has found errors, the manifests would only say them again. */
export function checked(plan: Plan, snapshots: readonly Snapshot[] = renderSnapshots(plan)): RenderedMesh {
  const found = hasErrors(plan.findings)
    ? []
    : checkRow(
        snapshots.map((one) => rowState(plan, one)),
        [...provedRules, ...orderRules],
      );
  const unsafe = hasErrors(plan.findings) ? [] : orderFindings(plan, snapshots);
  // Some things the planner sees in mesh.yaml, and says more of, and the rules see again in what was rendered from it.
  const isSaid = ({ rule, message }: Finding) =>
    plan.findings.some((one) => one.rule === rule && one.message.startsWith(message));
  const written = found.map((one) => (one.path ? { ...one, path: writtenAt(plan.mesh, one.path) } : one));
  const news = written.filter((one) => !isSaid(one));
  const findings = [...plan.findings, ...addedProxies(plan, snapshots), ...homeless(plan.mesh), ...news, ...unsafe];
  return { plan, snapshots, findings: withoutIgnored(findings, plan.mesh) };
}

/** Comments in the files of `spec.manifests` count here as they do for `check`. */
function withoutIgnored(findings: readonly Finding[], { carried, before }: Mesh): readonly Finding[] {
  const all = [...carried, ...(before?.mesh.carried ?? [])];
  const ignored = new Set(
    all.flatMap(({ object, place, ignores = [] }) =>
      ignoredRules(ignores).map((rule) => `${rule} ${objectId(object)} ${place.file}`),
    ),
  );
  return findings.filter(({ rule, object, place }) => !ignored.has(`${rule} ${object} ${place?.file}`));
}

/** What the plan's proof has shown of every state that can be reached, in any order of applying. */
const provedRules = ["SKEW001", "SKEW002", "SKEW003", "SKEW004"] as const;

/** What {@link orderFindings} says, with more knowledge than a rule has: which engine it is, and what the phases are for. */
const orderRules = ["DEL001", "DEL002", "NS004"] as const;

/** Whether the mesh may be written: it has phases, and no finding is an error. */
export function isWritable({ plan, findings }: RenderedMesh): boolean {
  return plan.phases.length > 0 && !hasErrors(findings);
}

/** The files of `out/<mesh>/`. */
export function treeOf({ plan, snapshots, findings }: RenderedMesh, isPlain = true): OutputTree {
  return outputTree(plan, snapshots, findings, isPlain);
}

/** Namespaces that are not written, with the labels that the gates of the phase ask for. */
export function namespacesOfOthers(plan: Plan, phase: Phase): readonly CheckedObject[] {
  const mesh = meshIn(plan, phase);
  const { state } = phase;
  return labelledNamespaces(mesh)
    .filter(({ ownership }) => ownership !== "owned")
    .map((namespace) => {
      const joined = !state.notYetJoined?.includes(namespace.name);
      const index = mesh.namespaces.indexOf(namespace);
      return {
        object: {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name: namespace.name, labels: joined ? meshLabels(mesh, namespace) : {} },
        },
        origin: { path: index < 0 ? ["spec", "controlPlane", "discoverySelectors"] : ["spec", "namespaces", index] },
        assumed: true,
      };
    });
}

/** A phase as the rules take it. */
export function rowState(plan: Plan, { phase, entries }: Snapshot): RowState & { readonly kind: PhaseKind } {
  const distribution = findDistribution(plan.mesh.distribution, plan.mesh.extraReleases);
  const release = findRelease(distribution, phase.state.operatorRelease);
  const set: ManifestSet = {
    distribution,
    ...(release && { release }),
    acceptedJumps: acceptedJumps(plan.mesh),
    objects: [...entries, ...namespacesOfOthers(plan, phase)],
  };
  return { set, kind: phase.kind, manual: phase.manual };
}
