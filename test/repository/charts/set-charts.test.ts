import { ambient, application, type Files, said, saidOfStep } from "../../verbs/check/chart-support";

/*
 * ApplicationSets that write down what they are made of: each element installs a chart of its own, and one version ahead of the others is a line of the list.
 */

interface Parts {
  readonly generators: readonly string[];
  readonly language?: "go";
  readonly chart: string;
  readonly version: string;
  readonly server?: string;
  readonly more?: string;
}

const set = ({ generators, language, chart, version, server = "https://kubernetes.default.svc", more = "" }: Parts) =>
  `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: istio, namespace: argocd }
spec:
  goTemplate: ${language === "go"}
  generators:
${generators.map((line) => `    ${line}\n`).join("")}  template:
    metadata: { name: '${language === "go" ? "{{ .name }}" : "{{name}}"}' }
    spec:
      project: default
      destination: { server: '${server}', namespace: istio-system }
      source:
        repoURL: https://istio-release.storage.googleapis.com/charts
        chart: '${chart}'
        targetRevision: '${version}'
        helm: { valuesObject: { profile: ambient } }
${more}`;

const list = (versions: Readonly<Record<string, string>>) => [
  "- list:",
  "    elements:",
  ...Object.entries(versions).map(([name, version]) => `      - { name: ${name}, version: "${version}" }`),
];

const all = { base: "1.30.3", istiod: "1.30.3", cni: "1.30.3", ztunnel: "1.30.3" };
const plain = { chart: "{{name}}", version: "{{version}}" };
const go = { language: "go", chart: "{{ .name }}", version: "{{ .version }}" } as const;

/** Two clusters with a version each, and the charts in both. */
const matrix = (west: string) => [
  "- matrix:",
  "    generators:",
  `      - list: { elements: [{ cluster: east, at: 'https://east', istio: 1.30.3 }, { cluster: west, at: 'https://west', istio: ${west} }] }`,
  "      - list:",
  "          elements:",
  "            - { name: istiod, version: '{{istio}}' }",
  "            - { name: ztunnel, version: 1.30.3 }",
];

const versions = { "apps/cni.yaml": application("cni", { values: ambient, wave: "2" }) };

test.each<[what: string, files: Files, findings: readonly string[]]>([
  ["all charts of one version", { "set.yaml": set({ ...plain, generators: list(all) }) }, []],
  ["the same in the other language", { "set.yaml": set({ ...go, generators: list(all) }) }, []],
  [
    "ztunnel ahead",
    { "set.yaml": set({ ...plain, generators: list({ ...all, ztunnel: "1.31.0" }) }) },
    ["SKEW001 error set.yaml:12"],
  ],
  [
    "ztunnel ahead, in the other language",
    { "set.yaml": set({ ...go, generators: list({ ...all, ztunnel: "1.31.0" }) }) },
    ["SKEW001 error set.yaml:12"],
  ],
  [
    "an Application ahead of what a set installs",
    {
      "set.yaml": set({ ...plain, chart: "istiod", generators: list({ istiod: "1.29.1" }) }),
      "cni.yaml": application("cni", { values: ambient }),
      "ztunnel.yaml": application("ztunnel"),
    },
    ["SKEW001 error cni.yaml:8", "SKEW001 error ztunnel.yaml:8"],
  ],
  [
    "two clusters of one version",
    { "set.yaml": set({ ...plain, server: "{{at}}", generators: matrix("1.30.1") }) },
    [],
  ],
  [
    "two clusters, one behind its ztunnel",
    { "set.yaml": set({ ...plain, server: "{{at}}", generators: matrix("1.29.1") }) },
    ["SKEW001 error set.yaml:13"],
  ],
  [
    "what clusters themselves say is not known",
    {
      "set.yaml": set({
        ...plain,
        version: "{{metadata.labels.istio}}",
        chart: "ztunnel",
        generators: ["- clusters: {}"],
      }),
      ...versions,
    },
    [],
  ],
  [
    "a text of templates may say another one",
    {
      "set.yaml": set({
        ...go,
        generators: list({ ...all, ztunnel: "1.31.0" }),
        more: "  templatePatch: |\n    spec: { source: { targetRevision: 1.30.3 } }\n",
      }),
    },
    [],
  ],
])("%s", (_what, files, findings) => {
  expect(said(files)).toEqual(findings);
});

describe("a step that takes all charts of a set up at once", () => {
  const at = (version: string, more = "") => ({
    "set.yaml": set({
      ...plain,
      generators: list({ base: version, istiod: version, cni: version, ztunnel: version }),
      more,
    }),
  });
  const steps = `  strategy:
    type: RollingSync
    rollingSync: { steps: [{ matchExpressions: [{ key: part, operator: In, values: [istiod] }] }] }
`;

  test("nothing makes ztunnel wait", () => {
    expect(saidOfStep(at("1.29.1"), at("1.30.3"))).toEqual(["SKEW001 warning after/set.yaml:12"]);
  });

  test("the set takes them in steps", () => {
    expect(saidOfStep(at("1.29.1", steps), at("1.30.3", steps))).toEqual([]);
  });
});
