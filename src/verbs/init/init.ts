import { channelFor } from "../../catalog/channels";
import { distribution as findDistribution } from "../../catalog/lookup";
import type { Distribution, DistributionName } from "../../catalog/types";
import type { Finding } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import { dnsLabel } from "../../mesh/scalars";
import { yamlText } from "../../source/yaml-text";
import { type FoundRow, findRow } from "./row";
import { fillTemplate } from "./template";
import { likelyVersions, type Versions } from "./versions";

/** What a first mesh.yaml is about. */
export interface InitChoices {
  readonly distribution: DistributionName;
  readonly dataPlane: "ambient" | "sidecar";
  readonly name: string;
  /** The version that runs. @default the one before `to` */
  readonly from?: string | undefined;
  /** The wanted version. @default the newest patch of what runs */
  readonly to?: string | undefined;
}

/**
 * The text of a commented mesh.yaml that synth accepts as it is.
 * @param template the text for this data plane
 * @param schema where the JSON Schema is, relative to the file; left out when it is not on this machine
 * @throws InputError for names and versions that are none, and when no row of phases leads from one version to the other
 */
export function initText(choices: InitChoices, template: string, schema: string | undefined): string {
  const { name } = choices;
  if (!dnsLabel.safeParse(name).success) {
    throw InputError.of(`--name ${name}: expected a DNS label (a-z, 0-9 and -)`);
  }
  const distribution = findDistribution(choices.distribution);
  const { from, to, release, jumps } = firstRow(distribution, choices);
  return fillTemplate(template, {
    schema: schema === undefined ? "" : `# yaml-language-server: $schema=${schema}`,
    name,
    // `on` and `123` are names, and no text without quotes.
    quotedName: yamlText(name).trimEnd(),
    distribution: distribution.name,
    release: release.version,
    operatorNamespace: distribution.policy.operatorNamespace,
    channel: channelFor(distribution, release),
    // The one operator that has a chart.
    helm:
      distribution.name === "sail"
        ? "    # helm: { namespace: sail-operator }  # instead, where Helm installed it"
        : "",
    from,
    to,
    acceptVendorJumps: jumpsLine(jumps, distribution),
  });
}

function firstRow(distribution: Distribution, choices: InitChoices): Versions & FoundRow {
  let stuck: Stuck | undefined;
  for (const versions of likelyVersions(distribution, choices)) {
    const row = findRow({ distribution, dataPlane: choices.dataPlane, ...versions });
    if ("release" in row) return { ...versions, ...row };
    stuck ??= { ...versions, ...row };
  }
  // There is always a pair to try, if only the version itself.
  throw noRow(distribution, choices, stuck as Stuck);
}

/** The first pair of versions that was tried, and what the planner said. */
type Stuck = Versions & { readonly findings: readonly Finding[] };

/** The planner's own words; without any there was no release to start from. */
function noRow(distribution: Distribution, { dataPlane }: InitChoices, { from, to, findings }: Stuck): InputError {
  const what = `no row of phases leads from ${from} to ${to}`;
  if (findings.length === 0) {
    return InputError.of(
      `${what}: no release of ${distribution.title} runs ${from} in a mesh of dataPlane ${dataPlane}`,
      {
        hint: `meshstep catalog ${distribution.name} lists what each installs.`,
      },
    );
  }
  return new InputError([
    { message: what },
    ...findings.map(({ rule, message, hint }) => ({
      message: `${rule}: ${message}`,
      ...(hint !== undefined && { hint }),
    })),
  ]);
}

/** Left out, plan would stop and say so; written, it is a decision that a reader sees. */
function jumpsLine(jumps: readonly string[], { title }: Distribution): string {
  if (jumps.length === 0) return "";
  const list = jumps.map((jump) => `"${jump}"`).join(", ");
  return `    acceptVendorJumps: [${list}]  # ${title} holds no minor in between: delete it if that is not acceptable`;
}
