import type { KubernetesObject } from "../../src/objects/kubernetes-object";
import { object } from "./support";
import {
  add,
  type Change,
  expectSaid,
  layers,
  replace,
  type Said,
  said,
  snapshot,
  system,
  version,
} from "./unsafe-support";

const policy = (annotations: Record<string, string>) =>
  object("AuthorizationPolicy", "allow", { namespace: "shop", ...annotations });
const settings = (annotations: Record<string, string>) =>
  object("ConfigMap", "settings", { namespace: "shop", ...annotations });
const namespace = (labels: Record<string, string>, wave = "60"): KubernetesObject => {
  const one = object("Namespace", "shop", { wave });
  return { ...one, metadata: { ...one.metadata, labels } };
};

test("a snapshot as synth writes it is safe with both engines", () => {
  expect([said("argocd", snapshot()), said("flux", snapshot())]).toEqual([[], []]);
});

test("so is one without a closing gate, where people finish the phase", () => {
  const entries = snapshot(replace("90-verify"));
  expect(said("argocd", entries, { byHand: true })).toEqual([]);
  expectSaid(said("argocd", entries), [["DEL001", "error", undefined, "no gate after the last layer"]]);
});

test("where no snapshot has a gate, that is said once", () => {
  const entries = snapshot(replace("90-verify"), replace("05-precheck"));
  expectSaid(said("argocd", entries, { jobs: false }), [["DEL001", "warning", undefined, "no snapshot holds a gate"]]);
});

/** What Argo CD would do wrong, and what Flux would. */
test.each<[string, Change, Said[], Said[]]>([
  [
    "a policy before the opening gate",
    add("60-routing", policy({ wave: "-5" })),
    [["DEL001", "error", "AuthorizationPolicy/shop/allow", "in wave -5, before the gate of 05-precheck (wave 5)"]],
    [],
  ],
  [
    "a policy beside it",
    add("60-routing", policy({ wave: "5" })),
    [["DEL001", "error", "AuthorizationPolicy/shop/allow", "together with the gate of 05-precheck"]],
    [],
  ],
  [
    "settings of somebody before it",
    add("60-routing", settings({ wave: "1" })),
    [["DEL001", "warning", "ConfigMap/shop/settings", "before the gate of 05-precheck"]],
    [],
  ],
  [
    "a hook before it",
    add(
      "60-routing",
      object("Job", "migrate", { namespace: "shop", "argocd.argoproj.io/hook": "PreSync", wave: "60" }),
    ),
    [["DEL001", "warning", "Job/shop/migrate", "in PreSync, wave 60, before the gate of 05-precheck"]],
    [],
  ],
  [
    "a route beside the closing gate",
    add("60-routing", object("HTTPRoute", "late", { namespace: "shop", wave: "90" })),
    [["DEL001", "error", "HTTPRoute/shop/late", "together with the gate of 90-verify"]],
    [],
  ],
  [
    "a route behind it",
    add("60-routing", object("HTTPRoute", "late", { namespace: "shop", wave: "100" })),
    [["DEL001", "error", "HTTPRoute/shop/late", "in wave 100, after the gate of 90-verify"]],
    [],
  ],
  [
    "a wave that is no number",
    add("60-routing", policy({ wave: "sixty" })),
    [
      ["WAV001", "error", "AuthorizationPolicy/shop/allow", "“sixty” is no whole number"],
      ["DEL001", "error", "AuthorizationPolicy/shop/allow", "in wave 0, before the gate of 05-precheck"],
    ],
    [],
  ],
  [
    "a policy that no sync applies",
    add("60-routing", policy({ "argocd.argoproj.io/hook": "Skip" })),
    [["DEL002", "warning", "AuthorizationPolicy/shop/allow", "Argo CD never applies it"]],
    [],
  ],
  [
    "a policy that Flux passes over",
    add("60-routing", policy({ wave: "60", "kustomize.toolkit.fluxcd.io/reconcile": "disabled" })),
    [],
    [["DEL002", "warning", "AuthorizationPolicy/shop/allow", "Flux never applies it"]],
  ],
  [
    "a closing gate in the wave of the marker, so the last",
    replace("90-verify", object("Job", "prod-verify-03-aaaa", { ...system, wave: "95" })),
    [
      ["DEL001", "error", "Job/istio-system/prod-verify-03-aaaa", "does not wait for the gate of 90-verify"],
      ["DEL001", "error", "ConfigMap/istio-system/meshstep-prod", "together with the gate of 90-verify"],
    ],
    [],
  ],
  [
    "a marker before the closing gate",
    replace("95-marker", object("ConfigMap", "meshstep-prod", { ...system, wave: "70" })),
    [
      ["DEL001", "error", "Job/istio-system/prod-verify-03-aaaa", "never awaits the last wave"],
      ["DEL001", "error", "ConfigMap/istio-system/meshstep-prod", "in wave 70, before the gate of 90-verify"],
    ],
    [],
  ],
  [
    "ZTunnel before CNI",
    replace("40-ztunnel", object("ZTunnel", "default", { wave: "25" }, version("v1.28.4"))),
    [["WAV001", "error", "ZTunnel/default", "in wave 25, before IstioCNI/default (wave 30)"]],
    [],
  ],
  [
    "ZTunnel beside the control plane",
    replace("40-ztunnel", object("ZTunnel", "default", { wave: "20" }, version("v1.28.4"))),
    [
      ["DEL002", "error", "ZTunnel/default", "together with Istio/default"],
      ["WAV001", "error", "ZTunnel/default", "before IstioCNI/default"],
    ],
    [],
  ],
  [
    "a Namespace whose label Argo CD pulls before its waypoint, and before the gate",
    add("60-routing", namespace({ "istio.io/use-waypoint": "waypoint" })),
    [
      ["DEL001", "error", "Namespace/shop", "together with the gate of 05-precheck (wave 5)"],
      ["WAV002", "error", "Namespace/shop", "in wave 5, before Gateway/shop/waypoint (wave 50)"],
    ],
    [],
  ],
  ["a Namespace that says nothing to the mesh", add("60-routing", namespace({ team: "a" })), [], []],
  [
    "a Namespace of two deliveries",
    (all) => {
      add("60-routing", namespace({ team: "a" }))(all);
      add("namespaces", object("Namespace", "shop"))(all);
    },
    [
      ["NS004", "error", "Namespace/shop", "it is also in namespaces/"],
      ["NS004", "error", "Namespace/shop", "it is also in mesh/60-routing/"],
    ],
    [
      ["NS004", "error", "Namespace/shop", "it is also in namespaces/"],
      ["NS004", "error", "Namespace/shop", "it is also in mesh/60-routing/"],
    ],
  ],
  [
    "an account that the gate waits for in vain",
    replace(
      "05-precheck",
      layers["05-precheck"]?.[3] as KubernetesObject,
      object("ServiceAccount", "meshstep-prod", { ...system, wave: "9" }),
    ),
    [
      [
        "DEL002",
        "error",
        "Job/istio-system/prod-precheck-03-aaaa",
        "in wave 5, before ServiceAccount/istio-system/meshstep-prod (wave 9)",
      ],
    ],
    [],
  ],
])("%s", (_name, change, argocd, flux) => {
  expectSaid(said("argocd", snapshot(change)), argocd);
  expectSaid(said("flux", snapshot(change)), flux);
});
