import { parseArgs } from "node:util";

export const help = `npm run test:cluster -- [options]

Walks meshes of the sail distribution through a cluster: with kubectl, Argo CD and Flux, and watches from outside.
The cluster is the one of KUBECONFIG, if that is set and holds no mesh, else a lab (MESHSTEP_LAB_FOLDER, default ../shared/lab) that is started
for each run beside any other and taken away afterwards.

  --example NAME       only this mesh (may be repeated)
  --engine NAME        only kubectl, argocd or flux (may be repeated)
  --scenario WORDS     only scenarios whose name holds this (may be repeated); what leads to them is walked, and judged, too
  --parallel N         so many labs at once (default 3)
  --pod-seconds N      until a pod of the mesh is Ready (default 3)
  --port N             first port of the first lab (default 20440)
  --list               prints what would run
  --charts DIR         instead: renders Istio's charts, of a checkout or as an operator carries them, with and without what keeps old behaviour
  --helm PROGRAM       with --charts: the Helm to render with (default helm)
  --istio VERSION      with --charts: the version that they are of, such as 1.30.4 (default: the first one of the minor that the checkout names)
`;

export interface Options {
  readonly examples: readonly string[];
  readonly engines: readonly string[];
  readonly scenarios: readonly string[];
  readonly parallel: number;
  readonly podSeconds: number;
  readonly port: number;
  readonly list: boolean;
  /** A checkout of Istio, or a folder of its charts. @default none are rendered */
  readonly charts?: string;
  /** The version of the charts. @default what the checkout says */
  readonly istio?: string;
  readonly helm: string;
  readonly help: boolean;
}

/** Throws with a sentence where an option is none, or no number. */
export function parseOptions(args: readonly string[]): Options {
  const many = { type: "string", multiple: true, default: [] as string[] } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      example: many,
      engine: many,
      scenario: many,
      parallel: { type: "string", default: "3" },
      "pod-seconds": { type: "string", default: "3" },
      port: { type: "string", default: "20440" },
      list: { type: "boolean", default: false },
      charts: { type: "string" },
      istio: { type: "string" },
      helm: { type: "string", default: "helm" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const wrong = values.engine.find((name) => !["kubectl", "argocd", "flux"].includes(name));
  if (wrong !== undefined) throw new Error(`--engine ${wrong}: it is kubectl, argocd or flux`);
  if (values.istio !== undefined && !/^\d+\.\d+\.\d+$/.test(values.istio))
    throw new Error(`--istio ${values.istio}: it is a version such as 1.30.4`);
  return {
    examples: values.example,
    engines: values.engine,
    scenarios: values.scenario,
    parallel: number("parallel", values.parallel),
    podSeconds: number("pod-seconds", values["pod-seconds"]),
    port: number("port", values.port),
    list: values.list,
    ...(values.charts !== undefined && { charts: values.charts }),
    ...(values.istio !== undefined && { istio: values.istio }),
    helm: values.helm,
    help: values.help,
  };
}

function number(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} ${text}: it is a whole number from 1 on`);
  return Number(text);
}
