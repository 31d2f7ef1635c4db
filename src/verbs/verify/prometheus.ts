import { queryPath, readVector } from "../../gates/prometheus";
import type { Answer, PrometheusQuery } from "../../gates/query";
import type { Client } from "./client";
import { whyNot } from "./objects";
import type { Output } from "./program";

/** Asks Prometheus through the API server, with the user's own rights. What is no answer of a Prometheus counts as none. */
export async function askPrometheus(client: Client, { prometheus, query }: PrometheusQuery): Promise<Answer> {
  const { namespace, service, port } = prometheus;
  const output = await client.kubectl(["get", "--raw", queryPath(prometheus, query)], "service");
  const failed = (why: string): Answer => ({
    objects: [],
    texts: [],
    failed: `${service}:${port} in ${namespace}: ${why}`,
  });
  if (output.code !== 0) return failed(refusal(output, namespace));
  const vector = readVector(output.stdout);
  return "refused" in vector ? failed(vector.refused) : { objects: [], texts: [output.stdout] };
}

/** kubectl shows the status and keeps back what Prometheus says beside it. */
function refusal({ stderr }: Output, namespace: string): string {
  if (/\(BadRequest\)|The request is invalid/.test(stderr)) {
    return "Prometheus refuses the query; the command of this check with -v=8 shows what it says";
  }
  if (/Unauthorized|must be logged in/i.test(stderr)) {
    return "it wants a token, and the API server hands none on";
  }
  const line = whyNot(stderr, "services/proxy", namespace).replace(/^Error from server \(\w+\): /, "");
  return /could not find the requested resource/.test(line)
    ? "it has no such path; see spec.verify.prometheus.path"
    : line;
}
