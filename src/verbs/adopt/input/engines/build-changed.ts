import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { orElse } from "../../../../findings/or-else";
import type { KubernetesObject } from "../../../../objects/kubernetes-object";
import type { ReadChart } from "../../../../repository/engine-reads/engine-read";
import type { Given } from "../../../../repository/engine-reads/given-values";
import { manifestYaml } from "../../../../snapshot/manifest-yaml";
import { readManifests } from "../../../../source/manifests";
import { type Built, kustomizedAs, templatedAs } from "../build";
import { asKustomization } from "./as-kustomization";

type Fields = Readonly<Record<string, unknown>>;

/** What objects become with the fields of a kustomization over them; `name` is that of their folder. */
export function withChanges(objects: readonly KubernetesObject[], fields: Fields, name: string): Built {
  return inFolder((folder) => {
    writeFileSync(join(folder, "all.yaml"), objects.map(manifestYaml).join("---\n"));
    const { components, ...rest } = fields;
    // kustomize takes no folder by its whole path.
    const named = Array.isArray(components)
      ? components.map((one) =>
          relative(
            folder,
            orElse(String(one), () => realpathSync(String(one))),
          ),
        )
      : [];
    const kustomization = {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: ["all.yaml"],
      ...rest,
      ...(named.length > 0 && { components: named }),
    };
    writeFileSync(join(folder, "kustomization.yaml"), JSON.stringify(kustomization));
    return kustomizedAs(name, folder);
  });
}

/** What a chart becomes as an engine has it built; `name` is that of its folder. */
export function withValues(chart: string, { release, namespace, given, after }: ReadChart, name: string): Built {
  const built = inFolder((folder) => {
    const home = namespace === undefined ? [] : ["--namespace", namespace];
    const named = given.filter((one) => "name" in one).flatMap(setting);
    return templatedAs(name, [
      release,
      chart,
      ...home,
      ...given.flatMap((one, index) => valuesIn(folder, one, index)),
      ...named,
    ]);
  });
  return after.reduce<Built>((one, fields) => {
    if (!("text" in one)) return one;
    const next = withChanges(objectsIn(one), asKustomization(fields, chart), name);
    // It keeps the name of what it was made from.
    return "text" in next ? { ...next, name: one.name } : next;
  }, built);
}

function valuesIn(folder: string, one: Given, index: number): readonly string[] {
  if ("file" in one) return ["--values", one.file];
  if ("name" in one) return [];
  const file = join(folder, `${index}.yaml`);
  writeFileSync(file, "text" in one ? one.text : JSON.stringify(one.values));
  return ["--values", file];
}

/** Values by their names win over all others. */
function setting(one: Extract<Given, { readonly name: string }>): readonly string[] {
  if ("path" in one) return ["--set-file", `${one.name}=${one.path}`];
  const text = String(one.value ?? "").replace(/(?<!\\),/g, "\\,");
  return [one.isText ? "--set-string" : "--set", `${one.name}=${text}`];
}

function objectsIn({ name, text }: { readonly name: string; readonly text: string }): readonly KubernetesObject[] {
  const io = { cwd: "/", texts: new Map([[name, text]]) };
  return [...readManifests([name], io, { onSkipped: () => undefined })].map(({ object }) => object);
}

/** Programs read files; what they are given is gone when they have ended. */
function inFolder(work: (folder: string) => Built): Built {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "meshstep-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
