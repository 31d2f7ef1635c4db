import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ValuesKind, valuesKinds } from "../../src/ledger/subject";
import type { Options } from "../options";
import { ask } from "../process";

/** Charts of one Istio version, and what renders them. */
export interface Charts {
  readonly helm: string;
  /** The version that the ledger is asked for: `1.30.4`. */
  readonly version: string;
  readonly folders: Readonly<Record<ValuesKind, string>>;
}

/** In a checkout of Istio, and as operators carry them. */
const places: Readonly<Record<ValuesKind, readonly string[]>> = {
  Istio: ["istio-control/istio-discovery", "istiod"],
  IstioCNI: ["istio-cni", "cni"],
  ZTunnel: ["ztunnel"],
};

/** The charts that the options name, or why they cannot be rendered. */
export async function findCharts({ charts, helm, istio }: Options): Promise<Charts | { readonly missing: string }> {
  if (charts === undefined) return { missing: "no charts are given (--charts)" };
  const version = istio ?? versionOf(charts);
  if (version === undefined) return { missing: `${charts} has no VERSION, and none is given (--istio)` };
  const inside = join(charts, "manifests/charts");
  const base = existsSync(inside) ? inside : charts;
  const found = valuesKinds.map((kind) => {
    const folder = places[kind].map((place) => join(base, place)).find((one) => existsSync(join(one, "Chart.yaml")));
    return [kind, folder] as const;
  });
  for (const [kind, folder] of found) {
    if (folder === undefined) return { missing: `${base} has no chart ${places[kind].join(" or ")}` };
    // What reads profiles is put into the charts when they are made ready for a release.
    if (!existsSync(join(folder, "templates/zzz_profile.yaml")))
      return { missing: `${folder} is not as it is released: templates/zzz_profile.yaml is not there` };
  }
  const said = await ask(helm, ["version", "--short"]).catch((error: Error) => ({ code: 1, all: error.message }));
  if (said.code !== 0) return { missing: `${helm}: ${said.all.trim().split("\n")[0]}` };
  return { helm, version, folders: Object.fromEntries(found) as Record<ValuesKind, string> };
}

/** A branch says its minor only: it is asked what the first release of it has. */
function versionOf(checkout: string): string | undefined {
  const file = join(checkout, "VERSION");
  if (!existsSync(file)) return undefined;
  const said = readFileSync(file, "utf8").trim();
  return /^\d+\.\d+$/.test(said) ? `${said}.0` : said;
}
