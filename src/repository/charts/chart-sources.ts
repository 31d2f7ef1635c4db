import { type ChartName, chartNames } from "../../rules/charts/mesh-chart";

/** Where Istio's charts are, and copies of that place. */
const places = /istio-release\.storage\.googleapis\.com|istio-release\/charts|(^|[/._-])istio([/._-]|$)/i;

/** Names that nobody else has a chart of. */
const own: readonly string[] = ["istiod", "ztunnel"];

/**
 * Which of Istio's charts a name and its repository mean; others have charts called base, cni and gateway, too.
 * @param chart `istiod`, and what OCI registries call it: `charts/istiod` @default the end of the repository
 */
export function istioChartName(chart: string | undefined, repository = ""): ChartName | undefined {
  const [from, path] = chart === undefined ? split(repository) : [repository, chart];
  if (chart === undefined && !repository.startsWith("oci://")) return undefined;
  const name = path.split("/").at(-1);
  const found = chartNames.find((one) => one === name);
  return found !== undefined && (own.includes(found) || places.test(`${from}/${path}`)) ? found : undefined;
}

function split(url: string): readonly [string, string] {
  const end = url.replace(/\/+$/, "").lastIndexOf("/");
  return [url.slice(0, end), url.slice(end + 1).replace(/\/+$/, "")];
}
