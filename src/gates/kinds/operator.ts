import { valueAt } from "../../objects/object-paths";
import type { CheckKinds } from "../kind";
import { operatorReconciledCommand } from "../operator/command";
import { leaderLease } from "../operator/evidence";
import { operatorLeads } from "../operator/leads";
import { operatorLeadsCommand, operatorLeadsContainer } from "../operator/leads-command";
import { operatorReconciled } from "../operator/reconciled";
import type { Answer, GetQuery } from "../query";
import { commandLine } from "../quote";
import { only, workloadQuery } from "./fields";

/** The operator itself, as OLM installs it. */
export const operatorChecks: Pick<CheckKinds, "csv-succeeded" | "operator-leads" | "operator-reconciled"> = {
  "csv-succeeded": {
    looksAt: ({ csv, namespace }) => [csvQuery(csv, namespace)],
    holds: (_, [answer]) => {
      const phase = valueAt(only(answer), "status", "phase");
      return phase === "Succeeded" || (phase ? `it is ${phase}` : "it is not installed yet");
    },
    command: ({ csv, namespace }, kubectl) => ({
      says: `the operator ${csv} is installed`,
      run: commandLine(kubectl, ...waitForCsv(csv, namespace)),
      expect: `clusterserviceversion.operators.coreos.com/${csv} condition met`,
    }),
    container: ({ csv, namespace }) => waitForCsv(csv, namespace),
  },
  "operator-leads": {
    // All of them: where OLM has installed none of the package, there is nothing to wait for.
    looksAt: ({ namespace }) => [
      { ask: "get", resource: csvs, namespace },
      { ask: "get", resource: "leases.coordination.k8s.io", namespace, name: leaderLease },
      { ask: "get", resource: "pods", namespace },
    ],
    judgesSilence: true,
    holds: (check, answers) => operatorLeads(check, answers),
    command: (check, kubectl) => operatorLeadsCommand(check, kubectl),
    container: (check) => operatorLeadsContainer(check),
  },
  "operator-reconciled": {
    looksAt: ({ csv, namespace, parts }) => [
      csvQuery(csv, namespace),
      { ask: "get", resource: "leases.coordination.k8s.io", namespace, name: leaderLease },
      { ask: "get", resource: "pods", namespace },
      ...parts.map(({ release, workload }): GetQuery => {
        return {
          ask: "get",
          resource: "secrets",
          namespace: workload.namespace,
          selector: `owner=helm,name=${release}`,
        };
      }),
      ...parts.map(({ workload }) => workloadQuery(workload)),
    ],
    judgesSilence: true,
    holds: ({ csv, parts }, [installed, lease, pods, ...more]) => {
      const [secrets, workloads] = [more.slice(0, parts.length), more.slice(parts.length)];
      const mayRead = secrets.every((answer) => answer.failed === undefined);
      return operatorReconciled({
        csv,
        parts,
        installed: only(installed) ?? null,
        ...(lease?.failed === undefined && { lease: only(lease) ?? null }),
        pods: pods?.objects ?? [],
        ...(mayRead && { secrets: secrets.flatMap(objects) }),
        workloads: workloads.flatMap(objects),
      });
    },
    command: (check, kubectl) => operatorReconciledCommand(check, kubectl),
    container: () => ({
      impossible:
        "whose pod holds the lease, and whether a Helm release is newer than that, are comparisons that kubectl does not make",
    }),
  },
};

const csvs = "clusterserviceversions.operators.coreos.com";

function objects(answer: Answer) {
  return answer.objects;
}

function csvQuery(csv: string, namespace: string): GetQuery {
  return { ask: "get", resource: csvs, namespace, name: csv };
}

function waitForCsv(csv: string, namespace: string): readonly string[] {
  return ["wait", `csv/${csv}`, "-n", namespace, "--for=jsonpath={.status.phase}=Succeeded", "--timeout=30m"];
}
