import { posix, resolve } from "node:path";
import { grouped } from "../../../basics/grouped";
import { nearest } from "../../../basics/nearest";
import { type Finding, finding } from "../../../findings/finding";
import { orElse } from "../../../findings/or-else";
import { apiGroup } from "../../../objects/kubernetes-object";
import { valueAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { filesBelow, shownIn } from "../../../source/folder-files";
import { readTextFile, statsAt } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";
import type { ChartFile } from "./charts-below";

/** A line of a template of the operator's objects that has `spec.version` from one value, with nothing in its stead. */
const version = /^ {2}version:\s*["']?\{\{-?\s*\.Values\.(\w+(?:\.\w+)*)\s*(?:\|\s*quote\s*)?-?\}\}["']?\s*$/;
const part = /^kind:\s*(?:Istio|IstioCNI|ZTunnel)\s*$/m;

/**
 * Charts of the tree that read `spec.version` from a value that their values.yaml does not have, while it has one beside it that no template reads, or that
 * other parts read: a slip in one of the two names (VER004). Nothing is said where values that stand elsewhere may have it.
 */
export function unsetVersions(charts: readonly ChartFile[], objects: readonly FileObject[]): readonly Finding[] {
  return charts.flatMap(({ folder, shown }) => ofChart(folder, posix.dirname(shown), objects));
}

function ofChart(folder: string, shown: string, objects: readonly FileObject[]): readonly Finding[] {
  const templates = textsBelow(folder, shown, "templates");
  const own = textsBelow(folder, shown).filter(({ name }) => !/^(templates|charts|crds)\//.test(name));
  const values = own.find(({ name }) => name === "values.yaml");
  if (!values || !templates.some(({ text }) => part.test(text))) return [];
  const read = new Set(
    templates.flatMap(({ text }) => [...text.matchAll(/\.Values\.(\w+(?:\.\w+)*)/g)].map(([, at = ""]) => at)),
  );
  const versions = templates.flatMap(({ name, text }) => versionsIn(text).map((one) => ({ ...one, name })));
  const isSet = (at: string) => own.some((one) => valueIn(one.text, at.split(".")) !== undefined);
  return [...grouped(versions, ({ at }) => at)].flatMap(([at, places]): readonly Finding[] => {
    const parent = at.split(".").slice(0, -1);
    const key = at.split(".").at(-1) ?? "";
    const beside = Object.keys(Object(valueIn(values.text, parent)));
    const spare = beside.filter((one) => ![...read].some((it) => isWithin(it, [...parent, one].join("."))));
    const slip = nearest(key, spare) ?? (spare.length === 1 ? spare[0] : undefined);
    const ofOthers = versions.find((one) => one.at !== at && isSet(one.at))?.at;
    const meant = slip === undefined ? ofOthers : [...parent, slip].join(".");
    const isRead = parent.length === 0 || beside.length === 0 || read.has(parent.join("."));
    const [first] = places;
    if (!first || meant === undefined || isRead || isSet(at)) return [];
    if (objects.some((one) => mayGive(one, posix.basename(folder), key))) return [];
    const more = places.length > 1 ? ` (and in ${places.length - 1} more of its templates)` : "";
    return [
      finding("VER004", {
        severity: "warning",
        place: { file: shownIn(shown, `templates/${first.name}`), line: first.line, column: 3 },
        message: `spec.version is .Values.${at}${more}, which ${shownIn(shown, "values.yaml")} does not have: it is rendered empty, and the API server fills in the default of the operator release that is there`,
        hint:
          slip === undefined ? `Others read .Values.${meant}.` : `The values have ${meant}, which no template reads.`,
      }),
    ];
  });
}

/** By their places: documents of the operator's kinds, and what each of them has for a version. */
function versionsIn(text: string): readonly { readonly at: string; readonly line: number }[] {
  let line = 0;
  return text.split(/^---.*$/m).flatMap((document) => {
    const lines = document.split("\n");
    const first = line;
    line += lines.length - 1;
    if (!part.test(document) || !document.includes("sailoperator.io/")) return [];
    return lines.flatMap((one, index) => {
      const [, at] = version.exec(one) ?? [];
      return at === undefined ? [] : [{ at, line: first + index + 1 }];
    });
  });
}

interface Text {
  /** Below the folder. */
  readonly name: string;
  readonly text: string;
}

function textsBelow(folder: string, shown: string, below = ""): readonly Text[] {
  const root = resolve(folder, below);
  if (!statsAt(root)?.isDirectory()) return [];
  return [...filesBelow(root, shownIn(shown, below), /\.(ya?ml|tpl)$/)].map((name) => ({
    name,
    text: orElse("", () => readTextFile(resolve(root, name), name)),
  }));
}

/** What values have at a path; undefined where they have nothing there, or cannot be read. */
function valueIn(text: string, path: readonly string[]): unknown {
  const [source] = orElse([], () => parseYamlDocuments(text, "values.yaml"));
  const value = valueAt(source?.value, ...path);
  return value === null || value === "" ? undefined : value;
}

/** Whether a template that reads one value reads another one with it, or a part of it. */
function isWithin(read: string, value: string): boolean {
  return read === value || read.startsWith(`${value}.`);
}

/** Whoever installs the chart may give it any value. */
function mayGive({ object }: FileObject, chart: string, key: string): boolean {
  if (!/^(argoproj\.io|helm\.toolkit\.fluxcd\.io|helm\.cattle\.io|source\.toolkit\.fluxcd\.io)$/.test(apiGroup(object)))
    return false;
  const text = JSON.stringify(object);
  return text.includes(chart) && (text.includes(key) || /[vV]alue(s?Files|sFrom)/.test(text));
}
