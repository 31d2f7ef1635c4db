import { spawn } from "node:child_process";
import { InputError } from "../../findings/input-error";

/** How a cluster is reached: through the client that the user has, so that their login, plugins and proxies keep working. */
export interface ClientOptions {
  /** `kubectl` or `oc`. */
  readonly kubectl: string;
  /** Context of the kubeconfig. @default the current one */
  readonly context?: string | undefined;
}

/** What a command printed, and how it ended. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program in a pod, or a Service that the API server hands a request on to. */
export type Behind = "pod" | "service";

/** The cluster does not answer just now: it may again. */
export class ClusterAway extends Error {}

/** Runs the user's client. */
export class Client {
  constructor(readonly options: ClientOptions) {}

  /**
   * Output of kubectl.
   * @param behind who answers in the cluster's stead, and whose errors are not the cluster's
   * @throws InputError when no answer can ever come: no client, no such context, no login
   * @throws ClusterAway when the cluster does not answer
   */
  async kubectl(args: readonly string[], behind?: Behind): Promise<Output> {
    const { kubectl } = this.options;
    const output = await run(kubectl, [...this.context(), ...args]);
    if (!output) {
      throw InputError.of(`${kubectl} is not on the PATH`, {
        hint: "verify asks the cluster through the client that you use; gates.sh of the phase needs the same.",
      });
    }
    if (output.code !== 0) refuse(output, this.options, behind);
    return output;
  }

  /** Output of istioctl; undefined where it is not installed. */
  istioctl(args: readonly string[]): Promise<Output | undefined> {
    return run("istioctl", [...this.context(), ...args]);
  }

  /** Starts kubectl to listen to changes; the caller ends it. */
  watch(args: readonly string[]) {
    return spawn(this.options.kubectl, [...this.context(), ...args], { stdio: ["ignore", "pipe", "ignore"] });
  }

  private context(): readonly string[] {
    return this.options.context === undefined ? [] : ["--context", this.options.context];
  }
}

const notThere = [/context .* does not exist/i, /no context exists with the name/i, /context was not found/i];
const noLogin = [
  /must be logged in/i,
  /Unauthorized/,
  /the server has asked for the client to provide credentials/i,
  /getting credentials:/i,
];
const away = [
  /connection to the server .* was refused/i,
  /Unable to connect to the server/i,
  /connect: connection refused/i,
  /i\/o timeout/i,
  /no such host/i,
  /TLS handshake timeout/i,
  /unexpected EOF|http2: client connection lost/i,
];
const unavailable = /ServiceUnavailable|currently unable to handle the request/i;

/** Whether a program in a pod ran, and has ended with an error of its own. */
export function endedInPod({ stderr }: Output): boolean {
  return /command terminated with exit code \d+|^pod \S+ terminated \(/im.test(stderr);
}

function refuse(output: Output, { kubectl, context }: ClientOptions, behind: Behind | undefined): void {
  const { stderr } = output;
  if (behind === "pod" && endedInPod(output)) return;
  const [line = ""] = stderr.trim().split("\n").slice(-1);
  if (notThere.some((pattern) => pattern.test(stderr))) {
    throw InputError.of(`there is no context ${context}`, { hint: `${kubectl} config get-contexts lists them.` });
  }
  if (/current-context|no configuration has been provided/i.test(stderr)) {
    throw InputError.of(`${kubectl} does not know which cluster to ask`, {
      hint: "Name a context with --context, or set KUBECONFIG.",
    });
  }
  if (behind !== "service" && noLogin.some((pattern) => pattern.test(stderr))) {
    throw InputError.of(`the cluster does not know you: ${line}`, { hint: `Log in as you do for ${kubectl}.` });
  }
  const gone = behind === "service" ? away : [...away, unavailable];
  if (gone.some((pattern) => pattern.test(stderr))) throw new ClusterAway(line);
}

/** Undefined where there is no such program. */
function run(program: string, args: readonly string[]): Promise<Output | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? resolve(undefined) : reject(error)));
    child.on("close", (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
  });
}
