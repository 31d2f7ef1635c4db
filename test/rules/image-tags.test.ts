import type { KubernetesObject } from "../../src/mesh/mesh";
import { describeWithCrds } from "../support/crd-folders";
import { validateObject } from "../support/crds";
import { setsFor } from "../support/objects";
import { cni, type Expected, expectState, istio, rule, sail, setOf } from "./support";

const values = (all: object) => ({ values: all });
const zt = (all: object, version = "v1.28.8") => sail("ZTunnel", { version, ...values(all) });
const pilotImage = (image: string) => istio("v1.28.8", values({ pilot: { image } }));
const digest = `sha256:${"0".repeat(64)}`;

const overrides: [string, KubernetesObject, string][] = [
  ["global.tag", istio("v1.28.8", values({ global: { tag: "1.27.1" } })), "Istio/default"],
  ["pilot.tag", istio("v1.28.8", values({ pilot: { tag: "1.27.1" } })), "Istio/default"],
  [
    "pilot.tag",
    sail("IstioRevision", { version: "v1.28.8", ...values({ pilot: { tag: "1.27.1" } }) }),
    "IstioRevision/default",
  ],
  ["global.tag", cni("v1.28.8", values({ global: { tag: "1.27.1" } })), "IstioCNI/default"],
  ["cni.tag", cni("v1.28.8", values({ cni: { tag: "1.27.1" } })), "IstioCNI/default"],
  ["global.tag", zt({ global: { tag: "1.27.1" } }), "ZTunnel/default"],
  ["ztunnel.tag", zt({ ztunnel: { tag: "1.27.1" } }), "ZTunnel/default"],
  ["pilot.image", pilotImage("pilot:1.27.1"), "Istio/default"],
  ["pilot.image", pilotImage("registry.example:5000/istio/pilot:1.27.1"), "Istio/default"],
  ["pilot.image", pilotImage(`registry.example/istio/pilot@${digest}`), "Istio/default"],
  ["pilot.image", pilotImage(`registry.example/istio/pilot:1.28.8@${digest}`), "Istio/default"],
  ["pilot.image", pilotImage("registry.example:5000/istio/pilot"), "Istio/default"],
  ["global.proxy.image", istio("v1.28.8", values({ global: { proxy: { image: "a/b:1.27.1" } } })), "Istio/default"],
  [
    "global.proxy_init.image",
    istio("v1.28.8", values({ global: { proxy_init: { image: "a/b:1.27.1" } } })),
    "Istio/default",
  ],
  ["cni.image", cni("v1.28.8", values({ cni: { image: "a/install-cni:1.27.1" } })), "IstioCNI/default"],
  ["ztunnel.image", zt({ ztunnel: { image: "a/ztunnel:1.27.1" } }), "ZTunnel/default"],
];

test.each(overrides)("%s %#", (path, object, id) => {
  const said = `spec.values.${path} `;
  expectState("VER007", setOf("openshift 3.3.6", [object]), [["error", id, said]]);
  expectState("VER007", setOf("openshift", [object]), [["error", id, said]]);
});

test.each<[string, string, KubernetesObject, Expected[]]>([
  ["hub alone is a mirror", "sail", istio("v1.28.8", values({ global: { hub: "mirror.example:5000/istio" } })), []],
  ["a name inside the hub", "sail", pilotImage("pilot"), []],
  ["an empty tag", "sail", istio("v1.28.8", values({ global: { tag: "" } })), []],
  ["no values", "sail", istio("v1.28.8"), []],
  ["a map where the tag belongs", "sail", istio("v1.28.8", values({ global: { tag: {} } })), []],
  ["the image of another kind's chart", "sail", zt({ pilot: { tag: "1.27.1" } }), []],
  [
    "a kind of another group",
    "sail",
    { ...istio("v1.28.8", values({ global: { tag: "1.27.1" } })), apiVersion: "a.example/v1" },
    [],
  ],
  ...["1.28.8", "v1.28.8", "1.28.8-distroless", "1.28.8-debug"].map(
    (tag): [string, string, KubernetesObject, Expected[]] => [
      `the same: ${tag}`,
      "sail",
      istio("v1.28.8", values({ global: { tag } })),
      [["warning", "Istio/default", `spec.values.global.tag ${tag} pins what spec.version says already`]],
    ],
  ),
  [
    "the same, in the image",
    "sail",
    pilotImage("a:5000/pilot:1.28.8"),
    [["warning", "Istio/default", "spec.values.pilot.image a:5000/pilot:1.28.8 pins"]],
  ],
  [
    "the same by an alias",
    "sail 1.30.0",
    istio("v1.28-latest", values({ pilot: { tag: "1.28.7" } })),
    [["warning", "Istio/default", "pins"]],
  ],
  [
    "what an alias was before",
    "sail 1.30.0",
    istio("v1.28-latest", values({ pilot: { tag: "1.28.6" } })),
    [["error", "Istio/default", "chooses 1.28.6 whatever spec.version v1.28-latest says"]],
  ],
  [
    "a pre-release of the same",
    "sail",
    istio("v1.28.0", values({ pilot: { tag: "1.28.0-rc.1" } })),
    [["error", "Istio/default", "chooses 1.28.0-rc.1"]],
  ],
  [
    "no version",
    "sail",
    sail("Istio", values({ pilot: { tag: "1.28.0" } })),
    [["error", "Istio/default", "whatever spec.version (left out) says"]],
  ],
  [
    "a number, as YAML reads it",
    "sail",
    istio("v1.28.8", values({ global: { tag: 1.28 } })),
    [["error", "Istio/default", "chooses 1.28 "]],
  ],
  [
    "each choice by itself",
    "sail",
    istio("v1.28.8", values({ global: { tag: "1.27.1" }, pilot: { tag: "1.28.8" } })),
    [
      ["error", "Istio/default", "global.tag"],
      ["warning", "Istio/default", "pilot.tag"],
    ],
  ],
])("%s", (_what, where, object, expected) => {
  expectState("VER007", setOf(where, [object]), expected);
});

test("a revision that the operator made holds the images of its release", () => {
  const image = "registry.redhat.io/openshift-service-mesh/istio-pilot-rhel9@sha256:ab";
  const owner = { apiVersion: "sailoperator.io/v1", kind: "Istio", name: "default", controller: true };
  const spec = { version: "v1.28.8", values: { pilot: { image } } };
  const written = sail("IstioRevision", spec);
  const made = { ...written, metadata: { ...written.metadata, ownerReferences: [owner] } };
  expectState("VER007", setOf("openshift", [made]), []);
  expectState("VER007", setOf("openshift", [written]), [["error", "IstioRevision/default", "sha256:ab"]]);
});

test("the hint says how a mirror is named", () => {
  const found = rule("VER007").state?.(setOf("sail", [pilotImage("pilot:1.27.1")])) ?? [];
  expect(found.map(({ hint }) => hint)).toEqual([expect.stringContaining("a mirror is named by hub alone")]);
});

describeWithCrds("the real CRDs", () => {
  test.each(overrides)("keep %s %#: nothing but this rule stands in its way", (_path, object) => {
    const problems = validateObject(object, setsFor("openshift", "3.3.6"));
    // The fixtures leave the namespaces out, of which the CRD's own rules speak.
    expect(problems.filter((one) => !/spec\.namespace|required/.test(one))).toEqual([]);
  });
});
