import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { secretsIn } from "../clusters/secrets";
import { objectsOf } from "../objects";
import { about, type ManifestSet } from "../rule";
import { selects, workloadsOf } from "../workloads";
import { unmadeCertificates } from "./unmade-certificates";

/** Servers of Gateways whose certificate is made in another namespace than that of the gateway's pods, or under another name (GTW002). */
export function certificatesElsewhere(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "networking.istio.io", "Gateway").flatMap((one) => {
    const pods = workloadsOf(set).filter(
      ({ annotations, labels }) =>
        annotations["inject.istio.io/templates"] === "gateway" &&
        selects(valueAt(one.object, "spec", "selector"), labels),
    );
    const homes = pods.map(({ one: { object } }) => object.metadata.namespace);
    if (homes.length === 0 || homes.includes(undefined)) return [];
    const elsewhere = listAt(one.object, "spec", "servers").flatMap((server, index) => {
      const name = textAt(server, "tls", "credentialName");
      const made = name === undefined ? [] : (secretsMade(set).get(name) ?? []);
      if (made.length === 0 || made.some((namespace) => homes.includes(namespace))) return [];
      return [
        about("GTW002", one, {
          at: ["spec", "servers", index, "tls", "credentialName"],
          message: `Secret ${name} is made in namespace ${made.join(" and ")} here, and the pods of this gateway look for it in ${homes.join(" and ")}: the port is not served`,
          hint: "Make it beside the pods.",
        }),
      ];
    });
    return [...elsewhere, ...(elsewhere.length > 0 ? [] : unmadeCertificates(set, one, homes))];
  });
}

/** Namespaces by the name of the Secret that is made there. */
const secretsMade = oncePer((set: ManifestSet): ReadonlyMap<string, readonly (string | undefined)[]> => {
  const made = new Map<string, (string | undefined)[]>();
  for (const { name, namespace } of secretsIn(set)) made.set(name, [...(made.get(name) ?? []), namespace]);
  return made;
});
