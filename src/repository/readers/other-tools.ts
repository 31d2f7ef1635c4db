import { readdirSync, statSync } from "node:fs";
import { posix, resolve } from "node:path";
import { orElse } from "../../findings/or-else";
import { filesBelow, shownIn } from "../../source/folder-files";
import { readTextFile } from "../../source/read-text";
import { isChart } from "../engine-reads/paths";

/** A file that speaks of the mesh in the words of a tool that is not asked here. */
export interface OtherTool {
  /** As the user would write it. */
  readonly shown: string;
  /** What reads it. */
  readonly tool: string;
}

interface Format {
  readonly name: RegExp;
  readonly tool: string;
  /** What it says where it is of a mesh. @default what objects of the operator say, or its chart */
  readonly says?: RegExp;
  /** For a name that others have as well: the folders that it stands in, and what it says beside that. */
  readonly among?: { readonly folders: RegExp; readonly says: RegExp };
}

const mesh = /\b(?:sailoperator\.io\/|sail-operator\b|servicemeshoperator3\b)/;

const formats: readonly Format[] = [
  {
    name: /^helmfile(?:\.\w+)*\.ya?ml(?:\.gotmpl)?$/,
    tool: "Helmfile",
    says: /^\s*(?:- )?(?:releases|helmfiles|bases):/m,
  },
  {
    name: /^fleet\.ya?ml$/,
    tool: "Rancher Fleet",
    says: /^(?:helm|kustomize|yaml|overlays|targetCustomizations|targets|defaultNamespace|namespace):/m,
  },
  { name: /^Kptfile$/, tool: "kpt", says: /^pipeline:/m },
  { name: /\.(?:tf|tofu)$/, tool: "Terraform" },
  { name: /\.(?:jsonnet|libsonnet)$/, tool: "Jsonnet" },
  { name: /\.cue$/, tool: "CUE" },
  { name: /\.(?:tpl|tmpl|tftpl|gotmpl|j2|jinja2?|erb|mustache)$/, tool: "a template" },
  {
    name: /\.ya?ml$/,
    tool: "Ansible",
    among: { folders: /\/(?:tasks|handlers|playbooks)\//, says: /^\s*(?:- )?(?:\w+\.\w+\.)?k8s:/m },
  },
];

const names = new RegExp(formats.map(({ name }) => `(?:${name.source})`).join("|"));

/**
 * The files below some folders that other tools make objects of, as far as they speak of a mesh: what becomes of them is in no manifest. Templates of charts
 * are Helm's, who is asked.
 */
export function otherTools(paths: readonly string[], cwd: string): readonly OtherTool[] {
  return paths.flatMap((path) => {
    const folder = resolve(cwd, path);
    if (path === "-" || !orElse(false, () => statSync(folder).isDirectory())) return [];
    return [...filesBelow(folder, path, names)].flatMap((name) => toolOf(folder, name, shownIn(path, name)));
  });
}

/** Those that stand directly in a folder. */
export function toolsIn(folder: string, shown: string): readonly OtherTool[] {
  const files = orElse([], () => readdirSync(folder).sort());
  return files.filter((name) => names.test(name)).flatMap((name) => toolOf(folder, name, shownIn(shown, name)));
}

function toolOf(folder: string, name: string, shown: string): readonly OtherTool[] {
  const base = posix.basename(name);
  const format = formats.find((one) => one.name.test(base));
  const path = posix.join(folder, name);
  const { among } = format ?? {};
  if (!format || among?.folders.test(path) === false || isOfChart(path)) return [];
  const text = orElse("", () => readTextFile(path, shown));
  const says = among ? [mesh, among.says] : [format.says ?? mesh];
  return says.every((one) => one.test(text)) ? [{ shown, tool: format.tool }] : [];
}

/** Whether Helm reads it with a chart. */
function isOfChart(file: string): boolean {
  const parts = file.split("/");
  const at = parts.lastIndexOf("templates");
  return at > 0 && isChart(parts.slice(0, at).join("/"));
}

/** `main.tf (Terraform)` */
export function toolWords({ shown, tool }: OtherTool): string {
  return `${shown} (${tool})`;
}
