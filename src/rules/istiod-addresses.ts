/** A Service of an istiod, with or without a scheme, the domain of the cluster and a port. */
const service = /^(?:https?:\/\/)?(istiod(?:-[\w-]+)?\.[\w-]+)(?:\.svc(?:\.[\w.-]+)?)?(?::\d+)?$/;

/** Of an address of the user's own, the Service and its namespace where it is called as those of istiod are; any other one may be a gateway or a proxy. */
export function istiodService(address: string): string | undefined {
  const [, found] = service.exec(address) ?? [];
  // The chart of revision tags makes Services, too.
  return found?.startsWith("istiod-revision-tag-") ? undefined : found;
}

/** Values of ztunnel that hold such an address: where its configuration and its certificates come from. */
export const addressKeys = ["xdsAddress", "caAddress"] as const;
