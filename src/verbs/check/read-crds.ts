import { InputError } from "../../findings/input-error";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { givenSet } from "../../schemas/choose";
import { SchemaCollector } from "../../schemas/intern";
import type { SchemaTable } from "../../schemas/node";
import { type ManifestIo, readManifests } from "../../source/manifests";

/**
 * The schemas of every CustomResourceDefinition under some paths: those of an operator release that meshstep does not know, or of
 * another release of Istio or Gateway API.
 * @throws InputError for paths that cannot be read or have no such object
 */
export function readCrds(paths: readonly string[], io: ManifestIo): SchemaTable | undefined {
  if (paths.length === 0) return undefined;
  const collector = new SchemaCollector();
  for (const { object } of readManifests(paths, io)) {
    if (object.kind !== "CustomResourceDefinition" || apiGroup(object) !== "apiextensions.k8s.io") continue;
    const kind = `${textAt(object, "spec", "group")}/${textAt(object, "spec", "names", "kind")}`;
    for (const version of listAt(object, "spec", "versions")) {
      const schema = valueAt(version, "schema", "openAPIV3Schema");
      const name = textAt(version, "name");
      if (valueAt(version, "served") !== true || name === undefined || typeof schema !== "object" || !schema) continue;
      collector.add(givenSet, kind, name, schema as Readonly<Record<string, unknown>>);
    }
  }
  const table = collector.table();
  if (table.nodes.length > 0) return table;
  throw InputError.of(`--crds ${paths.join(" --crds ")}: no CustomResourceDefinition with a schema`, {
    hint: "Name the folder of the CRDs, or what kubectl get crds -o yaml prints.",
  });
}
