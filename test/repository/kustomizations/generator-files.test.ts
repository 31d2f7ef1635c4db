import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/*
 * What a generator is made from, as ksops lists what it decrypts, stands beside a kustomization and is not left out of it.
 */

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const secret = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: istio-system }\ndata: { a: b }\n";
const ksops = (files: string) => `apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: { name: g }\n${files}\n`;

test.each<[what: string, generators: string, generator: string, expected: readonly string[]]>([
  ["a file that it lists", "[ksops.yaml]", ksops("files: [./a.enc.yaml]"), []],
  ["a file of a Secret that it makes", "[ksops.yaml]", ksops("secretFrom: [{ files: [key=a.enc.yaml] }]"), []],
  ["written down in place", JSON.stringify([ksops("files: [a.enc.yaml]")]), "", []],
  ["another file", "[ksops.yaml]", ksops("files: [b.enc.yaml]"), ["a.enc.yaml"]],
  ["no file that can be read", "[ksops.yaml]", "a: [", ["a.enc.yaml"]],
])("%s", (_, generators, generator, expected) => {
  const files = {
    "kustomization.yaml": `resources: [istio.yaml]\ngenerators: ${generators}\n`,
    "ksops.yaml": generator,
    "istio.yaml": istio,
    "a.enc.yaml": secret,
  };
  const { findings } = checkPaths(
    ["."],
    { acceptedJumps: [], distribution: "sail" },
    { cwd: folderWith(files), stdin: () => "" },
  );
  const said = findings.filter(({ rule, message }) => rule === "KUS001" && message.includes("is not in its resources"));
  expect(said.map(({ place }) => place?.file)).toEqual(expected);
});
