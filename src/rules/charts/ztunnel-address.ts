import type { Finding } from "../../findings/finding";
import { addressKeys, istiodService } from "../istiod-addresses";
import { about, type ManifestSet } from "../rule";
import { besideChart, chartsOf, doubted } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { isOpenText, plainValue } from "./plain-values";
import { installedIn } from "./release-name";
import { valueIn } from "./values";

/** Charts of ztunnel that connect to an istiod that is not there (ZTN002), as far as those of istiod are here, with all their values. */
export function lostChartZtunnels(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "ztunnel").flatMap((ztunnel) => {
    const beside = besideChart(set, ztunnel, "istiod");
    const [first] = beside;
    const there = servicesOf(set, ztunnel);
    if (!first || !there || isWritten(set, ztunnel)) return [];
    return lostIn(ztunnel, there).map(({ path, service, place }) =>
      about("ZTN002", ztunnel.one, {
        at: ztunnel.valuesAt ?? ztunnel.at.slice(0, -1),
        ...(place && { place }),
        ...doubted(set, ztunnel.by, first.by),
        message: `chart ztunnel connects to ${service}, and the istiod here is ${there.join(" and ")}: ztunnel gets no configuration and no certificates`,
        hint:
          path === undefined
            ? "Give ztunnel the revision of istiod, and istioNamespace where istiod is not in istio-system."
            : `Take ${path} away, and give ztunnel the revision and the istioNamespace of istiod.`,
      }),
    );
  });
}

/**
 * The Services of all istiods that charts install into the cluster of a ztunnel; undefined where one of them is not to be told, or is in another cluster.
 */
export function servicesOf(set: ManifestSet, { cluster }: MeshChart): readonly string[] | undefined {
  const all = chartsOf(set, "istiod").filter((one) => one.cluster === cluster);
  const names = all.map((one) => (isWritten(set, one) ? undefined : serviceOf(one)));
  return names.includes(undefined) ? undefined : names.flatMap((name) => name ?? []);
}

/** The Service of an istiod: the chart spells out whatever revision it is given, the name default included. */
export function serviceOf(chart: MeshChart): string | undefined {
  const { values } = chart;
  const namespace = installedIn(chart);
  const revision = plainValue(values, ["revision"]);
  const isRemote =
    values?.some((one) =>
      [
        ["istiodRemote", "enabled"],
        ["global", "remotePilotAddress"],
      ].some((path) => valueIn([one], path).value),
    ) || ["remote", "external"].includes(plainValue(values, ["profile"], ["global", "profile"]) ?? "");
  if (revision === undefined || namespace === undefined || isOpenText(namespace) || isRemote) return undefined;
  return `${named(revision)}.${namespace}`;
}

/** What ztunnel asks for its configuration where it has no address of its own; undefined where its values do not tell. */
export function askedService({ values }: MeshChart): string | undefined {
  const revision = plainValue(values, ["revision"], ["global", "revision"]);
  const namespace = plainValue(values, ["istioNamespace"], ["global", "istioNamespace"]);
  return revision === undefined || namespace === undefined
    ? undefined
    : `${named(revision)}.${namespace || "istio-system"}`;
}

function named(revision: string): string {
  return `istiod${revision && `-${revision}`}`;
}

function lostIn(ztunnel: MeshChart, there: readonly string[]) {
  const { values = [] } = ztunnel;
  const own = addressKeys.map((key) => ({ path: key, ...valueIn(values, [key]) }));
  const lostOnes = own.flatMap(({ path, value, place }) => {
    const service = typeof value === "string" ? istiodService(value) : undefined;
    return service === undefined || there.includes(service) ? [] : [{ path, service, place }];
  });
  const service = askedService(ztunnel);
  const isOwn = own.some(({ value }) => value !== undefined && value !== null && value !== "");
  if (isOwn || service === undefined || there.includes(service)) return lostOnes;
  const [place] = ["revision", "istioNamespace"].flatMap((key) =>
    [[key], ["global", key]].flatMap((path) => valueIn(values, path).place ?? []),
  );
  return [{ path: undefined, service, place }];
}

/** Whether a patch may give a chart other values. */
export function isWritten(set: ManifestSet, { one }: MeshChart): boolean {
  return ["revision", "istioNamespace", "values", "valuesFrom", "xdsAddress", "caAddress", "targetNamespace"].some(
    (field) => set.writes?.(one, field),
  );
}
