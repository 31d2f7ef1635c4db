import { isInstallable, releasesThatInstall, resolveAlias, vendorJump, ztunnelAccepts } from "../../catalog/lookup";
import type { DataPlane, Distribution, OperatorRelease } from "../../catalog/types";
import { compareVersions, isAlias, minorDistance, minorOf, withV } from "../../catalog/version";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { sailObjects, versionedKinds } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { comparableVersion } from "../versions/versions";

export const ver003: Rule = {
  id: "VER003",
  step: ({ before, after }) => {
    const { release } = after;
    if (!before.release || !release || before.release.version === release.version) return [];
    return sailObjects(before, versionedKinds).flatMap((one) => {
      const running = runningVersion(before, one);
      if (running === undefined || accepts(release, one.object, running)) return [];
      return [
        about("VER003", counterpart(after, one), {
          at: ["spec", "version"],
          message: `${running} runs under operator release ${before.release?.version}, and operator release ${release.version} does not install it`,
          hint: wayOut(before, release, one.object, running),
        }),
      ];
    });
  },
};

/** What the operator installed: an alias stands for what the release before took it for. */
function runningVersion(set: ManifestSet, one: CheckedObject): string | undefined {
  const version = comparableVersion(set, one);
  if (version === undefined) return undefined;
  return isAlias(version) ? set.release && resolveAlias(set.release, version) : withV(version);
}

function accepts(release: OperatorRelease, { kind }: KubernetesObject, version: string): boolean {
  return kind === "ZTunnel" ? ztunnelAccepts(release, version) : isInstallable(release, version);
}

/** Patch releases of one minor differ in what they hold, so first come those of the minor that was asked for. */
function wayOut(before: ManifestSet, wanted: OperatorRelease, object: KubernetesObject, running: string): string {
  const { distribution, release: from } = before;
  const minor = minorOf(wanted.version);
  const holders = releasesThatInstall(distribution, running).filter((one) => accepts(one, object, running));
  const sameMinor = holders.filter((one) => minorOf(one.version) === minor);
  if (sameMinor.length) return `Of ${minor}, these install it: ${sameMinor.map((one) => one.version).join(", ")}.`;
  const dataPlane = sailObjects(before, ["ZTunnel"]).length ? "ambient" : undefined;
  const both = (from?.installable ?? [])
    .filter((version) => accepts(wanted, object, version) && isOneHop(distribution, running, version, dataPlane))
    .sort(compareVersions);
  const first = `No ${minor} release installs ${running}.`;
  return both.length
    ? `${first} Move the mesh first to a version that both releases install: ${both.join(", ")}.`
    : `${first} Go through an operator release in between.`;
}

function isOneHop(distribution: Distribution, from: string, to: string, dataPlane?: DataPlane): boolean {
  return Math.abs(minorDistance(from, to)) <= 1 || vendorJump(distribution, from, to, dataPlane) !== undefined;
}

/** The object as the step leaves it, since that is the file to correct. */
function counterpart(after: ManifestSet, one: CheckedObject): CheckedObject {
  const id = objectId(one.object);
  return sailObjects(after, versionedKinds).find(({ object }) => objectId(object) === id) ?? one;
}
