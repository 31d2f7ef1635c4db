import { labelsOf, objectsOf } from "../objects";
import { httpFields } from "../policies/http-fields";
import { about, type Rule } from "../rule";
import { isAttached } from "../targets";

export const pol001: Rule = {
  id: "POL001",
  state: (set) => {
    const ambient = new Set(
      objectsOf(set, "", "Namespace")
        .filter(({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient")
        .map(({ object }) => object.metadata.name),
    );
    return objectsOf(set, "security.istio.io", "AuthorizationPolicy").flatMap((one) => {
      if (!ambient.has(one.object.metadata.namespace ?? "") || isAttached(one)) return [];
      const [first] = httpFields(one);
      if (!first) return [];
      return [
        about("POL001", one, {
          at: first,
          message: `${first.slice(1).join(".")} is about HTTP, and without targetRefs the policy is enforced by ztunnel, which sees no HTTP`,
          hint: "Attach the policy to the waypoint or to a Service with targetRefs.",
        }),
      ];
    });
  },
};
