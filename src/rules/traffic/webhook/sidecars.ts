import type { Finding } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { CheckedObject } from "../../rule";
import { isSet, isTemplate, type Refusal, refusals } from "./refusal";

const parts = ["egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool"];

/** What istiod refuses of a Sidecar. */
export function refusedSidecar(one: CheckedObject): readonly Finding[] {
  const spec = valueAt(one.object, "spec");
  if (!parts.some((key) => isSet(spec, key))) return refusals(one, [[["spec"], `it has none of ${parts.join(", ")}`]]);
  return refusals(one, [...egress(spec), ...ingress(spec)]);
}

function egress(spec: unknown): readonly Refusal[] {
  const listeners = listAt(spec, "egress");
  const numbers = listeners.map((listener) => textAt(listener, "port", "number"));
  return listeners.flatMap((listener, index): readonly Refusal[] => {
    const at = ["spec", "egress", index];
    const number = numbers[index];
    if (!isSet(listener, "port") && index < listeners.length - 1)
      return [[at, "an egress listener without a port stands before others", "Put it last."]];
    const isTwice = number !== undefined && number !== "0" && numbers.indexOf(number) < index;
    return isTwice ? [[[...at, "port", "number"], `two egress listeners have port ${number}`]] : [];
  });
}

function ingress(spec: unknown): readonly Refusal[] {
  return listAt(spec, "ingress").flatMap((listener, index): readonly Refusal[] => {
    const to = textAt(listener, "defaultEndpoint") ?? "";
    if (to === "" || isTemplate(to) || /^(unix:\/\/.+|(127\.0\.0\.1|0\.0\.0\.0|\[::1?\])?:\d{1,5})$/.test(to))
      return [];
    const at = ["spec", "ingress", index, "defaultEndpoint"];
    return [[at, `defaultEndpoint ${to} is none`, "Write 127.0.0.1, 0.0.0.0 or nothing, and the port."]];
  });
}
