import { minorDistance } from "../../catalog/version";
import type { Finding, Place } from "../../findings/finding";
import { wordOf } from "../../objects/object-paths";
import { about, type ManifestSet } from "../rule";
import { besideChart, chartsOf, doubted, minorIn } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { isOpenText, plainValue } from "./plain-values";
import { ofOtherPlatform } from "./platforms";
import { valueIn } from "./values";
import { askedService, isWritten, serviceOf } from "./ztunnel-address";

/** The charts take the values of istiod with pilot before them and without. */
const trusted = [["trustedZtunnelNamespace"], ["pilot", "trustedZtunnelNamespace"]];
const accounts = [
  ["env", "CA_TRUSTED_NODE_ACCOUNTS"],
  ["pilot", "env", "CA_TRUSTED_NODE_ACCOUNTS"],
];
const platforms = [["platform"], ["global", "platform"]];
const profiles = [["profile"], ["global", "profile"]];

/** Charts of an istiod that gives no certificates to the ztunnel that connects to it, as that is in another namespace than it trusts (ZTN003). */
export function untrustedZtunnels(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "ztunnel").flatMap((ztunnel) => {
    const { namespace } = ztunnel;
    if (namespace === undefined || isOpenText(namespace) || isWritten(set, ztunnel)) return [];
    return besideChart(set, ztunnel, "istiod").flatMap((istiod) => {
      const trust = isAsked(istiod, ztunnel) && isJudged(set, istiod) ? trustOf(istiod) : undefined;
      if (!trust || trust.namespaces.includes(namespace)) return [];
      // Whose platform is wrong, is told that.
      if (trust.isDefault && ofOtherPlatform(set, istiod).length > 0) return [];
      const { because, place, isDefault } = trust;
      return [
        about("ZTN003", istiod.one, {
          at: istiod.valuesAt ?? istiod.at.slice(0, -1),
          ...(place && { place }),
          citation: "Istio, istiod chart: CA_TRUSTED_NODE_ACCOUNTS",
          ...doubted(set, istiod.by, ztunnel.by),
          message: `${because}, and the chart ztunnel is installed in ${namespace}: istiod gives it no certificates`,
          hint: `Write trustedZtunnelNamespace: ${namespace} in the values of istiod, or install ztunnel where istiod trusts it.`,
          ...(isDefault &&
            istiod.valuesAt && {
              fix: [{ at: [...istiod.valuesAt, "trustedZtunnelNamespace"], value: namespace }],
            }),
        }),
      ];
    });
  });
}

/** With an address of its own, ztunnel may ask another one. */
function isAsked(istiod: MeshChart, ztunnel: MeshChart): boolean {
  const hasOwn = ["xdsAddress", "caAddress"].some((key) => plainValue(ztunnel.values, [key]) !== "");
  const service = serviceOf(istiod);
  return !hasOwn && service !== undefined && service === askedService(ztunnel);
}

/** Before 1.24 the ambient profile trusted two namespaces. */
function isJudged(set: ManifestSet, istiod: MeshChart): boolean {
  const minor = minorIn(set, istiod);
  return minor !== undefined && minorDistance("1.24", minor) >= 0 && !isWritten(set, istiod);
}

interface Trust {
  readonly namespaces: readonly string[];
  readonly because: string;
  readonly place?: Place;
  readonly isDefault?: true;
}

/** Undefined where the values do not tell. */
function trustOf({ values, namespace }: MeshChart): Trust | undefined {
  const read = (paths: readonly (readonly string[])[]) =>
    paths.map((path) => valueIn(values ?? [], path)).find(({ value }) => value !== undefined && value !== "");
  const listed = read(accounts);
  if (listed) {
    const text = wordOf(listed.value);
    const namespaces = text.split(",").map((account) => account.trim().split("/")[0] ?? "");
    if (isOpenText(text)) return undefined;
    return { namespaces, because: `CA_TRUSTED_NODE_ACCOUNTS is ${text}`, ...(listed.place && { place: listed.place }) };
  }
  const set = read(trusted);
  if (set) {
    const text = wordOf(set.value);
    if (isOpenText(text)) return undefined;
    return {
      namespaces: [text],
      because: `trustedZtunnelNamespace of the chart istiod is ${text}`,
      ...(set.place && { place: set.place }),
    };
  }
  const [platform, profile] = [plainValue(values, ...platforms), plainValue(values, ...profiles)];
  // A platform may bring a namespace of its own.
  if (platform === undefined || profile === undefined || namespace === undefined) return undefined;
  if (/openshift/.test(`${platform} ${profile}`))
    return {
      // Of the profile of old nobody knows here whether it had the namespace of istiod, too.
      namespaces: [...(platform === "openshift" ? [] : [namespace]), "kube-system"],
      because:
        "trustedZtunnelNamespace of the chart istiod is not set, and so is kube-system (its default on OpenShift)",
      isDefault: true,
    };
  return {
    namespaces: [namespace],
    because: `trustedZtunnelNamespace of the chart istiod is not set, and so is ${namespace} (its own namespace)`,
    isDefault: true,
  };
}
