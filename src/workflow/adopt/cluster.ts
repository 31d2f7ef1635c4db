import { InputError } from "../../findings/input-error";
import { Client } from "../verify/client";
import type { ClientOptions } from "../verify/program";
import { ClusterAway } from "../verify/refusal";

/** The API groups that a mesh is made of. */
const groups: readonly string[] = [
  "sailoperator.io",
  "gateway.networking.k8s.io",
  "networking.istio.io",
  "security.istio.io",
  "telemetry.istio.io",
  "extensions.istio.io",
];

/** What a cluster holds of a mesh, as `kubectl get` prints it. */
export interface ClusterText {
  /** Stands for it as an input. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads what a mesh is made of from a cluster. Nothing but `api-resources` and `get` is called.
 * @throws InputError when there is no client, no such context, no login or no answer
 */
export async function readCluster(options: ClientOptions): Promise<ClusterText> {
  const client = new Client(options);
  try {
    const served = (await answerOf(client, ["api-resources", "--verbs=list", "-o", "name"]))
      .split("\n")
      .map((line) => line.trim());
    const kinds = served.filter(
      (name) => groups.some((group) => name.endsWith(`.${group}`)) || name === "subscriptions.operators.coreos.com",
    );
    const text = await answerOf(client, ["get", ["namespaces", ...kinds.sort()].join(","), "-A", "-o", "json"]);
    return { name: `kubectl get --context ${options.context ?? ""}`.trim(), text };
  } catch (error) {
    if (!(error instanceof ClusterAway)) throw error;
    throw InputError.of(`the cluster does not answer: ${error.message}`);
  }
}

/** A part that may not be read would be missing from the mesh, so it is an error. */
async function answerOf(client: Client, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await client.kubectl(args);
  if (code === 0) return stdout;
  throw InputError.of(`${client.options.kubectl} ${args[0]}: ${stderr.trim().split("\n").at(-1)}`);
}
