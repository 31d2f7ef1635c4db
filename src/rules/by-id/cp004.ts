import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../source/object-paths";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";

const values = ["spec", "values"];

export const cp004: Rule = {
  id: "CP004",
  state: (set) => sailObjects(set, ["Istio", "IstioRevision"]).flatMap((one) => [...shares(one), ...providers(one)]),
};

/** Where a share in percent of all requests may stand. */
const percents = [
  ["pilot", "traceSampling"],
  ["meshConfig", "defaultConfig", "tracing", "sampling"],
];

function shares(one: CheckedObject): readonly Finding[] {
  return percents.flatMap((path) => {
    const at = [...values, ...path];
    const share = valueAt(one.object, ...at);
    if (typeof share !== "number" || (share >= 0 && share <= 100)) return [];
    return [about("CP004", one, { at, message: `${path.join(".")} is ${share}: it is a share in percent, 0 to 100` })];
  });
}

function providers(one: CheckedObject): readonly Finding[] {
  const path = [...values, "meshConfig", "extensionProviders"];
  const list = listAt(one.object, ...path);
  const names = list.map((provider) => textAt(provider, "name"));
  return list.flatMap((provider, index) => {
    const at = [...path, index];
    const name = names[index];
    if (name === undefined || name === "") {
      return [
        about("CP004", one, {
          at,
          message: "an extension provider without a name: istiod takes none of the mesh configuration",
        }),
      ];
    }
    if (names.indexOf(name) !== index) {
      const message = `two extension providers are called ${name}: istiod takes none of the mesh configuration`;
      return [about("CP004", one, { at: [...at, "name"], message })];
    }
    if (Object.keys(Object(provider)).length > 1) return [];
    const message = `extension provider ${name} says not what it is: istiod takes none of the mesh configuration`;
    return [
      about("CP004", one, { at, message, hint: "Add its kind, for example opentelemetry or envoyExtAuthzGrpc." }),
    ];
  });
}
