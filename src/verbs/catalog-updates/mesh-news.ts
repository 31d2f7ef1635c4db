import { channelFor } from "../../catalog/channels";
import { distribution as findDistribution } from "../../catalog/lookup";
import { compareVersions, minorOf } from "../../catalog/version";
import { type Finding, finding } from "../../findings/finding";
import type { Plan } from "../../plan/phase";
import type { FoundRelease } from "./read";

/**
 * VER009 for the operator phases of a row whose release is not the newest in a catalogue of the user's: OLM would propose another one, for which
 * nothing was planned. A warning, as that need not be the catalogue which the cluster follows.
 * @param input the catalogue, as the user named it
 * @param after the phase that the mesh stands at: what lies behind it has happened @default none
 */
export function supersededPhases(
  { mesh, phases }: Plan,
  found: readonly FoundRelease[],
  input: string,
  after = -1,
): readonly Finding[] {
  // Nobody but OLM installs the newest by itself.
  if (mesh.operator.catalog === "pinned" || mesh.operator.helm) return [];
  const distribution = findDistribution(mesh.distribution, mesh.extraReleases);
  const theirs = found.filter((one) => one.distribution === mesh.distribution);
  return phases.flatMap(({ dir, kind, state }, index) => {
    if (kind !== "operator" || index <= after) return [];
    const planned = distribution.releases.find(({ version }) => version === state.operatorRelease);
    const channel = state.channel ?? (planned && channelFor(distribution, planned)) ?? "";
    const [newest] = theirs.filter((one) => isIn(one, channel, state.operatorRelease)).slice(-1);
    if (!newest || compareVersions(newest.version, state.operatorRelease) <= 0) return [];
    return [
      finding("VER009", {
        severity: "warning",
        path: ["spec", "catalogs"],
        message: `phase ${dir} waits for ${state.operatorRelease}, and ${input} holds ${newest.version} in ${channel}: OLM offers the newest`,
        hint: `Plan with it: meshstep catalog ${mesh.distribution} --check-updates ${input} --write releases.yaml, and name that file under spec.catalogs.`,
      }),
    ];
  });
}

/** A bundle by itself says nothing of channels: then a channel holds its minor. */
function isIn({ channels, version }: FoundRelease, channel: string, planned: string): boolean {
  return channels.length > 0 ? channels.includes(channel) : minorOf(version) === minorOf(planned);
}
