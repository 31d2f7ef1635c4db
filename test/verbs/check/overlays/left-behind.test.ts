import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* What an overlay moves to another namespace, while others that it builds go on naming the old one (KUS001). */

type Files = Readonly<Record<string, string>>;

const moved =
  "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: retail\nresources: [../../base]\n";
const plain = "resources: [../../base]\n";
const object = (apiVersion: string, kind: string, name: string, spec: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n${spec}---\n`;
const base =
  "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n" +
  object("v1", "ServiceAccount", "web", "") +
  object("v1", "Service", "cart", "spec: { selector: { app: cart }, ports: [{ port: 80 }] }\n") +
  object(
    "gateway.networking.k8s.io/v1",
    "Gateway",
    "wp",
    "spec: { gatewayClassName: istio-waypoint, listeners: [] }\n",
  );
const tree = (more: string, overlay = moved, files: Files = {}): Files => ({
  "base/kustomization.yaml": "resources: [all.yaml]\n",
  "base/all.yaml": `${base}${more}`,
  "overlays/prod/kustomization.yaml": overlay,
  ...files,
});
const said = (files: Files) =>
  checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) })
    .findings.filter(({ message }) => message.includes(" still says "))
    .map(({ rule, severity, message }) => `${rule} ${severity} ${/still says (.*): there/.exec(message)?.[1]}`);
const web = (url: string) =>
  object(
    "apps/v1",
    "Deployment",
    "web",
    `spec: { template: { spec: { containers: [{ name: web, image: a, env: [{ name: CART, value: "${url}" }] }] } } }\n`,
  );
const policy = (source: string) =>
  object(
    "security.istio.io/v1",
    "AuthorizationPolicy",
    "cart",
    `spec: { rules: [{ from: [{ source: ${source} }] }] }\n`,
  );

test.each<[what: string, files: Files, expected: readonly string[]]>([
  ["an address of its clients", tree(web("http://cart.shop:80")), ["http://cart.shop:80"]],
  ["the full one", tree(web("cart.shop.svc.cluster.local:80")), ["cart.shop.svc.cluster.local:80"]],
  ["one without the namespace", tree(web("http://cart:80")), []],
  ["another Service", tree(web("http://mycart.shop:80")), []],
  ["another namespace that begins so", tree(web("http://cart.shop-b:80")), []],
  [
    "an account of a policy",
    tree(policy('{ principals: ["cluster.local/ns/shop/sa/web"] }')),
    ["cluster.local/ns/shop/sa/web"],
  ],
  ["an account that is not moved", tree(policy('{ principals: ["cluster.local/ns/shop/sa/other"] }')), []],
  ["namespaces of a policy", tree(policy("{ namespaces: [shop] }")), ["shop"]],
  [
    "a reference",
    tree(
      object(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "cart",
        "spec: { rules: [{ backendRefs: [{ name: cart, namespace: shop, port: 80 }] }] }\n",
      ),
    ),
    ["namespace: shop"],
  ],
  [
    "the namespace of a waypoint",
    tree(
      "apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: shop, labels: { istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: shop } }\n",
    ),
    ["istio.io/use-waypoint-namespace: shop"],
  ],
  [
    "a patch corrects it",
    tree(
      web("http://cart.shop:80"),
      `${moved}patches:\n  - target: { kind: Deployment }\n    patch: |-\n      - { op: replace, path: /spec/template/spec/containers/0/env/0/value, value: "http://cart.retail:80" }\n`,
    ),
    [],
  ],
  ["nothing is moved", tree(web("http://cart.shop:80"), plain), []],
  [
    "something else of the namespace stays",
    tree(web("http://cart.shop:80"), moved, {
      "more/all.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
    }),
    [],
  ],
  [
    "another overlay leaves it, for another cluster",
    tree(web("http://cart.shop:80"), moved, { "overlays/dev/kustomization.yaml": plain }),
    ["http://cart.shop:80"],
  ],
])("%s", (_what, files, expected) => expect(said(files)).toEqual(expected.map((text) => `KUS001 warning ${text}`)));

test("POL003 speaks of a namespace that is only where an Application would put what names none", () => {
  const files = tree(policy('{ principals: ["cluster.local/ns/shop/sa/web"] }'), moved.replace("retail", "shop-prod"), {
    "mesh.yaml":
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n",
    "app.yaml":
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop, namespace: argocd }\nspec:\n  source: { repoURL: 'https://git.example.com/a/b', path: overlays/prod }\n  destination: { server: https://kubernetes.default.svc, namespace: shop }\n",
  });
  const { findings } = checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) });
  expect(findings.filter(({ rule }) => rule === "POL003")).toEqual([
    expect.objectContaining({
      message: expect.stringContaining("namespace shop is not among these manifests, and shop-prod is"),
    }),
  ]);
});
