import type { ChartReconciledCheck } from "../../plan/chart-operator";
import type { CheckKinds } from "../kind";
import {
  chartLeadsCommand,
  chartLeadsContainer,
  chartReconciledCommand,
  crdsAcceptCommand,
  crdsAcceptContainer,
} from "../operator/chart/commands";
import { chartLeads, chartReconciled, crdsAccept } from "../operator/chart/judge";
import { leaderLease } from "../operator/evidence";
import type { GetQuery } from "../query";

/** The operator itself, as Helm installs it. */
export const chartOperatorChecks: Pick<CheckKinds, "chart-leads" | "chart-reconciled" | "crds-accept"> = {
  "chart-leads": {
    looksAt: leaderQueries,
    holds: (check, answers) => chartLeads(check, answers),
    command: (check, kubectl) => chartLeadsCommand(check, kubectl),
    container: (check) => chartLeadsContainer(check),
  },
  "chart-reconciled": {
    looksAt: (check) => [...leaderQueries(check), ...check.parts.map(secretsOf)],
    judgesSilence: true,
    holds: (check, answers) => chartReconciled(check, answers),
    command: (check, kubectl) => chartReconciledCommand(check, kubectl),
    container: () => ({ impossible: "a Job may not read the Secrets in which Helm keeps its releases" }),
  },
  "crds-accept": {
    looksAt: ({ resources }) =>
      resources.map((one): GetQuery => ({ ask: "get", resource: crds, name: `${one}.sailoperator.io` })),
    holds: (check, answers) => crdsAccept(check, answers),
    command: (check, kubectl) => crdsAcceptCommand(check, kubectl),
    container: (check) => crdsAcceptContainer(check),
  },
};

const crds = "customresourcedefinitions.apiextensions.k8s.io";

function leaderQueries({ namespace }: { readonly namespace: string }): readonly GetQuery[] {
  return [
    { ask: "get", resource: "leases.coordination.k8s.io", namespace, name: leaderLease },
    { ask: "get", resource: "pods", namespace },
  ];
}

function secretsOf({ release, workload }: ChartReconciledCheck["parts"][number]): GetQuery {
  return { ask: "get", resource: "secrets", namespace: workload.namespace, selector: `owner=helm,name=${release}` };
}
