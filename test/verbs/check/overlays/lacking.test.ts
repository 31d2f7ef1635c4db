import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* What one overlay does not have, and another one of the same base has: a component that was forgotten. */

type Files = Readonly<Record<string, string>>;

const sail = (kind: string, more = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3${more} }\n---\n`;
const component = (resources: string, rest = "") =>
  `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: ${resources}\n${rest}`;
const overlay = (components: string) => `resources: [../../base, ../../apps]\ncomponents: ${components}\n`;
const everything = "[../../components/ambient, ../../components/waypoint]";
const tree = (stage: string, more: Files = {}, prod = everything): Files => ({
  "base/kustomization.yaml": "resources: [istio.yaml]\n",
  "base/istio.yaml": sail("Istio", ", namespace: istio-system"),
  "apps/kustomization.yaml": "resources: [shop.yaml]\n",
  "apps/shop.yaml": `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: wp } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ port: 80 }] }
`,
  "components/ambient/kustomization.yaml": component(
    "[parts.yaml]",
    'patches: [{ target: { kind: Istio }, patch: \'[{ "op": "add", "path": "/spec/profile", "value": "ambient" }]\' }]\n',
  ),
  "components/ambient/parts.yaml": `${sail("IstioCNI", ", namespace: istio-cni, profile: ambient")}${sail("ZTunnel", ", namespace: ztunnel")}`,
  "components/waypoint/kustomization.yaml": component("[wp.yaml]"),
  "components/waypoint/wp.yaml":
    "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: wp, namespace: shop }\nspec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n",
  "overlays/prod/kustomization.yaml": overlay(prod),
  "overlays/stage/kustomization.yaml": overlay(stage),
  ...more,
});
const said = (files: Files) =>
  checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) })
    .findings.filter(({ rule }) => /^(AMB00[12]|WPT001)$/.test(rule))
    .map(({ rule, object, message }) => `${rule} ${object} ${/as (\S+) builds it/.exec(message)?.[1]}`);
const stage = "overlays/stage/kustomization.yaml";

test.each<[what: string, files: Files, expected: readonly string[]]>([
  ["both have all", tree(everything), []],
  ["no ambient parts", tree("[../../components/waypoint]"), [`AMB002 Namespace/shop ${stage}`]],
  ["no waypoint", tree("[../../components/ambient]"), [`WPT001 Namespace/shop ${stage}`]],
  [
    "it is called after a step of several",
    {
      ...tree(everything),
      "overlays/01-base/kustomization.yaml": overlay("[../../components/ambient]"),
    },
    [],
  ],
])("%s", (_what, files, expected) => expect(said(files)).toEqual(expected));

test("a component that no overlay lists brings nothing", () => {
  const { "overlays/prod/kustomization.yaml": _, ...files } = tree("[../../components/waypoint]");
  expect(said(files)).toEqual(["AMB002 Namespace/shop undefined"]);
  const { notes } = checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) });
  expect(notes).toContain("not judged: components/ambient/parts.yaml: of a component that no kustomization lists");
});
