import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { ValuesKind } from "../../src/ledger/subject";

/** The chart behind each object of the operator, below the folder of Istio's charts. */
const folders: Readonly<Record<ValuesKind, string>> = {
  Istio: "istio-control/istio-discovery",
  IstioCNI: "istio-cni",
  ZTunnel: "ztunnel",
};

/** Istio's charts of one minor, and a Helm to render them with. */
export interface Charts {
  readonly folder: string;
  readonly helm: string;
  /** `1.30`, as the source says. */
  readonly minor: string;
}

/** The charts of a checkout of Istio, or why they cannot be used. */
export function findCharts(istio: string, helm: string): Charts | { readonly missing: string } {
  const folder = join(istio, "manifests/charts");
  const absent = Object.values(folders).find((chart) => !existsSync(join(folder, chart, "Chart.yaml")));
  if (absent !== undefined) return { missing: `${folder} has no chart ${absent}` };
  const version = join(istio, "VERSION");
  if (!existsSync(version)) return { missing: `${istio} has no VERSION` };
  try {
    execFileSync(helm, ["version", "--short"], { stdio: "pipe" });
  } catch (error) {
    return { missing: `${helm}: ${(error as Error).message.split("\n")[0]}` };
  }
  return { folder, helm, minor: readFileSync(version, "utf8").trim() };
}

/** What a chart makes of values, object by object; texts that hold YAML or JSON are looked into. */
export function render({ folder, helm }: Charts, kind: ValuesKind, values: object): ReadonlyMap<string, unknown> {
  const temporary = mkdtempSync(join(tmpdir(), "meshstep-charts-"));
  try {
    const file = join(temporary, "values.json");
    writeFileSync(file, JSON.stringify(values));
    const args = ["template", "mesh", join(folder, folders[kind]), "--namespace", "istio-system", "--values", file];
    const text = execFileSync(helm, args, { encoding: "utf8", maxBuffer: 64e6, stdio: ["ignore", "pipe", "pipe"] });
    const objects = parseAllDocuments(text).map((one) => one.toJS() as Rendered | null);
    return new Map(
      objects.flatMap((one) => (one ? [[`${one.kind}/${one.metadata.name}`, readable(one)] as const] : [])),
    );
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** The texts of a ConfigMap as data, where they are. */
function readable(object: Rendered): unknown {
  if (object.kind !== "ConfigMap" || !object.data) return object;
  const data = Object.entries(object.data).map(([key, text]) => [
    key,
    /^(values|merged-values|mesh)$/.test(key) ? parse(text) : text,
  ]);
  return { ...object, data: Object.fromEntries(data) };
}
