import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import type { CheckedObject } from "../rule";

const operations: readonly string[] = ["hosts", "notHosts", "methods", "notMethods", "paths", "notPaths"];
const sources: readonly string[] = ["requestPrincipals", "notRequestPrincipals"];

/** Where an AuthorizationPolicy asks for what only a proxy that reads HTTP can see. */
export function httpFields({ object }: CheckedObject): (string | number)[][] {
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
