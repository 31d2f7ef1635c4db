import type { MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { matchSelector } from "../selector";

/** An element of a list generator: the parameters of one Application. */
export interface ListElement {
  readonly at: MeshPath;
  readonly values: unknown;
}

/** The elements of an ApplicationSet's lists, and of lists that are combined with other generators. */
export function listElements(object: unknown): readonly ListElement[] {
  return elementsIn(object, ["spec", "generators"]);
}

/** Whether nothing but lists makes Applications, one for each element. */
export function hasListsAlone(object: unknown): boolean {
  return listAt(object, "spec", "generators").every(
    (one) => valueAt(one, "list", "elements") !== undefined && valueAt(one, "list", "template") === undefined,
  );
}

function elementsIn(object: unknown, generators: MeshPath): readonly ListElement[] {
  return listAt(object, ...generators).flatMap((generator, index) => {
    const at = [...generators, index];
    // A template of its own makes other Applications.
    const isOther = valueAt(generator, "list", "template") !== undefined;
    const own = (isOther ? [] : listAt(generator, "list", "elements")).map((values, entry) => ({
      at: [...at, "list", "elements", entry],
      values,
    }));
    return [
      ...own.filter(({ values }) => isChosen(valueAt(generator, "selector"), values)),
      ...["matrix", "merge"].flatMap((key) => elementsIn(object, [...at, key, "generators"])),
    ];
  });
}

function isChosen(selector: unknown, values: unknown): boolean {
  if (selector === undefined) return true;
  const labels = Object.fromEntries(Object.keys(Object(values)).map((key) => [key, textAt(values, key) ?? ""]));
  return matchSelector(selector, { labels, complete: true }) !== "no";
}

/**
 * A text of a template with the parameters of one element, as Go templates and fasttemplate write them. Those of other generators, and
 * what takes more than a parameter, stay as they are.
 */
export function filledBy(text: string, { values }: ListElement): string {
  return text.replace(/\{\{(.*?)\}\}/g, (whole, expression: string) => {
    const [, name] = /^-?\s*\.?([\w-]+(?:\.[\w-]+)*)\s*-?$/.exec(expression) ?? [];
    return (name !== undefined && textAt(values, ...name.split("."))) || whole;
  });
}
