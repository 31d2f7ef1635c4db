import type { Answer, ExecQuery, GetQuery, IstioctlQuery, PrometheusQuery, Query } from "../../gates/query";
import type { KubernetesObject } from "../../mesh/mesh";
import type { Client } from "./client";
import { readObjects, whyNot } from "./objects";
import type { Output } from "./program";
import { askPrometheus } from "./prometheus";
import { endedInPod } from "./refusal";

/** A pod that is made for one request, where no pod of the account runs. */
export interface Probe {
  /** Image with curl. */
  readonly image: string;
}

const nothing: Answer = { objects: [], texts: [] };

/** Asks all that can be asked of the API server; other questions wait. */
export async function askApi(client: Client, queries: readonly Query[]): Promise<ReadonlyMap<Query, Answer>> {
  return readObjects(
    client,
    queries.filter((query) => query.ask === "get"),
  );
}

/** Asks inside pods, through istioctl, or Prometheus: slower, and asked only where the API server's answers are not enough. */
export async function askInside(
  client: Client,
  query: ExecQuery | PrometheusQuery | IstioctlQuery,
  probe: Probe | undefined,
): Promise<Answer> {
  switch (query.ask) {
    case "exec":
      return execute(client, query, probe);
    case "prometheus":
      return askPrometheus(client, query);
    case "istioctl":
      return askIstioctl(client, query);
  }
}

async function askIstioctl(client: Client, { args }: IstioctlQuery): Promise<Answer> {
  const output = await client.istioctl(args);
  if (!output) return { ...nothing, failed: "istioctl is not on the PATH" };
  if (output.code !== 0) return { ...nothing, failed: `istioctl: ${output.stderr.trim().split("\n").at(-1)}` };
  return { ...nothing, texts: [output.stdout] };
}

async function execute(client: Client, query: ExecQuery, probe: Probe | undefined): Promise<Answer> {
  const { namespace, selector, serviceAccount, container } = query;
  const list: GetQuery = { ask: "get", resource: "pods", namespace, ...(selector && { selector }) };
  const found = (await readObjects(client, [list])).get(list) ?? nothing;
  if (found.failed !== undefined) return found;
  const ready = found.objects.filter(isReady).filter((pod) => accountOf(pod, serviceAccount));
  const pods = serviceAccount === undefined ? ready : ready.slice(0, 1);
  if (pods.length === 0) {
    if (serviceAccount !== undefined && probe) return runProbe(client, query, serviceAccount, probe);
    return { ...nothing, failed: noPod(query) };
  }
  const texts: string[] = [];
  const codes: number[] = [];
  for (const { metadata } of pods) {
    const inside = container === undefined ? [] : ["-c", container];
    const args = ["exec", "-n", namespace, metadata.name, ...inside, "--", ...query.command];
    const output = await client.kubectl(args, "pod");
    if (isMissing(output)) {
      if (serviceAccount !== undefined && probe) return runProbe(client, query, serviceAccount, probe);
      const hint = serviceAccount === undefined ? "" : "; --probe makes a pod that has it";
      return { ...nothing, failed: `pod ${metadata.name} has no ${query.command[0]}${hint}` };
    }
    if (output.code !== 0 && !isAnswer(query, output)) {
      return { ...nothing, failed: `in pod ${metadata.name}: ${whyNot(output.stderr, "pods/exec", namespace)}` };
    }
    texts.push(output.stdout);
    codes.push(output.code);
  }
  return { ...nothing, texts, codes };
}

/** Whether what failed was the command itself, and may. */
function isAnswer({ mayFail }: ExecQuery, output: Output): boolean {
  return mayFail === true && endedInPod(output);
}

/** Whether a container does not have the command: its runtime says so, or a shell's exit code. */
function isMissing({ code, stderr }: Output): boolean {
  return code !== 0 && /executable file .*not found|executable file not found|exit code 12[67]\b/.test(stderr);
}

/** One request from a pod of its own, gone afterwards. */
async function runProbe(client: Client, query: ExecQuery, account: string, { image }: Probe): Promise<Answer> {
  const overrides = JSON.stringify({ spec: { serviceAccountName: account } });
  const args = [
    "run",
    "meshstep-probe",
    "-n",
    query.namespace,
    `--image=${image}`,
    "--restart=Never",
    `--overrides=${overrides}`,
    "--attach",
    "--rm",
    "--quiet",
    "--command",
    "--",
    ...query.command,
  ];
  const output = await client.kubectl(args, "pod");
  if (output.code !== 0 && !isAnswer(query, output)) {
    return { ...nothing, failed: `probe: ${whyNot(output.stderr, "pods", query.namespace)}` };
  }
  return { ...nothing, texts: [output.stdout], codes: [output.code] };
}

function isReady({ metadata, status }: KubernetesObject): boolean {
  const { phase, conditions = [] } = (status ?? {}) as {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  const ready = conditions.some((one) => one.type === "Ready" && one.status === "True");
  return phase === "Running" && ready && metadata["deletionTimestamp"] === undefined;
}

function accountOf(pod: KubernetesObject, account: string | undefined): boolean {
  const found = (pod["spec"] as { readonly serviceAccountName?: string } | undefined)?.serviceAccountName ?? "default";
  return account === undefined || found === account;
}

function noPod({ namespace, selector, serviceAccount }: ExecQuery): string {
  return serviceAccount === undefined
    ? `no ready pod with ${selector} in namespace ${namespace}`
    : `no ready pod of service account ${serviceAccount} in namespace ${namespace}; --probe makes one for the request`;
}
