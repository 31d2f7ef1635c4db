import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { CheckedObject } from "../rule";

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
