import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { sourcesIn } from "../engines/application-sources";
import { readersOf } from "../engines/readers";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { chartsOf } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { isOpenText, plainValue } from "./plain-values";
import { installedIn } from "./release-name";
import { valueIn } from "./values";
import { isWritten, serviceOf, servicesOf } from "./ztunnel-address";

/**
 * Charts of istiod that are installed into another namespace than the one that they take for their own (CP004): what they inject asks for its certificates there.
 */
export function strayedIstiods(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "istiod").flatMap((one) => {
    const { values = [] } = one;
    const namespace = installedIn(one);
    const asked = askedNamespace(one);
    const [name] = serviceOf(one)?.split(".") ?? [];
    if (name === undefined || namespace === undefined || asked === undefined || asked === namespace) return [];
    const there = servicesOf(set, one);
    if (!there || there.includes(`${name}.${asked}`) || isWritten(set, one) || isMoved(set, one)) return [];
    const field = fields[one.one.object.kind];
    const { place } = valueIn(values, ["global", "istioNamespace"]);
    return [
      about("CP004", one.one, {
        at: one.at.slice(0, -1),
        // What an Application leaves open may be filled in.
        ...(one.namespace === undefined && { severity: "warning" as const }),
        ...(place && { place }),
        message: `chart istiod is installed into ${namespace}, and global.istioNamespace is ${asked}: all that it injects asks ${name}.${asked} for its certificates, where no istiod answers`,
        hint: `Install it into ${asked}${field === undefined ? "" : ` (${field})`}, or give it global.istioNamespace: ${namespace}.`,
      }),
    ];
  });
}

/** The namespace in which what is injected looks for istiod; undefined where it has an address of its own for that, or nobody knows it here. */
function askedNamespace({ values }: MeshChart): string | undefined {
  const address = plainValue(values, ["global", "caAddress"]);
  const isElsewhere = values?.some((one) => valueIn([one], ["global", "externalIstiod"]).value === true);
  const namespace = plainValue(values, ["global", "istioNamespace"]);
  if (address !== "" || isElsewhere || namespace === undefined || isOpenText(namespace)) return undefined;
  return namespace || "istio-system";
}

/** Where each of them says the namespace. */
const fields: Readonly<Record<string, string>> = {
  Kustomization: "namespace in its entry of helmCharts",
  HelmRelease: "spec.targetNamespace",
  Application: "spec.destination.namespace",
};

/** Whether who applies it puts all of it into another namespace. */
function isMoved(set: ManifestSet, { by }: MeshChart): boolean {
  return [by, ...readersOf(set, by).map((reader) => reader.by)].some(({ object }: CheckedObject) =>
    object.kind === "Kustomization"
      ? textAt(object, "spec", "targetNamespace") !== undefined
      : sourcesIn(object).some((at) => textAt(object, ...at, "kustomize", "namespace") !== undefined) ||
        listAt(object, "spec", "postRenderers").length > 0,
  );
}
