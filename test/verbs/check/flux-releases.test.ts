import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import type { CheckReport } from "../../../src/verbs/check/report/report";
import { folderWith } from "../../support/folder";
import { ambient, type Files, mesh, release } from "./chart-support";

/* HelmReleases of Istio's charts: what Flux does with a release is more than what its chart holds. */

const choices = { acceptedJumps: [] };
const linesOf = ({ findings }: CheckReport) =>
  findings
    .filter(({ rule }) => rule === "DEL013")
    .map(({ severity, place, message }) => `${severity} ${place?.file}:${place?.line} ${message}`);

const ztunnel = (spec: string, rest: Parameters<typeof release>[1] = {}) => ({
  "mesh/ztunnel.yaml": release("ztunnel", { spec, ...rest }),
});
const gateway = (spec: string): Files => ({ "mesh/gateway.yaml": release("gateway", { spec }) });
const other = (chart: string, spec = ""): Files => ({
  "mesh/ztunnel.yaml": release("ztunnel", { spec }).replace("chart: ztunnel", `chart: ${chart}`),
});

describe("releases that Flux uninstalls in a step", () => {
  const stepOf = (before: Files, after: Files) => {
    const under = (name: string, files: Files) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]));
    const cwd = folderWith({ ...under("before", mesh(before)), ...under("after", mesh(after)) });
    return linesOf(checkTransition({ from: "before", to: ["after"] }, choices, { cwd }));
  };

  test.each<readonly [what: string, before: Files, after: Files, expected: readonly string[]]>([
    [
      "another release name",
      {},
      { "mesh/istiod.yaml": release("istiod", { values: ambient, after: "base", spec: "  releaseName: mesh\n" }) },
      ["error after/mesh/istiod.yaml:12 the release name of HelmRelease istiod becomes mesh instead of istiod"],
    ],
    [
      "another namespace, of which the default name of the release has the name",
      {},
      ztunnel("  targetNamespace: ztunnel\n"),
      [
        "error after/mesh/ztunnel.yaml:11 the target namespace of HelmRelease ztunnel becomes ztunnel instead of istio-system",
      ],
    ],
    [
      "the namespace that it is in is written, and with it the release has another name",
      {},
      ztunnel("  targetNamespace: istio-system\n"),
      ["error after/mesh/ztunnel.yaml:5 the release name of HelmRelease ztunnel becomes istio-system-ztunnel"],
    ],
    [
      "another storage",
      ztunnel("  storageNamespace: flux-system\n"),
      {},
      ["error after/mesh/ztunnel.yaml:5 the storage namespace of HelmRelease ztunnel becomes istio-system"],
    ],
    ["another chart", {}, other("mesh-node"), ["error after/mesh/ztunnel.yaml:9 the chart of HelmRelease ztunnel"]],
    [
      "a gateway goes elsewhere",
      gateway(""),
      gateway("  releaseName: gateway\n  targetNamespace: ingress\n"),
      ["warning after/mesh/gateway.yaml:12 the target namespace of HelmRelease gateway becomes ingress"],
    ],
    ["a name that is the default one", {}, ztunnel("  releaseName: ztunnel\n"), []],
    [
      "both names that are the default ones",
      {},
      ztunnel("  releaseName: ztunnel\n  targetNamespace: istio-system\n"),
      [],
    ],
    ["the storage that is the default one", {}, ztunnel("  storageNamespace: istio-system\n"), []],
    [
      "another chart in place of the old one",
      {},
      other("mesh-node", "  upgrade: { chartNameChangeStrategy: InPlaceUpdate }\n"),
      [],
    ],
    ["a version", {}, ztunnel("", { version: "1.30.4" }), []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Flux fills it in
    ["a name that something fills in", {}, ztunnel("  releaseName: ${NAME}\n"), []],
    ["a release that is new", {}, gateway("  targetNamespace: ingress\n"), []],
  ])("%s", (_what, before, after, expected) => {
    const lines = stepOf(before, after);
    expect(lines).toEqual(expected.map((start) => expect.stringMatching(new RegExp(`^${start}`))));
  });

  test("of one that is suspended Flux does nothing", () => {
    const lines = stepOf({}, ztunnel("  releaseName: mesh\n  suspend: true\n"));
    expect(lines).toEqual([expect.stringMatching(/^warning after\/mesh\/ztunnel.yaml:12 .* is suspended/)]);
  });
});

describe("releases that get another name in a step", () => {
  const kept = (text: string) =>
    text.replace(
      "namespace: istio-system }",
      "namespace: istio-system, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }",
    );
  const one = (name: string, more: Parameters<typeof release>[1] = {}) =>
    release("istiod", { name, values: [...ambient, "revision: 1-30"], after: "base", ...more });
  const step = (before: string, after: string, others: Files = {}) => {
    const cwd = folderWith(
      Object.fromEntries(
        [["before", before] as const, ["after", after] as const].flatMap(([at, text]) =>
          Object.entries({
            "mesh/base.yaml": release("base"),
            [`mesh/${at}.yaml`]: text,
            ...(at === "after" ? others : {}),
          }).map(([path, file]) => [`${at}/${path}`, file]),
        ),
      ),
    );
    return linesOf(checkTransition({ from: "before", to: ["after"] }, choices, { cwd }));
  };
  const start = (severity: string) =>
    `${severity} after/mesh/after.yaml:3 HelmRelease stable installs with chart istiod what HelmRelease istiod has installed: `;

  test.each<readonly [what: string, before: string, after: string, expected: readonly string[]]>([
    [
      "Flux uninstalls the old one",
      one("istiod"),
      one("stable"),
      [
        `${start("error")}Flux uninstalls istiod in this step, and with it what the new one has taken over: istiod and its webhooks are gone`,
      ],
    ],
    [
      "the old one stays",
      kept(one("istiod")),
      kept(one("stable")),
      [`${start("warning")}that stays in the cluster as the owner of the same objects`],
    ],
    [
      "the new one may take nothing over",
      one("istiod"),
      one("stable", { spec: "  install: { disableTakeOwnership: true }\n" }),
      [`${start("error")}Helm refuses what another release owns, and installs nothing`],
    ],
    [
      "the release keeps its name, and is uninstalled",
      one("istiod"),
      one("stable", { spec: "  releaseName: istiod\n" }),
      [`${start("error")}Flux uninstalls istiod`],
    ],
    [
      "the release keeps its name, and stays",
      kept(one("istiod")),
      kept(one("stable", { spec: "  releaseName: istiod\n" })),
      [],
    ],
    ["the old one was suspended before", one("istiod", { spec: "  suspend: true\n" }), one("stable"), []],
    ["another revision", one("istiod"), one("stable", { values: [...ambient, "revision: 1-31"] }), []],
    ["another namespace", one("istiod"), one("stable", { spec: "  targetNamespace: mesh\n" }), []],
    [
      "a gateway, which is called after its release",
      release("gateway", { name: "public" }),
      release("gateway", { name: "edge" }),
      [],
    ],
  ])("%s", (_what, before, after, expected) => {
    const lines = step(before, after).filter((line) => !line.includes("is suspended"));
    expect(lines).toEqual(expected.map((text) => expect.stringContaining(text)));
  });
});

describe("what is suspended", () => {
  const kustomization = (path: string, spec = "  suspend: true\n") =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: mesh, namespace: flux-system }\nspec:\n  interval: 1h\n  path: ./${path}\n  prune: true\n  wait: true\n  sourceRef: { kind: GitRepository, name: fleet }\n${spec}`;
  const apps = { "apps/app.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app, namespace: app }\n" };

  test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
    [
      "a HelmRelease",
      mesh(ztunnel("  suspend: true\n")),
      ["warning mesh/ztunnel.yaml:11 the HelmRelease of chart ztunnel is suspended"],
    ],
    ["one that is not", mesh(ztunnel("  suspend: false\n")), []],
    ["a HelmRelease of another chart", mesh(other("kiali-server", "  suspend: true\n")), []],
    [
      "who applies HelmReleases",
      mesh({ "clusters/mesh.yaml": kustomization("mesh") }),
      ["warning clusters/mesh.yaml:10 Kustomization mesh is suspended"],
    ],
    ["who applies others", mesh({ "clusters/mesh.yaml": kustomization("apps"), ...apps }), []],
    ["who applies HelmReleases, and is not", mesh({ "clusters/mesh.yaml": kustomization("mesh", "") }), []],
  ])("%s", (_what, files, expected) => {
    const lines = linesOf(checkPaths(["."], choices, { cwd: folderWith(files) }));
    expect(lines).toEqual(expected.map((start) => expect.stringMatching(new RegExp(`^${start}`))));
  });
});
