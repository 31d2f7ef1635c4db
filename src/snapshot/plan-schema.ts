import * as z from "zod/mini";
import { ruleDocs } from "../findings/pages";
import { rowKinds } from "../ledger/schema";
import { phaseKinds, reversibilities } from "../plan/phase";
import { platformKinds } from "../platform/types";

/*
 * The shape of plan.json. Only ever added to: a reader of version 1 can read every later plan.json of version 1.
 */

const strings = z.array(z.string());

const state = z.strictObject({
  /** Operator release in force when the phase has settled. */
  operatorRelease: z.string(),
  /** Channel of the OLM Subscription, when that is in Git. */
  channel: z.optional(z.string()),
  controlPlanes: z.array(z.strictObject({ istio: z.string(), revision: z.string(), version: z.string() })),
  cni: z.optional(z.string()),
  /** Set where somebody else owns the CNI plugin: no phase moves it. */
  cniOwnership: z.optional(z.literal("external")),
  ztunnel: z.optional(z.string()),
  /** API version of the ZTunnel object. */
  ztunnelApiVersion: z.optional(z.enum(["v1alpha1", "v1"])),
  ztunnelSettings: z.optional(
    z.strictObject({
      /** Seconds. */
      terminationGracePeriodSeconds: z.optional(z.number()),
      updateStrategy: z.optional(z.enum(["RollingUpdate", "OnDelete"])),
    }),
  ),
  /** Proxy version of the waypoints. */
  waypoints: z.optional(z.string()),
  /** Proxy version of the gateways. */
  gateways: z.optional(z.string()),
  /** Proxy version of the sidecars. */
  workloads: z.optional(z.string()),
  /** What sidecars may run by namespace, while some cohorts have restarted and others have not. */
  workloadsByNamespace: z.optional(z.record(z.string(), strings)),
  /** Versions that may run side by side until people restart pods or drain nodes, or istiod has rolled the waypoints. */
  inTransit: z.optional(
    z.strictObject({
      ztunnel: z.optional(strings),
      waypoints: z.optional(strings),
      gateways: z.optional(strings),
      workloads: z.optional(strings),
    }),
  ),
  /** Namespaces whose mesh labels are still to be set. */
  notYetJoined: z.optional(strings),
  /** Namespaces that are about to use a waypoint in another namespace, which does not let them in yet. */
  notLetIn: z.optional(strings),
  /** Minor of the cluster, where mesh.yaml says what it is. */
  platform: z.optional(z.string()),
  /** Values that keep an old behaviour for a while, by path. */
  kept: z.optional(z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]))),
  tags: z.array(z.strictObject({ name: z.string(), revision: z.string() })),
  /** RevisionBased: what each namespace asks for, by its label or its tag. */
  revisions: z.optional(z.record(z.string(), z.string())),
  /** RevisionBased: what gateways ask for by themselves, as `namespace/name`. */
  gatewayRevisions: z.optional(z.record(z.string(), z.string())),
  /** RevisionBased: second Deployments that stand beside gateways on their new revision, as `namespace/deployment`. */
  gatewayCanaries: z.optional(strings),
  /** RevisionBased: revisions that a tag of meshstep's own keeps. */
  holds: z.optional(strings),
  /** RevisionBased, signed by istio-csr: the version of a revision that is in its list and has no control plane. */
  listed: z.optional(z.string()),
});

const command = z.strictObject({
  /** What must hold, in words. */
  says: z.string(),
  /** The command that shows it. */
  run: z.string(),
  /** The line of output that means yes. */
  expect: z.string(),
  /** The assertion as data; `check` names its kind. */
  check: z.looseObject({ check: z.string() }),
});

const manual = z.strictObject({
  says: z.string(),
  run: strings,
  /** The step as data; `step` names its kind. */
  step: z.looseObject({ step: z.string() }),
});

const carried = z.strictObject({
  /** The annotation istio.io/rev of pods, or the version in the tag of the sidecar's image. */
  by: z.enum(["revision", "version"]),
  values: strings,
});

const restart = z.strictObject({
  namespace: z.string(),
  /** Of its sidecars afterwards. */
  version: z.string(),
  /** What its pods carry afterwards. */
  to: carried,
  /** Only pods that carry this restart. */
  from: z.optional(carried),
});

const brings = z.strictObject({
  /** `meshstep explain` takes it. */
  id: z.string(),
  title: z.string(),
  kind: z.enum(rowKinds),
  /** `spreads`: it reaches pods that were left out so far; `bites`: a fault of what runs that hurts just now; `ends`: it is over. */
  how: z.enum(["arrives", "spreads", "bites", "ends"]),
  /** The part that brings it, with its versions before and after. */
  by: z.string(),
  from: z.string(),
  to: z.string(),
  /** The pods that feel it, where that is not all that the part serves. */
  reaches: z.optional(z.enum(["new pods", "running pods"])),
  /** What the mesh does not show: only the cluster can tell whether the row matters. */
  unseen: z.optional(z.string()),
  /** Values that keep the old behaviour, by path. */
  keep: z.optional(z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]))),
});

const description = z.record(z.string(), z.unknown());

/** What a live folder has beside the mesh that it describes, in the middle of a row of changes. */
export const besidesSchema = z.strictObject({
  /** Namespaces that waypoints let in although they do not use them: not yet, or not any more. */
  users: z.optional(
    z.array(
      z.strictObject({
        name: z.string(),
        waypoint: z.optional(z.strictObject({ name: z.string(), namespace: z.optional(z.string()) })),
      }),
    ),
  ),
  /** Namespaces that are in Git as a whole without being in the mesh. */
  namespaces: z.optional(strings),
  /** Objects that engines may delete once they are gone from Git, by identity. */
  letGo: z.optional(strings),
});

const phase = z.strictObject({
  /** Folder below `phases/`. */
  dir: z.string(),
  kind: z.enum(phaseKinds),
  /** The mesh as this phase describes it, in the keys of mesh.yaml, where that is not `described` of the plan. */
  described: z.optional(description),
  /** What it has beside that. */
  besides: z.optional(besidesSchema),
  title: z.string(),
  why: z.string(),
  state,
  /** What differs from the phase before, object by object. */
  changes: strings,
  disruption: z.string(),
  /** What its versions do otherwise than those before, as far as it matters to this mesh; the most important first. */
  brings: z.array(brings),
  /** What must hold before the next phase, in words. */
  gates: strings,
  /** The same gates as data, with their commands. */
  checks: z.array(command),
  manual: z.array(manual),
  /** What Jobs restart: coming forward, and, with `from`, on the way back to this phase. */
  restarts: z.optional(z.array(restart)),
  /** What must hold before the snapshot touches anything, in words: a gate Job asks it in the cluster. */
  precheck: strings,
  /** What must hold after this phase was walked back, with the commands that show it. */
  back: z.array(command),
  /** What people do when it is walked back: `before` the commit, and `after` it is applied. */
  backManual: z.strictObject({ before: z.array(manual), after: z.array(manual) }),
  reversible: z.enum(reversibilities),
  reversibleBecause: z.string(),
  /** Why this phase is never walked back, where that is so. */
  closedBecause: z.optional(z.string()),
  /** sha256 of each file below `manifests/`. */
  files: z.record(z.string(), z.string()),
});

const findingSchema = z.strictObject({
  rule: z.enum(Object.keys(ruleDocs) as [string, ...string[]]),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  hint: z.optional(z.string()),
  citation: z.string(),
  object: z.optional(z.string()),
  /** Path in mesh.yaml. */
  path: z.optional(z.array(z.union([z.string(), z.number()]))),
});

export const planFileSchema = z.strictObject({
  version: z.literal(1),
  mesh: z.string(),
  distribution: z.enum(["sail", "openshift", "alauda"]),
  dataPlane: z.enum(["ambient", "sidecar"]),
  strategy: z.enum(["InPlace", "RevisionBased"]),
  from: z.string(),
  to: z.string(),
  /** sha256 of the mesh and the states; the marker ConfigMap of every phase carries it. */
  hash: z.string(),
  /** The mesh in the keys of mesh.yaml, defaults filled in; files that it names are not among it. */
  described: z.optional(description),
  /** `spec.upgrade.values`: what comes with a minor, by part. */
  hopValues: z.optional(z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())))),
  /** What the plan was made from: keys of mesh.yaml and the files that it names, each with a hash of what it says. */
  inputs: z.optional(z.record(z.string(), z.string())),
  phases: z.array(phase),
  /** What each stop runs on, and the cluster upgrades that the row holds; left out where mesh.yaml does not say what the cluster is. */
  calendar: z.optional(
    z.strictObject({
      platform: z.enum(platformKinds),
      stops: z.array(
        z.strictObject({
          stop: z.string(),
          runsOn: z.array(
            z.strictObject({ what: z.string(), min: z.string(), max: z.optional(z.string()), source: z.string() }),
          ),
        }),
      ),
      upgrades: z.array(z.strictObject({ from: z.string(), to: z.string(), before: z.string() })),
    }),
  ),
  /** Versions that the row does not stop at because of their known faults. */
  around: z.array(z.strictObject({ around: z.string(), faults: strings })),
  findings: z.array(findingSchema),
  /** Every file of the tree that no phase lists; with `files` of the phases, all that meshstep wrote. */
  written: strings,
  /**
   * What the tree was made by, of what, and what it holds: `synth` renders nothing where all three are as they were. `by` is the version of meshstep, `of` the
   * sha256 of the mesh and the files that it names, `files` that of the names and bytes of all files, of this one as far as to this key.
   */
  made: z.optional(z.strictObject({ by: z.string(), of: z.string(), files: z.string() })),
});

/** plan.json, parsed. */
export type PlanFile = z.output<typeof planFileSchema>;
