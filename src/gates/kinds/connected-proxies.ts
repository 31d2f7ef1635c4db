import { firstFew } from "../../basics/first-few";
import { minorDistance } from "../../catalog/version";
import type { CheckKinds, Verdict } from "../kind";
import type { Answer } from "../query";
import { proxiesOf, type SyncedProxy } from "../syncz";
import { istiodQuery } from "./proxies";
import { statusOf } from "./proxy-status";

/** Whoever is connected to istiod, whichever namespace, cluster and repository brought him. */
export const connectedProxyChecks: Pick<CheckKinds, "connected-proxies"> = {
  "connected-proxies": {
    looksAt: (check) => [istiodQuery(check)],
    holds: ({ minor }, [istiods]) => noneBehind(minor, istiods),
    saw: (_, [istiods]) => counted(istiods),
    command: ({ minor, ...istiod }) => {
      const [major, number] = minor.split(".");
      return {
        says: `no proxy that is connected to istiod is older than ${minor}, of whatever namespace`,
        // An istioctl that fails prints no line either, so its exit code is looked at first. Builds from a branch have no patch: 1.28-alpha.
        run: `proxies=$(${statusOf(istiod)}) && printf '%s\\n' "$proxies" | awk 'match($0, / [0-9]+\\.[0-9]+[.-]/) { split(substr($0, RSTART + 1, RLENGTH - 2), v, "."); if (v[1] + 0 < ${major} || (v[1] + 0 == ${major} && v[2] + 0 < ${number})) { print; bad = 1 } } END { if (bad) exit 1; print "none" }'`,
        expect: "none",
      };
    },
    container: () => ({ impossible: "only istiod knows who is connected to it" }),
  },
};

function noneBehind(minor: string, istiods: Answer | undefined): Verdict {
  const connected = proxiesOf(istiods);
  if (typeof connected === "string") return connected;
  const behind = connected.filter((one) => {
    const own = minorIn(one);
    return own !== undefined && minorDistance(minor, own) < 0;
  });
  if (behind.length === 0) return true;
  const clusters = new Set(connected.map(({ cluster }) => cluster));
  const names = behind.map(
    ({ name, cluster, version }) =>
      `${name}${clusters.size > 1 && cluster !== "" ? ` of cluster ${cluster}` : ""} runs ${version}`,
  );
  return `${behind.length} of ${connected.length} are older than ${minor}: ${firstFew(names)}; restart it, or have its owner do it`;
}

/** Who names no version, as clients that are no proxies do, cannot be judged, but is not passed over in silence. */
function counted(istiods: Answer | undefined): string {
  const connected = proxiesOf(istiods);
  if (typeof connected === "string") return connected;
  const unnamed = connected.filter((one) => minorIn(one) === undefined);
  const who =
    unnamed.length === 0 ? "" : `, of which no version is known of ${firstFew(unnamed.map(({ name }) => name))}`;
  return `${connected.length} connected${who}`;
}

/** `1.28` of 1.28.5, of a vendor's 1.28.5-ossm.2 and of a branch's 1.28-alpha.3a2b. */
function minorIn({ version }: SyncedProxy): string | undefined {
  return /^\d+\.\d+(?=[.-])/.exec(version)?.[0];
}
