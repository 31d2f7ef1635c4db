import { resolve } from "node:path";
import { type Built, firstOf } from "./programs";

/** What kustomize makes of a folder, in memory; whichever of the two programs is there. */
export function kustomized(folder: string, cwd: string): Built {
  return kustomizedAs(folder, resolve(cwd, folder));
}

/** The same of a folder that was written for this, which has another name in messages. */
export function kustomizedAs(name: string, path: string): Built {
  return firstOf([
    { program: "kustomize", args: ["build", path], name: `kustomize build ${name}` },
    { program: "kubectl", args: ["kustomize", path], name: `kubectl kustomize ${name}` },
  ]);
}
