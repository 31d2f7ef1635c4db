import type { Finding } from "../findings/finding";
import { textAt } from "../objects/object-paths";
import { sailObjects } from "./objects";
import { about, type CheckedObject, type ManifestSet } from "./rule";

const platformAt = ["spec", "values", "global", "platform"];
const keys = ["cniBinDir", "cniConfDir"] as const;
type Key = (typeof keys)[number];

/** Where most nodes have them, a k3s that brings its own network plugin included. */
const usual: Readonly<Record<Key, string>> = { cniBinDir: "/opt/cni/bin", cniConfDir: "/etc/cni/net.d" };

/** Folders that only nodes of some platforms have. */
interface Home {
  readonly below: string;
  readonly platforms: readonly string[];
  /** Which of the two folders the nodes have there; the other one is where it is {@link usual}. */
  readonly moved: readonly Key[];
  /** Whether no node of theirs has these folders anywhere else. */
  readonly always?: true;
}

/** What any node may have (k3d's `/bin`, too) tells nothing by itself. */
const homes: readonly Home[] = [
  { below: "/var/lib/rancher/k3s", platforms: ["k3s", "k3d"], moved: keys },
  { below: "/var/snap/microk8s", platforms: ["microk8s"], moved: keys },
  { below: "/home/kubernetes", platforms: ["gke"], moved: ["cniBinDir"], always: true },
];

/** Where the CNI is to install itself, against the platform that the mesh names and against each other. */
export function wrongFolders(set: ManifestSet): readonly Finding[] {
  const said = sailObjects(set, ["IstioCNI", "Istio", "ZTunnel"]).find((one) => textAt(one.object, ...platformAt));
  return sailObjects(set, ["IstioCNI"]).flatMap((cni) => {
    const folders = keys.flatMap((key) => {
      const path = textAt(cni.object, ...folderAt(key))?.replace(/\/$/, "");
      return path ? [{ key, path, home: homes.find(({ below }) => `${path}/`.startsWith(`${below}/`)) }] : [];
    });
    const own = textAt(cni.object, ...platformAt);
    const platform = own || (said && textAt(said.object, ...platformAt));
    if (platform) {
      const strangers = folders.flatMap((one) => (isOf(one, platform) ? [] : [strange(cni, one, platform)]));
      return strangers.length > 0 ? strangers : torn(cni, folders, own);
    }
    const [first, second] = folders;
    if (!first || (!first.home && !second?.home)) return [];
    if (!second) return first.home?.moved.length === keys.length ? [half(cni, first)] : [];
    const two = apart(cni, first, second);
    return two.length > 0 ? two : torn(cni, folders, undefined);
  });
}

interface Folder {
  readonly key: Key;
  readonly path: string;
  /** Undefined where any platform may have it. */
  readonly home: Home | undefined;
}

function folderAt(key: string): readonly string[] {
  return ["spec", "values", "cni", key];
}

function isOf({ key, home }: Folder, platform: string): boolean {
  if (home) return home.platforms.includes(platform);
  return !homes.some((one) => one.always && one.platforms.includes(platform) && one.moved.includes(key));
}

function strange(cni: CheckedObject, { key, path, home }: Folder, platform: string): Finding {
  const at = folderAt(key);
  const own = homes.find(({ platforms }) => platforms.includes(platform));
  const whose = home
    ? `which nodes of ${home.platforms.join(" and ")} have, and the platform is ${platform}`
    : `and the platform is ${platform}, which has it below ${own?.below}`;
  const message = `cni.${key} is ${path}, ${whose}: its nodes do not find the plugin, and no pod is redirected`;
  const hint = `Leave it out: the charts set what ${platform} has.`;
  return about("PLAT003", cni, { at, message, hint, fix: [{ at, value: undefined }] });
}

/** Two folders that no node has both; one that any node may have says nothing against the other. */
function apart(cni: CheckedObject, first: Folder, second: Folder): readonly Finding[] {
  const own = second.home?.platforms;
  if (!own || !first.home || first.home.platforms.some((one) => own.includes(one))) return [];
  const message = `cni.${second.key} is ${second.path}, which nodes of ${own.join(" and ")} have, and cni.${first.key} is ${first.path}: no node has both`;
  return [about("PLAT003", cni, { at: folderAt(second.key), message, hint: "Write global.platform instead of both." })];
}

/**
 * One folder of a platform that has both elsewhere, and the other where it is usual: a node has them both there, or neither. What is left
 * out the charts take from the platform that the CNI itself names.
 */
function torn(cni: CheckedObject, folders: readonly Folder[], platform: string | undefined): readonly Finding[] {
  const named = homes.find(({ platforms }) => platform !== undefined && platforms.includes(platform));
  const home = named ?? folders.find((one) => one.home)?.home;
  const stays = folders.find(({ key, path }) => path === usual[key]);
  const other = keys.find((key) => key !== stays?.key);
  // What the charts set for k3d has changed, and is the one of these folders that is usual elsewhere.
  if (!stays || !other || home?.moved.length !== keys.length || platform === "k3d") return [];
  const written = folders.find(({ key }) => key === other);
  if (written ? written.home !== home : named === undefined) return [];
  const whose = home.platforms.join(" and ");
  const where = written ? ` is ${written.path}` : ` stays where ${whose} has it, below ${home.below}`;
  return [
    about("PLAT003", cni, {
      at: folderAt(stays.key),
      message: `cni.${stays.key} is ${stays.path}, and cni.${other}${where}: nodes of ${whose} have both of their own or neither, and do not find the plugin`,
      hint: platform
        ? `Leave both out: the charts set what ${platform} has.`
        : "Write global.platform instead of both.",
      fix: platform ? [{ at: folderAt(stays.key), value: undefined }] : [],
    }),
  ];
}

/** Who moves one of the two folders away from where nodes usually have them has mostly moved both. */
function half(cni: CheckedObject, { key, path, home }: Folder): Finding {
  const platforms = home?.platforms ?? [];
  const other = keys.find((one) => one !== key);
  const message = `cni.${key} is ${path}, which nodes of ${platforms.join(" and ")} have, and cni.${other} stays where other nodes have it`;
  const hint = `Write global.platform: ${platforms[0]} instead, which sets both, or add cni.${other}.`;
  return about("PLAT003", cni, { at: folderAt(key), severity: "warning", message, hint });
}
