import { meshFromSpec } from "../../../src/mesh/defaults";
import { loadMeshes } from "../../../src/mesh/load";
import type { KubernetesObject } from "../../../src/mesh/mesh";
import { renderMesh } from "../../../src/render/render";
import { manifestYaml } from "../../../src/snapshot/manifest-yaml";
import { type AdoptChoices, type Adoption, adopt } from "../../../src/verbs/adopt/adopt";
import { formatUncarried } from "../../../src/verbs/adopt/carry/uncarried";

/** Adopts a text as it would come through a pipe; mesh.yaml would stand in a folder where nothing is. */
export function adoptText(text: string, choices: AdoptChoices = {}): Adoption {
  return adopt(["-"], { cwd: "/", stdin: () => text }, { folder: "/nowhere", shown: "nowhere" }, choices);
}

/** Objects as one stream of documents. */
export function stream(objects: readonly KubernetesObject[]): string {
  return objects.map(manifestYaml).join("---\n");
}

/** What could not be carried, a line each. */
export function lines(adoption: Adoption): string[] {
  return adoption.uncarried.map(formatUncarried);
}

/** The objects of the baseline that an adopted mesh.yaml renders, without the marker. */
export function baselineOf(adoption: Adoption): readonly KubernetesObject[] {
  const [loaded] = loadMeshes(["-"], {
    cwd: "/",
    stdin: () => adoption.text.replace(/^ {2}manifests:\n( {4}- .*\n)+/m, ""),
  });
  if (!loaded) throw new Error("no mesh");
  const carried = [...adoption.carriage.files.values()].map(({ object }) => object);
  const { name: _, carried: __, extraReleases: ___, extraRows: ____, extraWindows: _____, ...spec } = loaded.mesh;
  return objectsOf(renderMesh(meshFromSpec(loaded.mesh.name, spec, { carried })));
}

/** The objects of the first phase, without what phases need for themselves: gate Jobs and the marker. */
export function objectsOf({ snapshots }: ReturnType<typeof renderMesh>): readonly KubernetesObject[] {
  const entries = snapshots[0]?.entries ?? [];
  const own: readonly (string | undefined)[] = ["precheck", "verify", "marker"];
  return entries.filter(({ layer }) => !own.includes(layer)).map(({ object }) => object);
}
