import type { KubernetesObject } from "../../../mesh/mesh";
import { seconds } from "../../../mesh/scalars";
import type { MeshSpecInput } from "../../../mesh/schema";
import { sidecarProfiles } from "../../../mesh/schema/parts";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { MeshEngine } from "../delivery/engines";
import type { Found } from "../input/found";
import { defaultNamespaces, podNamespace, valuesOf } from "../inventory/sail-parts";
import { externalCni } from "./cni-owner";
import type { DataPlane } from "./data-plane";
import { moreMetadata } from "./more-metadata";
import type { DescribedNamespaces } from "./namespaces";
import type { AdoptedHelm } from "./operator/helm";
import type { OperatorGuess } from "./operator/operator";
import type { PartVersions } from "./part-versions";
import type { AdoptedRevisions } from "./revisions";
import { runningOf } from "./running";
import type { AdoptedSubscription } from "./subscription";
import { splitIstioValues, splitZtunnelValues } from "./values";

/** What was found out about a mesh before it is written down. */
export interface AdoptedParts {
  readonly istio: Found;
  readonly cni: Found | undefined;
  /** Whether the IstioCNI is in the mesh.yaml of another mesh. */
  readonly elsewhere: boolean;
  readonly ztunnel: Found | undefined;
  readonly dataPlane: DataPlane;
  readonly operator: OperatorGuess;
  readonly subscription: AdoptedSubscription | undefined;
  readonly helm: AdoptedHelm | undefined;
  readonly versions: PartVersions;
  readonly revisions: AdoptedRevisions | undefined;
  readonly namespaces: DescribedNamespaces;
  readonly gateways: readonly NonNullable<MeshSpecInput["gateways"]>[number][];
  readonly engine: MeshEngine | undefined;
}

/** The spec of mesh.yaml; keys stand in the order in which people read them. */
export function specOf(parts: AdoptedParts): MeshSpecInput {
  const { istio, cni, dataPlane, operator, subscription, helm, versions, revisions, namespaces, gateways, engine } =
    parts;
  const running = revisions
    ? runningOf(revisions, textAt(cni?.object, "spec", "version"), namespaces)
    : versions.running;
  return {
    distribution: operator.distribution.name,
    dataPlane,
    version: revisions?.beside?.version ?? versions.version,
    operator: {
      release: operator.release.version,
      ...(subscription && { subscription: subscription.subscription }),
      ...(helm && { helm: helm.helm }),
    },
    ...(running && { running }),
    ...(!revisions?.beside && isSignedByIstioCsr(istio) && { certificates: "istio-csr" as const }),
    controlPlane: controlPlaneOf(istio, parts),
    ...cniOf(parts),
    ...ztunnelOf(parts),
    ...(revisions && revisions.tags.length > 0 && { revisionTags: revisions.tags.map((tag) => ({ name: tag })) }),
    ...(namespaces.entries.length > 0 && { namespaces: [...namespaces.entries] }),
    ...(gateways.length > 0 && { gateways: [...gateways] }),
    ...(namespaces.waypoints.length > 0 && { waypoints: [...namespaces.waypoints] }),
    ...(engine && { delivery: { engine: engine.name, ...engine.delivery } }),
  };
}

/** Where certificates come from istio-csr and istiod signs none; in the middle of a move its list of revisions is not known. */
function isSignedByIstioCsr({ object }: Found): boolean {
  const values = valuesOf(object);
  const signs = valueAt(values, "pilot", "env", "ENABLE_CA_SERVER");
  return String(signs) === "false" && (textAt(values, "global", "caAddress") ?? "").includes("istio-csr");
}

function controlPlaneOf(istio: Found, { dataPlane, ztunnel, revisions, namespaces }: AdoptedParts) {
  const trusted = dataPlane === "ambient" ? podNamespace(ztunnel, defaultNamespaces.ztunnel) : undefined;
  const own = splitIstioValues(valuesOf(istio.object), trusted, namespaces.takeSelectors);
  const { minReplicas, discoverySelectors } = own.keys;
  return {
    name: istio.object.metadata.name,
    namespace: podNamespace(istio, defaultNamespaces.controlPlane),
    ...(revisions && { updateStrategy: "RevisionBased" as const, ...graceOf(istio.object) }),
    ...(minReplicas !== undefined && { highAvailability: { minReplicas } }),
    ...(discoverySelectors && { discoverySelectors: [...discoverySelectors] }),
    ...present(own.values),
    ...(dataPlane === "sidecar" && sidecarProfile(istio.object)),
    ...moreMetadata(istio.object),
  };
}

function cniOf({ cni, elsewhere, dataPlane }: AdoptedParts): Pick<MeshSpecInput, "cni"> {
  if (elsewhere) return externalCni(cni);
  if (!cni) return {};
  return {
    cni: {
      namespace: podNamespace(cni, defaultNamespaces.cni),
      ...present(valuesOf(cni.object)),
      ...(dataPlane === "sidecar" && sidecarProfile(cni.object)),
      ...moreMetadata(cni.object),
    },
  };
}

function ztunnelOf({ istio, ztunnel }: AdoptedParts): Pick<MeshSpecInput, "ztunnel"> {
  if (!ztunnel) return {};
  const plane = {
    name: istio.object.metadata.name,
    namespace: podNamespace(istio, defaultNamespaces.controlPlane),
  };
  const settings = splitZtunnelValues(valuesOf(ztunnel.object), plane);
  return {
    ztunnel: {
      namespace: podNamespace(ztunnel, defaultNamespaces.ztunnel),
      ...settings.keys,
      ...present(settings.values),
      ...moreMetadata(ztunnel.object),
    },
  };
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
