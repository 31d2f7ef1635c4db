import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { objectsOf, sailObjects } from "../objects";
import { about, type CheckedObject, type Step } from "../rule";

/** Settings of the whole mesh, with the strict word of each. */
const settings = [
  {
    path: ["meshConfig", "outboundTrafficPolicy", "mode"],
    strict: "REGISTRY_ONLY",
    standard: "ALLOW_ANY",
    result: "workloads reach every address outside of the mesh",
  },
  {
    path: ["meshConfig", "meshMTLS", "minProtocolVersion"],
    strict: "TLSV1_3",
    standard: "TLSV1_2",
    result: "older TLS is taken again between workloads",
  },
] as const;

export function weakerMesh(step: Step): readonly Finding[] {
  return pairs(step, (set) => sailObjects(set, ["Istio"])).flatMap(({ before, after }) =>
    settings.flatMap(({ path, strict, standard, result }) => {
      const at = ["spec", "values", ...path];
      const [from, to] = [before, after].map(({ object }) => textAt(object, ...at) ?? standard);
      if (from !== strict || to === strict) return [];
      return [said(after, at, `${path.join(".")} goes from ${from} to ${to}: ${result}`)];
    }),
  );
}

/** Servers of Istio's own Gateways that asked clients for a certificate, and no longer do. */
export function weakerServers(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "networking.istio.io", "Gateway")).flatMap(({ before, after }) => {
    const asked = new Set(serversOf(before).flatMap(({ port, mode }) => (mode === "MUTUAL" ? [port] : [])));
    return serversOf(after)
      .filter(({ port, mode }) => asked.has(port) && mode !== "MUTUAL")
      .map(({ port, mode, at }) =>
        said(
          after,
          at,
          `port ${port} goes from tls.mode MUTUAL to ${mode || "none"}: clients need no certificate any more`,
        ),
      );
  });
}

/** Listeners and servers that were encrypted, and take plain HTTP on the same port now. */
export function plainListeners(step: Step): readonly Finding[] {
  return (
    [
      ["gateway.networking.k8s.io", "listeners", ["port"], ["protocol"]],
      ["networking.istio.io", "servers", ["port", "number"], ["port", "protocol"]],
    ] as const
  ).flatMap(([group, list, port, protocol]) =>
    pairs(step, (set) => objectsOf(set, group, "Gateway")).flatMap(({ before, after }) => {
      const encrypted = new Set(
        listAt(before.object, "spec", list).flatMap((one) =>
          /^(HTTPS|TLS)$/.test(textAt(one, ...protocol) ?? "") ? [textAt(one, ...port)] : [],
        ),
      );
      return listAt(after.object, "spec", list).flatMap((one, index) => {
        const [number, is] = [textAt(one, ...port), textAt(one, ...protocol) ?? ""];
        if (number === undefined || !encrypted.has(number) || !/^(HTTP|HTTP2|TCP|GRPC)$/.test(is)) return [];
        return [said(after, ["spec", list, index, ...protocol], `port ${number} takes plain ${is} from this step on`)];
      });
    }),
  );
}

function serversOf({ object }: CheckedObject) {
  return listAt(object, "spec", "servers").map((server, index) => ({
    port: textAt(server, "port", "number") ?? "",
    mode: textAt(server, "tls", "mode") ?? "",
    at: ["spec", "servers", index],
  }));
}

function said(one: CheckedObject, at: readonly (string | number)[], message: string): Finding {
  return about("POL006", one, { at, message });
}
