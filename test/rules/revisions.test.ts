import type { KubernetesObject } from "../../src/mesh/mesh";
import { cni, type Expected, expectState, expectStep, istio, namespace, sail, setOf, ztunnel } from "./support";

const revised = (version: string, strategy: object = {}) =>
  istio(version, { updateStrategy: { type: "RevisionBased", ...strategy } });
const ambientOf = (type: string) => istio("v1.28.3", { profile: "ambient", updateStrategy: { type } });
const tag = (name: string, kind: string, target: string) =>
  sail("IstioRevisionTag", { targetRef: { kind, name: target } }, name);
const [a, b] = [revised("v1.29.6"), revised("v1.30.3")];
const asking = (name: string, revision: string) => namespace(name, { "istio.io/rev": revision });
const waypointOf = (revision: string): KubernetesObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "waypoint", namespace: "shop", labels: { "istio.io/rev": revision } },
});
const markerOf = (phase: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "meshstep-prod", namespace: "istio-system" },
  data: { mesh: "prod", phase, plan: "x" },
});
const [firstMarker, phaseMarker] = [markerOf("00-baseline"), markerOf("05-gateways-v1.30.3")];
const hold = tag("hold", "IstioRevision", "default-v1-29-6");
const step = (before: KubernetesObject[], after: KubernetesObject[]) => ({
  before: setOf("sail", before),
  after: setOf("sail", after),
});

describe("REV001", () => {
  test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
    ["held by a tag since before", [a, hold, ztunnel("v1.29.6")], [b, hold, ztunnel("v1.29.6")], []],
    [
      "held by a namespace",
      [a, namespace("shop", { "istio.io/rev": "default-v1-29-6" })],
      [b, namespace("shop", { "istio.io/rev": "default-v1-29-6" })],
      [],
    ],
    [
      "held by ztunnel's revision",
      [a, ztunnel("v1.29.6", { revision: "default-v1-29-6" })],
      [b, ztunnel("v1.29.6", { revision: "default-v1-29-6" })],
      [],
    ],
    [
      "held by a waypoint",
      [a, ztunnel("v1.29.6"), waypointOf("default-v1-29-6")],
      [b, ztunnel("v1.29.6"), waypointOf("default-v1-29-6")],
      [],
    ],
    [
      "a waypoint of another revision",
      [a, ztunnel("v1.29.6"), waypointOf("other")],
      [b, ztunnel("v1.29.6"), waypointOf("other")],
      [["error", "Istio/default", "nothing here holds default-v1-29-6"]],
    ],
    [
      "ambient, and nothing holds it",
      [a, ztunnel("v1.29.6")],
      [b, ztunnel("v1.29.6")],
      [["error", "Istio/default", "nothing here holds default-v1-29-6"]],
    ],
    ["the hold comes with the version", [a], [b, hold], [["error", "Istio/default", "comes in the same step"]]],
    ["sidecars, whose pods hold it", [a], [b], []],
    ["InPlace", [istio("v1.29.6"), ztunnel("v1.29.6")], [istio("v1.30.3"), ztunnel("v1.29.6")], []],
    ["no version moves", [a, ztunnel("v1.29.6")], [a, ztunnel("v1.30.3")], []],
  ])("%s", (_, before, after, expected) => expectStep("REV001", step(before, after), expected));
});

test.each<[string, string, KubernetesObject, Expected[]]>([
  [
    "OpenShift",
    "openshift 3.3.6",
    ambientOf("RevisionBased"),
    [["warning", "Istio/default", "OpenShift Service Mesh 3 supports InPlace alone"]],
  ],
  [
    "Alauda",
    "alauda",
    ambientOf("RevisionBased"),
    [["warning", "Istio/default", "Alauda Service Mesh 2 supports InPlace alone"]],
  ],
  ["InPlace", "openshift 3.3.6", ambientOf("InPlace"), []],
  ["sidecars", "openshift 3.3.6", a, []],
  ["the community, whose pages contradict each other", "sail", ambientOf("RevisionBased"), []],
])("REV004: RevisionBased in an ambient mesh: %s", (_, where, object, expected) => {
  expectState("REV004", setOf(where, [object]), expected);
});

describe("REV002", () => {
  const follower = tag("stable", "Istio", "default");
  test("a tag that follows Istio, as in Sail's own sample, is an error when the version moves", () => {
    expectState("REV002", setOf("sail", [a, follower]), []);
    expectStep("REV002", step([a, follower], [b, follower]), [
      ["error", "IstioRevisionTag/stable", "goes over at once"],
    ]);
  });

  test("so is a ZTunnel", () => {
    const one = sail("ZTunnel", { version: "v1.30.3", targetRef: { kind: "Istio", name: "default" } });
    expectState("REV002", setOf("sail", [a, one]), [["warning", "ZTunnel/default", "it follows Istio default"]]);
  });

  test.each([
    ["a tag that names a revision", [a, hold]],
    ["an InPlace control plane, whose revision keeps its name", [istio("v1.29.6"), follower]],
    ["an Istio that is not here", [revised("v1.29.6"), tag("stable", "Istio", "other")]],
  ])("nothing of %s", (_, objects) => {
    expectState("REV002", setOf("sail", objects), []);
    expectStep("REV002", step(objects, objects), []);
  });
});

describe("REV003", () => {
  test.each<[string, KubernetesObject[], Expected[]]>([
    ["two names", [a, istio("v1.30.3", {}, "prod"), hold], []],
    [
      "one revision of two Istios",
      [a, istio("v1.30.3", {}, "default-v1-29-6")],
      [["error", "Istio/default-v1-29-6", "so is the revision of Istio/default"]],
    ],
    [
      "a tag called like a revision",
      [a, tag("default-v1-29-6", "IstioRevision", "x")],
      [["error", "IstioRevisionTag/default-v1-29-6", "so is, or would be, a revision of Istio/default"]],
    ],
    [
      "a tag called like an InPlace control plane",
      [istio("v1.30.3"), tag("default", "Istio", "default")],
      [["error", "IstioRevisionTag/default", "called default"]],
    ],
    [
      "a name that is too long for a Service",
      [istio("v1.30.3", { updateStrategy: { type: "RevisionBased" } }, "a".repeat(50))],
      [["error", `Istio/${"a".repeat(50)}`, "expected at most 63"]],
    ],
    [
      "a tag called like a version to come",
      [a, tag("default-v1-30-3", "IstioRevision", "x")],
      [["error", "IstioRevisionTag/default-v1-30-3", "so is, or would be, a revision of Istio/default"]],
    ],
    ["a tag that begins like one", [a, tag("default-v1", "IstioRevision", "x")], []],
    [
      "a tag whose Service has no room",
      [a, tag("t".repeat(44), "IstioRevision", "x")],
      [["error", `IstioRevisionTag/${"t".repeat(44)}`, "istiod-revision-tag-"]],
    ],
    ["the longest tag", [a, tag("t".repeat(43), "IstioRevision", "x")], []],
    ["charts without that Service", [revised("v1.27.3"), tag("t".repeat(44), "IstioRevision", "x")], []],
  ])("%s", (_, objects, expected) => expectState("REV003", setOf("sail", objects), expected));
});

describe("REV005", () => {
  const day = { inactiveRevisionDeletionGracePeriodSeconds: 86400 };
  test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
    [
      "the operator's default, where a tag holds the new one alone",
      [a],
      [b, tag("stable", "IstioRevision", "default-v1-30-3")],
      [["warning", "Istio/default", "default-v1-29-6 is deleted 30 seconds after its last use"]],
    ],
    ["what the state after says of itself", [a], [b], []],
    ["a day", [a], [revised("v1.30.3", day)], []],
    ["a hold", [a, hold], [b, hold], []],
    [
      "a hold, and the day that it had goes with the bump",
      [revised("v1.29.6", day), hold],
      [b, hold],
      [["warning", "Istio/default", "default-v1-29-6 is deleted 30 seconds after its last use"]],
    ],
    ["no version moves", [a], [a], []],
    ["InPlace", [istio("v1.29.6")], [istio("v1.30.3")], []],
  ])("%s", (_, before, after, expected) => expectStep("REV005", step(before, after), expected));

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["the operator's default", [a], [["warning", "Istio/default", "deleted 30 seconds after its last use"]]],
    [
      "ten minutes",
      [revised("v1.30.3", { inactiveRevisionDeletionGracePeriodSeconds: 600 })],
      [["warning", "Istio/default", "600 seconds"]],
    ],
    ["an hour", [revised("v1.30.3", { inactiveRevisionDeletionGracePeriodSeconds: 3600 })], []],
    ["a tag that holds it", [a, hold], []],
    ["a tag that still holds the one before", [b, hold], []],
    ["a tag that follows Istio", [b, tag("stable", "Istio", "default")], [["warning", "Istio/default", "30 seconds"]]],
    ["InPlace, where the period means nothing", [istio("v1.29.6")], []],
    ["a phase of ours", [a, phaseMarker], []],
  ])("a state: %s", (_, objects, expected) => expectState("REV005", setOf("sail", objects), expected));
});

/** As a phase of ours writes it. */
const ownHold = (revision: string): KubernetesObject => {
  const { metadata, ...rest } = tag("default-hold", "IstioRevision", revision);
  const annotations = { ...metadata.annotations, "meshstep.dev/let-go": "true" };
  return { ...rest, metadata: { ...metadata, annotations } } as KubernetesObject;
};

describe("REV006: a revision of a RevisionBased control plane that is not the newest may still be there", () => {
  test.each<[string, KubernetesObject[], Expected[]]>([
    ["the one that it makes", [b, asking("shop", "default-v1-30-3")], []],
    [
      "of a version that there is",
      [b, asking("shop", "default-v1-28-3")],
      [["warning", "Namespace/shop", "Namespace/shop asks for default-v1-28-3, and Istio/default, at v1.30.3"]],
    ],
    [
      "of a version to come, on several",
      [a, asking("web", "default-v1-30-3"), asking("shop", "default-v1-30-3")],
      [["warning", "Namespace/shop", "Namespace/shop, Namespace/web asks for default-v1-30-3"]],
    ],
    ["one that a tag holds by its name", [b, hold, asking("shop", "default-v1-29-6")], []],
    [
      "one that is written down",
      [b, sail("IstioRevision", {}, "default-v1-29-6"), asking("shop", "default-v1-29-6")],
      [],
    ],
    ["in a phase of ours", [b, phaseMarker, asking("shop", "default-v1-28-3")], []],
    [
      "in a phase of ours, which holds it",
      [b, phaseMarker, ownHold("default-v1-28-3"), asking("shop", "default-v1-28-3")],
      [],
    ],
    [
      "in a phase of ours, whose hold is on another one",
      [b, phaseMarker, ownHold("default-v1-27-3"), asking("shop", "default-v1-28-3")],
      [["error", "Namespace/shop", "Istio/default makes default-v1-30-3, and no tag holds the other one"]],
    ],
    [
      "with dots, as no operator calls it",
      [b, ownHold("default-v1.28.3"), asking("shop", "default-v1.30.3")],
      [
        ["error", "IstioRevisionTag/default-hold", "names IstioRevision/default-v1.28.3, which is not among"],
        ["error", "Namespace/shop", "asks for default-v1.30.3, which no control plane"],
      ],
    ],
    ["in a phase of ours, what a tag holds", [b, hold, phaseMarker, asking("shop", "default-v1-29-6")], []],
    [
      "in a phase of ours, what no tag holds",
      [b, hold, phaseMarker, asking("shop", "default-v1-28-3")],
      [["error", "Namespace/shop", "Istio/default makes default-v1-30-3, and no tag holds the other one"]],
    ],
    ["in a phase of ours, what nothing holds yet", [b, phaseMarker, asking("shop", "default-v1-29-6")], []],
    [
      "in the last phase of ours",
      [b, markerOf("11-clean-up-v1.29.6"), asking("shop", "default-v1-29-6")],
      [["error", "Namespace/shop", "in 11-clean-up-v1.29.6 Istio/default makes default-v1-30-3"]],
    ],
    [
      "where a row began in the middle of a move",
      [b, tag("stable", "IstioRevision", "default-v1-30-3"), firstMarker, asking("shop", "default-v1-29-6")],
      [],
    ],
    ["where it began so, and no tag", [b, firstMarker, asking("shop", "default-v1-29-6")], []],
    ["a later one, where a row back begins", [a, firstMarker, asking("shop", "default-v1-30-3")], []],
    ["of one control plane among others", [b, istio("v1.30.3", {}, "east"), asking("shop", "east")], []],
    [
      "of one that there is not",
      [b, namespace("shop", { "istio.io/rev": "default-v1-28-99" })],
      [["error", "Namespace/shop", "asks for default-v1-28-99"]],
    ],
    [
      "with the dots of its version",
      [b, tag("hold", "IstioRevision", "default-v1.29.6"), namespace("shop", { "istio.io/rev": "default-v1-29.6" })],
      [
        ["error", "IstioRevisionTag/hold", "names IstioRevision/default-v1.29.6"],
        ["error", "Namespace/shop", "asks for default-v1-29.6"],
      ],
    ],
    [
      "without its last number",
      [b, tag("hold", "IstioRevision", "default-v1-29")],
      [["error", "IstioRevisionTag/hold", "default-v1-29"]],
    ],
    ["of an alias", [b, tag("hold", "IstioRevision", "default-v1-29-latest")], []],
    [
      "a tag on one that there is not",
      [b, tag("stable", "IstioRevision", "default-v1-28-99")],
      [["error", "IstioRevisionTag/stable", "names IstioRevision/default-v1-28-99"]],
    ],
  ])("%s", (_, objects, expected) => expectState("REV006", setOf("sail", objects), expected));
});

describe("REV006: from a step on", () => {
  test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
    [
      "nothing asked for it before",
      [b, asking("shop", "default-v1-30-3")],
      [b, asking("shop", "default-v1-29-6")],
      [["error", "Namespace/shop", "from this step on, and nothing did before"]],
    ],
    [
      "nothing did when it was still the newest",
      [a],
      [b, asking("shop", "default-v1-29-6")],
      [["error", "Namespace/shop", "Istio/default makes default-v1-30-3 now"]],
    ],
    [
      "somebody did",
      [b, asking("web", "default-v1-29-6")],
      [b, asking("web", "default-v1-29-6"), asking("shop", "default-v1-29-6")],
      [],
    ],
    ["a tag held it", [b, hold], [b, hold, asking("shop", "default-v1-29-6")], []],
    [
      "a tag moves to one that nothing has asked for",
      [b, tag("early", "IstioRevision", "default-v1-29-6")],
      [b, tag("early", "IstioRevision", "default-v1-29-5")],
      [["error", "IstioRevisionTag/early", "names default-v1-29-5 from this step on, and nothing did before"]],
    ],
    [
      "a hold comes with the move that it is for",
      [a],
      [b, hold],
      [["error", "IstioRevisionTag/hold", "the operator deletes what is not in use"]],
    ],
    ["a hold comes before it", [a], [a, hold], []],
    [
      "a hold comes with the move, and a namespace uses it",
      [a, asking("shop", "default-v1-29-6")],
      [b, hold, asking("shop", "default-v1-29-6")],
      [],
    ],
    [
      "a tag goes back to what another tag has held",
      [b, hold],
      [b, hold, tag("early", "IstioRevision", "default-v1-29-6")],
      [],
    ],
    [
      "a hold of ours goes before those who ask for it",
      [b, phaseMarker, hold, asking("shop", "default-v1-29-6")],
      [b, phaseMarker, asking("shop", "default-v1-29-6")],
      [["warning", "Namespace/shop", "runs only where it ran before"]],
    ],
    ["a hold of ours goes behind them", [b, phaseMarker, hold], [b, phaseMarker], []],
    ["who stays behind in a move", [a, asking("shop", "default-v1-29-6")], [b, asking("shop", "default-v1-29-6")], []],
  ])("%s", (_, before, after, expected) => expectStep("REV006", step(before, after), expected));
});

describe("REV007", () => {
  const called = (name: string) => tag(name, "IstioRevision", "default-v1-29-6");
  test.each<[string, string, KubernetesObject[], Expected[]]>([
    [
      "a tag called default",
      "sail 1.30.3",
      [a, called("default")],
      [["warning", "IstioRevisionTag/default", "every write of an Istio object is refused"]],
    ],
    ["another name", "sail 1.30.3", [a, called("stable")], []],
    ["over the InPlace control plane called default", "sail 1.30.3", [istio("v1.29.6"), called("default")], []],
    ["a release that has the fix", "openshift 3.4.1", [a, called("default")], []],
    [
      "one that does not",
      "openshift 3.4.0",
      [a, called("default")],
      [["warning", "IstioRevisionTag/default", "3.4.0"]],
    ],
    ["before tags had that webhook", "openshift 3.1.11", [a, called("default")], []],
    ["no release is known", "sail", [a, called("default")], []],
  ])("%s", (_, where, objects, expected) => expectState("REV007", setOf(where, objects), expected));
});

describe("the CNI plugin under RevisionBased is held against every control plane that has proxies", () => {
  const asks = (revision: string) => namespace("shop", { "istio.io/rev": revision });
  test.each<[string, KubernetesObject[], Expected[]]>([
    ["one minor ahead", [a, cni("v1.30.3")], []],
    ["two behind a control plane that nobody asks for yet", [b, cni("v1.28.3"), asks("default-v1-28-3")], []],
    [
      "two behind one that has proxies",
      [b, cni("v1.28.3"), asks("default-v1-30-3")],
      [["error", "IstioCNI/default", "more than one minor behind"]],
    ],
  ])("%s", (_, objects, expected) => {
    expectState("SKEW001", setOf("sail", objects), []);
    expectState("SKEW002", setOf("sail", objects), expected);
  });
});
