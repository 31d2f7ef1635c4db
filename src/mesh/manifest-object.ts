import * as z from "zod/mini";
import { InputError } from "../findings/input-error";
import type { KubernetesObject } from "../objects/kubernetes-object";
import { isForTools, objectSchema, readObject } from "../source/manifest-object";
import type { YamlSource } from "../source/yaml-source";
import { dnsLabel } from "./scalars";

/** It becomes the name of a file, so it is no path and does not depend on the case that a file system keeps. */
const name = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(/^(?!.*\.\.)[a-z0-9]([-a-z0-9.:_]*[a-z0-9])?$/, "a name of a-z, 0-9, - and single dots"),
  );

const schema = objectSchema(name, dnsLabel);

/**
 * The object that a document holds, as snapshots carry it.
 * @throws InputError with place and path when it is no object of a cluster
 */
export function clusterObject(source: YamlSource): KubernetesObject {
  const object = readObject(schema, source);
  if (isForTools(object)) {
    const hint = "leave its file out with a pattern that starts with !";
    throw InputError.of(`a ${object.kind} is no object of a cluster`, { place: source.locate([]), hint });
  }
  return object;
}
