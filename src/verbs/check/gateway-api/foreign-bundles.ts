import { type Finding, finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { apiGroup } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { type CrdBound, crdBounds, isOutside, wanted } from "../../../platform/gateway-api";
import type { Building } from "../../../repository/kustomizations/buildings";
import { arePerCluster } from "../../../repository/objects/cluster-folders";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import type { Readings } from "../../../repository/readers/readings";
import { sameCluster } from "../../../rules/engines/readers";
import { type Bundle, namedBundles } from "./named-bundles";

/**
 * CRDs of the Gateway API that an istiod of the same cluster does not take (PLAT001): it does not start with them, or passes over what is used
 * of them.
 */
export function foreignBundles(
  objects: readonly FileObject[],
  built: readonly Building[],
  readings: Readings,
): readonly Finding[] {
  const planes = objects.filter((one) => isSail(one) && ["Istio", "IstioRevision"].includes(one.object.kind));
  if (planes.length === 0) return [];
  const used = new Set(
    objects.flatMap(({ object }) => (apiGroup(object) === "gateway.networking.k8s.io" ? [object.kind] : [])),
  );
  const bundles = namedBundles(objects, built, readings);
  const ways = bundles.flatMap((bundle) =>
    planes.map((plane) => ({ bundle, plane, near: nearness(bundle, plane, readings) })),
  );
  const settled = ways.filter(({ near }) => near === "same");
  return bundles.flatMap((bundle) => {
    const met = ways.flatMap(({ near, plane, ...way }): readonly Met[] => {
      if (way.bundle !== bundle || near === "other" || readings.writes(plane, "version")) return [];
      // Of what is known to go with another one it is not said.
      if (near === "open" && settled.some((one) => one.bundle === bundle || one.plane === plane)) return [];
      const bound = broken(bundle, plane, used);
      return bound ? [{ plane, near, bound }] : [];
    });
    const worst = met.find(({ near, bound }) => near === "same" && bound.stopsIstiod) ?? met[0];
    return worst ? [said(bundle, worst)] : [];
  });
}

interface Met {
  readonly plane: FileObject;
  /** Whether one build or one cluster is known to have both. */
  readonly near: "same" | "open";
  readonly bound: CrdBound;
}

function said({ version, place }: Bundle, { plane, near, bound: { kind, otherwise, stopsIstiod, ...bound } }: Met) {
  const istio = textAt(plane.object, "spec", "version");
  const isCertain = near === "same" && stopsIstiod;
  const where = near === "same" ? "" : ", if both are of one cluster";
  return finding("PLAT001", {
    object: objectId(plane.object),
    ...(place && { place }),
    ...(!isCertain && { severity: "warning" as const }),
    message: `Gateway API ${version}, and ${objectId(plane.object)} is ${istio}, which takes ${kind} ${wanted({ kind, otherwise, ...bound })}: ${otherwise}${where}`,
    hint: stopsIstiod
      ? `Stay at ${bound.atMost} until istiod is at 1.27.9, 1.28.6, 1.29.2 or later.`
      : "Take a bundle that both know.",
  });
}

/** The bound that a bundle breaks: first one that ends istiod, then those of kinds that are used. */
function broken({ version, alone }: Bundle, { object }: FileObject, used: ReadonlySet<string>): CrdBound | undefined {
  const istio = /^v?(\d+\.\d+\.\d+)$/.exec(textAt(object, "spec", "version") ?? "")?.[1];
  if (istio === undefined) return undefined;
  const bounds = crdBounds(istio).filter(
    (bound) =>
      isOutside(bound, version) &&
      (bound.stopsIstiod || used.has(bound.kind)) &&
      (alone === undefined || pluralsOf(bound.kind).includes(alone)),
  );
  return bounds.find((bound) => bound.stopsIstiod) ?? bounds[0];
}

/** `tlsroutes`, `backendtlspolicies`. */
function pluralsOf(kind: string): readonly string[] {
  const low = kind.toLowerCase();
  return [`${low}s`, `${low}es`, low.replace(/y$/, "ies")];
}

function nearness(
  { built, readers, file }: Bundle,
  plane: FileObject,
  { readBy }: Pick<Readings, "readBy">,
): "same" | "open" | "other" {
  if (built.some(({ names }) => names.has(plane.file))) return "same";
  const pairs = readers.flatMap((one) => readBy(plane).map((other) => one === other || sameCluster(one, other)));
  if (pairs.includes(true)) return "same";
  const isOther = pairs.length > 0 && pairs.every((one) => one === false);
  return isOther || arePerCluster(file, plane.file) ? "other" : "open";
}
