import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { textAt, valueAt, wordOf } from "../../objects/object-paths";
import { chartPlatformFaults } from "../charts/platforms";
import { besideCilium } from "../clusters/cilium";
import { routingPastHost } from "../clusters/host-routing";
import { wrongFolders } from "../cni-folders";
import { sailObjects, versionedKinds } from "../objects";
import { chartPlatforms as platforms } from "../platform";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const plat003: Rule = {
  id: "PLAT003",
  state: (set) => {
    const parts = sailObjects(set, versionedKinds);
    const at = ["spec", "values", "global", "platform"];
    const said = parts.flatMap((one) => {
      const platform = textAt(one.object, ...at);
      if (platform === undefined || platform === "") return [];
      const near = nearest(platform, platforms);
      if (!platforms.includes(platform)) {
        const hint = near === undefined ? `They have ${platforms.join(", ")}.` : `Did you mean ${near}?`;
        return [about("PLAT003", one, { at, message: `Istio's charts have no platform ${platform}`, hint })];
      }
      if (platform === "openshift" || set.distribution.name !== "openshift") return [];
      const message = `${at.join(".")} is ${platform}, and the operator is OpenShift Service Mesh's, which runs on OpenShift alone`;
      return [about("PLAT003", one, { at, message, hint: "Leave it out: the operator sets openshift." })];
    });
    const onOpenShift = set.distribution.name === "openshift";
    const between = () => [
      ...different(parts, at),
      ...ztunnelElsewhere(parts, at),
      ...(onOpenShift ? [] : wrongFolders(set)),
    ];
    return [
      ...(said.length > 0 ? said : between()),
      ...(onOpenShift ? elsewhereOnOpenShift(set) : parts.flatMap(ofTwoPlatforms)),
      ...withoutPlugin(set),
      ...chartPlatformFaults(set),
      ...besideCilium(set),
      ...routingPastHost(set).map(({ one, details }) => about("PLAT003", one, details)),
    ];
  },
};

/** Where the CNI installs itself hangs on the platform that its own values name, and on nothing that the others say. */
function different(parts: readonly CheckedObject[], at: readonly string[]): readonly Finding[] {
  const platformOf = ({ object }: CheckedObject) => textAt(object, ...at) || undefined;
  const cni = parts.find(({ object }) => object.kind === "IstioCNI");
  const own = cni && platformOf(cni);
  const said = ["Istio", ...(own === undefined ? ["ZTunnel"] : [])].flatMap((kind) =>
    parts.filter((one) => one.object.kind === kind && platformOf(one) !== undefined),
  );
  const [other] = said;
  const asked = other && platformOf(other);
  if (!asked || !cni || own === asked) return [];
  // The operator sets openshift where it runs there; folders that are written out say the same as a platform.
  if (own === undefined && (asked === "openshift" || hasFolders(cni))) return [];
  return [
    about("PLAT003", cni, {
      at,
      ...(own === undefined && { severity: "warning" as const }),
      message: `${at.join(".")} is ${own ?? "not set"}, and ${objectId(other.object)} has ${asked}: the CNI installs itself where the nodes do not look`,
      fix: [{ at, value: asked }],
    }),
  ];
}

/** ztunnel runs on the nodes that the CNI set up: they cannot be of two platforms. */
function ztunnelElsewhere(parts: readonly CheckedObject[], at: readonly string[]): readonly Finding[] {
  const [ztunnel, cni] = ["ZTunnel", "IstioCNI"].map((kind) => parts.find(({ object }) => object.kind === kind));
  const [own, asked] = [ztunnel, cni].map((one) => one && (textAt(one.object, ...at) || undefined));
  if (!ztunnel || !cni || !own || !asked || own === asked) return [];
  const message = `${at.join(".")} is ${own}, and IstioCNI/${cni.object.metadata.name} has ${asked}: both run on the same nodes`;
  return [about("PLAT003", ztunnel, { at, message, fix: [{ at, value: asked }] })];
}

/** The profiles of OpenShift bring its folders and its plugin along, and whatever a profile says wins over a platform. */
function ofTwoPlatforms(one: CheckedObject): readonly Finding[] {
  const at = ["spec", "profile"];
  const profile = textAt(one.object, ...at) ?? "";
  const platform = textAt(one.object, "spec", "values", "global", "platform") || "openshift";
  if (!/^openshift(-|$)/.test(profile) || platform === "openshift" || !platforms.includes(platform)) return [];
  const meant = profile.slice("openshift-".length) || "default";
  return [
    about("PLAT003", one, {
      at,
      severity: "warning",
      message: `profile ${profile} is OpenShift's, and global.platform is ${platform}: what one of them sets is not there on the nodes of the other`,
      hint: `Write profile: ${meant}.`,
      fix: [{ at, value: meant }],
    }),
  ];
}

/** Where nodes of OpenShift look for plugins, by Multus. The operator sets all of it by itself. */
const openShiftHas: Readonly<Record<string, string>> = {
  cniBinDir: "/var/lib/cni/bin",
  cniConfDir: "/etc/cni/multus/net.d",
  chained: "false",
  provider: "multus",
};

function elsewhereOnOpenShift(set: ManifestSet): readonly Finding[] {
  return sailObjects(set, ["IstioCNI"]).flatMap((one) =>
    Object.entries(openShiftHas).flatMap(([key, wanted]) => {
      const at = ["spec", "values", "cni", key];
      const value = valueAt(one.object, ...at);
      if (value === undefined || wordOf(value).replace(/\/$/, "") === wanted) return [];
      const message = `cni.${key} is ${value}, and OpenShift has ${wanted}: its nodes do not find the plugin, and no pod is redirected`;
      return [
        about("PLAT003", one, {
          at,
          message,
          hint: "Leave it out: the operator sets it.",
          fix: [{ at, value: undefined }],
        }),
      ];
    }),
  );
}

/** Sidecars that set up their own traffic, beside a plugin that does it for them. */
function withoutPlugin(set: ManifestSet): readonly Finding[] {
  const [cni] = sailObjects(set, ["IstioCNI"]);
  if (!cni || textAt(cni.object, "spec", "profile") === "ambient") return [];
  const at = ["spec", "values", "pilot", "cni", "enabled"];
  return sailObjects(set, ["Istio", "IstioRevision"]).flatMap((one) => {
    if (valueAt(one.object, ...at) !== false) return [];
    return [
      about("PLAT003", one, {
        at,
        severity: "warning",
        message:
          "pilot.cni.enabled is false, and an IstioCNI is here: injected pods take an init container that needs NET_ADMIN, which OpenShift and restricted namespaces refuse",
        hint: "Leave it out on OpenShift, where the operator sets it; elsewhere write true.",
      }),
    ];
  });
}

function hasFolders({ object }: CheckedObject): boolean {
  return ["cniBinDir", "cniConfDir"].some((key) => textAt(object, "spec", "values", "cni", key) !== undefined);
}
