import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* What stands beside a base whose values overlays replace is held against what they make of it, and not against the base. */

type Files = Readonly<Record<string, string>>;

const base: Files = {
  "mesh/base/kustomization.yaml": "resources: [istio.yaml]\n",
  "mesh/base/istio.yaml":
    "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system, values: { global: { network: placeholder } } }\n",
};
const overlay = (name: string, network: string): Files => ({
  [`mesh/overlays/${name}/kustomization.yaml`]: `resources: [../../base]\npatches:\n  - patch: |\n      apiVersion: sailoperator.io/v1\n      kind: Istio\n      metadata: { name: default }\n      spec: { values: { global: { network: ${network} } } }\n`,
});
const plain = (name: string): Files => ({ [`mesh/overlays/${name}/kustomization.yaml`]: "resources: [../../base]\n" });
const gateway = (name: string, network: string): Files => ({
  [`gateway/${name}/service.yaml`]: `apiVersion: v1\nkind: Service\nmetadata: { name: ew, namespace: istio-system, labels: { topology.istio.io/network: ${network} } }\nspec: { selector: { app: ew }, ports: [{ name: tls, port: 15443 }] }\n`,
});
const said = (...files: readonly Files[]) =>
  checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(Object.assign({}, ...files)), stdin: () => "" })
    .findings.filter(({ rule }) => rule === "ZTN006")
    .map(({ place, message }) => `${place?.file}: ${/network \S+ is|is (\S+):/.exec(message)?.[1]}`);

test.each<[what: string, files: readonly Files[], expected: readonly string[]]>([
  [
    "every overlay says the network",
    [base, overlay("east", "n1"), overlay("west", "n2"), gateway("east", "n1"), gateway("west", "n2")],
    [],
  ],
  [
    "in none of them it is that of the gateway",
    [base, overlay("east", "n1"), gateway("east", "n3")],
    ["gateway/east/service.yaml: n1"],
  ],
  [
    "one takes the base as it is",
    [base, overlay("east", "n1"), plain("west"), gateway("east", "n1")],
    ["gateway/east/service.yaml: placeholder"],
  ],
  ["nobody builds on the base", [base, gateway("east", "n1")], ["gateway/east/service.yaml: placeholder"]],
])("%s", (_what, files, expected) => {
  expect(said(...files)).toEqual(expected);
});
