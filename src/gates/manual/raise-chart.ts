import { compareVersions } from "../../catalog/version";
import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { commandLine, word } from "../quote";
import type { ManualCommands } from "./commands";

type RaiseChart = Extract<ManualStep, { step: "raise-chart" }>;

/** Helm installs the operator: whoever names the chart's version names the next one, and the CRDs of that come before it. */
export function raiseChart(step: RaiseChart, kubectl: Kubectl): ManualCommands {
  const { installedBy: by, from, release } = step;
  if (compareVersions(release, from) < 0) return lowered(step, kubectl);
  if (by?.kind === "Application") return byApplication(step, by, kubectl);
  if (by?.kind === "HelmRelease") return byHelmRelease(step, by, kubectl);
  return byHand(step, kubectl);
}

/** CRDs do not go back: the newer ones accept all that the older operator knows, and the API server refuses older ones whose versions it has stored. */
function lowered(
  { from, release, namespace, name, repository, installedBy: by }: RaiseChart,
  kubectl: Kubectl,
): ManualCommands {
  if (!by) {
    return {
      says: `Set the chart of the operator back to ${release}. Helm leaves the CRDs as they are, those of ${from}, and that is right:`,
      run: [helmUpgrade({ release, namespace, name, repository })],
    };
  }
  const [what, keep, resource, path] = {
    Application: ["`targetRevision`", "`source.helm.skipCrds: true`", "applications.argoproj.io", applicationPath],
    HelmRelease: ["chart's version", "`upgrade.crds: Skip`", "helmreleases.helm.toolkit.fluxcd.io", helmReleasePath],
  }[by.kind] as [string, string, string, string];
  return {
    says: `In Git, set the ${what} of ${by.kind} ${by.namespace}/${by.name} back to \`${release}\`, and say ${keep} with it: the CRDs stay those of ${from}. This prints how it stands:`,
    run: [looking(kubectl, resource, by.namespace, by.name, path)],
  };
}

const pinned =
  "Values of your own that name an image or the chart's annotations (`image`, `deployment.annotations`) stay what they are: bring them along.";

/**
 * `--reuse-values` would take the old chart's own values along, and with them the old operator's image. Without any of these options Helm keeps what was given
 * with the release before, and nothing else.
 */
function byHand(step: RaiseChart, kubectl: Kubectl): ManualCommands {
  const { release } = step;
  const apply = `${kubectl} apply --server-side --force-conflicts -f -`;
  return {
    says: `Raise the chart of the operator to ${release}; the manifests of this phase only record it. The CRDs come first, as \`helm upgrade\` leaves them as they are: without them the API server refuses the Istio versions that ${release} brings. Do not say \`--reuse-values\`, which keeps the image of the old chart. ${pinned} Where something else runs Helm for you, change the chart's version there.`,
    run: [`helm show crds ${chartOf(step)} --version ${release} | ${apply}`, helmUpgrade(step)],
  };
}

function helmUpgrade(step: Pick<RaiseChart, "release" | "namespace" | "name" | "repository">): string {
  const { release, namespace, name } = step;
  return `helm upgrade ${word(name)} ${chartOf(step)} --version ${release} -n ${namespace} --wait`;
}

/** A registry holds charts by their whole names. */
function chartOf({ repository }: Pick<RaiseChart, "repository">): string {
  return repository.startsWith("oci://")
    ? word(`${repository.replace(/\/$/, "")}/sail-operator`)
    : `sail-operator --repo ${word(repository)}`;
}

function byApplication(
  { from, release }: RaiseChart,
  { namespace, name }: NonNullable<RaiseChart["installedBy"]>,
  kubectl: Kubectl,
): ManualCommands {
  return {
    says: `In Git, write \`${release}\` for \`${from}\` as the \`targetRevision\` of chart sail-operator in Application ${namespace}/${name}; the manifests of this phase only record it. Argo CD applies the chart's CRDs with it, unless the Application says \`skipCrds\`; they are too large for a client-side apply, so it needs the sync option \`ServerSideApply=true\`. ${pinned} This prints what the Application asks for and how it stands:`,
    run: [looking(kubectl, "applications.argoproj.io", namespace, name, applicationPath)],
  };
}

function byHelmRelease(
  { from, release }: RaiseChart,
  { namespace, name }: NonNullable<RaiseChart["installedBy"]>,
  kubectl: Kubectl,
): ManualCommands {
  return {
    says: `In Git, write \`${release}\` for \`${from}\` as the version of chart sail-operator: \`spec.chart.spec.version\` of HelmRelease ${namespace}/${name}, or the tag of the OCIRepository that its \`chartRef\` names; the manifests of this phase only record it. Flux leaves the CRDs as they are unless the HelmRelease says \`upgrade.crds: CreateReplace\`: without them the API server refuses the Istio versions that ${release} brings. ${pinned} This prints what Flux has installed and how it stands:`,
    run: [looking(kubectl, "helmreleases.helm.toolkit.fluxcd.io", namespace, name, helmReleasePath)],
  };
}

const applicationPath =
  "{.spec.source.targetRevision}{.spec.sources[*].targetRevision} {.status.sync.status} {.status.health.status}";
const helmReleasePath =
  '{.status.history[0].chartVersion} {.status.history[0].status} {.status.conditions[?(@.type=="Ready")].message}';

function looking(kubectl: Kubectl, resource: string, namespace: string, name: string, path: string): string {
  return `${commandLine(kubectl, "get", resource, name, "-n", namespace)} -o jsonpath='${path}{"\\n"}'`;
}
