/** How a namespace takes part in a mesh, by its labels; undefined when it does not. Injection wins over ambient. */
export function memberOf(labels: Readonly<Record<string, string>>): "ambient" | "sidecars" | undefined {
  if (labels["istio-injection"] === "enabled") return "sidecars";
  if (labels["istio-injection"] === undefined && labels["istio.io/rev"] !== undefined) return "sidecars";
  return labels["istio.io/dataplane-mode"] === "ambient" ? "ambient" : undefined;
}
