/** Arguments of kubectl that put labels on a Namespace, whatever it has had before. */
export function commandOfLabels(namespace: string, labels: Readonly<Record<string, string>>): readonly string[] {
  return [
    "label",
    "namespace",
    namespace,
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    "--overwrite",
  ];
}
