import { istiodName } from "../../catalog/revisions";
import { hostOf, isRevisionBased, istiodAddress } from "../istiod";
import type { Mesh } from "../mesh";
import { mapAt, type Setting } from "./setting";

type Addressed = Pick<Setting, "value" | "from"> & { readonly accepts: (value: unknown) => boolean };

/**
 * The address of the mesh's istiod: of its Service, or a host name of the user's own that values put into its certificate. Under
 * RevisionBased the Service is another one in every phase.
 */
export function ourIstiod(mesh: Mesh): Addressed {
  const isOurs = (value: string) => !isRevisionBased(mesh) && namesService(mesh, value);
  const accepts = (value: unknown) =>
    typeof value === "string" && (value === "" || isOurs(value) || customHosts(mesh).includes(hostOf(value)));
  const from = ["spec", "controlPlane"];
  return { ...(!isRevisionBased(mesh) && { value: istiodAddress(mesh) }), accepts, from };
}

/** Whether a value names the Service of any istiod. */
export function isIstiod(value: unknown): boolean {
  return /^istiod(-[^.]+)?$/.test(hostOf(String(value)).split(".")[0] ?? "");
}

/** With or without scheme, cluster domain and port. */
function namesService({ controlPlane: { name, namespace } }: Mesh, address: string): boolean {
  const [service, home, svc = "svc"] = hostOf(address).split(".");
  return service === istiodName(name) && home === namespace && svc === "svc";
}

function customHosts({ controlPlane: { values } }: Mesh): readonly string[] {
  const hosts = mapAt(values, "pilot", "env")["ISTIOD_CUSTOM_HOST"];
  return typeof hosts === "string" ? hosts.split(",").map((one) => one.trim()) : [];
}
