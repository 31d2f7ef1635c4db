import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import { mostSamples, patternProblem, samplesFor } from "./backends";
import { holdsJobs } from "./gate-jobs";
import type { ExpectedBackends, MeshSpec, VerifyRequest, VerifySlo } from "./schema";

/** Requests and SLOs that cannot be asked, or whose parts contradict each other. */
export function verifyProblems(spec: MeshSpec): Problem[] {
  const { requests, slos = [] } = spec.verify;
  return [
    ...requests.flatMap((request, index) => requestProblems(spec, request, ["spec", "verify", "requests", index])),
    ...slos.flatMap((slo, index) => sloProblems(spec, slo, ["spec", "verify", "slos", index])),
  ];
}

function requestProblems(spec: MeshSpec, { method, expect, job }: VerifyRequest, path: MeshPath): Problem[] {
  const { status, connection, body, backends } = expect;
  const at = (...rest: MeshPath) => [...path, "expect", ...rest];
  const problems: Problem[] = [];
  if (status === undefined && connection === undefined) {
    problems.push({ message: "nothing is expected; expected status, or connection: denied", path: at() });
  }
  for (const key of ["status", "body", "backends"] as const) {
    if (connection === undefined || expect[key] === undefined) continue;
    const hint = `leave ${key} or connection out`;
    problems.push({ message: `a connection that is denied has no ${key}`, path: at(key), hint });
  }
  if (method === "HEAD" && (body !== undefined || (backends && backends.header === undefined))) {
    const hint = backends ? "name a header" : "ask with GET";
    problems.push({ message: "an answer to HEAD has no body", path: at(backends ? "backends" : "body"), hint });
  }
  if (backends && body !== undefined) {
    const hint = "ask for the body in a request of its own";
    problems.push({ message: "body and backends are not looked for in the same answers", path: at("body"), hint });
  }
  if (job && !holdsJobs(spec.delivery)) {
    const hint = "leave job out, or let delivery.gates.mode be jobs";
    problems.push({ message: "no snapshot of this mesh holds Jobs", path: [...path, "job"], hint });
  }
  return [...problems, ...(backends ? backendProblems(backends, at("backends")) : [])];
}

function backendProblems({ weights, header, pattern, samples }: ExpectedBackends, path: MeshPath): Problem[] {
  const used = Object.values(weights).filter((weight) => weight > 0).length;
  if (used === 0) return [{ message: "no backend has a weight above 0", path: [...path, "weights"] }];
  const problems: Problem[] = [];
  if (header === undefined && pattern === undefined) {
    const hint = "name a header, or write a pattern for the body";
    problems.push({ message: "nothing says how an answer tells its backend", path, hint });
  }
  const wrong = pattern === undefined ? undefined : patternProblem(pattern);
  if (wrong !== undefined) problems.push({ message: wrong, path: [...path, "pattern"] });
  if (samples !== undefined && samples < used) {
    problems.push({ message: `${samples} requests cannot show ${used} backends`, path: [...path, "samples"] });
  }
  if (samples === undefined && !Number.isFinite(samplesFor(weights))) {
    const message = `to see the smallest weight takes more than ${mostSamples} requests`;
    const hint = "say with samples how many are enough for you, or leave the weight to a request of its own";
    problems.push({ message, path: [...path, "weights"], hint });
  }
  return problems;
}

function sloProblems(spec: MeshSpec, { max, min, windowSeconds }: VerifySlo, path: MeshPath): Problem[] {
  const problems: Problem[] = [];
  if (spec.verify.prometheus === undefined) {
    const hint = "say under spec.verify.prometheus which Service answers";
    problems.push({ message: "nobody is there to be asked", path, hint });
  }
  if (max === undefined && min === undefined) problems.push({ message: "no bound; expected max or min", path });
  if (max !== undefined && min !== undefined) {
    const hint = "write one SLO for each bound";
    problems.push({ message: "max and min; expected one of them", path: [...path, "min"], hint });
  }
  const { deadlineSeconds } = spec.delivery.gates;
  if (holdsJobs(spec.delivery) && windowSeconds > deadlineSeconds / 2) {
    const message = `the gate Job gives up after ${deadlineSeconds} seconds, and has to wait for the rollout and this window before`;
    const hint = "raise delivery.gates.deadlineSeconds to at least twice the window";
    problems.push({ message, path: [...path, "windowSeconds"], hint });
  }
  return problems;
}
