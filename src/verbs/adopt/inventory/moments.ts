import type { Place } from "../../../findings/finding";
import { apiGroup, identity, type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt } from "../../../objects/object-paths";
import { annotationsOf } from "../../../rules/objects";
import type { Double } from "./doubles";

/** What is known of an object that was read before. */
interface Seen {
  readonly place: Place;
  readonly uid: string | undefined;
  readonly said: string;
}

/**
 * Tells objects that were read from two clusters, or at two moments, by what no mesh.yaml holds of them: who they are, and what their status says of what runs. Two
 * readings that agree on that are one state.
 */
export function moments(): (raw: KubernetesObject, place: Place) => Double | undefined {
  const known = new Map<string, Seen>();
  return (raw, place) => {
    const said = saidBy(raw);
    if (said === undefined) return undefined;
    const id = identity(raw);
    const uid = textAt(raw, "metadata", "uid");
    const before = known.get(id);
    if (!before) {
      known.set(id, { place, uid, said });
      return undefined;
    }
    const isOther = uid !== undefined && before.uid !== undefined && uid !== before.uid;
    if (!isOther && said === before.said) return undefined;
    const found = (at: Place) => ({ object: raw, place: at, live: true });
    const than = isOther ? "with another uid than" : "of another moment than";
    return { found: found(place), before: found(before.place), than };
  };
}

/** Of what adopt reads beside manifests; empty for what only has to be the same object. */
function saidBy(raw: KubernetesObject): string | undefined {
  switch (kindOf(raw)) {
    case "sailoperator.io/IstioRevision":
      return [textAt(raw, "spec", "version"), inUse(raw)].join();
    case "operators.coreos.com/Subscription":
      return textAt(raw, "status", "installedCSV") ?? "";
    case "/Pod":
      return [annotationsOf(raw)["istio.io/rev"], ...images(raw)].join();
    case "/Namespace":
      return "";
    default:
      return apiGroup(raw) === "sailoperator.io" ? "" : undefined;
  }
}

function inUse(revision: KubernetesObject): string | undefined {
  const condition = listAt(revision, "status", "conditions").find((one) => textAt(one, "type") === "InUse");
  return textAt(condition, "status");
}

function images(pod: KubernetesObject): readonly (string | undefined)[] {
  return listAt(pod, "spec", "containers").map((one) => textAt(one, "image"));
}
