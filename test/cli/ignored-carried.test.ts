import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* A finding that somebody means, from the manifests that check reads by way of adopt to what synth writes, and to the row after. */

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { namespace: istio-system, version: v1.28.3 }\n";
const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: market, labels: { istio-injection: enabled } }\n";
const comment = "# meshstep:ignore TGT001: the Gateway is of another repository";
const telemetry = (ignore: string) => `apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata:
  name: till
  namespace: market
spec:
  targetRefs:
    - { group: gateway.networking.k8s.io, kind: Gateway, name: till-front }${ignore}
  accessLogging: [{ providers: [{ name: envoy }] }]
`;
const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: till-back, namespace: market }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }
`;

const tree = (ignore: string) =>
  folderWith({
    "ops/istio.yaml": istio,
    "ops/market.yaml": `${namespace}---\n${gateway}---\n${telemetry(ignore)}`,
  });

async function adopted(ignore: string) {
  const folder = tree(ignore);
  const { code, err } = await runCli(["adopt", "ops", "-o", "mesh.yaml", "--distribution", "sail"], folder);
  return { folder, code, err };
}

test("without a comment adopt says how to write one, and synth stops", async () => {
  const { folder, code, err } = await adopted("");
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining(
      "synth stops at the findings above. One that is meant is ignored by a comment in its file: # meshstep:ignore TGT001: the reason\n",
    ),
  });
  expect((await runCli(["synth", "-f", "mesh.yaml"], folder)).code).toBe(1);
});

test("a comment goes with the object, and check of what comes of it finds it there", async () => {
  const { folder, code } = await adopted(` ${comment}`);
  expect(code).toBe(0);
  const copy = join(folder, "adopted/telemetry-till.yaml");
  expect(readFileSync(copy, "utf8")).toContain(`ops/market.yaml.\n${comment}\napiVersion: telemetry`);
  expect(readFileSync(join(folder, "adopted/gateway-till-back.yaml"), "utf8")).not.toContain("meshstep:ignore");
  expect((await runCli(["synth", "-f", "mesh.yaml"], folder)).code).toBe(0);
  const written = "out/ops/phases/00-baseline/manifests/mesh/60-routing/telemetry-till.yaml";
  expect(readFileSync(join(folder, written), "utf8")).toContain(`synth.\n${comment}\napiVersion`);
  const checked = await runCli(["check", "out"], folder);
  expect(checked.code).toBe(0);
  expect(checked.err).toContain("1 ignored");
});

test("one without a reason, or of another rule, ignores nothing", async () => {
  expect((await adopted(" # meshstep:ignore TGT001")).code).toBe(1);
  expect((await adopted(" # meshstep:ignore TGT002: the reason")).code).toBe(1);
});

test("it counts for what the live folder holds, too, when a row of changes begins there", async () => {
  const { folder } = await adopted(` ${comment}`);
  await runCli(["synth", "-f", "mesh.yaml"], folder);
  const promoted = await runCli(["promote", "-f", "mesh.yaml", "--live", "live", "--next"], folder);
  expect(promoted.code).toBe(0);
  const copy = join(folder, "adopted/telemetry-till.yaml");
  writeFileSync(copy, readFileSync(copy, "utf8").replace("till-front", "till-side"));
  const { code, err } = await runCli(["synth", "-f", "mesh.yaml", "--live", "live"], folder);
  expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("TGT001") });
});

test("a row that begins at a live folder is the same when it is read from what was recorded, wherever objects stand in their files", async () => {
  const { folder } = await adopted(` ${comment}`);
  await runCli(["synth", "-f", "mesh.yaml"], folder);
  await runCli(["promote", "-f", "mesh.yaml", "--live", "live", "--next"], folder);
  const other = join(folder, "adopted/gateway-till-back.yaml");
  writeFileSync(other, readFileSync(other, "utf8").replace("port: 80", "port: 8080"));
  expect((await runCli(["synth", "-f", "mesh.yaml", "--live", "live"], folder)).code).toBe(0);
  expect((await runCli(["synth", "-f", "mesh.yaml", "--check"], folder)).code).toBe(0);
  const { code, err } = await runCli(["promote", "-f", "mesh.yaml", "--live", "live", "--next"], folder);
  expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("SNAP001") });
});
