import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { protectedKind } from "../../../mesh/protected-kinds";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt, wordOf } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import { mayBePatched } from "../../../repository/variables/flux-variables";
import { annotationsOf } from "../../../rules/objects";
import { about, inShort } from "../../../rules/rule";

const flux = "kustomize.toolkit.fluxcd.io";

/**
 * Secrets that SOPS encrypted below a Kustomization of Flux that does not decrypt (DEL013): for one of them Flux applies nothing of the
 * Kustomization. Said of those that apply something of the mesh.
 */
export function encryptedSecrets(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
  { readBy, readers }: Pick<Readings, "readBy" | "readers">,
): readonly Finding[] {
  const secrets = objects.filter((one) => isEncrypted(one) && isBuilt(one, files));
  const held = secrets.flatMap((one) =>
    readBy(one).flatMap((reader) => {
      const by = reader.by as FileObject;
      const isPlain =
        kindOf(by.object) === `${flux}/Kustomization` && !textAt(by.object, "spec", "decryption", "provider");
      return isPlain && !mayBePatched(by, objects, files, /decryption/) ? [{ one, by }] : [];
    }),
  );
  return [...grouped(held, ({ by }) => by)].flatMap(([by, own]) => {
    const isOfMesh = objects.some((one) => protectedKind(one.object) && readBy(one).some((reader) => reader.by === by));
    if (!isOfMesh) return [];
    const { names } = inShort([...new Set(own.map(({ one }) => one))]);
    // Of what nobody here applies nobody knows what is added to it; where others say it themselves, it is not added.
    const isSeen =
      readBy(by).length > 0 || readers.some((other) => textAt(other.by.object, "spec", "decryption", "provider"));
    return [
      about("DEL013", by, {
        at: ["spec", "decryption"],
        ...(!isSeen && { severity: "warning" as const }),
        message: `${names} is encrypted by SOPS, and Kustomization ${by.object.metadata.name} has no spec.decryption${isSeen ? "" : ", unless what applies it adds that"}: Flux applies nothing of it, its parts of the mesh included`,
        hint: "Write spec.decryption with provider: sops, and secretRef for the key.",
      }),
    ];
  });
}

/** Only Secrets of the core group are looked at by Flux; one may ask to be left as it is. */
function isEncrypted({ object }: FileObject): boolean {
  const sops = valueAt(object, "sops");
  return (
    kindOf(object) === "/Secret" &&
    typeof sops === "object" &&
    sops !== null &&
    annotationsOf(object)[`${flux}/decrypt`] !== "disabled"
  );
}

/** Whether kustomize takes the file as a resource: one lists it, or none stands in its folder or above it, so that Flux lists all files. */
function isBuilt({ file }: FileObject, files: readonly KustomizationFile[]): boolean {
  const isListed = files.some(({ folder, source }) =>
    listAt(source.value, "resources").some((entry) => posix.resolve(folder, wordOf(entry)) === file),
  );
  return isListed || !files.some(({ folder }) => file.startsWith(`${folder}/`));
}
