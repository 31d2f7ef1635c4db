import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* Helm prints objects without the namespace that it puts them into: whoever pipes them says it, as with kubectl. */

const mesh = [
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system, profile: ambient, values: { pilot: { trustedZtunnelNamespace: ztunnel } } }\n",
  "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-cni, profile: ambient }\n",
  "apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: ztunnel }\n",
];
const waypoint = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, labels: { istio.io/waypoint-for: service } }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;
const policy = (metadata: string) =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default${metadata} }\nspec: { mtls: { mode: STRICT } }\n`;
const certificate =
  "apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a, labels: { istio.io/rev: default } }\nspec: {}\n";

async function adopted(input: readonly string[], ...args: readonly string[]) {
  const folder = folderWith({});
  const command = ["adopt", "-", "--distribution", "sail", "-o", "mesh.yaml", ...args];
  const { code, err } = await runCli(command, folder, input.join("---\n"));
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  const file = "adopted/peerauthentication-default.yaml";
  return {
    code,
    err,
    spec: (parse(read("mesh.yaml")) as { spec: { waypoints?: unknown } }).spec,
    policy: existsSync(join(folder, file))
      ? (parse(read(file)) as { metadata: { namespace?: string } }).metadata.namespace
      : "not carried",
  };
}

test("fills in what names none", async () => {
  const { code, err, spec, policy: home } = await adopted([...mesh, waypoint, policy("")], "--namespace", "shop");
  expect({ code, waypoints: spec.waypoints, home }).toEqual({
    code: 0,
    waypoints: [{ name: "waypoint", namespace: "shop", for: "service" }],
    home: "shop",
  });
  expect(err).toContain(
    "note: taken with the namespace of --namespace, as nothing else says one: Gateway/shop/waypoint, PeerAuthentication/shop/default\n",
  );
  expect(err).not.toContain("nothing here says which namespace");
});

test("leaves what names one, and what has none", async () => {
  const { code, err, policy: home } = await adopted([...mesh, policy(", namespace: bookinfo")], "-n", "shop");
  expect({ code, home }).toEqual({ code: 0, home: "bookinfo" });
  expect(err).not.toContain("--namespace");
});

test("leaves a kind of which nobody knows whether it has one, and says so", async () => {
  const { code, err } = await adopted([...mesh, certificate], "-n", "shop");
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringContaining("as nothing here knows whether their kinds have one: Thing/a; write"),
  });
});

test("is asked for where nobody says it", async () => {
  const { err } = await adopted([...mesh, policy("")]);
  expect(err).toContain("nothing here says which namespace PeerAuthentication/default goes to: as it is now");
  expect(err).toContain("or say where all goes that names none: --namespace NAMESPACE");
});

test("gives way to the engine that puts it elsewhere", async () => {
  const folder = folderWith({
    "mesh/all.yaml": mesh.join("---\n"),
    "shop/policy.yaml": policy(""),
    "apps/shop.yaml":
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop, namespace: argocd }\nspec: { source: { repoURL: "https://git.example.com/ops", path: shop }, destination: { name: in-cluster, namespace: team } }\n',
  });
  await runCli(["adopt", ".", "--distribution", "sail", "-n", "shop"], folder);
  expect(readFileSync(join(folder, "adopted/peerauthentication-default.yaml"), "utf8")).toContain("namespace: team");
});

test.each([
  [["-n", "shop", "--context", "prod"], "what a cluster holds has one"],
  [["-", "-n", "Shop_1"], "--namespace: Shop_1 is no name of a namespace"],
])("is refused: %j", async (args, says) => {
  const { code, err } = await runCli(["adopt", ...args], folderWith({}), mesh.join("---\n"));
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(says) });
});
