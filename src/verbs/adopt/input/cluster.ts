import { InputError } from "../../../findings/input-error";
import { Client } from "../../verify/client";
import type { ClientOptions } from "../../verify/program";
import { ClusterAway } from "../../verify/refusal";
import { clusterEngines } from "./cluster-engines";

/** The API groups that a mesh is made of. */
const groups: readonly string[] = [
  "sailoperator.io",
  "gateway.networking.k8s.io",
  "networking.istio.io",
  "security.istio.io",
  "telemetry.istio.io",
  "extensions.istio.io",
];

/** What a cluster holds of a mesh and of who applies it, as `kubectl get` prints it. */
export interface ClusterText {
  /** Stands for it as an input. */
  readonly name: string;
  readonly text: string;
  /** What has to be known of how it was read. */
  readonly notes: readonly string[];
}

const asked = "kubectl get --context";

/** The context that an input was read from; nothing for files. */
export function contextOf(input: string): string | undefined {
  return input.startsWith(`${asked} `) ? input.slice(asked.length + 1) : undefined;
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
    const wanted = ["namespaces", ...kinds.sort()];
    const text = await answerOf(client, ["get", wanted.join(","), "-A", "-o", "json"]);
    const withPods = isBetweenRevisions(text) || isReplacedByHand(text) ? await podsToo(client, wanted) : undefined;
    const engines = await clusterEngines(client, served);
    return {
      name: `${asked} ${options.context ?? ""}`.trim(),
      text: [withPods ?? text, ...engines.texts].join("\n---\n"),
      notes: engines.notes,
    };
  } catch (error) {
    if (!(error instanceof ClusterAway)) throw error;
    throw InputError.of(`the cluster does not answer: ${error.message}`);
  }
}

/** Whether revisions of a control plane stand side by side: then only pods tell who has restarted. */
function isBetweenRevisions(text: string): boolean {
  const revisions = text.match(/"kind":\s*"IstioRevision"/g) ?? [];
  return revisions.length > 1 && /"type":\s*"RevisionBased"/.test(text);
}

/** Whether ztunnel pods stay until somebody replaces them: only they tell what still runs. */
function isReplacedByHand(text: string): boolean {
  return /"kind":\s*"ZTunnel"/.test(text) && /"type":\s*"OnDelete"/.test(text);
}

/** Without the right to read pods it is taken that some have restarted and some have not, which is said. */
async function podsToo(client: Client, wanted: readonly string[]): Promise<string | undefined> {
  const { code, stdout } = await client.kubectl(["get", [...wanted, "pods"].join(","), "-A", "-o", "json"]);
  return code === 0 ? stdout : undefined;
}

/** A part that may not be read would be missing from the mesh, so it is an error. */
async function answerOf(client: Client, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await client.kubectl(args);
  if (code === 0) return stdout;
  throw InputError.of(
    `${client.options.kubectl} ${args[0]}: ${stderr.trim().split("\n").at(-1) || `ended with ${code} and said nothing`}`,
  );
}
