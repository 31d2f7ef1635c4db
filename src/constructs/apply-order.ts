import { kindRank as argocdRank } from "../order/argocd/kinds";
import { kindRank as fluxRank } from "../order/flux/kinds";
import { type LayerId, layerIds, layers } from "./layers";

/** What decides when an engine applies an object. */
export interface Placed {
  readonly layer: LayerId;
  readonly wave: number;
  readonly kind: string;
}

/** Whether both engines apply `first` before `then`, whichever of them delivers the snapshot. Nothing orders two deliveries. */
export function appliedBefore(first: Placed, then: Placed): boolean {
  return deliveryOf(first) === deliveryOf(then) && argoApplies(first, then) && fluxApplies(first, then);
}

function deliveryOf({ layer }: Placed): string | undefined {
  return layers[layer].folder.split("/")[0];
}

function argoApplies(first: Placed, then: Placed): boolean {
  if (first.wave !== then.wave) return first.wave < then.wave;
  return argocdRank(first.kind) < argocdRank(then.kind);
}

function fluxApplies(first: Placed, then: Placed): boolean {
  if (first.layer !== then.layer) return layersBefore(then.layer).has(first.layer);
  return fluxRank(first.kind) < fluxRank(then.kind);
}

/** Every layer that must be healthy before this one is applied, however far before. */
function layersBefore(layer: LayerId): ReadonlySet<LayerId> {
  const known = before.get(layer);
  if (known) return known;
  const found = new Set(layers[layer].after.flatMap((one) => [one, ...layersBefore(one)]));
  before.set(layer, found);
  return found;
}

const before = new Map<LayerId, ReadonlySet<LayerId>>();

/** The last layer that is applied before this one, to put things into that it needs. */
export function layerBefore(layer: LayerId): LayerId | undefined {
  return layerIds.findLast((one) => layersBefore(layer).has(one));
}
