import type { Finding } from "../../findings/finding";
import { objectId } from "../../objects/kubernetes-object";
import { labelsOf, objectsOf } from "../objects";
import { about, inShort, type ManifestSet } from "../rule";
import { isAmbientChart } from "./ambient";
import { besideChart, chartsOf } from "./chart";
import type { MeshChart } from "./mesh-chart";

/**
 * Namespaces that ask for ambient, and a mesh by charts that has no ztunnel or no CNI (AMB002). Said where other charts stand beside istiod's, and
 * where nothing at all names the missing one.
 */
export function missingCharts(set: ManifestSet): readonly Finding[] {
  const asking = objectsOf(set, "", "Namespace").filter(
    ({ object, assumed }) => !assumed && labelsOf(object)["istio.io/dataplane-mode"] === "ambient",
  );
  const planes = chartsOf(set, "istiod");
  const [plane] = planes;
  if (asking.length === 0 || !plane || besideChart(set, plane, "base", "cni", "ztunnel").length === 0) return [];
  const missing = (["cni", "ztunnel"] as const).filter(
    (name) => chartsOf(set, name).length === 0 && !isNamed(set, name),
  );
  const isOff = planes.every((one) => isAmbientChart(one) === false);
  if (missing.length === 0) return [];
  const { names } = inShort(asking);
  return [
    about("AMB002", plane.one, {
      at: plane.at.slice(0, -1),
      severity: "warning",
      message: `${names}: istio.io/dataplane-mode=ambient, and beside the chart istiod${isOff ? ", which has not the ambient profile," : ""} no chart ${missing.join(" and no chart ")} is among these manifests`,
      hint: `${wayIn(plane, missing.length > 1 ? "them" : "it")}, with profile: ambient.`,
    }),
  ];
}

/** A chart around others may name it, and leave it out by a condition or a tag. */
function wayIn({ one: { object } }: MeshChart, what: string): string {
  if (object.kind !== "Chart") return `Add ${what} beside ${objectId(object)}`;
  return `Add ${what} to the dependencies of ${objectId(object)}, or have the values switch ${what} on there`;
}

const words = { cni: /istio-?cni|\bcni\b/i, ztunnel: /ztunnel/i } as const;

/** Whether any manifest has the word, be it in a template or in a list of elements. */
function isNamed({ objects }: ManifestSet, name: "cni" | "ztunnel"): boolean {
  return objects.some(({ object }) => words[name].test(JSON.stringify(object)));
}
