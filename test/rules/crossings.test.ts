import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectState, expectStep, namespace, sail, setOf } from "./support";

const ambient = { "istio.io/dataplane-mode": "ambient" };

test.each<[string, string, Expected[]]>([
  ["that looks at it", "v1.30.3", [["error", "IstioCNI/default", "its pods are outside of the mesh"]]],
  ["before it looked at it", "v1.29.6", [["warning", "IstioCNI/default", "from 1.30 on its pods"]]],
  ["of a version that is filled in", "<version>", [["warning", "IstioCNI/default", "from 1.30 on its pods"]]],
])("AMB002: an ambient namespace that the CNI is told to leave alone, by one %s", (_what, version, expected) => {
  const values = { cni: { excludeNamespaces: ["kube-system", "shop"] } };
  const objects: KubernetesObject[] = [
    ...["ZTunnel"].map((kind) => sail(kind, { version: "v1.29.6" })),
    sail("IstioCNI", { version, values }),
    namespace("shop", ambient),
  ];
  expectState("AMB002", setOf("sail", objects), expected);
});

test.each<[string, Record<string, string>, Expected[]]>([
  ["and stays ambient", ambient, [["warning", "Namespace/shop", "leaves waypoint waypoint"]]],
  ["for sidecars, which enforce the rest", { "istio-injection": "enabled" }, []],
])("WPT006: a namespace leaves its waypoint %s", (_what, labels, expected) => {
  const [before, after] = [
    [namespace("shop", { ...ambient, "istio.io/use-waypoint": "waypoint" })],
    [namespace("shop", labels)],
  ];
  expectStep("WPT006", { before: setOf("sail", before), after: setOf("sail", after) }, expected);
});
