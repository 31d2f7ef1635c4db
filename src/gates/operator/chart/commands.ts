import type {
  ChartLeadsCheck,
  ChartReconciledCheck,
  ChartRelease,
  CrdsAcceptCheck,
} from "../../../plan/chart-operator";
import type { CheckCommand, Kubectl } from "../../check-command";
import type { ShellContainer } from "../../kind";
import { sh, shellScript, variables } from "../../script";
import { hasLedFunctions, toldFunction, waitingByTime, waitingByTries } from "../has-led-functions";
import { aWhile } from "../leads";
import { partReleases, renderedFunctions, secretsFunction } from "../rendered-functions";
import { broughtKey } from "./leader";
import { ofReleaseFunctions } from "./leader-functions";

/** The same question as `chartLeads`, asked by a person; it waits up to ten minutes, and says what it is waiting for. */
export function chartLeadsCommand(check: ChartLeadsCheck, kubectl: Kubectl): CheckCommand {
  const names = namesOf(check.releases);
  return {
    says: `the operator that leads in ${check.namespace} is ${names}, and has for ${aWhile} seconds`,
    run: shellScript(kubectl, [leads(check), waitingByTries(`${names} leads`)].join("\n")),
    expect: `${names} leads`,
  };
}

/** The same for a Job, which may not read Secrets. */
export function chartLeadsContainer(check: ChartLeadsCheck): ShellContainer {
  return { script: [client, leads(check), waitingByTime(`${namesOf(check.releases)} leads`), ""].join("\n") };
}

/** The same question as `chartReconciled`, asked by a person. */
export function chartReconciledCommand(check: ChartReconciledCheck, kubectl: Kubectl): CheckCommand {
  const { namespace, releases, parts } = check;
  const yes = `${namesOf(releases)} has rendered every part`;
  const values = variables({ ...leaderOf(namespace, releases), releases: partReleases(parts) });
  const functions = [ofReleaseFunctions, hasLedFunctions, renderedFunctions, secretsFunction];
  const missing = sh`missing() {
  why=$(of_release)
  if [ -n "$why" ]; then echo "$why"; elif secrets; then rendered; else has_led; fi
}`;
  return {
    says: `the operator that leads in ${namespace} is ${namesOf(releases)}, and has rendered every part of the mesh`,
    run: shellScript(kubectl, [values, ...functions, missing, toldFunction, waitingByTries(yes)].join("\n")),
    expect: yes,
  };
}

/** The same question as `crdsAccept`, asked by a person. */
export function crdsAcceptCommand(check: CrdsAcceptCheck, kubectl: Kubectl): CheckCommand {
  const yes = acceptWords(check);
  return {
    says: `the CRDs are of operator release ${check.release} or newer: ${yes}`,
    run: shellScript(kubectl, [crds(check), waitingByTries(yes)].join("\n")),
    expect: yes,
  };
}

/** The same for a Job. */
export function crdsAcceptContainer(check: CrdsAcceptCheck): ShellContainer {
  return { script: [client, crds(check), waitingByTime(acceptWords(check)), ""].join("\n") };
}

const client = `k() { kubectl "$@" </dev/null; }`;

function namesOf(releases: readonly ChartRelease[]): string {
  return releases.map(({ release }) => release).join(" or ");
}

function acceptWords({ resources, brings }: CrdsAcceptCheck): string {
  return `${resources.join(", ")} ${resources.length > 1 ? "accept" : "accepts"} ${brings}`;
}

function leads({ namespace, releases }: ChartLeadsCheck): string {
  const missing = sh`missing() {
  why=$(of_release)
  if [ -n "$why" ]; then echo "$why"; else has_led; fi
}`;
  return [variables(leaderOf(namespace, releases)), ofReleaseFunctions, hasLedFunctions, missing, toldFunction].join(
    "\n",
  );
}

/** What the functions that look for the leader know. */
function leaderOf(namespace: string, releases: readonly ChartRelease[]): Readonly<Record<string, string>> {
  return {
    ns: namespace,
    operators: releases.map(({ release }) => release).join(" "),
    brought: releases.map(({ brings }) => broughtKey(brings).replaceAll(".", "\\.")).join(" "),
    brings: releases.map(({ brings }) => brings).join(" or "),
  };
}

function crds({ resources, brings, release }: CrdsAcceptCheck): string {
  return `${variables({ resources: resources.join(" "), brings, release })}\n${crdsBody}`;
}

/** A CRD that names no versions accepts them all. */
const crdsBody = sh`missing() {
  for resource in $resources; do
    crd=$resource.sailoperator.io
    accepts=$(k get customresourcedefinitions.apiextensions.k8s.io "$crd" --ignore-not-found -o "jsonpath=CRD {.spec.versions[?(@.served==true)].schema.openAPIV3Schema.properties.spec.properties.version.enum}" 2>&1) || { echo "\${accepts:-the cluster does not answer}"; return; }
    case "$accepts" in
    "CRD " | *"\"$brings\""*) ;;
    "") echo "there is no CRD $crd"; return ;;
    *) echo "CRD $crd does not accept $brings: it is not of $release"; return ;;
    esac
  done
}
${toldFunction}`;
