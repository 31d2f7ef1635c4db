import { resolveAlias } from "../../catalog/lookup";
import { isAlias, withoutV } from "../../catalog/version";
import type { Finding, FindingDetails } from "../../findings/finding";
import { hasOwner } from "../../objects/kubernetes-object";
import { listAt, textAt } from "../../objects/object-paths";
import { type SailKind, sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { otherRegistry } from "../versions/registries";
import { workloadsOf } from "../workloads";

type VersionedKind = (typeof versionedKinds)[number];
type Paths = readonly (readonly string[])[];

const controlPlaneTags: Paths = [
  ["global", "tag"],
  ["pilot", "tag"],
];
const controlPlaneImages: Paths = [
  ["pilot", "image"],
  ["global", "proxy", "image"],
  ["global", "proxy_init", "image"],
];

/** Under `spec.values`: what the charts of a kind take an image's tag from. */
const tags: Readonly<Record<VersionedKind, Paths>> = {
  Istio: controlPlaneTags,
  IstioRevision: controlPlaneTags,
  IstioCNI: [
    ["global", "tag"],
    ["cni", "tag"],
  ],
  ZTunnel: [
    ["global", "tag"],
    ["ztunnel", "tag"],
  ],
};

/** Under `spec.values`: images, which are names inside the hub unless they hold a slash. */
const images: Readonly<Record<VersionedKind, Paths>> = {
  Istio: controlPlaneImages,
  IstioRevision: controlPlaneImages,
  IstioCNI: [["cni", "image"]],
  ZTunnel: [["ztunnel", "image"]],
};

const leaveOut = "Leave it out, so that spec.version chooses the tag; a mirror is named by hub alone.";

export const ver007: Rule = {
  id: "VER007",
  state: (set) => [
    ...ofPods(set),
    ...otherRegistry(set),
    ...versionedKinds.flatMap((kind) =>
      sailObjects(set, [kind] satisfies SailKind[]).flatMap((one) => {
        // The operator writes the images of its release into the revisions that it makes.
        if (hasOwner(one.object)) return [];
        const choices = [
          ...tags[kind].map((path) => ({ path, chosen: (text: string) => text })),
          ...images[kind].map((path) => ({ path, chosen: tagOfImage })),
        ];
        return choices.flatMap(({ path, chosen }) => {
          const at = ["spec", "values", ...path];
          const text = textAt(one.object, ...at);
          const tag = text && chosen(text);
          if (!tag) return [];
          return [about("VER007", one, { at, hint: leaveOut, ...verdict(`${at.join(".")} ${text}`, tag, set, one) })];
        });
      }),
    ),
  ],
};

/** Proxies that stay at one version, whatever the control plane moves to. */
function ofPods(set: ManifestSet): readonly Finding[] {
  if (sailObjects(set, versionedKinds).length === 0) return [];
  return workloadsOf(set).flatMap(({ one, metadata, annotations }) => {
    const key = "sidecar.istio.io/proxyImage";
    const pinned = annotations[key] === undefined ? [] : [{ at: [...metadata, "annotations", key], what: key }];
    const isGateway = annotations["inject.istio.io/templates"] === "gateway";
    const containers = [...metadata.slice(0, -1), "spec", "containers"];
    const own = listAt(one.object, ...containers).flatMap((container, index) =>
      isGateway &&
      textAt(container, "name") === "istio-proxy" &&
      tagOfImage(textAt(container, "image") ?? "auto") !== undefined
        ? [{ at: [...containers, index, "image"], what: "image of istio-proxy" }]
        : [],
    );
    return [...pinned, ...own].map(({ at, what }) =>
      about("VER007", one, {
        at,
        severity: "warning",
        message: `${what} ${textAt(one.object, ...at)} is what these pods run, whatever version their control plane has`,
        hint:
          what === key
            ? "Leave it out: injection takes that of the control plane."
            : "Write image: auto, which injection fills in.",
      }),
    );
  });
}

/** The tag or digest that an image brings along; undefined where the chart adds one. */
function tagOfImage(image: string): string | undefined {
  const digest = image.indexOf("@");
  if (digest >= 0) return image.slice(digest + 1);
  const name = image.slice(image.lastIndexOf("/") + 1);
  const colon = name.indexOf(":");
  if (colon >= 0) return name.slice(colon + 1);
  // The charts use an image that holds a slash as it stands, and a registry takes a missing tag for this one.
  return image.includes("/") ? "latest" : undefined;
}

function verdict(what: string, tag: string, { release }: ManifestSet, one: CheckedObject): FindingDetails {
  const written = versionOf(one);
  const version = written && isAlias(written) && release ? resolveAlias(release, written) : written;
  if (version !== undefined && withoutV(withoutVariant(tag)) === withoutV(version)) {
    return {
      severity: "warning",
      message: `${what} pins what spec.version says already: the next spec.version would move nothing`,
    };
  }
  return { message: `${what} chooses ${tag} whatever spec.version ${written ?? "(left out)"} says` };
}

/** Istio builds every release in these variants, too. */
function withoutVariant(tag: string): string {
  return tag.replace(/-(distroless|debug)$/, "");
}
