import * as z from "zod/mini";
import type { MeshPath } from "../findings/finding";
import { InputError } from "../findings/input-error";
import { validate } from "../source/validate";
import type { YamlSource } from "../source/yaml-source";
import type { KubernetesObject } from "./mesh";
import { dnsLabel } from "./scalars";

const apiVersion = z
  .string()
  .check(
    z.regex(
      /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[a-z]([-a-z0-9]*[a-z0-9])?$/,
      "an API version such as v1 or security.istio.io/v1",
    ),
  );
const kind = z
  .string()
  .check(z.maxLength(63), z.regex(/^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$/, "a kind such as HTTPRoute"));
/** It becomes the name of a file, so it is no path and does not depend on the case that a file system keeps. */
const name = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(/^(?!.*\.\.)[a-z0-9]([-a-z0-9.:_]*[a-z0-9])?$/, "a name of a-z, 0-9, - and single dots"),
  );
const textMap = z.optional(z.nullable(z.record(z.string(), z.string())));

/** As much of an object as meshstep reads itself; the CRDs say the rest. */
const objectSchema = z.looseObject({
  apiVersion,
  kind,
  metadata: z.looseObject({
    name,
    namespace: z.optional(z.nullable(dnsLabel)),
    labels: textMap,
    annotations: textMap,
  }),
});

const optionalKeys: readonly string[] = ["namespace", "labels", "annotations"];

/**
 * The object at `path` of a document, unchanged but for empty `labels`, `annotations` and `namespace`, which say nothing.
 * @throws InputError with place and path when it is no object of a cluster
 */
export function objectAt(source: YamlSource, path: MeshPath): KubernetesObject {
  const object = validate(objectSchema, source, path);
  const [group] = object.apiVersion.split("/");
  if (group === "meshstep.dev" || group === "kustomize.config.k8s.io") {
    const hint = "leave its file out with a pattern that starts with !";
    throw InputError.of(`a ${object.kind} is no object of a cluster`, { place: source.locate(path), hint });
  }
  const metadata = Object.entries(object.metadata).filter(
    ([key, value]) => value !== null || !optionalKeys.includes(key),
  );
  return { ...object, metadata: Object.fromEntries(metadata) } as KubernetesObject;
}
