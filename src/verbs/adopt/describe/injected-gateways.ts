import { objectId } from "../../../mesh/mesh";
import { dnsLabel } from "../../../mesh/scalars";
import type { MeshSpecInput } from "../../../mesh/schema";
import { mapAt } from "../../../mesh/settings/setting";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt } from "../../../objects/object-paths";
import type { Found } from "../input/found";
import type { Guess } from "./guesses";

type MeshGateway = NonNullable<MeshSpecInput["gateways"]>[number];

const template = "inject.istio.io/templates";
const inject = "sidecar.istio.io/inject";

/** The gateways of a mesh whose pods istiod's webhook makes. */
export interface InjectedGateways {
  readonly entries: readonly MeshGateway[];
  readonly guesses: readonly Guess[];
  readonly notes: readonly string[];
}

/**
 * The Deployments among what is carried that `spec.gateways` can name: their proxies are part of what is planned.
 * @param moved of a RevisionBased mesh: the namespaces that ask for its revision. Gateways there follow them; of others nothing tells the revision
 */
export function injectedGateways(carried: readonly Found[], moved: readonly string[] | undefined): InjectedGateways {
  const found = carried.filter(asksForTemplate);
  const isPlain = (one: Found) => isFilledIn(one) && (moved === undefined || follows(one, moved));
  const entries = found.filter(isPlain).map(({ object: { metadata } }): MeshGateway => {
    const { name, namespace = "" } = metadata;
    return { name, namespace, kind: "injected" };
  });
  return {
    entries,
    guesses: entries.map((_, index) => ({
      path: ["spec", "gateways", index, "kind"],
      because: `its pods ask for ${template}: gateway`,
    })),
    notes: found.filter((one) => !isPlain(one)).map(({ object }) => toDescribe(objectId(object))),
  };
}

function asksForTemplate({ object }: Found): boolean {
  const marks = ["annotations", "labels"].map((part) => mapAt(object, "spec", "template", "metadata", part));
  return (
    kindOf(object) === "apps/Deployment" &&
    marks[0]?.[template] === "gateway" &&
    marks.every((one) => one[inject] !== "false")
  );
}

/** One that asks for a revision by itself does not move with its namespace. */
function follows({ object }: Found, moved: readonly string[]): boolean {
  const own = mapAt(object, "spec", "template", "metadata", "labels")["istio.io/rev"];
  return own === undefined && moved.includes(object.metadata.namespace ?? "");
}

/** The webhook only fills in `auto`: another image is for people to raise. */
function isFilledIn({ object }: Found): boolean {
  const { name, namespace } = object.metadata;
  const containers = listAt(object, "spec", "template", "spec", "containers");
  return (
    [name, namespace].every((word) => dnsLabel.safeParse(word).success) &&
    containers.some((one) => textAt(one, "name") === "istio-proxy" && textAt(one, "image") === "auto")
  );
}

function toDescribe(id: string): string {
  return `${id} runs a gateway, and nothing says who brings it to a new version: describe it under spec.gateways (kind: injected, or self-managed)`;
}
