import type { Finding } from "../../findings/finding";
import { labelsOf, objectsOf } from "../objects";
import { type AboutDetails, about, type ManifestSet, type Rule } from "../rule";
import { workloadsIn, workloadsOf } from "../workloads";

export const ns002: Rule = {
  id: "NS002",
  state: (set) => [
    ...objectsOf(set, "", "Namespace").flatMap((namespace) =>
      contradictions(labelsOf(namespace.object)).map((details) => about("NS002", namespace, details)),
    ),
    ...injectedPods(set),
    ...leftBehind(set),
  ],
};

/**
 * Pods that ask for a sidecar where their namespace is ambient, or where no webhook takes any. A gateway is injected as well, and is meant to be; of one that is
 * not GTW003 speaks.
 */
function injectedPods(set: ManifestSet): readonly Finding[] {
  const named = (label: string, value: string) =>
    objectsOf(set, "", "Namespace")
      .filter((one) => labelsOf(one.object)[label] === value && !set.writes?.(one, label))
      .map(({ object }) => object.metadata.name);
  const [ambient, disabled] = [named("istio.io/dataplane-mode", "ambient"), named("istio-injection", "disabled")];
  return workloadsOf(set).flatMap(({ one, metadata, labels, annotations }) => {
    const home = one.object.metadata.namespace ?? "";
    const at = [...metadata, "labels", "sidecar.istio.io/inject"];
    if (labels["sidecar.istio.io/inject"] !== "true" || annotations["inject.istio.io/templates"] !== undefined)
      return [];
    if (disabled.includes(home)) {
      return [
        about("NS002", one, {
          at,
          severity: "warning",
          message: `sidecar.istio.io/inject=true in namespace ${home}, which has istio-injection=disabled: that wins, and these pods get no sidecar`,
          hint: "Take one of the two labels away.",
        }),
      ];
    }
    if (labels["istio.io/dataplane-mode"] !== undefined || !ambient.includes(home)) return [];
    return [
      about("NS002", one, {
        at,
        severity: "warning",
        message: `sidecar.istio.io/inject=true in namespace ${home}, which is ambient: these pods get a sidecar and are left out of ambient`,
        hint: "Take the label away; where a sidecar is meant, say so with istio.io/dataplane-mode: none beside it.",
      }),
    ];
  });
}

/**
 * Namespaces that are taken out of ambient and that still name a waypoint: who is in the mesh goes through it, and all others past it. Of one for services of
 * elsewhere, nothing but ServiceEntries need be in the mesh; pods can be in it by labels of their own.
 */
function leftBehind(set: ManifestSet): readonly Finding[] {
  const mode = "istio.io/dataplane-mode";
  return objectsOf(set, "", "Namespace").flatMap((one) => {
    const { name } = one.object.metadata;
    const { [mode]: own, "istio.io/use-waypoint": waypoint = "none" } = labelsOf(one.object);
    if (own !== "none" || waypoint === "none" || set.writes?.(one, mode) || set.writes?.(one, "use-waypoint"))
      return [];
    const isOfElsewhere = objectsOf(set, "networking.istio.io", "ServiceEntry").some(
      ({ object }) => object.metadata.namespace === name,
    );
    const isIn = workloadsIn(set, name).some(
      ({ labels }) => labels[mode] === "ambient" || labels["sidecar.istio.io/inject"] === "true",
    );
    if (isOfElsewhere || isIn) return [];
    return [
      about("NS002", one, {
        at: ["metadata", "labels", mode],
        severity: "warning",
        message: `${mode}=none takes its pods out of the mesh, and istio.io/use-waypoint=${waypoint} is still there: they have no mTLS, and who calls them from outside of the mesh goes past the waypoint and its policies`,
        hint: "Write ambient, or take the label of the waypoint away, too.",
      }),
    ];
  });
}

/*
 * The injector webhooks decide: the one of the default revision takes namespaces with istio-injection=enabled, those of named
 * revisions take istio.io/rev where istio-injection is not set at all. Neither looks at the data plane mode, and the CNI leaves
 * pods with a sidecar out of ambient. So istio.io/rev beside ambient means sidecars, not only "the revision of my waypoints",
 * unless istio-injection=disabled stands there, too: that combination is sound, and istioctl analyze (IST0123) accepts it as well.
 */
function contradictions(labels: Readonly<Record<string, string>>): readonly AboutDetails[] {
  const injection = labels["istio-injection"];
  const revision = labels["istio.io/rev"];
  const ambient = labels["istio.io/dataplane-mode"] === "ambient";
  const found: AboutDetails[] = [];
  const at = (label: string) => ["metadata", "labels", label];
  if (injection === "enabled" && revision === "default") {
    found.push({
      at: at("istio.io/rev"),
      severity: "warning",
      message:
        "istio-injection=enabled and istio.io/rev=default ask for the same revision; only the first has an effect",
      hint: "Keep one of them.",
    });
  } else if (injection === "enabled" && revision !== undefined) {
    found.push({
      at: at("istio-injection"),
      message: `istio-injection=enabled wins over istio.io/rev=${revision}: sidecars are injected by the default revision`,
      hint: "Remove istio-injection.",
    });
  }
  if (injection === "disabled" && revision !== undefined && !ambient) {
    found.push({
      at: at("istio-injection"),
      severity: "warning",
      message: `istio-injection=disabled wins over istio.io/rev=${revision}: no sidecar is injected`,
      hint: "Keep the one that is meant.",
    });
  }
  if (ambient && injection === "enabled") {
    found.push({
      at: at("istio-injection"),
      message:
        "istio-injection=enabled beside istio.io/dataplane-mode=ambient: pods get a sidecar when they start and are left out of ambient",
      hint: "Remove istio-injection, or set it to disabled.",
    });
  } else if (ambient && revision !== undefined && injection === undefined) {
    found.push({
      at: at("istio.io/rev"),
      message: `istio.io/rev=${revision} beside istio.io/dataplane-mode=ambient: pods get a sidecar of that revision when they start and are left out of ambient`,
      hint: "To choose the revision of waypoints, put istio.io/rev on the Gateway, or add istio-injection=disabled here.",
    });
  }
  return found;
}
