import type { Folder } from "../delivery/folders";
import { permissionsOf } from "../delivery/permissions";
import type { PlatformFile } from "../delivery/platform-file";
import { livePath } from "../delivery/repository";
import { labelledNamespaces, systemNamespaces } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { bullets, fence } from "./markdown";

/** What the page of an engine is written from. */
export interface PlatformPage {
  readonly mesh: Mesh;
  readonly files: readonly PlatformFile[];
  readonly folders: readonly Folder[];
  readonly kubectl: "oc" | "kubectl";
}

/** What must be there before an engine is pointed at the live folder, whichever it is. */
export function beforeApplying({ mesh, folders, kubectl }: PlatformPage): readonly string[] {
  const owned = new Set(
    folders.flatMap(({ ever }) => ever.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name)),
  );
  const used = [
    ...permissionsOf(folders).namespaces,
    ...labelledNamespaces(mesh).map(({ name }) => name),
    ...systemNamespaces(mesh),
  ];
  const needed = [...new Set(used)].filter((namespace) => !owned.has(namespace)).sort();
  const gatewayApi = folders.some(({ ever }) =>
    ever.some(({ apiVersion }) => apiVersion.startsWith("gateway.networking.k8s.io/")),
  );
  const crds = ["istios.sailoperator.io", ...(gatewayApi ? ["gateways.gateway.networking.k8s.io"] : [])];
  return [
    "## Before",
    bullets(
      [
        `\`${livePath(mesh)}\` holds the baseline: \`meshstep promote --live ${livePath(mesh)} --to 00-baseline --commit\`, and it is pushed. The engine fails on folders that are not there.`,
        "The namespaces and CRDs that nothing here creates are there. Each of these commands ends without an error:",
      ],
      "",
    ),
    fence("sh", [
      ...(needed.length === 0 ? [] : [`${kubectl} get namespace ${needed.join(" ")}`]),
      `${kubectl} get crd ${crds.join(" ")}`,
    ]),
  ];
}
