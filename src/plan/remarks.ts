import { vendorJump } from "../catalog/lookup";
import { minorDistance, minorOf } from "../catalog/version";
import { type Finding, finding } from "../findings/finding";
import { isRevisionBased } from "../mesh/istiod";
import type { Mesh } from "../mesh/mesh";
import { type UnplannedProxy, unplannedProxies } from "../mesh/unplanned-proxies";
import { leftBehind } from "./change/left-behind";
import { enrolledNamespaces } from "./enrolled";
import { type Hop, isJump } from "./hop";
import { lateSettings, unservedSettings } from "./in-place/prepare";
import type { Phase } from "./phase";
import type { Start } from "./start";

/** What has to be said about a row besides its proof. */
export function remarks(mesh: Mesh, start: Start, hops: readonly Hop[], phases: readonly Phase[]): readonly Finding[] {
  return [
    ...settings(mesh, start, hops, phases),
    ...hops.flatMap((hop) => acceptedJump(start, hop)),
    ...unlisted(mesh, hops),
    ...unplanned(mesh, hops),
    ...repository(mesh),
    ...leftBehind(mesh),
  ];
}

/** The phases are whole without it; what points Argo CD at them is not. */
function repository({ delivery }: Mesh): readonly Finding[] {
  if (delivery.engine !== "argocd" || delivery.repository.url !== undefined) return [];
  return [
    finding("DEL006", {
      path: ["spec", "delivery", "repository", "url"],
      message: "Argo CD reads a repository, and mesh.yaml names none: what is written under platform/ cannot work yet",
      hint: "Write spec.delivery.repository.url: the repository that holds the live folder.",
    }),
  ];
}

/** Settings that no operator of the row serves, and rolls of ztunnel that come before an operator that does. */
function settings(mesh: Mesh, start: Start, hops: readonly Hop[], phases: readonly Phase[]): readonly Finding[] {
  const releases = [start.release, ...hops.flatMap((hop) => (hop.kind === "operator" ? [hop.to] : []))];
  const unserved = unservedSettings(mesh, releases);
  const late = lateSettings(
    mesh,
    phases.map((phase) => phase.state),
  );
  return [
    ...unserved.map((field) =>
      finding("VER005", {
        path: ["spec", "upgrade", "ztunnel", field],
        message: `no operator release of this row (${releases.map((one) => one.version).join(", ")}) serves ZTunnel ${field}: the API server would drop it`,
      }),
    ),
    ...late
      .filter(({ field }) => !unserved.includes(field))
      .map(({ field, version }) =>
        finding("VER005", {
          severity: "warning",
          path: ["spec", "upgrade", "ztunnel", field],
          message: `ztunnel rolls to ${version} without ${field}: the operator release in force then does not serve it yet`,
          hint: "Raise the operator first, in a row of its own (spec.upgrade.operator.release), if that roll needs it.",
        }),
      ),
  ];
}

/** A jump that was accepted stays visible. */
function acceptedJump({ distribution }: Start, hop: Hop): readonly Finding[] {
  if (!isJump(hop)) return [];
  const [from, to] = [minorOf(hop.from), minorOf(hop.to)];
  const jump = vendorJump(distribution, from, to);
  return [
    finding("SKEW004", {
      path: ["spec", "upgrade", "acceptVendorJumps"],
      message: `vendor jump ${from}->${to} accepted: parts are two minors apart between ${hop.from} and ${hop.to}`,
      ...(jump && { citation: jump.citation }),
    }),
  ];
}

function unplanned(mesh: Mesh, hops: readonly Hop[]): readonly Finding[] {
  const crossesMinor = hops.some((hop) => hop.kind === "istio" && minorDistance(hop.from, hop.to) !== 0);
  const moves = hops.some((hop) => hop.kind === "istio");
  return unplannedFindings(unplannedProxies(mesh), crossesMinor, moves && isRevisionBased(mesh));
}

/**
 * Proxies that neither a phase restarts nor the proof looks at, and gateways that restart with applications.
 * @param goes whether the istiod that they are connected to goes at the end of the row
 */
export function unplannedFindings(
  proxies: readonly UnplannedProxy[],
  crossesMinor: boolean,
  goes = false,
): readonly Finding[] {
  return proxies.map(({ object = "this namespace", because, how, ...where }) => {
    const about = { ...where, ...(object !== "this namespace" && { object }) };
    if (how === "beside") {
      return finding("SKEW005", {
        ...about,
        severity: "warning",
        message: `${object} is a gateway (${because}), and restarts together with the workloads of its namespace: nothing of this mesh says that it is one`,
        hint: "Describe it under spec.gateways (kind: injected): it then moves in a phase of its own, before workloads, and is asked for by name.",
      });
    }
    if (how === "rest") {
      return finding("SKEW005", {
        ...about,
        severity: "warning",
        message: `${object} has gateways that are planned, and its label (${because}) injects whatever else runs there, too: no phase restarts that, and the proof does not look at it`,
        hint: 'Where nothing else runs there, drop the label: pods of gateways ask by themselves, with sidecar.istio.io/inject: "true". Otherwise restart those workloads after each new version, or list them in a sidecar mesh.',
      });
    }
    const own = how === "own";
    return finding("SKEW005", {
      ...about,
      severity: crossesMinor || (own && goes) ? "error" : "warning",
      message: own
        ? `${object} runs a proxy of its own (${because}), and nothing of this mesh plans for it: no phase moves it, and the proof does not look at it${goes ? "; at clean-up the istiod that it may be connected to goes" : ""}`
        : `${object} gets injected proxies (${because}), and nothing of this mesh plans for them: no phase restarts them and the proof does not look at them`,
      hint: own
        ? "Describe it under spec.gateways (kind: self-managed), or leave the object to a delivery of its own."
        : "Describe a gateway under spec.gateways; list a namespace with sidecars under spec.namespaces of a sidecar mesh; or leave the object to a delivery of its own.",
    });
  });
}

/** Sidecars follow only when somebody restarts them, and only listed namespaces are restarted. */
function unlisted(mesh: Mesh, hops: readonly Hop[]): readonly Finding[] {
  const moves = hops.filter((hop) => hop.kind === "istio");
  if (mesh.dataPlane !== "sidecar" || moves.length === 0 || enrolledNamespaces(mesh).length > 0) return [];
  const crossesMinor = moves.some((hop) => minorDistance(hop.from, hop.to) !== 0);
  return [
    finding("SKEW002", {
      severity: crossesMinor ? "error" : "warning",
      path: ["spec", "namespaces"],
      message:
        "no namespace is listed whose workloads are restarted: their sidecars stay at the version that they have",
      hint: "List every namespace with sidecars under spec.namespaces.",
    }),
  ];
}
