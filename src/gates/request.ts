import type { VerifyRequest } from "../mesh/schema";
import type { CheckCommand, Kubectl } from "./check-command";

/**
 * A request from a running pod of the service account that the user names: the identity that policies see is then the real one.
 * The pod's image needs curl. The status is printed on a line of its own after the body.
 */
export function requestCommand(request: VerifyRequest, kubectl: Kubectl): CheckCommand {
  const { namespace, serviceAccount } = request.from;
  const { status, body } = request.expect;
  const pod = `$(${kubectl} get pods -n ${namespace} --field-selector=status.phase=Running -o jsonpath='{range .items[?(@.spec.serviceAccountName=="${serviceAccount}")]}{.metadata.name}{"\\n"}{end}' | head -n 1)`;
  const method = request.method === "GET" ? "" : ` -X ${request.method}`;
  const filter = body === undefined ? " | tail -n 1" : ` | grep -o -e ${quote(body)} -e '^${status}$'`;
  return {
    says: `${request.name}: ${request.method} ${request.url} as ${namespace}/${serviceAccount} answers ${status}${body === undefined ? "" : ` with ${quote(body)}`}`,
    run: `${kubectl} exec -n ${namespace} "${pod}" -- curl -sS${method} -w '\\n%{http_code}\\n' ${quote(request.url)}${filter}`,
    expect: body === undefined ? String(status) : `${body}, then ${status}`,
  };
}

/** Single quotes for a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
