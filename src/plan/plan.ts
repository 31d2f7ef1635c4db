import { createHash } from "node:crypto";
import { vendorJump } from "../catalog/lookup";
import { minorDistance, minorOf } from "../catalog/version";
import { type Finding, finding, hasErrors } from "../findings/finding";
import { InputError } from "../findings/input-error";
import type { Mesh } from "../mesh/mesh";
import { assemble } from "./assemble";
import { canonicalJson } from "./canonical";
import { findHops, type Hop, type HopRequest } from "./hops";
import { baselineState, layOutInPlace } from "./in-place/lay-out";
import { unservedSettings } from "./in-place/prepare";
import type { Phase, Plan } from "./phase";
import { brokenStates, reachableStates } from "./proof";
import { resolveStart, type Start } from "./start";
import { explainStuck } from "./stuck";

/**
 * The phases that take a mesh from what it runs to what is wanted, with the proof that no reachable state breaks the skew rule.
 * Pure: no clock, no disk. A plan with error findings must not be emitted; its phases and proof are there to be read.
 *
 * @throws InputError for `RevisionBased`, which this version does not plan
 */
export function planUpgrade(mesh: Mesh): Plan {
  if (mesh.upgrade?.strategy === "RevisionBased") {
    throw InputError.of("RevisionBased upgrades are not planned by this version of meshstep", {
      path: ["spec", "upgrade", "strategy"],
      hint: "use InPlace, or leave spec.upgrade out to render the mesh as it runs",
    });
  }
  const { start, findings } = resolveStart(mesh);
  if (!start) return unplanned(mesh, findings);
  const request = hopRequest(mesh, start);
  const hops = findHops(request);
  if (!hops) return unplanned(mesh, [...findings, ...explainStuck(request)]);
  return prove(mesh, start, hops, findings);
}

/** Whether the plan may be written: nothing in it is an error. */
export function isEmittable(plan: Plan): boolean {
  return plan.phases.length > 0 && !hasErrors(plan.findings);
}

function hopRequest(mesh: Mesh, start: Start): HopRequest {
  return { ...start, ambient: mesh.dataPlane === "ambient", jumps: mesh.upgrade?.acceptVendorJumps ?? [] };
}

function prove(mesh: Mesh, start: Start, hops: readonly Hop[], early: readonly Finding[]): Plan {
  const { distribution, release, from, to } = start;
  const baseline = baselineState(mesh, release, from);
  const drafts = layOutInPlace(mesh, distribution, baseline, release, hops);
  const phases = assemble(mesh, distribution, drafts, acceptedSkews(mesh));
  const proof = phases.flatMap((phase, index) =>
    reachableStates(
      { phase: phase.dir, before: phases[index - 1]?.state ?? phase.state, after: phase.state },
      acceptedSkews(mesh),
    ),
  );
  const releases = [release, ...hops.flatMap((hop) => (hop.kind === "operator" ? [hop.to] : []))];
  const findings = [
    ...early,
    ...unservedSettings(mesh, releases).map((field) =>
      finding("VER005", {
        path: ["spec", "upgrade", "ztunnel", field],
        message: `no operator release of this row (${releases.map((one) => one.version).join(", ")}) serves ZTunnel ${field}: the API server would drop it`,
      }),
    ),
    ...hops.flatMap((hop) => acceptedJump(start, hop)),
    ...brokenStates(proof).map((broken) => withWayOut(mesh, broken)),
  ];
  const hash = planHash(mesh, phases);
  return { mesh, from, to, phases, proof, findings, hash };
}

/** Equal for equal meshes and states; where an object stands in the user's files does not matter. */
function planHash(mesh: Mesh, phases: readonly Phase[]): string {
  const carried = mesh.carried.map(({ object }) => object);
  const states = phases.map(({ dir, state }) => ({ dir, state }));
  return createHash("sha256")
    .update(canonicalJson({ mesh: { ...mesh, carried }, states }))
    .digest("hex");
}

/** A jump that was accepted stays visible. */
function acceptedJump(start: Start, hop: Hop): readonly Finding[] {
  if (hop.kind !== "istio" || Math.abs(minorDistance(hop.from, hop.to)) <= 1) return [];
  const [from, to] = [minorOf(hop.from), minorOf(hop.to)];
  const jump = vendorJump(start.distribution, from, to) ?? vendorJump(start.distribution, to, from);
  return [
    finding("SKEW004", {
      path: ["spec", "upgrade", "acceptVendorJumps"],
      message: `vendor jump ${from}->${to} accepted: parts are two minors apart between ${hop.from} and ${hop.to}`,
      ...(jump && { citation: jump.citation }),
    }),
  ];
}

/** What a user can do about a row that breaks the skew rule. */
function withWayOut(mesh: Mesh, broken: Finding): Finding {
  const hint =
    mesh.upgrade?.phases === "combined"
      ? "Only a patch move may be combined: nothing promises that the control plane is applied first. Write phases: separate."
      : "Proxies that istiod rolls or injects cannot go down a minor before it does. Go to a patch of the minor that runs now.";
  return { ...broken, path: ["spec", "upgrade", mesh.upgrade?.phases === "combined" ? "phases" : "to"], hint };
}

/** Accepted jumps as the skew rule reads them: lower minor first, whichever way the row goes. */
export function acceptedSkews(mesh: Mesh): readonly string[] {
  return (mesh.upgrade?.acceptVendorJumps ?? []).map((jump) =>
    jump
      .split("->")
      .sort((a, b) => minorDistance(b, a))
      .join("->"),
  );
}

function unplanned(mesh: Mesh, findings: readonly Finding[]): Plan {
  return { mesh, from: mesh.version, to: mesh.upgrade?.to ?? mesh.version, phases: [], proof: [], findings, hash: "" };
}
