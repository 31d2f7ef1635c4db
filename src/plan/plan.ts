import { createHash } from "node:crypto";
import { type Finding, hasErrors } from "../findings/finding";
import { describeMesh } from "../mesh/description";
import { isRevisionBased } from "../mesh/istiod";
import type { Mesh } from "../mesh/mesh";
import { canonicalJson } from "../objects/canonical-json";
import { brokenAtStart, brokenStart } from "./broken-start";
import { type Calendar, calendarStops, clusterCalendar } from "./calendar";
import { certificateFindings } from "./certificate-findings";
import { besidesOf, type Described } from "./change/described";
import { refuseMixed } from "./change/refused";
import { cohortFindings } from "./cohort-findings";
import { kialiFindings } from "./companions";
import { externalCniFindings } from "./external-cni-findings";
import { faultFindings, faultsFor, wentAround } from "./faults";
import { crdFindings } from "./gateway-api-crds";
import type { Hop, HopRequest } from "./hop";
import { refuseUnentered } from "./hop-values";
import { findHops } from "./hops";
import { keepFindings } from "./keep/findings";
import type { Phase, Plan } from "./phase";
import { platformFindings } from "./platform-findings";
import { brokenStates } from "./proof";
import { remarks } from "./remarks";
import { restartFindings } from "./restart-findings";
import { revisionFindings } from "./revisions/faults";
import { refuseStrategy } from "./revisions/refused";
import { acceptedJumps, soundRow } from "./row";
import { resolveStart, type Start } from "./start";
import { explainStuck } from "./stuck";

/**
 * The phases that take a mesh from what it runs to what is wanted, with the proof that no reachable state breaks the skew rule.
 * Pure: no clock, no disk. A plan with error findings must not be emitted; its phases and proof are there to be read.
 *
 * @throws InputError for another strategy than the mesh runs with, and for what RevisionBased is not planned for
 * @example
 * const [loaded] = loadMeshes(["mesh.yaml"], { cwd: process.cwd() });
 * if (loaded) console.log(planUpgrade(loaded.mesh).phases.map(({ dir }) => dir));
 */
export function planUpgrade(mesh: Mesh): Plan {
  refuseStrategy(mesh);
  refuseMixed(mesh);
  const { start, findings: ofStart } = resolveStart(mesh);
  const findings = [...cohortFindings(mesh), ...restartFindings(mesh), ...certificateFindings(mesh), ...ofStart];
  if (!start) return unplanned(mesh, findings);
  const faults = faultsFor(mesh);
  const request = { ...hopRequest(mesh, start), faults };
  const hops = findHops(request);
  if (!hops) return unplanned(mesh, [...findings, ...explainStuck(request)]);
  const calendar =
    mesh.platform &&
    clusterCalendar(calendarStops(mesh, start, hops, mesh.platform.kind), mesh.platform.kind, mesh.platform.version);
  const known = [...faultFindings(request, hops, faults), ...platformFindings(mesh, start, hops, calendar)];
  return {
    ...prove(mesh, start, hops, calendar, [...findings, ...known]),
    around: wentAround(request, hops, faults),
    ...(calendar && { calendar }),
  };
}

/** Whether the plan may be written: nothing in it is an error. */
export function isEmittable(plan: Plan): boolean {
  return plan.phases.length > 0 && !hasErrors(plan.findings);
}

function hopRequest(mesh: Mesh, start: Start): HopRequest {
  return {
    ...start,
    ambient: mesh.dataPlane === "ambient",
    jumps: acceptedJumps(mesh),
    ...(isRevisionBased(mesh) && { besides: mesh.cni ? "with CNI" : "without CNI" }),
  };
}

function prove(
  mesh: Mesh,
  start: Start,
  hops: readonly Hop[],
  calendar: Calendar | undefined,
  early: readonly Finding[],
): Omit<Plan, "around"> {
  const { described, to } = start;
  const { phases, proof } = soundRow(mesh, start, hops, calendar?.upgrades);
  refuseUnentered(mesh, phases);
  const known = brokenAtStart(proof, phases);
  const findings = [
    ...early,
    ...remarks(mesh, start, hops, phases),
    ...crdFindings(mesh, phases),
    ...kialiFindings(mesh, phases),
    ...keepFindings(mesh, phases),
    ...revisionFindings(mesh, phases),
    ...externalCniFindings(start.distribution, phases),
    ...brokenStart(mesh, proof, phases),
    ...brokenStates(proof, acceptsProxiesAhead(mesh), known).map((broken) => withWayOut(mesh, broken)),
  ];
  const hash = planHash(mesh, phases);
  return { mesh, from: described, to, phases, proof, findings, hash };
}

/** Equal for equal meshes and states; where an object stands in the user's files, and what a ledger tells of it, does not matter. */
function planHash(mesh: Mesh, phases: readonly Phase[]): string {
  const { delivery: _, ledger: _files, extraRows: _rows, extraWindows: _windows, before: _before, ...described } = mesh;
  const start = phases[0]?.described;
  const carried = mesh.carried.map(({ object }) => object);
  const states = phases.map(({ dir, state }) => ({ dir, state }));
  return createHash("sha256")
    .update(canonicalJson({ mesh: { ...described, carried }, states, ...(start && { start: plainly(start) }) }))
    .digest("hex");
}

/** What a row of changes starts from, without what does not matter to it. */
function plainly(start: Described): unknown {
  const { mesh } = start;
  return {
    described: describeMesh(mesh),
    carried: mesh.carried.map(({ object }) => object),
    ...besidesOf(start),
  };
}

/** Whether the user accepts, by name, that proxies are newer than istiod while they roll down. */
function acceptsProxiesAhead(mesh: Mesh): boolean {
  return mesh.upgrade?.accept.includes("proxies-ahead") ?? false;
}

/** What a user can do about a row that breaks the skew rule. */
function withWayOut(mesh: Mesh, broken: Finding): Finding {
  if (broken.hint !== undefined) return broken;
  if (broken.severity === "warning") return { ...broken, path: ["spec", "upgrade", "accept"] };
  const hint =
    mesh.upgrade?.phases === "combined"
      ? "Only a patch move may be combined: nothing promises that the control plane is applied first. Write phases: separate."
      : "Proxies that istiod rolls or injects take their version from it, so they cannot go down a minor before it does. Go to a patch of the minor that runs now, or accept it by name: accept: [proxies-ahead].";
  return { ...broken, path: ["spec", "upgrade", mesh.upgrade?.phases === "combined" ? "phases" : "to"], hint };
}

function unplanned(mesh: Mesh, findings: readonly Finding[]): Plan {
  return {
    mesh,
    from: mesh.version,
    to: mesh.upgrade?.to ?? mesh.version,
    phases: [],
    proof: [],
    around: [],
    findings,
    hash: "",
  };
}
