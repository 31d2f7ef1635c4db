import { existsSync } from "node:fs";
import { posix, resolve } from "node:path";
import { commandLine } from "../../../../gates/quote";
import { type KubernetesObject, objectId } from "../../../../objects/kubernetes-object";
import { textAt } from "../../../../objects/object-paths";
import type { EngineRead } from "../../../../repository/engine-reads/engine-read";
import { isChart, rootsOf } from "../../../../repository/engine-reads/paths";
import { engineReads } from "../../../../repository/engine-reads/reads";
import type { FileObject } from "../../../../repository/objects/file-object";
import { releaseName, releaseNamespace, storageNamespace } from "../../../../rules/charts/release-name";
import { isOpen } from "../../../../rules/engines/set-templates";
import { remotesOf } from "../remotes";
import type { EngineObjects } from "./engine-objects";
import { openReads } from "./open-reads";

/** A folder that an engine reads, what it adds to it, and the command that prints what is applied. */
export interface Change extends EngineRead {
  readonly bring: string;
  /** Only if the generators of a set make an Application of it. @default it does */
  readonly isOpen?: true;
}

/** What engines make of folders. */
export function changesOf(
  { engines, configs }: EngineObjects,
  folders: ReadonlySet<string>,
  top: string,
): readonly Change[] {
  const read = engineReads(engines, { others: configs, folders, top, remotes: remotesOf(top) });
  return read.map((one) => ({ ...one, bring: bringing(one) }));
}

/** The same of the folders that sets may read, but for those of which somebody is known to read them. */
export function openChanges(
  { engines, configs }: EngineObjects,
  folders: ReadonlySet<string>,
  top: string,
  known: readonly Change[],
): readonly Change[] {
  const read = new Set(known.map(({ folder }) => folder));
  const open = openReads(engines, { others: configs, folders, top, charts: [...folders].filter(isChart) });
  return open.flatMap((one) => (read.has(one.folder) ? [] : [{ ...one, bring: bringing(one), isOpen: true }]));
}

/** Has what is applied adopted. */
function bringing({ by, made = by }: EngineRead): string {
  switch (made.object.kind) {
    case "HelmRelease":
      return helmManifest(by.object);
    case "Kustomization":
      return adopting(fluxBuild(by));
    default:
      return adopting(commandLine("argocd", "app", "manifests", applicationId(made.object, by.object)));
  }
}

/** Helm looks for a release where its records are, and prints objects without the namespace that it puts them into. */
function helmManifest(release: KubernetesObject): string {
  const into = (namespace: string | undefined) => (namespace === undefined ? [] : ["-n", namespace]);
  const get = commandLine("helm", "get", "manifest", releaseName(release), ...into(storageNamespace(release)));
  return [adopting(get), ...into(releaseNamespace(release))].join(" ");
}

/** As the command line of Argo CD calls it: where it stands elsewhere, by its namespace as well. */
function applicationId(
  { metadata: { name } }: KubernetesObject,
  { metadata: { namespace } }: KubernetesObject,
): string {
  const known = isOpen(name) ? "NAME" : name;
  return namespace === undefined || /argo|gitops/i.test(namespace) ? known : `${namespace}/${known}`;
}

/** The command by which Flux prints what it applies. */
export function fluxBuild({ object }: Pick<FileObject, "object">): string {
  const { name, namespace = "flux-system" } = object.metadata;
  const path = textAt(object, "spec", "path") || ".";
  return commandLine("flux", "build", "kustomization", name, "-n", namespace, "--path", path);
}

/** Has what a command prints adopted. */
export function adopting(command: string): string {
  return `${command} | meshstep adopt -`;
}

/** Where the repository begins: the folder of its .git above the inputs, or the working directory. */
export function topOf(inputs: readonly string[], cwd: string): string {
  const [first = "."] = inputs.filter((one) => one !== "-");
  const top = rootsOf(posix.join(resolve(cwd, first), "x")).at(-1) ?? cwd;
  return existsSync(posix.join(top, ".git")) ? top : cwd;
}

/** `Application/argocd/mesh`, for each of those that make the same of a folder. */
export function idsOf(changes: readonly Change[]): readonly string[] {
  return [...new Set(changes.map(({ by }) => objectId(by.object)))];
}
