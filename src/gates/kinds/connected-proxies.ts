import { minorDistance } from "../../catalog/version";
import type { CheckKinds, Verdict } from "../kind";
import type { Answer } from "../query";
import { parseSyncz, type SyncedProxy } from "../syncz";
import { istiodQuery } from "./proxies";
import { statusOf } from "./proxy-status";

/** Whoever is connected to istiod, whichever namespace and repository brought him. */
export const connectedProxyChecks: Pick<CheckKinds, "connected-proxies"> = {
  "connected-proxies": {
    looksAt: (check) => [istiodQuery(check)],
    holds: ({ minor }, [istiods]) => noneBehind(minor, istiods),
    saw: (_, [istiods]) => `${known(istiods).length} connected`,
    command: ({ minor, ...istiod }) => {
      const [major, number] = minor.split(".");
      return {
        says: `no proxy that is connected to istiod is older than ${minor}, of whatever namespace`,
        // An istioctl that fails prints no line either, so its exit code is looked at first.
        run: `proxies=$(${statusOf(istiod)}) && printf '%s\\n' "$proxies" | awk 'match($0, / [0-9]+\\.[0-9]+\\.[0-9]+/) { split(substr($0, RSTART + 1, RLENGTH - 1), v, "."); if (v[1] < ${major} || (v[1] == ${major} && v[2] < ${number})) { print; bad = 1 } } END { if (bad) exit 1; print "none" }'`,
        expect: "none",
      };
    },
    container: () => ({ impossible: "only istiod knows who is connected to it" }),
  },
};

function noneBehind(minor: string, istiods: Answer | undefined): Verdict {
  if (!istiods || istiods.failed) return istiods?.failed ?? "istiod was not asked";
  const behind = known(istiods).filter(({ version }) => minorDistance(minor, version) < 0);
  const [first] = behind;
  return (
    first === undefined ||
    `${behind.length} of ${known(istiods).length} are older than ${minor}: ${first.name} runs ${first.version}; restart it, or have its owner do it`
  );
}

/** The proxies that say which version they run, as builds of vendors do, with more behind it. */
function known(istiods: Answer | undefined): readonly SyncedProxy[] {
  return (istiods?.texts.flatMap(parseSyncz) ?? []).flatMap((one) => {
    const [version] = /^\d+\.\d+\.\d+/.exec(one.version) ?? [];
    return version === undefined ? [] : [{ ...one, version }];
  });
}
