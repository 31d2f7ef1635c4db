import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { sourcesIn } from "../engines/application-sources";
import { readersIn, readersOf, sameCluster } from "../engines/readers";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";

type Path = readonly (string | number)[];

/** What manifests that install Cilium say of other plugins. */
interface Cilium {
  readonly at: Path;
  /** Undefined where nothing is said, and the chart says true. */
  readonly isAlone: boolean | undefined;
}

/**
 * Cilium that takes other plugins out of the nodes' CNI configuration, beside an IstioCNI that adds itself there (PLAT003): what
 * both write down as what must not be.
 */
export function besideCilium(set: ManifestSet): readonly Finding[] {
  const [cni] = sailObjects(set, ["IstioCNI"]);
  if (!cni) return [];
  return set.objects.flatMap((one) => {
    const cilium = ciliumIn(one);
    if (!cilium || cilium.isAlone === false || isElsewhere(set, one, cni) || set.writes?.(one, "exclusive")) return [];
    const said = cilium.isAlone ? "has cni.exclusive: true" : "leaves cni.exclusive at true, as the chart has it";
    return [
      about("PLAT003", one, {
        at: cilium.at,
        // The values may be completed elsewhere.
        ...(cilium.isAlone === undefined && { severity: "warning" as const }),
        message: `Cilium ${said}, and ${objectId(cni.object)} adds itself to its configuration on each node: Cilium takes it out again, and pods are not redirected`,
        hint: "Write cni.exclusive: false.",
      }),
    ];
  });
}

function ciliumIn({ object }: CheckedObject): Cilium | undefined {
  switch (kindOf(object)) {
    case "helm.toolkit.fluxcd.io/HelmRelease": {
      if (textAt(object, "spec", "chart", "spec", "chart") !== "cilium") return undefined;
      if (valueAt(object, "spec", "kubeConfig") !== undefined) return undefined;
      const isWhole = listAt(object, "spec", "valuesFrom").length === 0;
      return judged(["spec", "values"], valueAt(object, "spec", "values"), isWhole);
    }
    case "argoproj.io/Application": {
      const [at] = sourcesIn(object, ["spec"]).filter((source) => textAt(object, ...source, "chart") === "cilium");
      return at && ofApplication(object, [...at, "helm"]);
    }
    case "/ConfigMap":
      if (object.metadata.name !== "cilium-config") return undefined;
      return wordOf(valueAt(object, "data", "cni-exclusive")) === "true"
        ? { at: ["data", "cni-exclusive"], isAlone: true }
        : undefined;
    default:
      return undefined;
  }
}

function ofApplication(object: CheckedObject["object"], helm: Path): Cilium | undefined {
  const parameters = listAt(object, ...helm, "parameters");
  const which = parameters.findIndex((one) => textAt(one, "name") === "cni.exclusive");
  if (which >= 0) {
    const value = wordOf(valueAt(parameters[which], "value"));
    return { at: [...helm, "parameters", which, "value"], isAlone: value === "true" };
  }
  // Of values that are a text, or in a file, nothing is read.
  const isWhole = textAt(object, ...helm, "values") === undefined && listAt(object, ...helm, "valueFiles").length === 0;
  return judged([...helm, "valuesObject"], valueAt(object, ...helm, "valuesObject"), isWhole);
}

/** @param isWhole whether these are all values that the chart is given */
function judged(at: Path, values: unknown, isWhole: boolean): Cilium | undefined {
  const cni = (key: string) => valueAt(values, "cni", key);
  // Who brings the configuration, or lets somebody else install it, decides what it holds.
  if (cni("customConf") === true || cni("install") === false || valueAt(values, "agent") === false) return undefined;
  const exclusive = cni("exclusive");
  if (typeof exclusive === "boolean") return { at: [...at, "cni", "exclusive"], isAlone: exclusive };
  return exclusive === undefined && isWhole ? { at, isAlone: undefined } : undefined;
}

/** Whether Cilium and the mesh are not of one cluster, by who applies them. */
function isElsewhere(set: ManifestSet, cilium: CheckedObject, cni: CheckedObject): boolean {
  if (set.apart?.(cilium, cni) === true) return true;
  const { kind } = cilium.object;
  const all =
    kind === "Application" ? readersIn(set.objects).filter(({ by }) => by === cilium) : readersOf(set, cilium);
  const others = readersOf(set, cni);
  return all.length > 0 && others.length > 0 && !all.some((a) => others.some((b) => sameCluster(a, b) !== false));
}
