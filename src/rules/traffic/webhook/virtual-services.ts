import type { Finding } from "../../../findings/finding";
import { listAt, valueAt, wordOf } from "../../../objects/object-paths";
import type { CheckedObject } from "../../rule";
import { destinations, refusedRule } from "./http-rules";
import { isSet, isTemplate, label, type Refusal, refusals } from "./refusal";

const protocols = ["http", "tcp", "tls"] as const;

/** What istiod refuses of a VirtualService as a whole, and of its rules. */
export function refusedService(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const http = listAt(object, "spec", "http").flatMap((rule, index) => refusedRule(rule, ["spec", "http", index]));
  return refusals(one, [...whole(one), ...gatewayNames(one), ...http, ...streams(one)]);
}

function whole({ object }: CheckedObject): readonly Refusal[] {
  const spec = valueAt(object, "spec");
  const hosts = listAt(spec, "hosts").map(wordOf);
  const gateways = listAt(spec, "gateways").map(wordOf);
  const found: Refusal[] = [];
  if (!protocols.some((key) => isSet(spec, key))) found.push([["spec"], "it has neither http nor tcp nor tls"]);
  // Without hosts it is one that others delegate to.
  for (const key of hosts.length === 0 ? ["gateways", "tcp", "tls"] : [])
    if (isSet(spec, key)) found.push([["spec", key], `it has ${key} and no hosts`, "Who delegates to it has both."]);
  const isOfMesh = gateways.length === 0 || gateways.includes("mesh");
  if (isOfMesh && hosts.includes("*"))
    found.push([
      ["spec", "hosts", hosts.indexOf("*")],
      `host * ${gateways.length === 0 ? "without gateways" : "with the gateway mesh"}`,
      "Within the mesh name the hosts; for a gateway name it under gateways.",
    ]);
  return found;
}

/** `namespace/name`; what has dots and no slash is the old form, and taken. */
function gatewayNames({ object }: CheckedObject): readonly Refusal[] {
  return listAt(object, "spec", "gateways").flatMap((entry, index): readonly Refusal[] => {
    const text = wordOf(entry);
    const [namespace = "", ...name] = text.split("/");
    if (name.length === 0 || isTemplate(text) || [namespace, name.join("/")].every((part) => label.test(part)))
      return [];
    return [[["spec", "gateways", index], `${text} names no Gateway`, "Write namespace/name, without dots."]];
  });
}

/** Rules for connections. */
function streams({ object }: CheckedObject): readonly Refusal[] {
  return (["tcp", "tls"] as const).flatMap((protocol) =>
    listAt(object, "spec", protocol).flatMap((rule, index): readonly Refusal[] => {
      const at = ["spec", protocol, index];
      if (!isSet(rule, "route")) return [[at, `a ${protocol} rule without route`]];
      return destinations(listAt(rule, "route"), [...at, "route"]);
    }),
  );
}
