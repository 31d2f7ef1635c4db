import { Document } from "yaml";
import { distribution as findDistribution, findRelease } from "../../catalog/lookup";
import type { DistributionName, OperatorRelease } from "../../catalog/types";
import { compareVersions } from "../../catalog/version";
import type { FoundRelease } from "./read";

/** A release as the file of `spec.catalogs` writes it, and what in it its bundle does not tell. */
interface Entry {
  readonly data: Readonly<Record<string, unknown>>;
  readonly assumed: readonly string[];
}

/**
 * The text of a file for `spec.catalogs`. What a bundle does not tell is taken over from the release before, and said so.
 * @param found releases of one distribution whose Istio versions are known
 */
export function releasesFileText(name: DistributionName, found: readonly FoundRelease[]): string {
  const known = [...findDistribution(name).releases];
  const entries: Entry[] = [];
  for (const one of [...found].sort((a, b) => compareVersions(a.version, b.version))) {
    entries.push(entryOf(one, findRelease(findDistribution(name), one.version), before(known, one.version)));
  }
  const document = new Document({
    apiVersion: "meshstep.dev/v1alpha1",
    kind: "OperatorReleases",
    distribution: name,
    releases: entries.map(({ data }) => data),
  });
  document.commentBefore = " Written by meshstep catalog --check-updates. Name it under spec.catalogs.";
  entries.forEach(({ assumed }, index) => {
    const node = document.getIn(["releases", index], true) as { commentBefore?: string };
    if (assumed.length > 0) node.commentBefore = assumed.map((line) => ` ${line}`).join("\n");
  });
  return document.toString({ lineWidth: 150 });
}

function before(known: readonly OperatorRelease[], version: string): OperatorRelease | undefined {
  return known.filter((one) => compareVersions(one.version, version) < 0).at(-1);
}

function entryOf(
  { version, released, installable = [], defaultVersion, endOfLife, ztunnel }: FoundRelease,
  same: OperatorRelease | undefined,
  older: OperatorRelease | undefined,
): Entry {
  const from = same ?? older;
  const ended = endOfLife ?? (from?.endOfLife ?? []).filter((one) => !installable.includes(one));
  const served =
    ztunnel ?? (same && { ...same.ztunnel, lacks: same.ztunnel.lacks.filter((one) => installable.includes(one)) });
  const standard = defaultVersion ?? same?.defaultVersion;
  return {
    data: {
      version,
      ...(released && { released }),
      ...(standard && installable.includes(standard) && { defaultVersion: standard }),
      installable: [...installable],
      ...(ended.length > 0 && { endOfLife: [...ended] }),
      ...(served && {
        ztunnel: {
          apiVersions: [...served.apiVersions],
          fields: [...served.fields],
          ...(served.lacks.length > 0 && { lacks: [...served.lacks] }),
        },
      }),
    },
    assumed: from
      ? [
          ...(endOfLife
            ? []
            : [`${version}: its CRDs were not at hand, so what is end of life is as in ${from.version}`]),
          ...(ztunnel ? [] : [`${version}: its CRDs were not at hand, so the ZTunnel API is as in ${from.version}`]),
        ]
      : [],
  };
}
