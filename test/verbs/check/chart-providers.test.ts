import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";
import { ambient, application, type Files, mesh, release } from "./chart-support";

/* Extension providers that policies hand requests to (POL003), where the charts of Istio say which ones there are. */

const policy = (spec = "action: CUSTOM, provider: { name: login }, rules: [{}]") => ({
  "apps/policy.yaml": `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: login\n  namespace: apps\nspec: { ${spec} }\n`,
});
const istiod = (values: readonly string[], rest: Parameters<typeof release>[1] = {}): Files =>
  mesh({
    ...policy(),
    "mesh/istiod.yaml": release("istiod", { values: [...ambient, ...values], after: "base", ...rest }),
  });
const provider = (name: string) => [
  "meshConfig:",
  `  extensionProviders: [{ name: ${name}, envoyExtAuthzHttp: { service: login.login.svc.cluster.local, port: 80 } }]`,
];
const lost = (hint: string) => [`error apps/policy.yaml:6 ${hint}`];
const add = "Add it to meshConfig.extensionProviders in the values of istiod.";

test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
  ["a provider that nobody knows", istiod([]), lost(add)],
  ["the same with Argo CD", { ...policy(), "apps/istiod.yaml": application("istiod", { values: ambient }) }, lost(add)],
  ["a provider that is nearly one", istiod(provider("logins")), lost("Did you mean logins?")],
  ["a provider that is there", istiod(provider("login")), []],
  [
    "the same with Argo CD",
    { ...policy(), "apps/istiod.yaml": application("istiod", { values: provider("login") }) },
    [],
  ],
  [
    "one of several istiods has it",
    {
      ...istiod([]),
      "mesh/next.yaml": release("istiod", { name: "next", values: ["revision: next", ...provider("login")] }),
    },
    [],
  ],
  ["values from a Secret", istiod([], { spec: "  valuesFrom: [{ kind: Secret, name: mesh }]\n" }), []],
  ["the configuration of the mesh is somebody else's", istiod(["configMap: false"]), []],
  ["a part of the configuration is shared", istiod(["pilot: { env: { SHARED_MESH_CONFIG: mesh } }"]), []],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Flux fills it in
  ["a name that something fills in", istiod(provider("${LOGIN}")), []],
  ["no control plane", policy(), []],
  ["another action", { ...istiod([]), ...policy("action: ALLOW, rules: [{}]") }, []],
])("%s", (_what, files, expected) => {
  const { findings } = checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) });
  const lines = findings
    .filter(({ rule }) => rule === "POL003")
    .map(({ severity, place, hint }) => `${severity} ${place?.file}:${place?.line} ${hint}`);
  expect(lines).toEqual(expected);
});
