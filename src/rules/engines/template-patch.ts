/*
 * `spec.templatePatch` of an ApplicationSet: a text of templates that becomes YAML, JSON or a JSON patch. Nobody here fills it in, so all that is asked is which
 * keys it may speak of.
 */

/** Whether such a text may say something of a key of the Application. */
export function patchSays(patch: string, key: string): boolean {
  if (isOpenPatch(patch)) return true;
  // The operations of a JSON patch have a path of their own, and name keys in it.
  const text = patch.replace(/["']?\bpath["']?\s*:\s*(?=["']?\/)/g, "");
  return (
    new RegExp(`\\b${key}["']?\\s*:`).test(text) || new RegExp(`["'\\s]/[^"'\\s]*\\b${key}(?=["'/\\s]|$)`).test(text)
  );
}

/** Whether parameters give whole maps to it where the spec of the Application begins: they may say anything. */
function isOpenPatch(patch: string): boolean {
  if (
    /\bspec["']?[ \t]*:[ \t]*["']?\{\{/.test(patch) ||
    /["']\/spec["'][^}\n]*\n?[^}]*["']?value["']?\s*:\s*\{\{/.test(patch)
  )
    return true;
  const lines = patch.split("\n");
  return lines.some((line, index) => {
    const [, indent = "", expression = ""] = /^(\s*)\{\{-?\s*(.*?)\s*-?\}\}\s*$/.exec(line) ?? [];
    if (expression === "" || isControl.test(expression)) return false;
    const depth = Number(/\bn?indent\s+(\d+)/.exec(expression)?.[1] ?? indent.length);
    return ["spec", undefined].includes(parentOf(lines.slice(0, index), depth));
  });
}

const isControl = /^(if|else|end|range|with|define|block|break|continue)\b|^\/\*|^\$\w+\s*(:?=|,)/;

/** The key that a line of such an indentation stands below. */
function parentOf(before: readonly string[], depth: number): string | undefined {
  for (const line of [...before].reverse()) {
    const [, indent = "", key] = /^(\s*)(?:- )?["']?([\w.-]+)["']?\s*:/.exec(line) ?? [];
    if (key !== undefined && indent.length < depth) return key;
  }
  return undefined;
}
