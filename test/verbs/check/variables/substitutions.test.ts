import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: web
  annotations:
    kustomize.toolkit.fluxcd.io/prune: disabled
    example.com/owner: "\${TEAM} of \${REGION}"
`;
const kustomization = (spec: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { interval: 1h, path: ./apps, prune: true, sourceRef: { kind: GitRepository, name: fleet }, ${spec} }
`;
const configMap = (data: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: fleet, namespace: flux-system }
data: ${data}
`;
const from = "postBuild: { substitute: { TEAM: a }, substituteFrom: [{ kind: ConfigMap, name: fleet }] }";

/** What is said of the variables, findings first. */
function said(files: Readonly<Record<string, string>>): readonly string[] {
  const cwd = folderWith({ "apps/web.yaml": namespace, ...files });
  const { findings, notes } = checkPaths(["."], { acceptedJumps: [] }, { cwd });
  return [
    ...findings.filter(({ rule }) => rule === "DEL013").map(({ severity, message }) => `${severity}: ${message}`),
    ...notes.filter((note) => note.includes("variable")),
  ];
}

const lost = (name: string) =>
  `Namespace web asks for \${${name}}, which Kustomization apps does not give: Flux puts an empty text there, or refuses to apply it`;
const open = (who: string) =>
  `not judged: whether Kustomization apps gives variable REGION: they may come from ${who}, which is not read here`;

test.each<[what: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
  ["no values at all, within a text", { "flux.yaml": kustomization("wait: true") }, []],
  [
    "one of two",
    { "flux.yaml": kustomization("postBuild: { substitute: { TEAM: a } }") },
    [`warning: ${lost("REGION")}`],
  ],
  [
    "nearly one",
    { "flux.yaml": kustomization("postBuild: { substitute: { TEAM: a, REGOIN: b } }") },
    [`error: ${lost("REGION")}`],
  ],
  ["both", { "flux.yaml": kustomization("postBuild: { substitute: { TEAM: a, REGION: b } }") }, []],
  ["a ConfigMap that is not here", { "flux.yaml": kustomization(from) }, [open("ConfigMap fleet")]],
  ["a ConfigMap that is", { "flux.yaml": `${kustomization(from)}---\n${configMap("{ REGION: b }")}` }, []],
  [
    "a ConfigMap that lacks it, too",
    { "flux.yaml": `${kustomization(from)}---\n${configMap("{ ZONE: b }")}` },
    [`warning: ${lost("REGION")}`],
  ],
  [
    "a kustomization that patches the Kustomization",
    {
      "flux.yaml": kustomization("postBuild: { substitute: { TEAM: a } }"),
      "kustomization.yaml": "resources: [flux.yaml]\npatches: [{ path: more.yaml, target: { kind: Kustomization } }]\n",
    },
    [open("a patch of it")],
  ],
  [
    "a Kustomization that patches others",
    {
      "flux.yaml": kustomization("postBuild: { substitute: { TEAM: a } }"),
      "all.yaml": kustomization(
        'path: ./, patches: [{ target: { kind: Kustomization }, patch: "- { op: add, path: /spec/postBuild/substitute/REGION, value: b }" }]',
      )
        .replace("name: apps", "name: all")
        .replace("path: ./apps, ", ""),
    },
    [open("a patch of it")],
  ],
])("%s", (_what, files, expected) => {
  expect(said(files)).toEqual(expected);
});

describe("where a Kustomization gives no values at all", () => {
  const zone = namespace.replace("metadata:\n", `metadata:\n  labels: { example.com/zone: "\${ZONE}" }\n`);
  const left = `error: metadata.labels.example.com/zone of Namespace web asks for \${ZONE}, and Kustomization apps gives no values: Flux leaves the text as it is, and the API server refuses it`;
  const patch =
    'patches: [{ target: { kind: Kustomization }, patch: "- { op: add, path: /spec/postBuild, value: {} }" }]';
  const above = kustomization(patch).replace("name: apps,", "name: all,").replace("./apps", "./clusters");
  test.each<[what: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    ["a label", { "clusters/flux.yaml": kustomization("wait: true") }, [left]],
    ["with a postBuild that is empty", { "clusters/flux.yaml": kustomization("postBuild: {}") }, [left]],
    [
      "of what a pipeline has made of it",
      { "clusters/flux.yaml": kustomization("wait: true").replace("GitRepository", "OCIRepository") },
      [],
    ],
    ["with one above it that patches it", { "clusters/flux.yaml": kustomization("wait: true"), "all.yaml": above }, []],
    [
      "left alone by its own word",
      {
        "clusters/flux.yaml": kustomization("wait: true"),
        "apps/web.yaml": zone.replace(
          "annotations:\n",
          "annotations:\n    kustomize.toolkit.fluxcd.io/substitute: disabled\n",
        ),
      },
      [],
    ],
  ])("%s", (_what, files, expected) => expect(said({ "apps/web.yaml": zone, ...files })).toEqual(expected));

  test("within a host, and within a text that may be any", () => {
    const route = (hostnames: string, value: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: web, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }
spec:
  hostnames: [${hostnames}]
  parentRefs: [{ name: edge }]
  rules: [{ matches: [{ headers: [{ name: a, value: "${value}" }] }], backendRefs: [{ name: web, port: 80 }] }]
`;
    const saidOf = (text: string) =>
      said({ "apps/web.yaml": namespace, "apps/route.yaml": text, "clusters/flux.yaml": kustomization("wait: true") });
    expect(saidOf(route(`"web.\${DOMAIN}"`, "a"))).toEqual([
      `error: spec.hostnames.0 of HTTPRoute web asks for \${DOMAIN}, and Kustomization apps gives no values: Flux leaves the text as it is, and the API server refuses it`,
    ]);
    expect(saidOf(route('"web.example.com"', `a \${b} c`))).toEqual([]);
  });
});
