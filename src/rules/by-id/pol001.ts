import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";
import { isAttached } from "../targets";

export const pol001: Rule = {
  id: "POL001",
  state: (set) => {
    const ambient = new Set(
      objectsOf(set, "", "Namespace")
        .filter(({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient")
        .map(({ object }) => object.metadata.name),
    );
    return objectsOf(set, "security.istio.io", "AuthorizationPolicy").flatMap((one) => {
      if (!ambient.has(one.object.metadata.namespace ?? "") || isAttached(one)) return [];
      const [first] = httpFields(one);
      if (!first) return [];
      return [
        about("POL001", one, {
          at: first,
          message: `${first.slice(1).join(".")} is about HTTP, and without targetRefs the policy is enforced by ztunnel, which sees no HTTP`,
          hint: "Attach the policy to the waypoint or to a Service with targetRefs.",
        }),
      ];
    });
  },
};

const operations: readonly string[] = ["hosts", "notHosts", "methods", "notMethods", "paths", "notPaths"];
const sources: readonly string[] = ["requestPrincipals", "notRequestPrincipals"];

/** Where a policy asks for what only a proxy that reads HTTP can see. */
function httpFields({ object }: CheckedObject): (string | number)[][] {
  return listAt(object, "spec", "rules").flatMap((rule, index) => {
    const below = (list: string, part: string, keys: readonly string[]) =>
      listAt(rule, list).flatMap((item, at) =>
        keys
          .filter((key) => valueAt(item, part, key) !== undefined)
          .map((key) => ["spec", "rules", index, list, at, part, key]),
      );
    const when = listAt(rule, "when").flatMap((condition, at) =>
      wordOf(valueAt(condition, "key")).startsWith("request.") ? [["spec", "rules", index, "when", at, "key"]] : [],
    );
    return [...below("to", "operation", operations), ...below("from", "source", sources), ...when];
  });
}
