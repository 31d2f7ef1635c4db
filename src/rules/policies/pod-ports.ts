import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import type { ManifestSet } from "../rule";
import { selectedIn, servicesBefore, targetPort, type Workload } from "../workloads";

/** The pods that a selector of policies means, and their ports. */
export interface SelectedPods {
  readonly pods: readonly Workload[];
  /** What their containers say. */
  readonly open: readonly string[];
}

export function selectedPods(set: ManifestSet, namespace: string | undefined, selector: unknown): SelectedPods {
  const pods = selectedIn(set, namespace, selector);
  return { pods, open: pods.flatMap(openPorts) };
}

/** The ports that the containers of some pods declare. */
export function openPorts({ one: { object }, metadata }: Workload): readonly string[] {
  return listAt(object, ...metadata.slice(0, -1), "spec", "containers").flatMap((container) =>
    listAt(container, "ports").map((port) => wordOf(valueAt(port, "containerPort"))),
  );
}

/** Where a port of a Service leads to, when policies that select its pods name it as if it were theirs. */
export function meantPort(set: ManifestSet, port: string, { pods, open }: SelectedPods): string | undefined {
  const ports = pods.flatMap((pod) =>
    servicesBefore(set, pod).flatMap(({ object }) =>
      listAt(object, "spec", "ports").map((it) => ({ port: wordOf(valueAt(it, "port")), target: targetPort(it, pod) })),
    ),
  );
  const isTheirs = open.includes(port) || ports.some(({ target }) => target === undefined || target === port);
  return isTheirs ? undefined : ports.find((it) => it.port === port)?.target;
}
