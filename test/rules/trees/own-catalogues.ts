import type { State } from "./breakages";

const operator = "operator.yaml";
/** A catalogue of one's own, as offline clusters have it. */
const catalogue = (namespace: string) =>
  `apiVersion: operators.coreos.com/v1alpha1\nkind: CatalogSource\nmetadata:\n  name: mirror\n  namespace: ${namespace}\nspec:\n  sourceType: grpc\n  image: registry.example/mirror/catalogue:v4\n---\n`;

/** Where OLM looks for operators. */
export const catalogueStates: readonly State[] = [
  [
    "SUB002",
    "a catalogue of one's own in another namespace",
    "ambient",
    [operator, "apiVersion", `${catalogue("olm")}apiVersion`],
    [operator, "source: operatorhubio-catalog\n  sourceNamespace: olm", "source: mirror\n  sourceNamespace: operators"],
  ],
];
