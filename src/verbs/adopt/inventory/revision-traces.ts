import { InputError } from "../../../findings/input-error";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import { isLetGo, labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import type { SeenRevision } from "./evidence";
import type { Inventory } from "./inventory";

/** What somebody asks for, or has left there. */
export interface Trace {
  readonly revision: string;
  /** `Namespace/shop asks for default-v1-28-3`. */
  readonly says: string;
}

/** A Gateway of the Gateway API that asks for a revision by itself. */
export interface AskingGateway {
  readonly object: KubernetesObject;
  readonly revision: string;
}

/** Gateways that ask for a revision of one Istio. */
export function askingGateways({ others }: Inventory, istio: string): readonly AskingGateway[] {
  return others.flatMap(({ object }) => {
    const revision = labelsOf(object)["istio.io/rev"];
    const isGateway = object.kind === "Gateway" && object.apiVersion.startsWith("gateway.networking.k8s.io/");
    return isGateway && revision !== undefined && isRevisionOf(istio, revision) ? [{ object, revision }] : [];
  });
}

/** Whoever asks for a revision of one Istio: namespaces, gateways, tags and pods. */
export function askedIn(
  { namespaces, connected }: Inventory,
  istio: string,
  active: string,
  { tags, gateways }: { readonly tags: readonly Found[]; readonly gateways: readonly AskingGateway[] },
): readonly Trace[] {
  return [
    ...namespaces.flatMap(({ object }) => {
      const revision = labelsOf(object)["istio.io/rev"];
      return revision !== undefined && isRevisionOf(istio, revision)
        ? [{ revision, says: `${objectId(object)} asks for ${revision}` }]
        : [];
    }),
    ...gateways.map(({ object, revision }) => ({ revision, says: `${objectId(object)} asks for ${revision}` })),
    ...tags.flatMap(({ object }) => {
      const revision = targetOf(object, active);
      const verb = isLetGo(object) ? "holds" : "points at";
      return [{ revision, says: `${objectId(object)} ${verb} ${revision}` }];
    }),
    ...[...connected].flatMap(([namespace, revisions]) =>
      [...revisions]
        .filter((revision) => isRevisionOf(istio, revision))
        .map((revision) => ({ revision, says: `pods of ${namespace} are connected to ${revision}` })),
    ),
  ];
}

/**
 * Who asks for which revision is told by labels. Those of Namespaces that follow a tag are in no folder of phases when others write them: without them
 * a plan would move the tag and leave their pods behind.
 * @throws InputError for namespaces whose labels are not in the input
 */
export function assertSeen({ namespaces, lookedAt }: Inventory, system: readonly (string | undefined)[]): void {
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

/** Several of them in one sentence. */
export function saysOf(traces: readonly Trace[]): string {
  return traces.map(({ says }) => says).join("; ");
}

/** `default-v1-28-3` of an Istio called default. */
export function isRevisionOf(istio: string, revision: string): boolean {
  return revision.startsWith(`${istio}-v`);
}

/** By what it points at; one that says nothing is nobody's. */
export function isTagOf(istio: string, { object }: Found): boolean {
  const target = textAt(object, "spec", "targetRef", "name");
  if (target === undefined) return false;
  return textAt(object, "spec", "targetRef", "kind") === "Istio" ? target === istio : isRevisionOf(istio, target);
}

/** A tag that follows Istio points at what that asks for. */
export function targetOf(tag: KubernetesObject, active: string): string {
  const follows = textAt(tag, "spec", "targetRef", "kind") === "Istio";
  return follows ? active : (textAt(tag, "spec", "targetRef", "name") ?? active);
}

/** The object says it, and where that is not in the input its name does, but for a pre-release, whose dashes may have been dots. */
export function versionOf(istio: string, revision: string, seen: readonly SeenRevision[]): string | undefined {
  const found = seen.find(({ name }) => name === revision)?.version;
  if (found !== undefined) return found;
  const [, ...numbers] = /^v(\d+)-(\d+)-(\d+)$/.exec(revision.slice(istio.length + 1)) ?? [];
  return numbers.length === 3 ? `v${numbers.join(".")}` : undefined;
}

/** Where there is one revision, which is called as its Istio is. */
export function isTagInPlace(istio: string, { object }: Found): boolean {
  return object.kind === "IstioRevisionTag" && textAt(object, "spec", "targetRef", "name") === istio;
}
