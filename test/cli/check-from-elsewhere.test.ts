import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * What trees of samples and of several tools leave to others: namespaces that a kustomization or an engine fills in, bases that are
 * fetched, fields that patches write, variants of which only one is applied. Nothing of that is missing.
 */

type Files = Readonly<Record<string, string>>;

/** What some rules say of some files, one line each. */
async function said(rules: RegExp, files: Files): Promise<readonly string[]> {
  const { out } = await runCli(["check", ".", "--distribution", "sail"], folderWith(files));
  return out.split("\n").filter((line) => /^(error|warning)\[/.test(line) && rules.test(line));
}

const yaml = (kind: string, name: string, spec: string, metadata = "") =>
  `apiVersion: ${kind}\nmetadata: { name: ${name}${metadata} }\nspec: ${spec}\n`;
const istio = yaml("sailoperator.io/v1\nkind: Istio", "default", "{ namespace: istio-system, version: v1.28.3 }");
const service = (name: string, metadata = "") =>
  yaml("v1\nkind: Service", name, "{ ports: [{ name: http, port: 80 }], selector: { app: till } }", metadata);
const route = (to: string) =>
  yaml(
    "gateway.networking.k8s.io/v1\nkind: HTTPRoute",
    "till",
    `{ parentRefs: [{ group: "", kind: Service, name: till }], rules: [{ backendRefs: [{ name: ${to}, port: 80 }] }] }`,
    ", namespace: market",
  );
const kustomization = (resources: readonly string[], more = "") => `resources: [${resources.join(", ")}]\n${more}`;
const inMarket = ", namespace: market";

const open: Files = {
  "mesh/istio.yaml": istio,
  "apps/till.yaml": service("till"),
  "apps/scales.yaml": service("scales"),
  "routes/versions.yaml": service("till-v1", inMarket),
  "routes/route.yaml": route("till"),
  "routes/more.yaml": route("cash").replace("name: till,", "name: more,"),
};
const missing = /\[TGT00[1-4]\]/;

test("a Service without a namespace of its own may be the one that is meant", async () => {
  expect(await said(missing, open)).toEqual([expect.stringContaining("Service market/cash is not among")]);
});

test("a kustomization and an Application say which namespace objects go to", async () => {
  const built = { ...open, "apps/kustomization.yaml": kustomization(["till.yaml"], "namespace: market\n") };
  const wrongPort = { ...built, "routes/route.yaml": route("till").replace("port: 80", "port: 81") };
  expect(await said(missing, built)).toEqual([expect.stringContaining("market/cash")]);
  expect(await said(missing, wrongPort)).toEqual([
    expect.stringContaining("Service market/till has no port 81"),
    expect.stringContaining("market/cash"),
  ]);
  const application = yaml(
    "argoproj.io/v1alpha1\nkind: Application",
    "apps",
    "{ source: { path: apps }, destination: { namespace: market } }",
  );
  const { "apps/kustomization.yaml": _, ...plain } = wrongPort;
  expect(await said(missing, { ...plain, "argocd/apps.yaml": application })).toContainEqual(
    expect.stringContaining("Service market/till has no port 81"),
  );
  const overlays = {
    ...plain,
    "apps/kustomization.yaml": kustomization(["till.yaml"]),
    "one/kustomization.yaml": kustomization(["../apps"], "namespace: market\n"),
    "two/kustomization.yaml": kustomization(["../apps"], "namespace: fair\n"),
  };
  expect(await said(/has no port/, overlays)).toEqual([]);
});

test("what a base of another repository may bring is not missed, and what a patch of it is for neither", async () => {
  const overlay = `${kustomization(
    ["../base", "route.yaml"],
    "patches: [{ target: { kind: Service, name: scales }, patch: '[]' }]\n",
  )}`;
  const files = (base: string) => ({
    "mesh/istio.yaml": istio,
    "market/base/kustomization.yaml": kustomization(["till.yaml", base], "namespace: market\n"),
    "market/base/till.yaml": service("till"),
    "market/overlay/kustomization.yaml": overlay,
    "market/overlay/route.yaml": route("cash"),
  });
  const rules = /\[(TGT002|KUS001)\]/;
  expect(await said(rules, { ...files("other.yaml"), "market/base/other.yaml": service("other") })).toEqual([
    expect.stringMatching(/KUS001.*a patch is for Service\/scales/),
    expect.stringMatching(/TGT002.*market\/cash/),
  ]);
  expect(await said(rules, files("https://example.com/till/more.yaml"))).toEqual([]);
});

test("a version that a replacement or a patch writes", async () => {
  const bare = istio.replace(", version: v1.28.3", "");
  const replacement =
    "replacements: [{ source: { kind: ConfigMap, name: versions, fieldPath: data.istio }, targets: [{ select: { kind: Istio }, fieldPaths: [spec.version] }] }]\n";
  const files = (more: string) => ({
    "mesh/kustomization.yaml": kustomization(["istio.yaml"], more),
    "mesh/istio.yaml": bare,
    "mesh/patch.yaml": istio,
  });
  expect(await said(/VER004/, files(""))).toEqual([expect.stringContaining("no spec.version")]);
  expect(await said(/VER004/, files(replacement))).toEqual([]);
  expect(await said(/VER004/, files("patches: [{ path: patch.yaml }]\n"))).toEqual([]);
});

describe("the same object twice", () => {
  const canary = (weight: number) => route("till").replace("port: 80 }", `port: 80, weight: ${weight} }`);
  const twice = (one: string, other: string, more: Files = {}) => ({
    "mesh/istio.yaml": istio,
    [one]: canary(1),
    [other]: canary(2),
    ...more,
  });

  test("is an error where one kustomization or one engine applies both", async () => {
    const both = twice("l7/a.yaml", "l7/b.yaml");
    expect(await said(/DUP001/, both)).toEqual([expect.stringMatching(/^warning.*and the two differ/)]);
    const built = { ...both, "l7/kustomization.yaml": kustomization(["a.yaml", "b.yaml"]) };
    expect(await said(/DUP001/, built)).toEqual([expect.stringMatching(/^error/)]);
    const application = yaml(
      "argoproj.io/v1alpha1\nkind: Application",
      "l7",
      "{ source: { path: l7 }, destination: { namespace: market } }",
    );
    expect(await said(/DUP001/, { ...both, "argocd/l7.yaml": application })).toEqual([expect.stringMatching(/^error/)]);
  });

  test("is none where a kustomization leaves one out, and in overlays and variants", async () => {
    const leftOut = twice("l7/a.yaml", "l7/b.yaml", { "l7/kustomization.yaml": kustomization(["a.yaml"]) });
    expect(await said(/DUP001|KUS001/, leftOut)).toEqual([expect.stringMatching(/^warning\[KUS001\]/)]);
    for (const [one, other] of [
      ["overlays/blue", "overlays/green"],
      ["base", "base-next"],
    ]) {
      const variants = twice(`l7/${one}/a.yaml`, `l7/${other}/a.yaml`, {
        [`l7/${one}/kustomization.yaml`]: kustomization(["a.yaml"]),
        [`l7/${other}/kustomization.yaml`]: kustomization(["a.yaml"]),
      });
      expect(await said(/DUP001/, variants)).toEqual([]);
    }
  });
});

test("objects that leave their namespace open together are one word, and one among many that do not is an error", async () => {
  const named = { "a.yaml": service("a", inMarket), "b.yaml": service("b", inMarket) };
  const files = (more: Files) => ({
    "mesh/istio.yaml": istio,
    ...Object.fromEntries(Object.entries({ ...named, ...more }).map(([name, text]) => [`apps/${name}`, text])),
    "apps/kustomization.yaml": kustomization([...Object.keys(named), ...Object.keys(more)]),
  });
  expect(await said(/NS008/, files({ "c.yaml": service("c") }))).toEqual([
    expect.stringMatching(/^error\[NS008\].*Service\/c names no namespace/),
  ]);
  const sample = { "c.yaml": service("c"), "d.yaml": service("d"), "e.yaml": service("e"), "f.yaml": service("f") };
  expect(await said(/NS008/, files(sample))).toEqual([
    expect.stringMatching(/^warning\[NS008\].*Service\/c, Service\/d, Service\/e and 1 more name no namespace/),
  ]);
});

test("in a tree of two meshes a namespace may be meant for the ambient one", async () => {
  const ambient = istio.replace("version", "profile: ambient, version");
  const asking =
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: market, labels: { istio.io/dataplane-mode: ambient } }\n";
  const rule = /AMB002.*market/;
  const files = { "old/mesh/istio.yaml": istio, "old/apps/market.yaml": asking };
  expect(await said(rule, files)).toEqual([expect.stringMatching(/^error/)]);
  expect(await said(rule, { ...files, "new/istio.yaml": ambient })).toEqual([expect.stringMatching(/^warning/)]);
});

test("two control planes that have the namespace of the CNI in common", async () => {
  const plane = (name: string) =>
    yaml(
      "sailoperator.io/v1\nkind: Istio",
      name,
      `{ namespace: ${name}, version: v1.28.3, values: { meshConfig: { discoverySelectors: [{ matchLabels: { ${name}: "yes" } }] } } }`,
    );
  const cni = yaml("sailoperator.io/v1\nkind: IstioCNI", "default", "{ namespace: istio-cni, version: v1.28.3 }");
  const labels = 'labels: { red: "yes", blue: "yes" }';
  const shared = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, ${labels} }\n`;
  const files = {
    "red.yaml": plane("red"),
    "blue.yaml": plane("blue"),
    "cni.yaml": cni,
    "ns.yaml": shared("istio-cni"),
  };
  expect(await said(/CP001/, files)).toEqual([expect.stringMatching(/^warning.*look after Namespace\/istio-cni/)]);
  expect(await said(/CP001/, { ...files, "market.yaml": shared("market") })).toEqual([
    expect.stringMatching(/^error.*look after Namespace\/market/),
  ]);
});

test("a label that stands beside metadata, and a revision of its own that is the default one", async () => {
  const market = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: market\nlabels:\n  istio-injection: enabled\n";
  expect(await said(/SCH002/, { "mesh/istio.yaml": istio, "market.yaml": market })).toEqual([
    expect.stringMatching(/^error\[SCH002\] market.yaml:5:1: Namespace\/market: labels is no field of Namespace/),
  ]);
  const gateway = (rev: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: till, namespace: market, labels: { istio.io/rev: ${rev} } }\n` +
    "spec: { selector: { matchLabels: { app: till } }, template: { metadata: { labels: { app: till } }, spec: { containers: [] } } }\n";
  expect(await said(/NS005/, { "mesh/istio.yaml": istio, "till.yaml": gateway("default") })).toEqual([]);
  expect(await said(/NS005/, { "mesh/istio.yaml": istio, "till.yaml": gateway("next") })).toEqual([
    expect.stringContaining("istio.io/rev on the Deployment itself is not read"),
  ]);
});

test("the operator by a sync of its own: only what is read with it has to skip the dry run", async () => {
  const application = (name: string) =>
    yaml(
      "argoproj.io/v1alpha1\nkind: Application",
      name,
      `{ project: default, source: { repoURL: https://git.example.com/ops, path: ${name} }, destination: { server: https://kubernetes.default.svc } }`,
      ", namespace: argocd",
    );
  const subscription = yaml(
    "operators.coreos.com/v1alpha1\nkind: Subscription",
    "sailoperator",
    "{ name: sailoperator, channel: stable-1.28, installPlanApproval: Manual, source: community, sourceNamespace: olm }",
    ", namespace: operators",
  );
  const files = { "mesh/istio.yaml": istio, "argocd/mesh.yaml": application("mesh") };
  const own = { ...files, "operator/sub.yaml": subscription, "argocd/operator.yaml": application("operator") };
  expect(await said(/DEL005/, own)).toEqual([]);
  const { "argocd/mesh.yaml": _, ...unread } = own;
  expect(await said(/DEL005/, unread)).toEqual([]);
  expect(await said(/DEL005/, { ...files, "mesh/sub.yaml": subscription })).toEqual([
    expect.stringContaining("Istio/default beside the Subscription"),
  ]);
});
