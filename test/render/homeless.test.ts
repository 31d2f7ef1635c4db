import type { CarriedObject } from "../../src/mesh/mesh";
import { homeless } from "../../src/render/homeless";
import { meshOf } from "../delivery/meshes";

function said(objects: readonly (readonly [apiVersion: string, kind: string, namespace?: string])[], engine: string) {
  const carried = objects.map(
    ([apiVersion, kind, namespace], index): CarriedObject => ({
      object: { apiVersion, kind, metadata: { name: `o${index}`, ...(namespace !== undefined && { namespace }) } },
      place: { file: "l7/a.yaml", line: index + 1, column: 1 },
    }),
  );
  const mesh = { ...meshOf({ delivery: { engine: engine as "none" } }), carried };
  return homeless(mesh).map(({ rule, severity, object, place, message }) => [
    `${rule} ${severity} ${object} ${place?.line}`,
    message.replace(/^.*: it goes to /, ""),
  ]);
}

test("carried objects that name no namespace, where they live in one for certain", () => {
  expect(
    said(
      [
        ["security.istio.io/v1", "AuthorizationPolicy"],
        ["security.istio.io/v1", "AuthorizationPolicy", "shop"],
        ["gateway.networking.k8s.io/v1", "HTTPRoute"],
        ["gateway.networking.k8s.io/v1", "GatewayClass"],
        ["v1", "ConfigMap"],
        ["v1", "Namespace"],
        ["rbac.authorization.k8s.io/v1", "ClusterRole"],
        ["example.com/v1", "Widget"],
      ],
      "argocd",
    ),
  ).toEqual([
    ["NS008 warning AuthorizationPolicy/o0 1", "default"],
    ["NS008 warning HTTPRoute/o2 3", "default"],
    ["NS008 warning ConfigMap/o4 5", "default"],
  ]);
});

test("without an engine nobody knows where to", () => {
  expect(said([["v1", "ConfigMap"]], "none")[0]?.[1]).toMatch(/^whatever namespace/);
});
