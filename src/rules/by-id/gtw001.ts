import { nearest } from "../../basics/nearest";
import { oncePer } from "../../basics/once-per";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import { annotationsOf, labelsOf, objectsOf, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { gatewayClass, isHbone, isWaypoint } from "../waypoints";

/** The classes that istiod serves by itself. */
const istioClasses: readonly string[] = ["istio", "istio-waypoint", "istio-east-west", "istio-remote"];

/** How the builds of Solo call their class for gateways between networks. */
const otherBuilds = "istio-eastwest";

export const gtw001: Rule = {
  id: "GTW001",
  state: (set) => {
    const own = objectsOf(set, "gateway.networking.k8s.io", "GatewayClass").map(({ object }) => object.metadata.name);
    return objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) => {
      const name = gatewayClass(one);
      if (name === "" || own.includes(name) || istioClasses.includes(name)) return [];
      if (listAt(one.object, "spec", "listeners").some(isHbone) && !isWaypoint(one)) {
        // What else has the form of a waypoint is WPT005's to say.
        if (name !== otherBuilds || !hasOperatorsBuild(set)) return [];
      }
      const near = name === "waypoint" ? "istio-waypoint" : nearest(name, istioClasses);
      // Other implementations have names of their own; only a slip is near, and only Istio asks for a revision.
      const isSlip = near !== undefined && (name === "waypoint" || Math.abs(near.length - name.length) <= 2);
      if (!isSlip && labelsOf(one.object)["istio.io/rev"] === undefined) return [];
      return [
        about("GTW001", one, {
          at: ["spec", "gatewayClassName"],
          message: `gatewayClassName ${name} is no class of Istio's, and no GatewayClass of that name is here: nobody deploys this Gateway`,
          ...(isSlip
            ? { hint: `Did you mean ${near}?` }
            : {
                severity: "warning" as const,
                hint: `Its label istio.io/rev asks for Istio, which serves ${istioClasses.join(", ")}.`,
              }),
        }),
      ];
    });
  },
};

/** Whether an operator whose images are known installs the control plane, and nothing shows that those of somebody else are put in their place. */
const hasOperatorsBuild = oncePer((set: ManifestSet): boolean => {
  const istios = [
    ...sailObjects(set, ["Istio"]),
    ...(set.beside ?? []).filter(({ object }) => object.kind === "Istio"),
  ];
  const isOwn = (one: CheckedObject) => {
    const isWritten = ["hub", "image", "values"].some((field) => set.writes?.(one, field));
    return !isWritten && images.every((path) => textAt(one.object, "spec", "values", ...path) === undefined);
  };
  return istios.length > 0 && istios.every(isOwn) && !set.objects.some(isOfSolo);
});

/** Where values name other images. */
const images = [
  ["global", "hub"],
  ["global", "proxy", "image"],
  ["pilot", "hub"],
  ["pilot", "image"],
];

function isOfSolo({ object }: CheckedObject): boolean {
  const keys = Object.keys({ ...labelsOf(object), ...annotationsOf(object) }).map((key) => key.split("/")[0] ?? "");
  return [apiGroup(object), ...keys].some((name) => name === "solo.io" || name.endsWith(".solo.io"));
}
