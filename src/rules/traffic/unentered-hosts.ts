import type { Finding } from "../../findings/finding";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { hostsOverlap } from "./host-names";

const group = "networking.istio.io";

/**
 * DestinationRules for a host outside of the cluster that no ServiceEntry has, where one has nearly that host and no rule of its own
 * (TGT004): the rule is for nothing, and what it was meant for is called without it.
 */
export function unenteredHosts(set: ManifestSet): readonly Finding[] {
  const entered = objectsOf(set, group, "ServiceEntry").flatMap(({ object }) =>
    listAt(object, "spec", "hosts").map(wordOf),
  );
  if (entered.length === 0 || set.fetches?.() === true) return [];
  const rules = objectsOf(set, group, "DestinationRule");
  const ruled = rules.map(hostOf);
  return rules.flatMap((one) => {
    const host = hostOf(one);
    if (!isOutside(host) || entered.some((it) => hostsOverlap(it, host))) return [];
    const meant = slipOf(
      host,
      entered.filter((it) => !ruled.some((other) => other !== host && hostsOverlap(other, it))),
    );
    if (meant === undefined) return [];
    return [
      about("TGT004", one, {
        at: ["spec", "host"],
        message: `no ServiceEntry among these manifests has ${host}, and one has ${meant}: the rule is for nothing, and what goes to ${meant} goes without it`,
        hint: `Did you mean ${meant}?`,
      }),
    ];
  });
}

function hostOf({ object }: CheckedObject): string {
  return textAt(object, "spec", "host") ?? "";
}

/** Short names and names of the cluster are Services; `books.shop` may be one, too. */
function isOutside(host: string): boolean {
  const parts = host.split(".");
  return parts.length > 2 && parts[2] !== "svc" && !host.startsWith("*") && !/[${}<]/.test(host);
}
