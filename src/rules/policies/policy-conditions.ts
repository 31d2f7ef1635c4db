import type { Finding } from "../../findings/finding";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import type { EntryCheck } from "./policy-entry";
import { operationChecks } from "./policy-operations";
import { sourceChecks } from "./policy-sources";

/** What conditions can ask for; keys with brackets name a header, a claim or a field of a filter. */
const known =
  /^(request\.headers\[.+\]|source\.(ip|namespace|principal|serviceAccount|trustDomain)|remote\.ip|request\.auth\.(principal|audiences|presenter)|request\.auth\.claims(\[.+\])+|destination\.(ip|port)|connection\.sni|experimental\..+)$/;

/** Keys whose values are those of a list of sources or operations. */
const alike: Readonly<Record<string, readonly EntryCheck[] | undefined>> = {
  "source.ip": sourceChecks["ipBlocks"],
  "remote.ip": sourceChecks["remoteIpBlocks"],
  "destination.ip": sourceChecks["ipBlocks"],
  "source.principal": sourceChecks["principals"],
  "source.namespace": sourceChecks["namespaces"],
  "source.serviceAccount": sourceChecks["serviceAccounts"],
  "request.auth.principal": sourceChecks["requestPrincipals"],
  "destination.port": operationChecks["ports"],
};

/** Conditions of a policy that ask for what there is not, or with values that nothing has (POL003). */
export function strangeConditions(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "rules").flatMap((rule, index) =>
    listAt(rule, "when").flatMap((condition, which) => {
      const key = textAt(condition, "key");
      if (key === undefined) return [];
      const at = ["spec", "rules", index, "when", which];
      if (known.test(key))
        return ["values", "notValues"].flatMap((list) =>
          listAt(condition, list).flatMap((value, number) =>
            (alike[key] ?? []).flatMap((check) => check({ set, one, at: [...at, list, number], text: wordOf(value) })),
          ),
        );
      return [
        about("POL003", one, {
          at: [...at, "key"],
          message: `${key} is no key that conditions know: istiod refuses the policy`,
          hint: "For example request.auth.claims[NAME], request.headers[NAME], source.ip.",
        }),
      ];
    }),
  );
}
