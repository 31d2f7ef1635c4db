import type { VerifyRequest } from "../../mesh/schema";
import type { Phase } from "../../plan/phase";
import { shellCheck } from "../request/shell";

/** A request that a Job makes in a tenant's namespace, because mesh.yaml says so by name. */
export type JobRequest = VerifyRequest & { readonly job: NonNullable<VerifyRequest["job"]> };

/** The requests of a phase that Jobs make; none where people finish the phase. */
export function jobRequests({ gates, manual }: Phase): readonly JobRequest[] {
  if (manual.length > 0) return [];
  return gates.flatMap((gate) => (gate.check === "request" && isJob(gate.request) ? [gate.request] : []));
}

function isJob(request: VerifyRequest): request is JobRequest {
  return request.job !== undefined;
}

/**
 * For sh in the image that the user names: it asks until the answer is right, or `$1` seconds are over. What came back is in the log.
 * @param sidecar whether a proxy may run beside it that has to be told when the Job is done: one that is no native sidecar would keep it running
 */
export function requestScript(request: VerifyRequest, sidecar: boolean): string {
  const farewell = "trap 'curl -sS -o /dev/null -X POST http://127.0.0.1:15020/quitquitquit || true' EXIT\n";
  return `${sidecar ? farewell : ""}end=$(($(date +%s) + $1))
until { ${shellCheck(request, "")}; }; do
  [ "$(date +%s)" -lt "$end" ] || exit 1
  sleep 5
done
`;
}
