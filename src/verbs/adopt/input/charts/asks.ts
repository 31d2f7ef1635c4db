import type { ChartTexts } from "./chart-texts";

/** What templates ask for that is another thing in a cluster than here, or another one at every build. */
export interface Asks {
  /** APIs that the cluster may serve, as far as they stand there; undefined where none is asked for. */
  readonly apis: readonly string[] | undefined;
  readonly kubeVersion: boolean;
  /** Whether this is the first release. */
  readonly upgrade: boolean;
  /** Passwords, certificates and the like, which are made anew. */
  readonly chance: boolean;
}

export function asksOf(texts: ChartTexts): Asks {
  const actions = [...texts.values()].flatMap(actionsIn);
  const has = (pattern: RegExp) => actions.some((one) => pattern.test(one));
  const named = () => actions.flatMap((one) => [...one.matchAll(api)].map(([, name = ""]) => name));
  return {
    apis: has(/\.Capabilities\.APIVersions\b/) ? [...new Set(named())].sort() : undefined,
    kubeVersion: has(/\.Capabilities\.KubeVersion\b/),
    upgrade: has(/\.Release\.Is(?:Upgrade|Install)\b/),
    chance: has(chance),
  };
}

/** `policy/v1`, `route.openshift.io/v1/Route`. */
const api = /["`]((?:[\w.-]+\/)?v\d+(?:(?:alpha|beta)\d+)?(?:\/\w+)?)["`]/g;
const chance =
  /\b(?:rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|gen(?:CA|SelfSignedCert|SignedCert)(?:WithKey)?|genPrivateKey|uuidv4|htpasswd|bcrypt|encryptAES|shuffle)\b/;

/** What a build cannot answer at all: what stands in the cluster, and when it is asked. */
export const unanswered = {
  /** `lookup`. */
  cluster: /\blookup\b/,
  /** `now`. */
  moment: /\b(?:now|ago)\b/,
} as const;

/** The templates in which that is asked for, by themselves or by the helpers that they include. */
export function askedIn(texts: ChartTexts, what: RegExp): readonly string[] {
  const blocks = [...texts].flatMap(([file, text]) => blocksOf(text).map((one) => ({ ...one, file })));
  if (!blocks.some(({ actions }) => actions.some((one) => what.test(one)))) return [];
  const asking = new Set<string>();
  const isAsking = ({ actions }: (typeof blocks)[number]) =>
    actions.some((one) => what.test(one) || [...one.matchAll(/"([^"]+)"/g)].some(([, name = ""]) => asking.has(name)));
  for (let known = -1; known < asking.size; ) {
    known = asking.size;
    for (const one of blocks) if (one.name !== undefined && isAsking(one)) asking.add(one.name);
  }
  return [...new Set(blocks.filter((one) => one.name === undefined && isAsking(one)).map(({ file }) => file))];
}

interface Block {
  /** Of a helper; what stands before the first one has none. */
  readonly name?: string;
  readonly actions: readonly string[];
}

/** A text by its helpers: each ends at the latest where the next one begins. */
function blocksOf(text: string): readonly Block[] {
  const [first = "", ...rest] = text.split(/\{\{-?\s*define\s+"/);
  return [
    { actions: actionsIn(first) },
    ...rest.map((one) => ({ name: one.slice(0, one.indexOf('"')), actions: actionsIn(one) })),
  ];
}

/** What stands between the braces, without comments. */
function actionsIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{-?\s*(?!\/\*)([\s\S]*?)\}\}/g)].map(([, one = ""]) => one);
}
