import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* What a mesh does not have without a file that kustomize leaves out (KUS001). */

const sail = (kind: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const said = (name: string, text: string, more: Readonly<Record<string, string>> = {}) =>
  checkPaths(
    ["."],
    { acceptedJumps: [] },
    {
      cwd: folderWith({
        "mesh/kustomization.yaml": "resources: [istio.yaml]\n",
        "mesh/istio.yaml": sail("Istio"),
        [`mesh/${name}`]: text,
        ...more,
      }),
    },
  ).findings.flatMap(({ message }) => /^\S+ stands beside .* leaves it out(.*)$/.exec(message)?.[1] ?? []);

test.each([
  [
    "the CNI",
    sail("IstioCNI"),
    " (without it pods with a sidecar do not start on OpenShift, and ambient pods are not led to ztunnel)",
  ],
  ["ztunnel", sail("ZTunnel"), " (ambient pods have no ztunnel without it)"],
  [
    "a policy",
    "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: a, namespace: istio-system }\nspec: {}\n",
    " (what it refuses is let through without it)",
  ],
  ["what the mesh does not miss", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\n", ""],
  ["a draft of what is built", sail("Istio"), ""],
])("%s", (_what, text, end) => expect(said("more.yaml", text)).toEqual([end]));

test("what is fetched may name no namespace either, and -n or an engine says it for all", () => {
  const gateway =
    "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: open }\nspec: { gatewayClassName: istio, listeners: [{ name: a, port: 80, protocol: HTTP }] }\n";
  const tree = (more: string) => ({
    "kustomization.yaml": `resources: [istio.yaml, gateway.yaml, waypoint.yaml${more}]\n`,
    "istio.yaml":
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n",
    "gateway.yaml": gateway,
    "waypoint.yaml": gateway.replace("name: open", "name: named, namespace: shop"),
  });
  const said = (files: Readonly<Record<string, string>>) =>
    checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) }).findings.flatMap(({ rule, severity }) =>
      rule === "NS008" ? [severity] : [],
    );
  expect(said(tree(""))).toEqual(["error"]);
  expect(said(tree(", https://example.com/app/bookinfo.yaml"))).toEqual(["warning"]);
});
