import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

type Files = Readonly<Record<string, string>>;

/** A cluster with a control plane, a data plane and a gateway that stays when its file goes. */
function cluster(name: string, istio: string, more: Files = {}): Files {
  const folder = `clusters/${name}`;
  const part = (kind: string, version: string, namespace: string) => `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata: { name: default }
spec: { version: ${version}, namespace: ${namespace}, profile: ambient }
`;
  return {
    [`${folder}/istio.yaml`]: part("Istio", istio, "istio-system"),
    [`${folder}/cni.yaml`]: part("IstioCNI", "v1.29.6", "istio-cni"),
    [`${folder}/ztunnel.yaml`]: part("ZTunnel", "v1.29.6", "ztunnel"),
    [`${folder}/gateway.yaml`]: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: eastwest
  namespace: istio-system
  annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`,
    ...more,
  };
}

const without = (files: Files, end: string) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith(end)));

const both = { ...cluster("east", "v1.29.6"), ...cluster("west", "v1.29.6") };

/** What is said of the step itself, and what could not be. */
function said(before: Files, after: Files): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const choices = { acceptedJumps: [], distribution: "sail" as const };
  const { findings, notes } = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
  const steps = findings.filter(({ rule }) => /^(SKEW|SNAP002|DEL003|SCH001)/.test(rule));
  return [
    ...steps.map(({ rule, place }) => `${rule} ${place?.file.split("clusters/")[1]}`),
    ...notes.filter((note) => note.includes("the step of")).map((note) => note.replace(/\S+clusters/, "clusters")),
  ];
}

test.each<[string, Files, Files, readonly string[]]>([
  ["one control plane goes first", both, { ...both, ...cluster("east", "v1.30.3") }, []],
  [
    "one goes two minors",
    both,
    { ...both, ...cluster("west", "v1.27.9") },
    expect.arrayContaining(["SKEW003 west/istio.yaml"]),
  ],
  ["a gateway of one goes", both, without(both, "west/gateway.yaml"), ["SNAP002 west/gateway.yaml"]],
  [
    "a cluster is new",
    cluster("east", "v1.29.6"),
    { ...both, ...cluster("east", "v1.30.3") },
    ["not judged: the step of clusters/west: there is no such mesh in the state before"],
  ],
  [
    "a cluster goes",
    both,
    cluster("east", "v1.30.3"),
    ["SNAP002 west/istio.yaml", "not judged: the step of clusters/west: there is no such mesh in the state after"],
  ],
  ["nothing changes", both, both, []],
])("%s", (_what, before, after, expected) => {
  expect(said(before, after)).toEqual(expected);
});
