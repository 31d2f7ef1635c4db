import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

const service = "apiVersion: v1\nkind: Service\nmetadata: { name: rating }\nspec: { ports: [{ port: 80 }] }\n";
const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.30.3, namespace: istio-system }\n";
const component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";

/** Three levels: what is applied, what says the namespace, and what holds the Service. */
const nested = (top: string, base: string, inner: string) => ({
  "prod/kustomization.yaml": `${top}resources: [../base]\n`,
  "base/kustomization.yaml": `${base}resources: [rating]\n`,
  "base/rating/kustomization.yaml": `${inner}resources: [rating.yaml]\n`,
  "base/rating/rating.yaml": service,
  "mesh/istio.yaml": istio,
});
const flat = {
  "prod/kustomization.yaml": "resources: [../base]\n",
  "base/kustomization.yaml": "namespace: claims\nresources: [rating.yaml]\n",
  "base/rating.yaml": service,
  "mesh/istio.yaml": istio,
};

function gone(after: Readonly<Record<string, string>>): readonly string[] {
  const under = (name: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]));
  const cwd = folderWith({ ...under("old", flat), ...under("new", after) });
  const { findings } = checkTransition({ from: "old", to: ["new"] }, { acceptedJumps: [] }, { cwd });
  return findings.flatMap(({ rule, message }) => (rule === "SNAP002" ? [message] : []));
}

/* The outermost kustomization that says a namespace has the last word, however deep an object lies. */
test.each([
  ["in between", nested("", "namespace: claims\n", "")],
  ["outside", nested("namespace: claims\n", "namespace: other\n", "")],
  ["inside", nested("", "", "namespace: claims\n")],
  ["in between and inside", nested("", "namespace: claims\n", "namespace: other\n")],
  [
    "a component of what lists it",
    {
      ...nested("", "components: [../into]\n", ""),
      "into/kustomization.yaml": `${component}namespace: claims\n`,
    },
  ],
])("the namespace is said %s", (_where, files) => {
  expect(gone(files)).toEqual([]);
});

test("it is another one", () => {
  expect(gone(nested("", "namespace: other\n", ""))).toEqual([
    "Service rating is gone: both engines delete what is missing; one of that name is new in other",
  ]);
});
