import type { Thing, World } from "./objects";

/** How one part of the mesh stands, by its pods: never by its operator's word, and by no code that meshstep's own gates use. */
export interface PartSight {
  /** `spec.version` of its object, without `v`: what was asked for. Waypoints have none. */
  readonly asked?: string;
  /** Versions in the images of its pods, without `v`, sorted. */
  readonly running: readonly string[];
  /** Why it is in the middle of a rollout; empty when it is at rest. */
  readonly busy: string;
}

export type PartName = "control plane" | "CNI" | "ZTunnel" | "waypoints";
export type Sight = Readonly<Partial<Record<PartName, PartSight>>>;

/** Looks at every part that is there. */
export function lookAt(world: World): Sight {
  const pods = [...world.pods.values()].filter(({ status }) => !["Succeeded", "Failed"].includes(status?.phase));
  const labelled = (key: string, value?: string) => (one: Thing) => {
    const found = one.metadata.labels?.[key];
    return value === undefined ? found !== undefined : found === value;
  };
  const part = (
    objects: ReadonlyMap<string, Thing> | undefined,
    workloads: readonly Thing[],
    isPod: (one: Thing) => boolean,
  ) => {
    const own = pods.filter(isPod).filter(isDeployed);
    const asked = bare([...(objects?.values() ?? [])][0]?.spec?.version);
    if (workloads.length === 0 && own.length === 0 && asked === undefined) return undefined;
    const running = [...new Set(own.map(imageVersion))].sort();
    const busy = [
      ...(workloads.length === 0 ? ["not deployed"] : workloads.map(rolling)),
      ...own.map(notReady),
      asked !== undefined && running.join() !== asked && !workloads.some(isOnDelete)
        ? `asked for ${asked}, runs ${running.join(" and ") || "nothing"}`
        : "",
    ].filter(Boolean);
    return { ...(asked !== undefined && { asked }), running, busy: busy[0] ?? "" };
  };
  const named = (map: ReadonlyMap<string, Thing>, name: string) =>
    [...map.values()].filter(({ metadata }) => metadata.name === name);
  const isGateway = labelled("gateway.networking.k8s.io/gateway-name");
  const istiods = [...world.deployments.values()].filter(({ metadata }) => /^istiod(-|$)/.test(metadata.name));
  // Beside the newest control plane an older one may stand, which is at rest or not, but is not what Istio asks for.
  const active = activeRevision(world);
  const isIstiod = (one: Thing) =>
    labelled("app", "istiod")(one) && (active === undefined || labelled("istio.io/rev", active)(one));
  const waypoint = part(undefined, [...world.deployments.values()].filter(isGateway), isGateway);
  const sight = {
    "control plane": part(world.istios, istiods, isIstiod),
    CNI: part(world.istiocnis, named(world.daemonsets, "istio-cni-node"), labelled("k8s-app", "istio-cni-node")),
    ZTunnel: part(world.ztunnels, named(world.daemonsets, "ztunnel"), labelled("app", "ztunnel")),
    waypoints: waypoint,
  };
  return Object.fromEntries(Object.entries(sight).filter(([, one]) => one !== undefined));
}

/** Under RevisionBased, the revision that Istio asks for. */
function activeRevision({ istios }: World): string | undefined {
  const [istio] = [...istios.values()];
  if (istio?.spec?.updateStrategy?.type !== "RevisionBased") return undefined;
  return `${istio.metadata.name}-${String(istio.spec.version).replaceAll(".", "-")}`;
}

function isDeployed({ metadata }: Thing): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind }) => kind === "ReplicaSet" || kind === "DaemonSet");
}

/** Why a Deployment or DaemonSet is not rolled out. */
function rolling({ kind, metadata, spec, status = {} }: Thing): string {
  const name = `${metadata.namespace}/${metadata.name}`;
  if (status.observedGeneration !== metadata.generation)
    return `${name}: generation ${metadata.generation} not seen yet`;
  const isDaemonSet = kind === "DaemonSet" || spec?.replicas === undefined;
  const want = isDaemonSet ? (status.desiredNumberScheduled ?? 0) : spec.replicas;
  const updated = (isDaemonSet ? status.updatedNumberScheduled : status.updatedReplicas) ?? 0;
  const available = (isDaemonSet ? status.numberAvailable : status.availableReplicas) ?? 0;
  const all = isDaemonSet ? want : (status.replicas ?? 0);
  return want > 0 && (updated === want || isOnDelete({ spec })) && available === want && all === want
    ? ""
    : `${name}: ${updated} of ${want} updated, ${available} available, ${all} in all`;
}

/** Its pods are people's to replace: that some are old is no rollout. */
function isOnDelete({ spec }: Pick<Thing, "spec">): boolean {
  return spec?.updateStrategy?.type === "OnDelete";
}

function notReady({ metadata, status }: Thing): string {
  const ready = (status?.conditions ?? []).some(
    (one: { type: string; status: string }) => one.type === "Ready" && one.status === "True",
  );
  return ready && !metadata.deletionTimestamp ? "" : `pod ${metadata.namespace}/${metadata.name} is not ready`;
}

/** `registry.istio.io/release/pilot:1.30.3-distroless@sha256:…` is 1.30.3. */
function imageVersion({ spec }: Thing): string {
  const image: string = spec?.containers?.[0]?.image ?? "";
  return /:v?(\d+\.\d+\.\d+)/.exec(image.replace(/^[^/]*\//, ""))?.[1] ?? image;
}

function bare(version: unknown): string | undefined {
  return typeof version === "string" ? version.replace(/^v/, "") : undefined;
}
