import type { VerifyRequest } from "../../mesh/schema";
import type { CheckKinds } from "../kind";
import { quote } from "../quote";
import { curl, curlEnds, cutCodes, sampleCount } from "../request/curl";
import { backendsHold, backendsSeen } from "../request/sample";
import { expectedLine, shellCheck } from "../request/shell";

/** Requests as a workload of the mesh makes them. */
export const requestChecks: Pick<CheckKinds, "request"> = {
  request: {
    looksAt: ({ request }) => [
      {
        ask: "exec",
        namespace: request.from.namespace,
        serviceAccount: request.from.serviceAccount,
        command: curl(request),
        mayFail: true,
      },
    ],
    holds: ({ request }, [answer]) => {
      if (!answer || answer.failed) return answer?.failed ?? "nobody has asked";
      const { status: wantedStatus, body: wanted, connection, backends } = request.expect;
      if (backends) return backendsHold(request, backends, answer);
      const code = answer.codes?.[0] ?? 0;
      const text = answer.texts[0] ?? "";
      const cut = text.trimEnd().lastIndexOf("\n");
      const [body, status] = [text.slice(0, Math.max(cut, 0)), text.slice(cut + 1).trim()];
      if (connection === "denied") {
        if (cutCodes.some((one) => one === code)) return true;
        return code === 0 ? `it answers ${status || "nothing"}` : `nobody cuts the connection: ${curlEnds(code)}`;
      }
      if (code !== 0) return `there is no answer: ${curlEnds(code)}`;
      if (status !== String(wantedStatus)) return `it answers ${status || "nothing"}`;
      return wanted === undefined || body.includes(wanted) || `its body does not hold ${quote(wanted)}`;
    },
    saw: ({ request: { expect } }, [answer]) =>
      expect.backends && answer ? backendsSeen(expect.backends, answer) : "",
    command: ({ request }, kubectl) => {
      const { namespace, serviceAccount } = request.from;
      // The identity that policies see is that of a running pod; its image needs curl.
      const pod = `$(${kubectl} get pods -n ${namespace} --field-selector=status.phase=Running -o jsonpath='{range .items[?(@.spec.serviceAccountName=="${serviceAccount}")]}{.metadata.name}{"\\n"}{end}' | head -n 1)`;
      return {
        says: `${request.name}: ${request.method} ${request.url} as ${namespace}/${serviceAccount} ${expected(request)}`,
        run: shellCheck(request, `${kubectl} exec -n ${namespace} "${pod}" -- `),
        expect: expectedLine(request),
      };
    },
    container: () => ({ impossible: "it runs in a tenant's pod, as that tenant" }),
  },
};

function expected({ expect: { status, body, connection, backends } }: VerifyRequest): string {
  if (connection === "denied") return "is cut off without an answer";
  const answers = `answers ${status}${body === undefined ? "" : ` with ${quote(body)}`}`;
  if (!backends) return answers;
  const used = Object.entries(backends.weights).flatMap(([name, weight]) =>
    weight > 0 ? [`${name} (${weight})`] : [],
  );
  return `${answers} ${sampleCount(backends)} times, from each of ${used.join(", ")} and from no other`;
}
