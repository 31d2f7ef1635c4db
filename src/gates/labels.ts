/** Arguments of kubectl that put labels on a Namespace, whatever it has had before; `null` takes one off. */
export function commandOfLabels(namespace: string, labels: Readonly<Record<string, string | null>>): readonly string[] {
  return [
    "label",
    "namespace",
    namespace,
    ...Object.entries(labels).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`)),
    "--overwrite",
  ];
}

/** The Namespace of such arguments, and the labels that it has after them; undefined for other arguments. */
export function labelsOfCommand(
  args: readonly unknown[],
): { readonly namespace: string; readonly labels: Readonly<Record<string, string>> } | undefined {
  const [verb, kind, namespace, ...rest] = args.filter((one) => typeof one === "string");
  if (verb !== "label" || kind !== "namespace" || namespace === undefined) return undefined;
  const set = rest.filter((one) => !one.startsWith("--") && one.includes("="));
  const labels = Object.fromEntries(
    set.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]),
  );
  return { namespace, labels };
}
