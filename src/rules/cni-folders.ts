import type { Finding } from "../findings/finding";
import { textAt } from "../objects/object-paths";
import { sailObjects } from "./objects";
import { about, type CheckedObject, type ManifestSet } from "./rule";

const platformAt = ["spec", "values", "global", "platform"];
const keys = ["cniBinDir", "cniConfDir"] as const;

/**
 * Folders that only nodes of one platform have. What any node may have (`/opt/cni/bin`, `/etc/cni/net.d`, k3d's `/bin`) tells nothing: a
 * k3s that brings its own network plugin has those, too.
 */
const marks: readonly { readonly below: string; readonly platforms: readonly string[] }[] = [
  { below: "/var/lib/rancher/k3s", platforms: ["k3s", "k3d"] },
  { below: "/var/snap/microk8s", platforms: ["microk8s"] },
  { below: "/home/kubernetes", platforms: ["gke"] },
];

/** Where the CNI is to install itself, against the platform that the mesh names and against each other. */
export function wrongFolders(set: ManifestSet): readonly Finding[] {
  const said = sailObjects(set, ["IstioCNI", "Istio", "ZTunnel"]).find((one) => textAt(one.object, ...platformAt));
  return sailObjects(set, ["IstioCNI"]).flatMap((cni) => {
    const folders = keys.flatMap((key) => {
      const path = textAt(cni.object, ...folderAt(key));
      return path === undefined ? [] : [{ key, path, platforms: platformsOf(path) }];
    });
    const platform = textAt((textAt(cni.object, ...platformAt) ? cni : (said ?? cni)).object, ...platformAt);
    if (platform) return folders.flatMap((one) => (isOf(one, platform) ? [] : [strange(cni, one, platform)]));
    const [first, second] = folders;
    if (!first?.platforms && !second?.platforms) return [];
    return second ? apart(cni, first as Folder, second) : [half(cni, first as Folder)];
  });
}

interface Folder {
  readonly key: (typeof keys)[number];
  readonly path: string;
  /** Undefined where any platform may have it. */
  readonly platforms: readonly string[] | undefined;
}

function folderAt(key: string): readonly string[] {
  return ["spec", "values", "cni", key];
}

function platformsOf(path: string): readonly string[] | undefined {
  return marks.find(({ below }) => `${path}/`.startsWith(`${below}/`))?.platforms;
}

function isOf({ platforms }: Folder, platform: string): boolean {
  return platforms === undefined || platforms.includes(platform);
}

function strange(cni: CheckedObject, { key, path, platforms = [] }: Folder, platform: string): Finding {
  const at = folderAt(key);
  const message = `cni.${key} is ${path}, which nodes of ${platforms.join(" and ")} have, and the platform is ${platform}: its nodes do not find the plugin, and no pod is redirected`;
  const hint = `Leave it out: the charts set what ${platform} has.`;
  return about("PLAT003", cni, { at, message, hint, fix: [{ at, value: undefined }] });
}

/** Two folders that no node has both; one that any node may have says nothing against the other. */
function apart(cni: CheckedObject, first: Folder, second: Folder): readonly Finding[] {
  const { platforms: own } = second;
  if (!own || first.platforms === undefined || first.platforms.some((one) => own.includes(one))) return [];
  const message = `cni.${second.key} is ${second.path}, which nodes of ${own.join(" and ")} have, and cni.${first.key} is ${first.path}: no node has both`;
  return [about("PLAT003", cni, { at: folderAt(second.key), message, hint: "Write global.platform instead of both." })];
}

/** Who moves one of the two folders away from where nodes usually have them has mostly moved both. */
function half(cni: CheckedObject, { key, path, platforms = [] }: Folder): Finding {
  const other = keys.find((one) => one !== key);
  const message = `cni.${key} is ${path}, which nodes of ${platforms.join(" and ")} have, and cni.${other} stays where other nodes have it`;
  const hint = `Write global.platform: ${platforms[0]} instead, which sets both, or add cni.${other}.`;
  return about("PLAT003", cni, { at: folderAt(key), severity: "warning", message, hint });
}
