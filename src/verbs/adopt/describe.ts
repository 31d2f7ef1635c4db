import { InputError } from "../../findings/input-error";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { withoutNulls } from "../../mesh/null-values";
import { seconds } from "../../mesh/scalars";
import type { MeshSpecInput } from "../../mesh/schema";
import { sidecarProfiles } from "../../mesh/schema/parts";
import { mapAt } from "../../mesh/settings/setting";
import { isRevisionBased } from "../../rules/revisions";
import { textAt, valueAt } from "../../source/object-paths";
import { installerOf } from "../check/other-installs";
import { guessDataPlane } from "./data-plane";
import { describeNamespaces } from "./describe-namespaces";
import type { Found } from "./found";
import type { AdoptChoices, Guess } from "./guess";
import type { Inventory } from "./inventory";
import { moreMetadata } from "./more-metadata";
import { guessOperator, type OperatorGuess } from "./operator";
import { type PartVersions, partVersions } from "./part-versions";
import { adoptRevisions, runningOf } from "./revisions";
import { adoptSubscription } from "./subscription";
import type { Uncarried } from "./uncarried";
import { splitIstioValues, splitZtunnelValues } from "./values";

/** One Istio and what belongs to it, as mesh.yaml would say it. */
export interface Description {
  readonly spec: MeshSpecInput;
  readonly guesses: readonly Guess[];
  /** What a reader should know beside the file. */
  readonly notes: readonly string[];
  /** The input objects that the mesh renders itself. */
  readonly described: readonly Found[];
  /** The input objects that it carries. */
  readonly carried: readonly Found[];
  /** What it can do neither with. */
  readonly uncarried: readonly Uncarried[];
  readonly operator: OperatorGuess;
}

const defaultNamespaces = { cni: "istio-cni", ztunnel: "ztunnel", controlPlane: "istio-system" };

/**
 * Describes the Istio that the user chose, or the only one.
 * @throws InputError when there is none or more than one, or nothing says which operator runs it
 */
export function describe(inventory: Inventory, choices: AdoptChoices): Description {
  const istio = chooseIstio(inventory, choices);
  const plane = guessDataPlane(inventory, istio.object, choices);
  const ambient = plane.dataPlane === "ambient";
  const cni = singleton(inventory.cnis);
  const ztunnel = ambient ? singleton(inventory.ztunnels) : undefined;
  const written = textAt(istio.object, "spec", "version");
  const adopting = (version: string) =>
    isRevisionBased(istio) ? adoptRevisions(istio.object, version, inventory) : undefined;
  const said = written === undefined ? undefined : adopting(written);
  const operator = guessOperator(
    inventory,
    {
      istio: istio.object,
      ztunnel: ztunnel?.object,
      hasCni: cni !== undefined,
      ambient,
      ...(said?.beside && { beside: said.beside.version }),
    },
    choices,
  );
  const revisions = said ?? adopting(operator.version);
  const subscription = inventory.subscriptions.find(
    ({ object }) => textAt(object, "spec", "name") === operator.distribution.package,
  );
  const adopted = subscription && adoptSubscription(subscription.object, operator.distribution, subscription.live);
  const others = inventory.istios.filter((one) => one !== istio);
  const ztunnelNamespace = ambient ? podNamespace(ztunnel, defaultNamespaces.ztunnel) : undefined;
  const values = valuesOf(istio.object);
  const system = [
    podNamespace(istio, defaultNamespaces.controlPlane),
    ...(cni || ambient ? [podNamespace(cni, defaultNamespaces.cni)] : []),
    ...(ztunnelNamespace === undefined ? [] : [ztunnelNamespace]),
  ];
  const namespaces = describeNamespaces(inventory, {
    dataPlane: plane.dataPlane,
    istio: istio.object.metadata.name,
    others: others.map(({ object }) => object.metadata.name),
    system,
    values,
    ...(revisions && { revisions }),
  });
  if (revisions)
    assertSeen(inventory, [...system, ...inventory.subscriptions.map(({ object }) => object.metadata.namespace)]);
  const own = splitIstioValues(values, ztunnelNamespace, namespaces.takeSelectors);
  const { minReplicas, discoverySelectors } = own.keys;
  const name = istio.object.metadata.name;
  const namespace = podNamespace(istio, defaultNamespaces.controlPlane);
  // A revision is called after the version that Istio asks for: that one stays, and another part shows in the comparison.
  const versions: PartVersions = revisions
    ? { version: operator.version }
    : partVersions(operator.version, { cni: cni?.object, ztunnel: ztunnel?.object });
  const settings = ztunnel && splitZtunnelValues(valuesOf(ztunnel.object), { name, namespace });
  const running = revisions
    ? runningOf(revisions, textAt(cni?.object, "spec", "version"), namespaces)
    : versions.running;
  const spec: MeshSpecInput = {
    distribution: operator.distribution.name,
    dataPlane: plane.dataPlane,
    version: revisions?.beside?.version ?? versions.version,
    operator: {
      release: operator.release.version,
      ...(adopted && { subscription: adopted.subscription }),
    },
    ...(running && { running }),
    controlPlane: {
      name,
      namespace,
      ...(revisions && { updateStrategy: "RevisionBased" as const, ...graceOf(istio.object) }),
      ...(minReplicas !== undefined && { highAvailability: { minReplicas } }),
      ...(discoverySelectors && { discoverySelectors: [...discoverySelectors] }),
      ...present(own.values),
      ...(!ambient && sidecarProfile(istio.object)),
      ...moreMetadata(istio.object),
    },
    ...(cni && {
      cni: {
        namespace: podNamespace(cni, defaultNamespaces.cni),
        ...present(valuesOf(cni.object)),
        ...(!ambient && sidecarProfile(cni.object)),
        ...moreMetadata(cni.object),
      },
    }),
    ...(ztunnel && {
      ztunnel: {
        namespace: podNamespace(ztunnel, defaultNamespaces.ztunnel),
        ...settings?.keys,
        ...present(settings?.values ?? {}),
        ...moreMetadata(ztunnel.object),
      },
    }),
    ...(revisions && revisions.tags.length > 0 && { revisionTags: revisions.tags.map((tag) => ({ name: tag })) }),
    ...(namespaces.entries.length > 0 && { namespaces: [...namespaces.entries] }),
    ...(namespaces.waypoints.length > 0 && { waypoints: [...namespaces.waypoints] }),
    ...(inventory.engine && { delivery: { engine: inventory.engine.name } }),
  };
  return {
    spec,
    operator,
    guesses: [
      ...guess(["spec", "distribution"], operator.distributionBecause),
      ...guess(["spec", "dataPlane"], plane.because),
      ...guess(["spec", "version"], versions.running ? undefined : operator.versionBecause),
      ...guess(["spec", "running"], revisions?.because ?? versions.because),
      ...guess(["spec", "operator", "release"], operator.releaseBecause),
      ...(adopted?.guesses ?? []),
      ...namespaces.guesses,
      ...guess(["spec", "delivery", "engine"], inventory.engine?.from),
    ],
    notes: [...others.map(({ object }) => leftToAnother(object)), ...namespaces.notes, ...(revisions?.notes ?? [])],
    described: [
      istio,
      ...inventory.cnis,
      ...inventory.ztunnels,
      ...(subscription ? [inNamespace(subscription, adopted?.subscription.namespace)] : []),
      ...namespaces.described,
      ...(revisions?.described ?? []),
    ],
    carried: [
      ...inventory.subscriptions.filter((one) => one !== subscription),
      ...namespaces.carried,
      ...inventory.others,
    ],
    uncarried: inventory.revisions
      .filter((one) => !revisions?.described.includes(one))
      .map(({ object }) => ({
        object: objectId(object),
        path: "",
        why:
          object.kind === "IstioRevision"
            ? "the operator makes revisions"
            : revisions
              ? "a tag belongs to what it points at"
              : "mesh.yaml has tags for RevisionBased only; keep it in a delivery of its own",
      })),
  };
}

/**
 * Who asks for which revision is told by labels. Those of Namespaces that follow a tag are in no folder of phases when others write them: without them
 * a plan would move the tag and leave their pods behind.
 */
function assertSeen({ namespaces, lookedAt }: Inventory, system: readonly (string | undefined)[]): void {
  const seen = [...namespaces.map(({ object }) => object.metadata.name), ...system];
  const unseen = [...new Set(lookedAt)].filter((name) => !seen.includes(name)).sort();
  if (unseen.length === 0) return;
  throw InputError.of(
    `phases of meshstep in the input look at pods in ${unseen.join(", ")}, and no Namespace of the input says which revision injects them`,
    {
      hint: `Where the mesh.yaml of those phases is at hand, meshstep rebase makes it start from here; else add to the input what kubectl get namespaces ${unseen.join(" ")} -o yaml writes.`,
    },
  );
}

function chooseIstio({ istios, others, count }: Inventory, { istio }: AdoptChoices): Found {
  const names = istios.map(({ object }) => object.metadata.name);
  if (istio !== undefined) {
    const found = istios.find(({ object }) => object.metadata.name === istio);
    if (found) return found;
    throw InputError.of(`--istio ${istio}: there is no Istio object of that name`, {
      hint: names.length ? `There are: ${names.join(", ")}.` : noIstioHint,
    });
  }
  const [first, ...more] = istios;
  if (!first) {
    if (count === 0) throw InputError.of("no Kubernetes object in the input", { hint: noIstioHint });
    const instead = insteadOfIstio(others);
    throw InputError.of(`no Istio object among the ${count} of the input${instead?.what ?? ""}`, {
      hint: instead?.hint ?? noIstioHint,
    });
  }
  if (more.length === 0) return first;
  throw InputError.of(`${istios.length} Istio objects: ${names.join(", ")}; a mesh.yaml describes one`, {
    hint: "Choose one with --istio NAME, or adopt all of them, each into a file of its own, with --all.",
  });
}

/** An Istio of an API that no operator serves any more, or of another way to install it. */
function insteadOfIstio(others: readonly Found[]): { readonly what: string; readonly hint: string } | undefined {
  const old = others.find(({ object }) => object.kind === "Istio");
  if (old) {
    const what = `; ${objectId(old.object)} is of ${old.object.apiVersion}, from before the Sail Operator had a release`;
    return { what, hint: "Released operators read sailoperator.io/v1: move the object to that first." };
  }
  const by = installerOf(others);
  if (!by) return undefined;
  const what = `: ${objectId(by.one.object)} says that it is installed by ${by.who}`;
  return { what, hint: "meshstep plans meshes of the Sail Operator; meshstep init writes the mesh.yaml of a new one." };
}

const noIstioHint =
  "kubectl get istios,istiorevisions,istiorevisiontags,istiocnis,ztunnels,namespaces,gateways,httproutes,authorizationpolicies -A -o yaml | meshstep adopt -";

/** The API allows one, named default; of several it is the one that counts, the others show in the comparison. */
function singleton(found: readonly Found[]): Found | undefined {
  return found.find(({ object }) => object.metadata.name === "default") ?? found[0];
}

function podNamespace(found: Found | undefined, standard: string): string {
  return textAt(found?.object, "spec", "namespace") ?? standard;
}

function valuesOf(object: KubernetesObject): Readonly<Record<string, unknown>> {
  return withoutNulls(object.kind, mapAt(object, "spec", "values"));
}

function present(values: Readonly<Record<string, unknown>>): { readonly values?: Record<string, unknown> } {
  return Object.keys(values).length ? { values: { ...values } } : {};
}

/** How long revisions are kept that nobody uses; the operator's default is not said. */
function graceOf(istio: KubernetesObject): Pick<NonNullable<MeshSpecInput["controlPlane"]>, typeof grace> {
  const said = valueAt(istio, "spec", "updateStrategy", grace);
  return said !== operatorsGrace && seconds.safeParse(said).success ? { [grace]: said as number } : {};
}

const grace = "inactiveRevisionDeletionGracePeriodSeconds";
const operatorsGrace = 30;

/** What the charts are to begin with; a profile that meshstep does not know shows in the comparison. */
function sidecarProfile(object: KubernetesObject): Pick<NonNullable<MeshSpecInput["cni"]>, "profile"> {
  const found = sidecarProfiles.find((profile) => profile === textAt(object, "spec", "profile"));
  return found ? { profile: found } : {};
}

function guess(path: Guess["path"], because: string | undefined): readonly Guess[] {
  return because === undefined ? [] : [{ path, because }];
}

function inNamespace(found: Found, namespace: string | undefined): Found {
  const { metadata, ...rest } = found.object;
  return { ...found, object: { ...rest, metadata: { ...metadata, namespace } } as KubernetesObject };
}

function leftToAnother(istio: KubernetesObject): string {
  return `${objectId(istio)} is left to a mesh of its own (--istio ${istio.metadata.name}); what both would carry belongs into one of them only`;
}
