import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";

/** Where a route of a VirtualService sends requests. */
export interface Destination {
  readonly at: readonly (string | number)[];
  readonly host: string;
  readonly subset: string | undefined;
  readonly port: unknown;
}

export function destinationsOf({ object }: CheckedObject): readonly Destination[] {
  return ["http", "tcp", "tls"].flatMap((protocol) =>
    listAt(object, "spec", protocol).flatMap((rule, index) =>
      listAt(rule, "route").flatMap((route, which) => {
        const to = valueAt(route, "destination");
        const host = textAt(to, "host");
        if (host === undefined) return [];
        const at = ["spec", protocol, index, "route", which, "destination"];
        return [{ at, host, subset: textAt(to, "subset"), port: valueAt(to, "port", "number") }];
      }),
    ),
  );
}

/** The Gateways that a VirtualService is for, as it names them; undefined for one that is not here. */
export function gatewaysNamedBy(
  set: ManifestSet,
  { object }: CheckedObject,
  names = listAt(object, "spec", "gateways").map(wordOf),
): readonly (CheckedObject | undefined)[] {
  return names.map((it) => {
    const [namespace, name = ""] = it.includes("/") ? it.split("/") : [object.metadata.namespace, it];
    return inNamespaces(set, "networking.istio.io", "Gateway").get(namespace)?.get(name);
  });
}
