import type { KubernetesObject } from "../mesh/mesh";
import { yamlText } from "../source/yaml-text";

/**
 * A manifest as text: apiVersion, kind, metadata first, then the rest in its own order; LF, no line folding, no anchors.
 * Strings are quoted by the rules of YAML 1.1, which is what kubectl, Argo CD and Flux read: `"on"`, `"1.20"`.
 * @throws InputError for a text with half a character
 */
export function manifestYaml(object: KubernetesObject): string {
  const key = JSON.stringify(object);
  const text = texts.get(key) ?? render(object);
  if (texts.size >= textLimit) texts.clear();
  texts.set(key, text);
  return text;
}

/** The meshes of a fleet share many objects; printing them is most of the work. Bounded, so that memory does not grow with the fleet. */
const texts = new Map<string, string>();
const textLimit = 1000;

function render(object: KubernetesObject): string {
  return yamlText(ordered(object));
}

function ordered(object: KubernetesObject): Record<string, unknown> {
  const { apiVersion, kind, metadata, ...rest } = object;
  const { name, namespace, labels, annotations, ...others } = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels: sorted(labels) }),
      ...(annotations && { annotations: sorted(annotations) }),
      ...others,
    },
    ...rest,
  };
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
