import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { chartsOf } from "../charts/chart";
import type { MeshChart } from "../charts/mesh-chart";
import { valueIn } from "../charts/values";
import { sailObjects } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";

/** The extension providers of the mesh that an object is in. */
interface Providers {
  readonly names: readonly string[];
  /** Where one more is written. */
  readonly where: string;
}

const path = ["meshConfig", "extensionProviders"];

/** Undefined where no control plane is here, or a part of what it is told is not. */
export function extensionProviders(set: ManifestSet, one: CheckedObject): Providers | undefined {
  const istios = sailObjects(set, ["Istio", "IstioRevision"]);
  if (istios.length > 0) {
    const at = ["spec", "values", ...path];
    return {
      names: istios.flatMap(({ object }) => namesIn(listAt(object, ...at))),
      where: `${at.join(".")} of the Istio`,
    };
  }
  const charts = chartsOf(set, "istiod").filter(({ by }) => !set.apart?.(by, one));
  const lists = charts.map((chart) => (isWritten(set, chart) ? undefined : listOf(chart)));
  if (charts.length === 0 || lists.includes(undefined)) return undefined;
  const names = lists.flatMap((list) => namesIn(list ?? []));
  return names.some(isOpen) ? undefined : { names, where: `${path.join(".")} in the values of istiod` };
}

function namesIn(list: readonly unknown[]): readonly string[] {
  return list.flatMap((it) => textAt(it, "name") ?? []);
}

/** What the values of an istiod say; undefined where they are not all here, or its mesh has the providers from elsewhere. */
function listOf({ values }: MeshChart): readonly unknown[] | undefined {
  if (values === undefined) return undefined;
  const of = (...at: readonly string[]) => valueIn(values, at).value;
  // A parameter of Argo CD may write into the middle of the list.
  const isInside = values.some(({ value }) =>
    Object.keys(Object(valueAt(value, "meshConfig"))).some((key) => key.startsWith("extensionProviders[")),
  );
  const isOfOthers =
    wordOf(of("configMap") ?? "") === "false" ||
    [of("profile"), of("global", "profile")].some((it) => ["remote", "external"].includes(wordOf(it ?? ""))) ||
    [of("pilot", "env"), of("env")].some((env) => valueAt(env, "SHARED_MESH_CONFIG") !== undefined);
  const written = of(...path);
  if (isInside || isOfOthers) return undefined;
  if (written === undefined || written === null) return typeof of("meshConfig") === "string" ? undefined : [];
  return Array.isArray(written) ? written : undefined;
}

function isWritten(set: ManifestSet, { one }: MeshChart): boolean {
  return ["extensionProviders", "meshConfig", "values", "valuesObject", "valuesFrom"].some((field) =>
    set.writes?.(one, field),
  );
}

function isOpen(text: string): boolean {
  return /[{}$<]/.test(text);
}
