import type { OperatorRelease, ZtunnelApiVersion, ZtunnelField } from "./types";
import { withV } from "./version";

/** Accepted by the CRD and deployed by the controller. Never true for an alias: resolve it first. */
export function isInstallable(release: OperatorRelease, istioVersion: string): boolean {
  return release.installable.includes(withV(istioVersion));
}

/** Accepted by the CRD and refused by the controller; aliases of minors that are end of life count too. */
export function isEndOfLife(release: OperatorRelease, istioVersion: string): boolean {
  return release.endOfLife.includes(withV(istioVersion));
}

/** The exact version that `v1.26-latest` stands for in this release; undefined when the alias is unknown or end of life there. */
export function resolveAlias(release: OperatorRelease, alias: string): string | undefined {
  const name = withV(alias);
  return Object.hasOwn(release.aliases, name) ? release.aliases[name] : undefined;
}

/** Whether ZTunnel, too, accepts this exact version: early releases install Istio minors that ZTunnel does not have. */
export function ztunnelAccepts(release: OperatorRelease, istioVersion: string): boolean {
  return isInstallable(release, istioVersion) && !release.ztunnel.lacks.includes(withV(istioVersion));
}

/**
 * The newest version of the ZTunnel API that all given releases serve, so that one manifest is good before, during and after an
 * operator hop. Undefined when they have none in common, or when none is given.
 */
export function ztunnelApiVersion(releases: readonly OperatorRelease[]): ZtunnelApiVersion | undefined {
  const [first, ...others] = releases;
  return first?.ztunnel.apiVersions.find((version) =>
    others.every((release) => release.ztunnel.apiVersions.includes(version)),
  );
}

/** Whether the release keeps this field; the others prune it or, under strict validation, refuse it. */
export function servesZtunnelField(release: OperatorRelease, field: ZtunnelField): boolean {
  return release.ztunnel.fields.includes(field);
}
