import type { Finding } from "../../findings/finding";
import { ledgerRows } from "../../ledger/rows";
import { hasRow } from "../../ledger/versions";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { comparableVersion } from "./versions";

const path = ["spec", "values", "meshConfig", "extensionProviders"];
const written = `Istio.${path.join(".")}[].`;

/** Providers of a kind that the version of an Istio no longer has, as the ledger says: nothing is sent to them, and nothing fails. */
export function goneProviders(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const providers = listAt(one.object, ...path);
  const version = comparableVersion(set, one);
  if (providers.length === 0 || version === undefined) return [];
  const gone = removed().flatMap(({ row, kind }) => (hasRow(row, version) ? [kind] : []));
  return providers.flatMap((provider, index) =>
    gone
      .filter((kind) => valueAt(provider, kind) !== undefined)
      .map((kind) =>
        about("TEL001", one, {
          at: [...path, index, kind],
          severity: "warning",
          message: `Istio ${version} has no provider of the kind ${kind} any more: nothing is sent by ${textAt(provider, "name") ?? "it"}`,
          hint: "Send by opentelemetry instead, a step before.",
        }),
      ),
  );
}

/** The kinds that went at some time. */
function removed() {
  return ledgerRows().flatMap((row) =>
    (row.kind === "removed" ? (row.when?.values ?? []) : []).flatMap(({ key }) =>
      key.startsWith(written) ? [{ row, kind: key.slice(written.length) }] : [],
    ),
  );
}
