import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* Under OnDelete old pods of ztunnel stay until somebody replaces them, and no object of the mesh says so. */

const live = "uid: a, resourceVersion: '1'";
const sail = (kind: string, more = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default, ${live} }\nspec: { version: v1.29.6, namespace: ${kind === "ZTunnel" ? "ztunnel" : "istio-system"}, profile: ambient${more} }\n`;
const ztunnel = (strategy: string) =>
  sail("ZTunnel", `, values: { ztunnel: { updateStrategy: { type: ${strategy} } } }`).replace(", profile: ambient", "");
const pod = (name: string, tag: string, phase = "Running", app = "ztunnel") =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ztunnel, labels: { app: ${app} }, ${live} }\nspec: { containers: [{ name: istio-proxy, image: "registry.example/ztunnel:${tag}" }] }\nstatus: { phase: ${phase} }\n`;

test.each<[string, string, readonly string[], unknown]>([
  ["an old one", "OnDelete", [pod("a", "1.28.10"), pod("b", "1.29.6")], { ztunnel: ["v1.28.10", "v1.29.6"] }],
  ["old ones alone", "OnDelete", [pod("a", "1.28.10-distroless")], { ztunnel: ["v1.28.10", "v1.29.6"] }],
  ["all replaced", "OnDelete", [pod("a", "1.29.6")], undefined],
  ["one that has ended", "OnDelete", [pod("a", "1.28.10", "Succeeded"), pod("b", "1.29.6")], undefined],
  ["pods of somebody else", "OnDelete", [pod("a", "1.28.10", "Running", "probe")], undefined],
  ["none in the input", "OnDelete", [], undefined],
  ["pods that roll by themselves", "RollingUpdate", [pod("a", "1.28.10"), pod("b", "1.29.6")], undefined],
])("%s, %s", async (_what, strategy, pods, running) => {
  const folder = folderWith({
    "dump.yaml": [sail("Istio"), sail("IstioCNI"), ztunnel(strategy), ...pods].join("---\n"),
  });
  const { out } = await runCli(["adopt", "dump.yaml", "--distribution", "sail", "-o", "-"], folder);
  const mesh = parse(out) as { readonly spec: { readonly version: string; readonly running?: unknown } };
  expect([mesh.spec.version, mesh.spec.running]).toEqual(["v1.29.6", running]);
});
