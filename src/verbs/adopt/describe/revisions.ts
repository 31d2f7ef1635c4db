import { revisionName } from "../../../catalog/revisions";
import { isAlias } from "../../../catalog/version";
import { InputError } from "../../../findings/input-error";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { gatewayId } from "../../../mesh/pinned-gateways";
import { textAt } from "../../../objects/object-paths";
import { holdName } from "../../../plan/revisions/state";
import { isLetGo } from "../../../rules/objects";
import type { Found } from "../input/found";
import type { SeenRevision } from "../inventory/evidence";
import type { Inventory } from "../inventory/inventory";
import {
  askedIn,
  askingGateways,
  isRevisionOf,
  isTagOf,
  saysOf,
  type Trace,
  targetOf,
  versionOf,
} from "../inventory/revision-traces";

/** A revision with the version that it runs. */
export interface AdoptedRevision {
  readonly revision: string;
  readonly version: string;
}

/** The revisions of a RevisionBased mesh, as mesh.yaml describes them. */
export interface AdoptedRevisions {
  /** The one that Istio asks for. */
  readonly active: AdoptedRevision;
  /** The one beside it, in the middle of a move. */
  readonly beside?: AdoptedRevision;
  /** What shows that there are two. */
  readonly because?: string;
  /** The version that a tag of meshstep's own holds. */
  readonly hold?: string;
  readonly tags: readonly string[];
  /** Those that do not point at the revision beside. */
  readonly movedTags: readonly string[];
  /** Gateways of the Gateway API that ask for the revision of Istio by themselves. */
  readonly movedGateways: readonly string[];
  /** What pods run by namespace, where the input shows pods. */
  readonly workloads: ReadonlyMap<string, readonly string[]>;
  /** The tags' objects. */
  readonly described: readonly Found[];
  readonly notes: readonly string[];
}

/**
 * Reads revisions and tags: one revision at rest, two in the middle of a move.
 * @param version that the Istio object asks for
 * @throws InputError for a mesh that cannot be described, and for one that meshstep does not plan: neither is written down as something else
 */
export function adoptRevisions(istio: KubernetesObject, version: string, inventory: Inventory): AdoptedRevisions {
  const { name } = istio.metadata;
  const refuse = (why: string, hint: string) =>
    InputError.of(`${objectId(istio)} is RevisionBased, and ${why}`, { hint: `${hint} ${checkToo}` });
  if (isAlias(version)) {
    const why = `${version} is an alias: its revision is called after that, whatever it stands for`;
    throw refuse(why, "Write the exact version first.");
  }
  if (inventory.ztunnels.length > 0) {
    throw InputError.of(
      `${objectId(istio)} is RevisionBased, and meshstep plans that for sidecars only; here is a ZTunnel`,
      {
        hint: `By hand: a tag on IstioRevision ${revisionName(name, version)} (targetRef of kind IstioRevision) in a commit of its own keeps what ZTunnel uses; once its InUse is True, raise Istio, then IstioCNI, then ZTunnel to the new revision, and the tag goes last. ${checkToo}`,
      },
    );
  }
  const active = { revision: revisionName(name, version), version };
  const all = inventory.revisions.filter((one) => one.object.kind === "IstioRevisionTag" && isTagOf(name, one));
  const holds = all.filter(
    ({ object }) => isLetGo(object) && object.metadata.name === holdName({ controlPlane: { name } }),
  );
  const tags = all.filter((one) => !holds.includes(one));
  const seen = inventory.seenRevisions.filter(
    (one) => one.istio === name || (!one.istio && isRevisionOf(name, one.name)),
  );
  const gateways = askingGateways(inventory, name);
  const asked = askedIn(inventory, name, active.revision, { tags: all, gateways });
  const { other, traces, idle } = found({ active: active.revision, seen, asked }, refuse);
  const beside = other === undefined ? undefined : { revision: other, version: versionOf(name, other, seen) };
  if (beside && beside.version === undefined) {
    const why = `${saysOf(traces)}, and nothing says which version that is`;
    throw refuse(why, "Adopt from the cluster, with its IstioRevisions: kubectl get istiorevisions -o yaml.");
  }
  const held = holds.map(({ object }) => targetOf(object, active.revision));
  if (beside && held.includes(active.revision)) {
    const why = `${saysOf(asked.filter(({ says }) => says.includes(" holds ")))}, which it asks for: what it leaves, ${beside.revision}, is not held by it`;
    throw refuse(why, `Let the tag point at ${beside.revision}, or delete it.`);
  }
  return {
    active,
    ...(beside?.version !== undefined && {
      beside: { revision: beside.revision, version: beside.version },
      because: `${objectId(istio)} asks for ${active.revision}, and ${saysOf(traces)}`,
    }),
    ...(held.length > 0 && { hold: beside?.version ?? version }),
    tags: tags.map(({ object }) => object.metadata.name),
    movedTags: tags
      .filter(({ object }) => targetOf(object, active.revision) !== other)
      .map(({ object }) => object.metadata.name),
    movedGateways: gateways
      .filter(({ revision }) => revision === active.revision)
      .map(({ object: { metadata } }) =>
        gatewayId({ namespace: metadata.namespace ?? "default", name: metadata.name }),
      ),
    workloads: new Map(
      [...inventory.connected].map(([namespace, revisions]) => [
        namespace,
        [
          ...(beside?.version !== undefined && revisions.has(beside.revision) ? [beside.version] : []),
          ...(revisions.has(active.revision) ? [version] : []),
        ],
      ]),
    ),
    described: all,
    notes: [
      ...tags
        .filter(({ object }) => textAt(object, "spec", "targetRef", "kind") === "Istio")
        .map(
          ({ object }) =>
            `${objectId(object)} follows Istio, and moves before a new revision is ready; meshstep has it name the revision`,
        ),
      ...idle
        .filter((one) => one.name !== active.revision)
        .map((one) => `IstioRevision/${one.name} is used by nothing: the operator deletes it after its grace period`),
      ...(beside?.version === undefined ? [] : [waysOn(active.version, beside.version)]),
    ],
  };
}

interface Asked {
  /** The revision that Istio asks for. */
  readonly active: string;
  readonly seen: readonly SeenRevision[];
  readonly asked: readonly Trace[];
}

/** The one revision beside that of Istio, what shows it, and what is left there and used by nothing. */
function found({ active, seen, asked }: Asked, refuse: (why: string, hint: string) => InputError) {
  const lost = asked.filter(({ revision }) => seen.length > 0 && !seen.some((one) => one.name === revision));
  if (seen.length > 0 && !seen.some((one) => one.name === active)) {
    throw refuse(`${active}, which it asks for, is not there yet`, "Wait until the operator has made it.");
  }
  if (lost.length > 0) {
    const why = `${saysOf(lost)}, which is not there any more`;
    throw refuse(
      why,
      "What runs there has no control plane: have it ask for a revision that is there, and restart it.",
    );
  }
  const idle = seen.filter((one) => one.inUse === false && !asked.some(({ revision }) => revision === one.name));
  const traces = [
    ...asked,
    ...seen
      .filter((one) => !idle.includes(one))
      .map((one) => ({ revision: one.name, says: `IstioRevision/${one.name} is there` })),
  ].filter(({ revision }) => revision !== active);
  const [other, ...more] = new Set(traces.map(({ revision }) => revision));
  if (more.length > 0) {
    const why = `in the middle of a move to ${active} from more than one revision: ${saysOf(traces)}`;
    throw refuse(why, "mesh.yaml describes two control planes at most: bring everybody to two of them first.");
  }
  return { other, traces, idle };
}

const checkToo = "meshstep check holds its manifests against the rules all the same.";

function waysOn(to: string, from: string): string {
  return `two control planes stand side by side: spec.upgrade.to ${to} goes on to the end, ${from} takes it back. Where no pod shows what runs in a namespace that asks for ${to}, its pods are taken to have restarted in part: adopt from the cluster with its pods, or write it under spec.running.workloads`;
}
