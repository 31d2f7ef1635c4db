import { isIP } from "node:net";
import type { Finding, MeshPath } from "../../../findings/finding";
import { listAt, textAt, wordOf } from "../../../objects/object-paths";
import type { CheckedObject } from "../../rule";
import { isTemplate, label, type Refusal, refusals } from "./refusal";

/** The first part of a name may be a star, or begin with one. */
const first = /^(\*|(\*|\*-)?[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)$/;

/** Names of hosts that are none, and hosts of a VirtualService that are there twice. */
export function refusedHosts(one: CheckedObject): readonly Finding[] {
  return refusals(one, [...names(one).flatMap(strange), ...(one.object.kind === "VirtualService" ? twice(one) : [])]);
}

interface Named {
  readonly at: MeshPath;
  readonly host: string;
  /** Whether an address is taken, too. */
  readonly orAddress: boolean;
}

function names({ object }: CheckedObject): readonly Named[] {
  const listed = (at: MeshPath, orAddress: boolean) =>
    listAt(object, ...at).map((host, index) => ({ at: [...at, index], host: wordOf(host), orAddress }));
  switch (object.kind) {
    case "VirtualService":
      return listed(["spec", "hosts"], true);
    case "ServiceEntry":
      return listed(["spec", "hosts"], false);
    case "Gateway":
      return listAt(object, "spec", "servers").flatMap((_, index) =>
        // `namespace/host`
        listed(["spec", "servers", index, "hosts"], true).map((it) => ({
          ...it,
          host: it.host.replace(/^[^/]*\//, ""),
        })),
      );
    default:
      return [{ at: ["spec", "host"], host: textAt(object, "spec", "host") ?? "*", orAddress: false }];
  }
}

function strange({ at, host, orAddress }: Named): readonly Refusal[] {
  // What has a scheme is said with what to write.
  if (host === "" || host.includes("://") || isTemplate(host) || (orAddress && isIP(host) !== 0)) return [];
  // As istiod calls what it routes by name of the service.
  if (host.startsWith("outbound_")) return [];
  const port = /^(.+):\d+$/.exec(host)?.[1];
  if (port !== undefined) return [[at, `host ${host} has a port`, `Write ${port}.`]];
  const [head = "", ...rest] = host.split(".");
  const end = rest.at(-1);
  const parts = end === "" ? rest.slice(0, -1) : rest;
  if (first.test(head) && parts.every((part) => label.test(part)) && !(end !== undefined && /^\d+$/.test(end)))
    return [];
  const isStar = parts.some((part) => part.includes("*"));
  const hint = isStar ? "A star stands at the beginning alone." : undefined;
  return [hint === undefined ? [at, `${host} is no name of a host`] : [at, `${host} is no name of a host`, hint]];
}

function twice({ object }: CheckedObject): readonly Refusal[] {
  const hosts = listAt(object, "spec", "hosts").map(wordOf);
  return hosts.flatMap((host, index): readonly Refusal[] => {
    const other = hosts.slice(0, index).find((earlier) => matches(earlier, host));
    if (other === undefined) return [];
    const why = other === host ? `host ${host} is there twice` : `host ${host} is one of ${other}, too`;
    return [[["spec", "hosts", index], why]];
  });
}

/** As istiod compares two hosts of one VirtualService: either may begin with a star. */
function matches(a: string, b: string): boolean {
  const [isWideA, isWideB] = [a.startsWith("*"), b.startsWith("*")];
  const [ends, its] = [a.slice(1), b.slice(1)];
  if (isWideA && isWideB) return a.length < b.length ? its.endsWith(ends) : ends.endsWith(its);
  if (isWideA) return b.endsWith(ends);
  return isWideB ? a.endsWith(its) : a === b;
}
