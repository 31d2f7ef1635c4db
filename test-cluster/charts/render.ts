import type { KeptValues } from "../../src/ledger/kept";
import type { ValuesKind } from "../../src/ledger/subject";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { Mesh } from "../../src/mesh/mesh";
import { cniValues, istioValues, ztunnelValues } from "../../src/plan/object-values";
import { type Answer, ask } from "../process";
import type { DataPlane } from "./cases";
import type { Charts } from "./find";

/** Release and namespace, as the operator names them. */
const releases: Readonly<Record<ValuesKind, readonly [string, string]>> = {
  Istio: ["default", "istio-system"],
  IstioCNI: ["default-cni", "istio-cni"],
  ZTunnel: ["ztunnel", "ztunnel"],
};

/** `spec.values` of an object, from the same code that writes phases. */
export function valuesOf(kind: ValuesKind, dataPlane: DataPlane, kept: KeptValues): Record<string, unknown> {
  const mesh = meshOf(dataPlane);
  const values = {
    Istio: () => istioValues(mesh, kept),
    IstioCNI: () => cniValues(mesh, kept),
    ZTunnel: () => ztunnelValues(mesh, undefined, undefined, kept),
  }[kind]();
  return { ...values };
}

/** Its versions are any that can be installed: what is rendered are the charts that were given. */
function meshOf(dataPlane: DataPlane): Mesh {
  const running = { version: "v1.28.3", operator: { release: "1.28.3" } };
  return meshFromSpec("rendered", { distribution: "sail", dataPlane, ...running });
}

/** What helm says when it is given those values, on top of the profile that the operator sets from `spec.profile`. */
export function render(
  { helm, folders }: Charts,
  kind: ValuesKind,
  dataPlane: DataPlane,
  values: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const [release, namespace] = releases[kind];
  const given = { ...(dataPlane === "ambient" && { profile: "ambient" }), ...values };
  const args = ["template", release, folders[kind], "--namespace", namespace, "--values", "-"];
  return ask(helm, args, { input: JSON.stringify(given) });
}
