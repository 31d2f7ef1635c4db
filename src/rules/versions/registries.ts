import type { Finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { textAt, valueAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";

/** Where the values of a part say images beside `global`. */
const sections = { Istio: "pilot", IstioCNI: "cni", ZTunnel: "ztunnel" } as const;

/** Images that two parts of a mesh take from one registry, or with one Secret, and the third from where everybody does (VER007). */
export function otherRegistry(set: ManifestSet): readonly Finding[] {
  const parts = (["Istio", "IstioCNI", "ZTunnel"] as const).flatMap((kind) => sailObjects(set, [kind]));
  if (new Set(parts.map(({ object }) => object.kind)).size < 3 || parts.length > 3) return [];
  return ["hub", "imagePullSecrets"].flatMap((key) => {
    const lacking = parts.filter((one) => !saysItself(one, key));
    const [one, ...more] = lacking;
    const [first, second] = parts
      .filter((it) => it !== one)
      .map(({ object }) => valueAt(object, "spec", "values", "global", key));
    if (!one || more.length > 0 || first === undefined) return [];
    if (canonicalJson(first) !== canonicalJson(second)) return [];
    const at = ["spec", "values", "global", key];
    const message = `global.${key} is not set, and the other parts of the mesh have ${JSON.stringify(first)}: where images come from there alone, its pods do not start`;
    return [about("VER007", one, { at, severity: "warning", message })];
  });
}

/** An image with a slash is used as it stands. */
function saysItself({ object }: CheckedObject, key: string): boolean {
  const values = ["spec", "values"];
  const section = sections[object.kind as keyof typeof sections];
  const isOwn = key === "hub" && textAt(object, ...values, section, "image")?.includes("/") === true;
  return isOwn || ["global", section].some((place) => valueAt(object, ...values, place, key) !== undefined);
}
