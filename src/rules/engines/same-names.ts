import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { isPatched } from "./application-sources";
import { readersIn } from "./readers";
import { elementsOf } from "./set-elements";
import { filled, isOpen, languageOf } from "./set-templates";

type Fault = AboutDetails & { readonly one: CheckedObject };

const at: MeshPath = ["spec", "template", "metadata", "name"];
const hint = "Name it by what differs between the elements.";

/** Two Applications of one name that an ApplicationSet makes (DEL013). */
export function sameNames(set: ManifestSet, one: CheckedObject): readonly Fault[] {
  const text = textAt(one.object, ...at);
  if (text === undefined || namesItself(one)) return [];
  const twice = ofEntries(one, text) ?? ofFolders(set, one);
  if (twice !== undefined) {
    const message = `${twice.what} make an Application called ${twice.name}: Argo CD refuses one of them`;
    return [{ one, at, message, hint }];
  }
  return ofClusters(one, text);
}

interface Twice {
  readonly name: string;
  readonly what: string;
}

/** Whether a generator, or a text of templates, may give an Application another name. */
function namesItself({ object }: CheckedObject): boolean {
  const generators = listAt(object, "spec", "generators");
  return (
    isPatched(object, "name", "metadata") ||
    generators.some((one) =>
      Object.values(Object(one)).some((each) => textAt(each, "template", "metadata", "name") !== undefined),
    )
  );
}

/** Elements that are written down. */
function ofEntries(one: CheckedObject, text: string): Twice | undefined {
  const elements = elementsOf(one.object, { root: posix.dirname(one.file ?? "/"), folders: new Set() });
  const names = elements.flatMap(({ parameters, at: place }) => {
    const name = filled(text, parameters, languageOf(one.object));
    return isOpen(name) || !place ? [] : [name];
  });
  return again(names, "two elements");
}

/** Folders that a generator finds here. */
function ofFolders(set: ManifestSet, one: CheckedObject): Twice | undefined {
  const made = (set.readers ?? readersIn(set.objects)).flatMap((reader) =>
    reader.by === one && reader.made ? [{ name: reader.made.application, folders: reader.folders }] : [],
  );
  const twice = again(
    made.flatMap(({ name }) => (name === "" || isOpen(name) ? [] : [name])),
    "",
  );
  if (!twice) return undefined;
  const folders = made.filter(({ name }) => name === twice.name).map((each) => posix.basename(each.folders[0] ?? ""));
  const [first = "", second = ""] = folders;
  return { ...twice, what: first === second ? "two elements" : `${first} and ${second}` };
}

function again(names: readonly string[], what: string): Twice | undefined {
  const name = names.find((each, index) => names.indexOf(each) < index);
  return name === undefined ? undefined : { name, what };
}

/** Clusters of which nobody knows here how many there are, where all that differs between two Applications is where they go. */
function ofClusters(one: CheckedObject, name: string): readonly Fault[] {
  const destination = valueAt(one.object, "spec", "template", "spec", "destination");
  const isOfEach = ["name", "server"].some((key) => isOpen(textAt(destination, key) ?? ""));
  const isOfClusters = listAt(one.object, "spec", "generators").some(
    (generator) => valueAt(generator, "clusters") !== undefined,
  );
  if (!isOfEach || !isOfClusters || isOpen(name)) return [];
  const message = `all clusters that the generator finds make an Application called ${name}: of a second one Argo CD makes none`;
  return [{ one, at, severity: "warning", message, hint }];
}
