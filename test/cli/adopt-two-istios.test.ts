import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* Two control planes in one input: a tag goes with the one that it points at, and so does who asks for it. */

const sail = (kind: string, name: string, spec: string, more = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: ${name}, uid: ${kind}-${name}${more} }\nspec: { ${spec} }\n`;
const istio = (name: string, isBased: boolean) =>
  sail(
    "Istio",
    name,
    `version: v1.28.3, namespace: ${name}-system${isBased ? ", updateStrategy: { type: RevisionBased }" : ""}`,
  );
const revision = (name: string, owner: string) =>
  sail(
    "IstioRevision",
    name,
    "version: v1.28.3, namespace: x",
    `, ownerReferences: [{ apiVersion: sailoperator.io/v1, kind: Istio, name: ${owner}, uid: Istio-${owner} }]`,
  );
const tag = (name: string, kind: string, target: string) =>
  sail("IstioRevisionTag", name, `targetRef: { kind: ${kind}, name: ${target} }`);
const namespace = (name: string, label: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, uid: ns-${name}, labels: { ${label} } }\n`;
const sidecar = (home: string) =>
  `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: { name: in-${home}, namespace: ${home} }\nspec: { egress: [{ hosts: ["./*"] }] }\n`;
const gateway = (name: string, asks: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: ${name}, namespace: ingress, labels: { istio.io/rev: ${asks} } }\nspec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }\n`;
const pod = (revisionOf: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: other, uid: p, annotations: { istio.io/rev: ${revisionOf} } }\nspec: { containers: [] }\n`;

async function adopted(input: readonly string[], name: string) {
  const folder = folderWith({});
  const { err } = await runCli(
    ["adopt", "-", "--istio", name, "--distribution", "sail", "-o", "mesh.yaml"],
    folder,
    input.join("---\n"),
  );
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as {
    spec: {
      namespaces?: readonly { name: string }[];
      revisionTags?: readonly { name: string }[];
      running?: unknown;
    };
  };
  const files = existsSync(join(folder, "adopted")) ? readdirSync(join(folder, "adopted")) : [];
  return {
    err,
    namespaces: (spec.namespaces ?? []).map((one) => one.name),
    tags: [
      ...(spec.revisionTags ?? []).map((one) => one.name),
      ...files.flatMap((one) => /^istiorevisiontag-(.*)\.yaml$/.exec(one)?.[1] ?? []),
    ].sort(),
    others: files.filter((one) => !one.startsWith("istiorevisiontag-")).sort(),
    running: spec.running,
  };
}

const asking = [
  namespace("shop", "istio.io/rev: prod"),
  namespace("cart", "istio.io/rev: stable"),
  namespace("pay", "istio.io/rev: mine"),
  ...["shop", "cart", "pay"].map(sidecar),
];

test.each<[blue: string, red: string, isBased: readonly [boolean, boolean]]>([
  ["RevisionBased", "RevisionBased", [true, true]],
  ["InPlace", "InPlace", [false, false]],
  ["RevisionBased", "InPlace", [true, false]],
  ["InPlace", "RevisionBased", [false, true]],
])("blue %s, red %s", async (_, __, [blue, red]) => {
  const target = red ? "red-v1-28-3" : "red";
  const input = [
    istio("blue", blue),
    istio("red", red),
    revision(target, "red"),
    tag("prod", "Istio", "red"),
    tag("stable", "IstioRevision", target),
    tag("mine", "Istio", "blue"),
    ...asking,
  ];
  const ofBlue = await adopted(input, "blue");
  expect(ofBlue).toMatchObject({ namespaces: ["pay"], tags: ["mine"], others: ["sidecar-in-pay.yaml"] });
  expect(ofBlue.err).toContain(
    "note: IstioRevisionTag/prod, IstioRevisionTag/stable go with Istio/red, by what they point at\n",
  );
  const ofRed = await adopted(input, "red");
  expect(ofRed).toMatchObject({
    namespaces: ["shop", "cart"],
    tags: ["prod", "stable"],
    others: ["sidecar-in-cart.yaml", "sidecar-in-shop.yaml"],
  });
  for (const { err } of [ofBlue, ofRed]) expect(err).not.toContain("is called that");
});

test("istio-injection asks for default, whatever Istio that tag points at", async () => {
  const input = [
    istio("blue", true),
    istio("red", true),
    tag("default", "Istio", "red"),
    namespace("a", "istio-injection: enabled"),
  ];
  expect(await adopted(input, "blue")).toMatchObject({ namespaces: [], tags: [] });
  expect(await adopted(input, "red")).toMatchObject({ namespaces: ["a"], tags: ["default"] });
});

test("gateways of one namespace go with the control plane that each asks for", async () => {
  const input = [
    istio("blue", true),
    istio("red", true),
    tag("prod", "Istio", "red"),
    gateway("of-red", "prod"),
    gateway("of-blue", "blue-v1-28-3"),
  ];
  expect((await adopted(input, "blue")).others).toEqual(["gateway-of-blue.yaml"]);
  expect((await adopted(input, "red")).others).toEqual(["gateway-of-red.yaml"]);
});

test("of two names of which one begins like a revision of the other", async () => {
  const input = [
    istio("prod", true),
    istio("prod-v2", true),
    tag("old", "IstioRevision", "prod-v1-28-3"),
    tag("new", "IstioRevision", "prod-v2-v1-28-3"),
    namespace("a", "istio.io/rev: prod-v1-28-3"),
    namespace("b", "istio.io/rev: prod-v2-v1-28-3"),
    pod("prod-v2-v1-28-3"),
  ];
  expect(await adopted(input, "prod")).toMatchObject({ namespaces: ["a"], tags: ["old"], running: undefined });
  expect(await adopted(input, "prod-v2")).toMatchObject({ namespaces: ["b"], tags: ["new"] });
});
