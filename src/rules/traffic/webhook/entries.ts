import { isIP } from "node:net";
import type { Finding } from "../../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../../objects/object-paths";
import type { CheckedObject } from "../../rule";
import { isTemplate, keysAt, type Refusal, refusals } from "./refusal";

/** What istiod refuses of addresses and ports of a ServiceEntry. */
export function refusedServiceEntry(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const ports = listAt(object, "spec", "ports");
  const addresses = listAt(object, "spec", "addresses").flatMap((entry, index): readonly Refusal[] => {
    const [address = ""] = wordOf(entry).split("/");
    if (isIP(address) !== 0 || isTemplate(wordOf(entry))) return [];
    return [[["spec", "addresses", index], `${wordOf(entry)} is no IP address`, "Names of hosts stand under hosts."]];
  });
  const names = ports.map((port) => textAt(port, "name"));
  const endpoints = listAt(object, "spec", "endpoints").flatMap((endpoint, index) =>
    (keysAt(endpoint, "ports") ?? []).flatMap((name): readonly Refusal[] =>
      names.includes(name)
        ? []
        : [
            [
              ["spec", "endpoints", index, "ports", name],
              `an endpoint has port ${name}, and spec.ports has none of that name`,
            ],
          ],
    ),
  );
  return refusals(one, [...addresses, ...endpoints, ...streams(object)]);
}

/** Of connections nothing tells to which of several hosts they go. */
function streams(object: CheckedObject["object"]): readonly Refusal[] {
  const hosts = listAt(object, "spec", "hosts");
  const resolution = textAt(object, "spec", "resolution") ?? "NONE";
  if (hosts.length < 2 || resolution === "NONE") return [];
  const index = listAt(object, "spec", "ports").findIndex(
    (port) => !/^(HTTP|HTTP2|GRPC|GRPC-WEB|HTTP_PROXY|HTTPS|TLS)$/i.test(textAt(port, "protocol") ?? ""),
  );
  if (index < 0) return [];
  const protocol = textAt(object, "spec", "ports", index, "protocol") ?? "none";
  const at = ["spec", "ports", index];
  const why = `${hosts.length} hosts with a port of protocol ${protocol}, which says of no connection which of them is meant`;
  return [
    [
      valueAt(object, ...at, "protocol") === undefined ? at : [...at, "protocol"],
      why,
      "Write a ServiceEntry for each.",
    ],
  ];
}
