import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* What SOPS encrypted is known to nobody without the key: it is named, and not judged. */

const mark = "sops: { mac: 'ENC[AES256_GCM,data:m]', version: 3.9.0 }\n";
const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.27.3, namespace: istio-system }\n";
const telemetry = (tracing: string) =>
  `apiVersion: telemetry.istio.io/v1\nkind: Telemetry\nmetadata: { name: t, namespace: istio-system }\nspec: { tracing: ${tracing} }\n`;
const hidden = `${telemetry("'ENC[AES256_GCM,data:abc]'")}${mark}`;
const io = (files: Readonly<Record<string, string>>) => ({ cwd: folderWith(files), stdin: () => "" });
const check = (files: Readonly<Record<string, string>>) => checkPaths(["."], { acceptedJumps: [] }, io(files));
const schemas = (files: Readonly<Record<string, string>>) =>
  check(files).findings.flatMap(({ rule, message }) => (rule.startsWith("SCH") ? [`${rule} ${message}`] : []));

test("nothing is said of its fields, and it is named once", () => {
  const { findings, notes, objects } = check({ "a.yaml": istio, "t.sops.yaml": hidden });
  expect(findings.filter(({ place }) => place?.file === "t.sops.yaml")).toEqual([]);
  expect(notes.filter((note) => note.includes("SOPS"))).toEqual([
    "not judged: manifest that SOPS encrypted: t.sops.yaml:1:1; sops decrypt FILE | meshstep check - looks at what it holds",
  ]);
  expect(objects).toBe(1);
});

test("alone in a folder it is no error", () => {
  expect(check({ "t.sops.yaml": hidden }).notes.join()).toContain("SOPS encrypted");
});

test.each<[what: string, text: string, expected: readonly string[]]>([
  [
    "of a document of such a file with nothing to hide, all but the mark is judged",
    `${telemetry("7")}${mark}`,
    ["SCH001"],
  ],
  ["what is right in it stays so", `${telemetry("[]")}${mark}`, []],
  ["a key of that name that SOPS did not write", `${telemetry("[]")}sops: yes\n`, ["SCH002"]],
])("%s", (_what, text, expected) => {
  expect(schemas({ "a.yaml": istio, "t.yaml": text }).map((one) => one.split(" ")[0])).toEqual(expected);
});

test("what seems to be missing may be in it", () => {
  const space =
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: edge } }\n";
  const gateway = `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: edge, namespace: shop }\nspec: { gatewayClassName: 'ENC[AES256_GCM,data:abc]' }\n${mark}`;
  const files = { "a.yaml": istio, "s.yaml": space };
  const lost = (more: Readonly<Record<string, string>>) =>
    check({ ...files, ...more }).findings.filter(({ rule }) => rule === "WPT001");
  expect(lost({})).not.toEqual([]);
  expect(lost({ "g.yaml": gateway })).toEqual([]);
});

test("encrypted in a step, it is not gone", () => {
  const from = folderWith({ "a.yaml": istio, "t.yaml": telemetry("[]") });
  const to = folderWith({ "a.yaml": istio, "t.yaml": hidden });
  const { findings } = checkTransition({ from, to: [to] }, { acceptedJumps: [] }, { cwd: "/" });
  expect(findings.filter(({ object }) => object?.startsWith("Telemetry"))).toEqual([]);
});
