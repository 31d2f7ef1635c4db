import { grouped } from "../../basics/grouped";
import { nearest } from "../../basics/nearest";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { AboutDetails, CheckedObject } from "../rule";
import { filledBy, hasListsAlone, type ListElement, listElements } from "./list-elements";

type Fault = AboutDetails & { readonly one: CheckedObject };

/** Elements of a list of which an ApplicationSet makes no Application (DEL013). */
export function elementFaults(one: CheckedObject): readonly Fault[] {
  if (!hasListsAlone(one.object)) return [];
  const elements = listElements(one.object);
  return [...sameName(one, elements), ...(isStrict(one) ? elements.flatMap((it) => missing(one, it)) : [])];
}

/** Two Applications of one name: Argo CD makes neither, nor any other of the set. */
function sameName(one: CheckedObject, elements: readonly ListElement[]): readonly Fault[] {
  const template = textAt(one.object, "spec", "template", "metadata", "name");
  if (template === undefined) return [];
  return [...grouped(elements, (element) => filledBy(template, element))].flatMap(([name, [, second]]) => {
    if (!second || name.includes("{{")) return [];
    const message = `two elements make an Application ${name}: Argo CD refuses the set, and changes nothing of it`;
    return [{ one, at: second.at, message, hint: "Tell the two apart in template.metadata.name." }];
  });
}

/** Without that option a Go template writes "<no value>". */
function isStrict({ object }: CheckedObject): boolean {
  return (
    valueAt(object, "spec", "goTemplate") === true &&
    listAt(object, "spec", "goTemplateOptions").includes("missingkey=error")
  );
}

/** Parameters that a Go template asks for by their name alone, and that an element does not have. */
function missing(one: CheckedObject, { at, values }: ListElement): readonly Fault[] {
  const own = Object.keys(Object(values));
  const text = JSON.stringify(valueAt(one.object, "spec", "template") ?? {});
  // Inside of those a dot is something else.
  if (/\{\{-?\s*(range|with)\b/.test(text)) return [];
  const asked = new Set([...text.matchAll(/\{\{-?\s*\.(\w+)\s*-?\}\}/g)].map(([, name = ""]) => name));
  return [...asked].flatMap((name) => {
    if (own.includes(name)) return [];
    const near = nearest(name, own);
    const message = `the template asks for ${name}, which this element does not have: Argo CD makes no Application of the set`;
    return [{ one, at, message, ...(near !== undefined && { hint: `Did you mean ${near}?` }) }];
  });
}
