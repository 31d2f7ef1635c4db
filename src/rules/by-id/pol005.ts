import type { Finding } from "../../findings/finding";
import { listAt, wordOf } from "../../objects/object-paths";
import { labelsOf, objectsOf } from "../objects";
import { actionOf } from "../policies/action";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { isAttached } from "../targets";

export const pol005: Rule = {
  id: "POL005",
  state: (set) => objectsOf(set, "", "Namespace").flatMap((one) => behind(set, one)),
};

/** Policies of workloads in a namespace whose Services go through a waypoint, none of which lets that in. */
function behind(set: ManifestSet, { object }: CheckedObject): readonly Finding[] {
  const labels = labelsOf(object);
  const waypoint = labels["istio.io/use-waypoint"];
  if (labels["istio.io/dataplane-mode"] !== "ambient" || waypoint === undefined || waypoint === "none") return [];
  const { name } = object.metadata;
  const home = labels["istio.io/use-waypoint-namespace"] ?? name;
  const allowing = objectsOf(set, "security.istio.io", "AuthorizationPolicy").filter(
    (one) => one.object.metadata.namespace === name && !isAttached(one) && isAllow(one),
  );
  const letsIn = allowing.some((one) =>
    listAt(one.object, "spec", "rules").some((rule) => admits(rule, home, waypoint)),
  );
  if (letsIn || allowing.some(({ object: policy }) => listAt(policy, "spec", "rules").length === 0)) return [];
  return allowing.map((one) =>
    about("POL005", one, {
      at: ["spec", "rules"],
      message: `Services of ${name} go through waypoint ${home}/${waypoint}, and no policy for its workloads lets that in: ztunnel sees no other identity of what comes through it`,
      hint: `Attach the policy to the waypoint with targetRefs, or allow cluster.local/ns/${home}/sa/${waypoint} here as well.`,
    }),
  );
}

function isAllow(one: CheckedObject): boolean {
  return actionOf(one) === "ALLOW";
}

/** Whether a rule lets requests of a waypoint through, or asks for something else than who they are from, which is not judged. */
function admits(rule: unknown, home: string, waypoint: string): boolean {
  const from = listAt(rule, "from");
  const who = ["principals", "namespaces", "serviceAccounts"] as const;
  return (
    from.length === 0 ||
    from.some((one) => {
      const said = who.filter((key) => listAt(one, "source", key).length > 0);
      if (said.length === 0) return true;
      return said.every((key) =>
        listAt(one, "source", key).some((value) => isWaypoint(key, wordOf(value), home, waypoint)),
      );
    })
  );
}

function isWaypoint(
  key: "principals" | "namespaces" | "serviceAccounts",
  value: string,
  home: string,
  name: string,
): boolean {
  if (value.includes("*")) return true;
  if (key === "namespaces") return value === home;
  return key === "principals" ? value.endsWith(`/ns/${home}/sa/${name}`) : [`${home}/${name}`, name].includes(value);
}
