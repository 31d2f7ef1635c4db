import type { VerifyRequest } from "../../mesh/schema";
import type { CheckKinds } from "../kind";
import { quote } from "../quote";

/** Requests as a workload of the mesh makes them. */
export const requestChecks: Pick<CheckKinds, "request"> = {
  request: {
    looksAt: ({ request }) => [
      {
        ask: "exec",
        namespace: request.from.namespace,
        serviceAccount: request.from.serviceAccount,
        command: curl(request),
      },
    ],
    holds: ({ request }, [answer]) => {
      if (!answer || answer.failed) return answer?.failed ?? "nobody has asked";
      const text = answer.texts[0] ?? "";
      const cut = text.trimEnd().lastIndexOf("\n");
      const [body, status] = [text.slice(0, Math.max(cut, 0)), text.slice(cut + 1).trim()];
      if (status !== String(request.expect.status)) return `it answers ${status || "nothing"}`;
      const wanted = request.expect.body;
      return wanted === undefined || body.includes(wanted) || `its body does not hold ${quote(wanted)}`;
    },
    command: ({ request }, kubectl) => {
      const { namespace, serviceAccount } = request.from;
      const { status, body } = request.expect;
      // The identity that policies see is that of a running pod; its image needs curl.
      const pod = `$(${kubectl} get pods -n ${namespace} --field-selector=status.phase=Running -o jsonpath='{range .items[?(@.spec.serviceAccountName=="${serviceAccount}")]}{.metadata.name}{"\\n"}{end}' | head -n 1)`;
      const answer = `${kubectl} exec -n ${namespace} "${pod}" -- ${curl(request).map(shellWord).join(" ")}`;
      return {
        says: `${request.name}: ${request.method} ${request.url} as ${namespace}/${serviceAccount} answers ${status}${body === undefined ? "" : ` with ${quote(body)}`}`,
        run:
          body === undefined
            ? `${answer} | tail -n 1 | grep -x ${status}`
            : `answer=$(${answer}); printf '%s\\n' "$answer" | grep -F -e ${quote(body)} > /dev/null && printf '%s\\n' "$answer" | tail -n 1 | grep -x ${status}`,
        expect: String(status),
      };
    },
    container: () => ({ impossible: "it runs in a tenant's pod, as that tenant" }),
  },
};

/** The status comes on a line of its own after the body. */
function curl({ method, url }: VerifyRequest): readonly string[] {
  return [
    "curl",
    "-sS",
    "--max-time",
    "30",
    ...(method === "GET" ? [] : ["-X", method]),
    "-w",
    "\\n%{http_code}\\n",
    url,
  ];
}

function shellWord(text: string): string {
  return /^[A-Za-z0-9-]+$/.test(text) ? text : quote(text);
}
