import { InputError } from "../../findings/input-error";
import { type Behind, type ClientOptions, type Output, runProgram, startProgram } from "./program";
import { ClusterAway, refuse } from "./refusal";

/** Milliseconds that one call may take. A request in a pod has time limits of its own; the image of a probe may have to be pulled. */
const limit = { get: 60_000, other: 180_000 };

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
    // A server that takes the connection and says nothing would be waited for without end. In a path of the user's own it would be a parameter.
    const patience = args[0] === "get" && args[1] !== "--raw" ? ["--request-timeout=20s"] : [];
    const most = args[0] === "get" ? limit.get : limit.other;
    const output = await runProgram(kubectl, [...this.context(), ...args, ...patience], most);
    if (!output) {
      throw InputError.of(`${kubectl} is not on the PATH`, {
        hint: `The cluster is asked through the client that you use; name another with --kubectl. gates.sh of a phase needs ${kubectl}, too.`,
      });
    }
    if (output.late) throw new ClusterAway(`${kubectl} ${args[0]} has said nothing for ${most / 1000} s`);
    // Only the question for a name goes to standard output.
    const asks = /^Please enter/.test(output.stdout) ? output.stdout : "";
    if (output.code !== 0) refuse(asks + output.stderr, this.options, behind);
    return output;
  }

  /** Output of istioctl; undefined where it is not installed. */
  istioctl(args: readonly string[]): Promise<Output | undefined> {
    return runProgram("istioctl", [...this.context(), ...args], limit.other);
  }

  /**
   * Starts kubectl to listen to changes; the caller ends it.
   * @param seconds after which it ends by itself
   */
  watch(args: readonly string[], seconds: number) {
    return startProgram(this.options.kubectl, [...this.context(), ...args, `--request-timeout=${seconds}s`]);
  }

  private context(): readonly string[] {
    return this.options.context === undefined ? [] : ["--context", this.options.context];
  }
}
