import type { Finding } from "../../findings/finding";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type Step } from "../rule";
import { slipOf } from "../slips";
import { type ChartName, chartNames } from "./mesh-chart";
import { nearestPairs } from "./nearest-pairs";
import { releaseName, releaseNamespace, storageNamespace } from "./release-name";

/** What is not there from the uninstall of a release to the install of the next one. */
export const lossesBetween: Readonly<Record<ChartName, string>> = {
  istiod: "istiod and its webhooks are gone",
  ztunnel: "no ztunnel carries the traffic of ambient pods",
  cni: "no new pod joins the mesh",
  gateway: "the gateway and its address are gone",
  base: "what the chart brings is gone",
};

/** Charts without which pods are cut off, or do not start. */
export const heavyCharts: readonly ChartName[] = ["istiod", "ztunnel", "cni"];

/**
 * HelmReleases whose release gets another name, namespace, storage or chart in a step (DEL013): helm-controller moves nothing and uninstalls the old
 * release before it installs the new one. Of the operator's SUB003 says so.
 */
export function replacedReleases({ before, after }: Step): readonly Finding[] {
  const was = (before.charts ?? []).filter(({ one }) => kindOf(one.object) === "helm.toolkit.fluxcd.io/HelmRelease");
  const now = objectsOf(after, "helm.toolkit.fluxcd.io", "HelmRelease").map((one) => ({ one }));
  return nearestPairs(was, now, ({ one }) => identity(one.object)).flatMap(
    ({ before: { one: old, chart }, after: { one } }) => {
      const move = moves.find(({ read, isMeant }) => {
        const [from, to] = [read(old), read(one)];
        return isKnown(from) && isKnown(to) && from !== to && (isMeant?.(one, to) ?? true);
      });
      const isWritten =
        move && (after.writes?.(one, String(move.at.at(-1))) || before.writes?.(old, String(move.at.at(-1))));
      if (!move || isWritten || valueAt(one.object, "spec", "suspend") === true) return [];
      return [
        about("DEL013", one, {
          at: move.at,
          ...(!heavyCharts.includes(chart) && { severity: "warning" as const }),
          message: `the ${move.called} of HelmRelease ${one.object.metadata.name} becomes ${move.read(one)} instead of ${move.read(old)}: Flux uninstalls the old one before it installs the new one, and meanwhile ${lossesBetween[chart]}`,
          hint: `Keep it ${move.read(old)}.`,
        }),
      ];
    },
  );
}

interface Move {
  readonly called: string;
  readonly at: readonly string[];
  read(one: CheckedObject): string | undefined;
  isMeant?(one: CheckedObject, to: string): boolean;
}

const chartPath = ["spec", "chart", "spec"];

const moves: readonly Move[] = [
  {
    called: "chart",
    at: [...chartPath, "chart"],
    read: ({ object }) =>
      ["HelmRepository", undefined].includes(textAt(object, ...chartPath, "sourceRef", "kind"))
        ? textAt(object, ...chartPath, "chart")
            ?.split("/")
            .at(-1)
        : undefined,
    // Of a name with a slip no chart is found, and nothing happens.
    isMeant: ({ object }, to) =>
      textAt(object, "spec", "upgrade", "chartNameChangeStrategy") !== "InPlaceUpdate" &&
      slipOf(to, chartNames) === undefined,
  },
  {
    called: "target namespace",
    at: ["spec", "targetNamespace"],
    read: ({ object }) => releaseNamespace(object),
  },
  { called: "release name", at: ["spec", "releaseName"], read: ({ object }) => releaseName(object) },
  {
    called: "storage namespace",
    at: ["spec", "storageNamespace"],
    read: ({ object }) => storageNamespace(object),
  },
];

/** What stands for another text is that text only where it is filled in. */
function isKnown(text: string | undefined): text is string {
  return text !== undefined && !/[{}$<]/.test(text);
}
