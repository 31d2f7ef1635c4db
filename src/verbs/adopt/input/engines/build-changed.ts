import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { orElse } from "../../../../findings/or-else";
import type { KubernetesObject } from "../../../../objects/kubernetes-object";
import type { ReadChart } from "../../../../repository/engine-reads/engine-read";
import type { Given } from "../../../../repository/engine-reads/given-values";
import { manifestYaml } from "../../../../snapshot/manifest-yaml";
import { kustomizedAs } from "../build";
import { templatedAs } from "../charts/chart-build";
import { objectsIn } from "../charts/chart-text";
import type { Built } from "../programs";
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
export function withValues(chart: string, { given, after, ...how }: ReadChart, name: string): Built {
  const built = inFolder((folder) => {
    const named = given.filter((one) => "name" in one).flatMap(setting);
    const values = [...given.flatMap((one, index) => valuesIn(folder, one, index)), ...named];
    const one = templatedAs(name, { ...how, chart, values });
    return "why" in one ? { why: inTheirWords(one.why, folder, given) } : one;
  });
  if ("why" in built) return built;
  let text = built.text;
  for (const fields of after) {
    const next = withChanges(objectsIn({ name: built.name, text }), asKustomization(fields, chart), name);
    if ("why" in next) return next;
    text = next.text;
  }
  // It keeps the name of what it was made from.
  return { ...built, text };
}

function valuesIn(folder: string, one: Given, index: number): readonly string[] {
  if ("file" in one) return ["--values", one.file];
  if ("name" in one) return [];
  const file = writtenFor(folder, index);
  writeFileSync(file, "text" in one ? one.text : JSON.stringify(one.values));
  return ["--values", file];
}

function writtenFor(folder: string, index: number): string {
  return join(folder, `${index}.yaml`);
}

/** What a program complains of, with the fields in the place of the files that were written for it. */
function inTheirWords(why: string, folder: string, given: readonly Given[]): string {
  return given.reduce((text, { at }, index) => text.replaceAll(writtenFor(folder, index), at.join(".")), why);
}

/** Values by their names win over all others. */
function setting(one: Extract<Given, { readonly name: string }>): readonly string[] {
  if ("path" in one) return ["--set-file", `${one.name}=${one.path}`];
  const value = String(one.value ?? "");
  // Braces are a list to Helm, and Argo CD leaves them alone.
  const text = /^\{.*\}$/s.test(value) ? value : value.replace(/(?<!\\),/g, "\\,");
  return [one.isText ? "--set-string" : "--set", `${one.name}=${text}`];
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
