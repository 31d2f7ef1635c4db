import { InputError } from "../../findings/input-error";
import type { Behind, ClientOptions, Output } from "./program";

/** The cluster does not answer just now: it may again. */
export class ClusterAway extends Error {}

interface Complaint {
  /** Whether it may as well be said by a Service behind the API server. @default it is the cluster's */
  readonly byService?: true;
  readonly says: RegExp;
  readonly message: (line: string, options: ClientOptions) => string;
  readonly hint: (options: ClientOptions) => string;
}

/** Nothing that is asked again would be answered; the first that fits. In the words of kubectl 1.28 to 1.34 and of oc. */
const final: readonly Complaint[] = [
  {
    says: /context "?.*"? does not exist|no context exists with the name|context was not found for specified context/i,
    message: (line, { context }) =>
      `there is no context ${context ?? /specified context: (.+)$/.exec(line)?.[1] ?? ""}`.trimEnd(),
    hint: ({ kubectl }) => `${kubectl} config get-contexts lists them.`,
  },
  {
    says: /error loading config file|invalid configuration: (?!no configuration)/i,
    message: (line, { kubectl }) => `${kubectl} cannot read its configuration: ${line}`,
    hint: () => "Mend the file, or set KUBECONFIG to another one.",
  },
  {
    // Without a cluster kubectl asks this machine.
    says: /current-context|no configuration has been provided|incomplete configuration|server localhost:8080 was refused/i,
    message: (_, { kubectl }) => `${kubectl} does not know which cluster to ask`,
    hint: () => "Name a context with --context, or set KUBECONFIG.",
  },
  {
    byService: true,
    says: /must be logged in|Unauthorized|asked for the client to provide credentials|Please enter Username/i,
    message: (line) => `the cluster does not know you: ${line}`,
    hint: ({ kubectl }) => `Log in as you do for ${kubectl}; a token may have expired.`,
  },
  {
    says: /getting credentials/i,
    message: (line) => `the login does not work: ${line}`,
    hint: ({ kubectl }) => `The plugin that your kubeconfig names logs in for ${kubectl}: run it by itself.`,
  },
  {
    says: /Unable to connect to the server: .*(?:x509:|certificate signed by unknown authority)/i,
    message: (line) => `the certificate of the cluster is not trusted: ${line}`,
    hint: () => "The kubeconfig names the authority that signs it.",
  },
];

const away: readonly RegExp[] = [
  /connection to the server .* was refused/i,
  /Unable to connect to the server/i,
  /connect: connection refused/i,
  /i\/o timeout/i,
  /no such host/i,
  /TLS handshake timeout/i,
  /context deadline exceeded/i,
  /unexpected EOF|http2: client connection lost/i,
];
const unavailable = /ServiceUnavailable|currently unable to handle the request/i;

/** Whether a program in a pod ran, and has ended with an error of its own. */
export function endedInPod({ stderr }: Pick<Output, "stderr">): boolean {
  return /command terminated with exit code \d+|^pod \S+ terminated \(/im.test(stderr);
}

/**
 * What kubectl says when it has no answer of the cluster to give; what the cluster itself refuses is left to the caller.
 * @param behind who may have said it instead
 * @throws InputError when no answer can ever come
 * @throws ClusterAway when the cluster does not answer
 */
export function refuse(stderr: string, options: ClientOptions, behind?: Behind): void {
  if (behind === "pod" && endedInPod({ stderr })) return;
  const lines = wordsOf(stderr);
  for (const { says, message, hint, byService } of final) {
    if (byService && behind === "service") continue;
    const line = lines.find((one) => says.test(one));
    if (line !== undefined) throw InputError.of(message(line, options), { hint: hint(options) });
  }
  const gone = behind === "service" ? away : [...away, unavailable];
  const line = lines.find((one) => gone.some((pattern) => pattern.test(one)));
  if (line !== undefined) throw new ClusterAway(line);
}

/** Its lines, without those of the log of its libraries. */
export function wordsOf(stderr: string): readonly string[] {
  const lines = stderr.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !/^[IWE]\d{4} \d\d:\d\d:/.test(line));
}
