import { valueAt } from "../../objects/object-paths";
import type { CheckOf, Pods } from "../../plan/checks";
import type { Workload } from "../../plan/workload";
import type { CheckKinds } from "../kind";
import type { GetQuery } from "../query";
import { commandLine } from "../quote";
import { count, only, selectorOf, workloadName, workloadQuery, workloadTarget } from "./fields";
import { allAvailable, nodes, notObserved, rolledOut } from "./rolled-out";

const versionLabel = "app.kubernetes.io/version";

const escapedVersionLabel = "app\\.kubernetes\\.io/version";

type WorkloadChecks =
  | "version-label"
  | "rollout"
  | "only-versions"
  | "settled"
  | "replicas-ready"
  | "nodes-replaced"
  | "workload-field";

/** What really runs: templates, counts, and the versions that pods carry. */
export const workloadChecks: Pick<CheckKinds, WorkloadChecks> = {
  "version-label": {
    looksAt: ({ workload }) => [workloadQuery(workload)],
    holds: ({ version }, [answer]) => {
      const object = only(answer);
      if (!object) return "it is not there";
      const found = object.metadata.labels?.[versionLabel];
      return found === version || `it is of ${found ?? "no version"}`;
    },
    command: ({ workload, version }, kubectl) => ({
      says: `${workloadName(workload)} is rendered from the chart of ${version}`,
      run: commandLine(kubectl, ...waitForField(workload, `metadata.labels.${escapedVersionLabel}`, version)),
      expect: met(workload),
    }),
    container: ({ workload, version }) => waitForField(workload, `metadata.labels.${escapedVersionLabel}`, version),
  },
  rollout: {
    looksAt: ({ workload }) => [workloadQuery(workload)],
    holds: (_, [answer]) => {
      const object = only(answer);
      return object ? rolledOut(object) : "it is not there";
    },
    command: ({ workload, timeoutSeconds }, kubectl) => ({
      says: `the rollout of ${workloadName(workload)} is complete`,
      run: commandLine(kubectl, ...rolloutStatus(workload, `${timeoutSeconds}s`)),
      expect:
        workload.kind === "DaemonSet"
          ? `daemon set "${workload.name}" successfully rolled out`
          : `deployment "${workload.name}" successfully rolled out`,
    }),
    container: ({ workload, timeoutSeconds }) => rolloutStatus(workload, `${timeoutSeconds}s`),
  },
  "only-versions": {
    looksAt: ({ pods }) => [podQuery(pods)],
    holds: ({ versions }, [answer]) => {
      const others = (answer?.objects ?? []).filter(
        (pod) => !versions.includes(pod.metadata.labels?.[versionLabel] ?? ""),
      );
      if (others.length === 0) return true;
      const found = [...new Set(others.map((pod) => pod.metadata.labels?.[versionLabel] ?? "no version"))].sort();
      return `${others.length} of ${answer?.objects.length} pods run ${found.join(", ")}`;
    },
    command: ({ part, pods, versions }, kubectl) => ({
      says: `no pod of ${part} runs another version than ${versions.join(" or ")}`,
      run: `${commandLine(kubectl, ...waitUntilGone(pods, versions))} && echo yes`,
      expect: "yes",
    }),
    container: ({ pods, versions }) => waitUntilGone(pods, versions),
  },
  settled: {
    looksAt: ({ kind, namespace, labels }) => [
      { ask: "get", resource: `${kind.toLowerCase()}s.apps`, namespace, selector: selectorOf(labels) },
    ],
    holds: (_, [answer]) => {
      for (const object of answer?.objects ?? []) {
        const verdict = rolledOut(object);
        if (verdict !== true) return `${object.metadata.name}: ${verdict}`;
      }
      return true;
    },
    command: ({ part, ...check }, kubectl) => ({
      says: `${part} is in no rollout`,
      run: `${commandLine(kubectl, ...statusByLabel(check))} && echo yes`,
      expect: "yes",
    }),
    container: (check) => statusByLabel(check),
  },
  "replicas-ready": {
    looksAt: ({ workload, budget }) => [
      workloadQuery(workload),
      ...(budget === undefined
        ? []
        : [
            {
              ask: "get" as const,
              resource: "poddisruptionbudgets.policy",
              namespace: workload.namespace,
              name: budget,
            },
          ]),
    ],
    holds: ({ replicas }, [answer]) => {
      const ready = count(only(answer), "status", "readyReplicas");
      return ready >= replicas || `${ready} of ${replicas} replicas are ready`;
    },
    command: ({ workload, replicas }, kubectl) => ({
      says: `${workloadName(workload)} has at least ${replicas} ready replicas`,
      run: `[ "$(${commandLine(kubectl, "get", ...workloadTarget(workload), "-o")} jsonpath='{.status.readyReplicas}')" -ge ${replicas} ] && echo yes`,
      expect: "yes",
    }),
    // "At least" is no comparison that kubectl wait knows, and an autoscaler may run more. That one of them may go it does know.
    container: ({ workload, budget }) =>
      budget === undefined
        ? {
            impossible:
              "kubectl wait cannot ask for a number or more, and no PodDisruptionBudget is known that says it",
          }
        : [
            "wait",
            `poddisruptionbudgets/${budget}`,
            "-n",
            workload.namespace,
            "--for=condition=DisruptionAllowed",
            "--timeout=10m",
          ],
  },
  "nodes-replaced": {
    looksAt: ({ workload }) => [workloadQuery(workload)],
    holds: (_, [answer]) => {
      const object = only(answer);
      if (!object) return "it is not there";
      const behind = notObserved(object);
      if (behind) return behind;
      const [updated, wanted] = [count(object, "status", "updatedNumberScheduled"), nodes(object)];
      return (updated === wanted && allAvailable(object)) || `${updated} of ${wanted} nodes run the new pod`;
    },
    command: ({ workload }, kubectl) => ({
      says: `every node runs the new pod of ${workloadName(workload)}`,
      run: `${commandLine(kubectl, "get", ...workloadTarget(workload), "-o")} jsonpath='{.status.updatedNumberScheduled} of {.status.desiredNumberScheduled}{"\\n"}' | awk '{ print } $1 != $3 { bad = 1 } END { if (NR == 0 || bad) exit 1 }'`,
      expect: "the same number twice, for example: 6 of 6",
    }),
    container: () => ({ impossible: "it compares two numbers; only-versions asks the same of the pods" }),
  },
  "workload-field": {
    looksAt: ({ workload }) => [workloadQuery(workload)],
    holds: ({ field, value }, [answer]) => {
      const object = only(answer);
      if (!object) return "it is not there";
      const found = valueAt(object, ...field.split("."));
      return String(found) === value || `it has ${found ?? "none"}`;
    },
    command: ({ workload, field, value }, kubectl) => ({
      says: `${workloadName(workload)} has ${field} ${value}`,
      run: commandLine(kubectl, ...waitForField(workload, field, value)),
      expect: met(workload),
    }),
    container: ({ workload, field, value }) => waitForField(workload, field, value),
  },
};

function podQuery({ namespace, labels }: Pods): GetQuery {
  return { ask: "get", resource: "pods", namespace, selector: selectorOf(labels) };
}

function waitForField(workload: Workload, field: string, value: string): readonly string[] {
  return ["wait", ...workloadTarget(workload), `--for=jsonpath={.${field}}=${value}`, "--timeout=10m"];
}

function rolloutStatus(workload: Workload, timeout: string): readonly string[] {
  return ["rollout", "status", ...workloadTarget(workload), `--timeout=${timeout}`];
}

/** By labels, so that it also says yes where nothing is yet: a cluster is built from nothing by the same snapshot. */
function statusByLabel({ kind, namespace, labels }: Omit<CheckOf<"settled">, "part">): readonly string[] {
  return ["rollout", "status", kind.toLowerCase(), "-n", namespace, "-l", selectorOf(labels), "--timeout=1h"];
}

/** Returns at once when no such pod is there; needs kubectl 1.32. */
function waitUntilGone({ namespace, labels }: Pods, versions: readonly string[]): readonly string[] {
  const others = `${selectorOf(labels)},${versionLabel} notin (${versions.join(",")})`;
  return ["wait", "pods", "-n", namespace, "-l", others, "--for=delete", "--timeout=1h"];
}

/** What `kubectl wait` prints of it. */
function met({ kind, name }: Workload): string {
  return `${kind.toLowerCase()}.apps/${name} condition met`;
}
