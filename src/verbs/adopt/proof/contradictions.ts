import { InputError, type Problem } from "../../../findings/input-error";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import type { MeshSpecInput } from "../../../mesh/schema";
import type { Uncarried } from "../carry/uncarried";

/** A value of the input that mesh.yaml cannot hold beside what its keys say, and what is said of it. */
export interface Contradiction {
  /** Inside the object: `spec.values.pilot.…`. */
  readonly path: string;
  readonly kind: string;
  readonly why: string;
  /** Whether the mesh does not work without it. */
  readonly breaks: boolean;
}

/** What makes a control plane one that runs elsewhere, or is reached at an address of its own. */
const elsewhere: readonly string[] = [
  "global.remotePilotAddress",
  "istiodRemote.enabled",
  "pilot.enabled",
  "meshConfig.defaultConfig.discoveryAddress",
];

const kinds = { controlPlane: "Istio", cni: "IstioCNI", ztunnel: "ZTunnel" } as const;
type Part = keyof typeof kinds;

/**
 * The spec without the values that keep it from loading: a mesh.yaml that is written loads, and what it leaves out is told.
 * @throws InputError when something else is wrong: then nothing can be written
 */
export function withoutContradictions(
  spec: MeshSpecInput,
  problems: readonly Problem[],
  istio: { readonly object: KubernetesObject; readonly place: Problem["place"] },
): { readonly spec: MeshSpecInput; readonly left: readonly Contradiction[] } {
  let rest: MeshSpecInput = spec;
  const left: Contradiction[] = [];
  const stuck: Problem[] = [];
  for (const { message, path = [], hint } of problems) {
    const [, part, values, ...inside] = path;
    const known = typeof part === "string" && part in kinds && values === "values" && inside.length > 0;
    const without = known ? withoutAt(rest, [part, "values", ...inside]) : undefined;
    if (without === undefined) {
      stuck.push({
        message: `${path.join(".")}: ${message}`,
        ...(istio.place && { place: istio.place }),
        ...(hint && { hint }),
      });
      continue;
    }
    rest = without as MeshSpecInput;
    const breaks = part === "controlPlane" && isElsewhere(spec, inside);
    left.push({
      kind: kinds[part as Part],
      path: ["spec", "values", ...inside].join("."),
      why: `left out: ${message}${breaks ? `; ${unlike}` : ""}`,
      breaks,
    });
  }
  if (stuck.length === 0) return { spec: rest, left };
  const [first, ...others] = stuck as [Problem, ...Problem[]];
  throw new InputError([
    {
      ...first,
      message: `no mesh.yaml can say what ${objectId(istio.object)} says: ${first.message}`,
      hint: first.hint ?? "Mend the manifests first; of a template, adopt what becomes of it.",
    },
    ...others,
  ]);
}

/** The same lines, with what was said of a value that had to be left out. */
export function explained(uncarried: readonly Uncarried[], left: readonly Contradiction[]): readonly Uncarried[] {
  return uncarried.map((one) => {
    const said = left.find(({ kind, path }) => one.object.startsWith(`${kind}/`) && one.path === path);
    return said ? { ...one, why: said.why, ...(said.breaks && { breaks: true }) } : one;
  });
}

const unlike =
  "the control plane is elsewhere, or is reached at another address, and meshstep plans for an istiod of this cluster: without it the mesh does not work";

/** A profile is in the way of the data plane, too, and that is no such case. */
function isElsewhere({ controlPlane }: MeshSpecInput, inside: readonly (string | number)[]): boolean {
  const path = inside.join(".");
  if (path === "profile") return ["remote", "external"].includes(String(controlPlane?.values?.["profile"]));
  return elsewhere.includes(path);
}

/** A copy without what stands at a path; undefined where nothing does. */
function withoutAt(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || step === undefined) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(record, step)) return undefined;
  if (rest.length === 0) {
    const { [step]: _, ...others } = record;
    return others;
  }
  const inner = withoutAt(record[step], rest);
  // A list is left out as a whole, and so is a value that the path leads beyond.
  if (inner === undefined)
    return typeof record[step] === "object" && !Array.isArray(record[step]) ? undefined : withoutAt(record, [step]);
  return { ...record, [step]: inner };
}
