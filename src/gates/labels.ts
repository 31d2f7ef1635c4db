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
