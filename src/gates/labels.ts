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

/** A Namespace, and labels that it has. */
export interface LabelledNamespace {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Arguments of kubectl that wait for a label of a Namespace. */
export function commandOfLabelWait(namespace: string, label: string, value: string): readonly string[] {
  const path = `{.metadata.labels.${label.replaceAll(".", "\\.")}}`;
  return ["wait", `namespace/${namespace}`, `--for=jsonpath=${path}=${value}`, "--timeout=10m"];
}

/** The Namespace of such arguments, and the label that they wait for; undefined for other arguments. */
export function labelOfWait(args: readonly unknown[]): LabelledNamespace | undefined {
  const [verb, what, condition] = args.filter((one) => typeof one === "string");
  const [, namespace] = /^namespaces?\/(.+)$/.exec(what ?? "") ?? [];
  const [, label, value] = /^--for=jsonpath=\{\.metadata\.labels\.(.+)\}=(.+)$/.exec(condition ?? "") ?? [];
  if (verb !== "wait" || namespace === undefined || label === undefined || value === undefined) return undefined;
  return { namespace, labels: { [label.replaceAll("\\.", ".")]: value } };
}

/** The Namespace of such arguments, and the labels that it has after them; undefined for other arguments. */
export function labelsOfCommand(args: readonly unknown[]): LabelledNamespace | undefined {
  const [verb, kind, namespace, ...rest] = args.filter((one) => typeof one === "string");
  if (verb !== "label" || kind !== "namespace" || namespace === undefined) return undefined;
  const set = rest.filter((one) => !one.startsWith("--") && one.includes("="));
  const labels = Object.fromEntries(
    set.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]),
  );
  return { namespace, labels };
}
