import type * as Plus from "cdk8s-plus-28";

/**
 * The one door to cdk8s-plus-28. Loaded when a construct needs it and not before: it is large, most meshes own
 * no Namespace, and every command would pay for it at start.
 */
export function plus(): typeof Plus {
  return require("cdk8s-plus-28");
}
