import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";
import { release } from "../chart-support";

/* What goes in a step: what nobody asks for any more is a planned removal, and the same object with users is an outage. */

type Files = Readonly<Record<string, string>>;

const istio = (name: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: ${name} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const tag = (name: string, of: string) =>
  `apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata: { name: ${name} }\nspec: { targetRef: { kind: Istio, name: ${of} } }\n`;
const namespace = (name: string, ...labels: readonly string[]) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { ${labels.join(", ")} } }\n`;
const waypoint = (name: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: ${name}, namespace: shop }\nspec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n`;
const ambient = "istio.io/dataplane-mode: ambient";
const through = "istio.io/use-waypoint: one";

function step(before: Files, after: Files) {
  const [from, to] = [before, after].map((files) => folderWith(files));
  const { findings, notes } = checkTransition(
    { from: from ?? "", to: [to ?? ""] },
    { acceptedJumps: [] },
    { cwd: "/" },
  );
  return {
    gone: findings.flatMap(({ rule, message }) => (rule === "SNAP002" ? [message] : [])),
    notes: notes.join("\n"),
  };
}

const both = { "blue.yaml": istio("blue"), "green.yaml": istio("green") };
const byTag = { "tag.yaml": tag("stable", "blue"), "shop.yaml": namespace("shop", "istio.io/rev: stable") };

test("a control plane for which nothing asks", () => {
  const { gone, notes } = step({ ...both, ...byTag }, { "blue.yaml": istio("blue"), ...byTag });
  expect(gone).toEqual([]);
  expect(notes).toContain(
    "not judged: whether pods still run on Istio/green, which goes and is asked for by nothing here",
  );
});

test("one whose users move in the same step", () => {
  const { gone } = step(
    { ...both, ...byTag },
    { "green.yaml": istio("green"), ...byTag, "tag.yaml": tag("stable", "green") },
  );
  expect(gone).toEqual([
    "Istio blue is gone: both engines delete what is missing; Namespace/shop asks for it until this step: pods that run on it get neither configuration nor certificates until they restart",
  ]);
});

test("where nothing here asks for any of them, nobody knows", () => {
  expect(step(both, { "blue.yaml": istio("blue") }).gone).toHaveLength(1);
});

test("the last one", () => {
  const asking = { "shop.yaml": namespace("shop", "istio.io/rev: other") };
  expect(step({ "blue.yaml": istio("blue"), ...asking }, asking).gone).toHaveLength(1);
});

test("a revision of a chart", () => {
  const [old, young] = ["1-29-1", "1-30-3"].map((revision) =>
    release("istiod", { name: `istiod-${revision}`, values: [`revision: ${revision}`] }),
  ) as [string, string];
  const asking = (revision: string) => ({ "shop.yaml": namespace("shop", `istio.io/rev: ${revision}`) });
  const all = { "old.yaml": old, "young.yaml": young };
  expect(step({ ...all, ...asking("1-30-3") }, { "young.yaml": young, ...asking("1-30-3") }).gone).toEqual([]);
  expect(step({ ...all, ...asking("1-29-1") }, { "young.yaml": young, ...asking("1-30-3") }).gone).toHaveLength(1);
});

test("a waypoint through which nothing is sent, and one through which something is", () => {
  const mesh = { "istio.yaml": istio("default"), "shop.yaml": namespace("shop", ambient, through) };
  const [one, two] = [{ "one.yaml": waypoint("one") }, { "two.yaml": waypoint("two") }];
  expect(step({ ...mesh, ...one, ...two }, { ...mesh, ...one }).gone).toEqual([]);
  expect(step({ ...mesh, ...one, ...two }, { ...mesh, ...two }).gone).toHaveLength(1);
  const bare = { "istio.yaml": istio("default"), "shop.yaml": namespace("shop", ambient) };
  expect(step({ ...bare, ...one }, bare).gone).toEqual([]);
  const policy =
    "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: a, namespace: shop }\nspec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: two }] }\n";
  expect(step({ ...mesh, ...one, ...two, "a.yaml": policy }, { ...mesh, ...one }).gone).toContainEqual(
    expect.stringContaining("Gateway two is gone"),
  );
});

test("a tenant that leaves is one thing, and what is said of its parts is not", () => {
  const mesh = { "istio.yaml": istio("default"), "one.yaml": namespace("shop", ambient) };
  const tenant = {
    "bank/namespace.yaml": namespace("bank", ambient),
    "bank/all.yaml": `${waypoint("one").replace("shop", "bank")}---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: bank }
spec: { selector: { app: api }, ports: [{ port: 80 }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: readers, namespace: bank }
spec: { rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
`,
  };
  expect(step({ ...mesh, ...tenant }, mesh).gone).toEqual(["Namespace bank goes with all that is in it (3 objects)"]);
  const left = { "bank/namespace.yaml": tenant["bank/namespace.yaml"] };
  expect(step({ ...mesh, ...tenant }, { ...mesh, ...left }).gone).toHaveLength(2);
});

test("an application that leaves takes along what was for it alone", () => {
  const mesh = { "istio.yaml": istio("default"), "shop.yaml": namespace("shop", ambient) };
  const object = (apiVersion: string, kind: string, name: string, rest = "") =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n${rest}`;
  const selecting = (kind: string, rest = "") =>
    object("security.istio.io/v1", kind, "cart", `spec: { selector: { matchLabels: { app: cart } }${rest} }\n`);
  const deployment = object(
    "apps/v1",
    "Deployment",
    "cart",
    "spec: { selector: { matchLabels: { app: cart } }, template: { metadata: { labels: { app: cart } }, spec: { containers: [{ name: a, image: a }] } } }\n",
  );
  const beside = {
    "account.yaml": object("v1", "ServiceAccount", "cart"),
    "service.yaml": object(
      "v1",
      "Service",
      "cart",
      "spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }\n",
    ),
    "policy.yaml": selecting("AuthorizationPolicy", ", action: DENY, rules: [{}]"),
    "rule.yaml": object(
      "networking.istio.io/v1",
      "DestinationRule",
      "cart",
      "spec: { host: cart.shop.svc.cluster.local }\n",
    ),
    "route.yaml": object(
      "gateway.networking.k8s.io/v1",
      "HTTPRoute",
      "cart",
      "spec: { parentRefs: [{ group: '', kind: Service, name: cart }], rules: [{ backendRefs: [{ name: cart, port: 80 }] }] }\n",
    ),
  };
  const all = { ...mesh, "cart.yaml": deployment, ...beside };
  expect(step(all, mesh).gone).toEqual(["Deployment cart is gone: both engines delete what is missing"]);
  const { "policy.yaml": _gone, ...open } = all;
  expect(step(all, open).gone).toEqual([
    "AuthorizationPolicy cart is gone: both engines delete what is missing, and what it refused is let through",
  ]);
  // Pods that stay lose their Service.
  expect(step(all, { ...mesh, "cart.yaml": deployment }).gone).toHaveLength(3);
});
