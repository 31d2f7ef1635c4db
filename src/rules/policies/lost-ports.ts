import type { Finding } from "../../findings/finding";
import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { servicesBefore } from "../workloads";
import { openPorts, type SelectedPods, selectedPods } from "./pod-ports";

/** Ports of mTLS are those of the pods; those of a Service say nothing. Judged where the pods say their ports. */
export function lostPorts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const selector = valueAt(one.object, "spec", "selector", "matchLabels");
  const ports = Object.keys(Object(valueAt(one.object, "spec", "portLevelMtls")));
  if (selector === undefined || ports.length === 0) return [];
  const { pods, open } = selectedPods(set, one.object.metadata.namespace, selector);
  const services = new Set(pods.flatMap((it) => servicesBefore(set, it)));
  const served = [...services].flatMap(({ object }) =>
    listAt(object, "spec", "ports").map((port) => ({
      outside: wordOf(valueAt(port, "port")),
      inside: wordOf(valueAt(port, "targetPort") ?? valueAt(port, "port")),
    })),
  );
  // Pods open ports that they do not declare, so only one of a Service, and one that is nearly a declared one, is no port of theirs.
  const isMeantOtherwise = (port: string) =>
    served.some(({ outside }) => outside === port) || open.some((other) => isSlip(port, other));
  return ports
    .filter((port) => open.length > 0 && !open.includes(port) && !served.some(({ inside }) => inside === port))
    .flatMap((port): readonly Finding[] => {
      const at = ["spec", "portLevelMtls", port];
      const isMeant = isMeantOtherwise(port);
      if (!isMeant && !isUnheardOf(set, one, { port, pods })) return [];
      const message = isMeant
        ? `the pods that it selects open ${open.join(", ")} and not ${port}: ports of mTLS are those of pods, not of a Service`
        : `the pods that it selects declare ${open.join(", ")}, and nothing else of their namespace names a port ${port}: what it says of that holds for nothing, unless they open it without a word`;
      return [about("POL004", one, { at, severity: "warning", message })];
    });
}

interface Asked extends Pick<SelectedPods, "pods"> {
  readonly port: string;
}

/**
 * Whether pods of which each declares several ports, and so probably all of them, leave one out that no other object of their namespace has, in
 * an annotation, an argument or a monitor.
 */
function isUnheardOf(set: ManifestSet, one: CheckedObject, { port, pods }: Asked): boolean {
  const word = new RegExp(`(^|\\D)${port}(\\D|$)`);
  const isOpen = pods.every((it) => openPorts(it).length > 1);
  const isNamed = set.objects.some(
    (it) =>
      it !== one &&
      it.object.metadata.namespace === one.object.metadata.namespace &&
      word.test(JSON.stringify(it.object)),
  );
  return isOpen && !isNamed && set.fetches?.(one.object.metadata.namespace) !== true;
}

/** The digits of another port in another order, or some left out (`80` for `8080`); `8080` and `8081` are two ports of one pod. */
function isSlip(port: string, other: string): boolean {
  const sorted = (text: string) => [...text].sort().join("");
  const [short = "", long = ""] = [port, other].sort((a, b) => a.length - b.length);
  const isShorter =
    long.length - short.length === 1 && [...long].some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
  return isShorter || other.endsWith(port) || sorted(port) === sorted(other);
}
