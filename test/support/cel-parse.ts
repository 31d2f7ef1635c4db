/** A parsed expression of the Common Expression Language, as far as CRDs use it. */
export type Cel =
  | { readonly is: "literal"; readonly value: unknown }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "list"; readonly items: readonly Cel[] }
  | { readonly is: "map"; readonly entries: readonly (readonly [Cel, Cel])[] }
  | { readonly is: "field"; readonly on: Cel; readonly field: string }
  | { readonly is: "index"; readonly on: Cel; readonly index: Cel }
  | { readonly is: "call"; readonly name: string; readonly on?: Cel; readonly args: readonly Cel[] }
  | { readonly is: "unary"; readonly operator: string; readonly on: Cel }
  | { readonly is: "binary"; readonly operator: string; readonly left: Cel; readonly right: Cel }
  | { readonly is: "choice"; readonly when: Cel; readonly then: Cel; readonly otherwise: Cel };

interface Token {
  readonly is: "number" | "string" | "name" | "symbol";
  readonly text: string;
}

const strengths: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  in: 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
};
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function tokens(source: string): Token[] {
  const pattern =
    /\s+|(\d+(?:\.\d+)?)|(r"""[\s\S]*?"""|r"[^"]*"|r'[^']*')|("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|([A-Za-z_]\w*)|(&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}])/y;
  const found: Token[] = [];
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw new Error(`unexpected "${source.slice(at, at + 10)}" in CEL rule: ${source}`);
    const [, number, raw, quoted, name, symbol] = match;
    if (number !== undefined) found.push({ is: "number", text: number });
    else if (raw !== undefined)
      found.push({ is: "string", text: raw.startsWith('r"""') ? raw.slice(4, -3) : raw.slice(2, -1) });
    else if (quoted !== undefined) {
      found.push({
        is: "string",
        text: quoted.slice(1, -1).replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char),
      });
    } else if (name !== undefined) found.push({ is: name === "in" ? "symbol" : "name", text: name });
    else if (symbol !== undefined) found.push({ is: "symbol", text: symbol });
  }
  return found;
}

/** Kubernetes escapes field names that CEL reserves or cannot spell: `__namespace__`, `a__dash__b`. */
function unescapeField(name: string): string {
  const plain = name.replace(/__(dot|dash|slash|underscores)__/g, (_, word: string) =>
    word === "dot" ? "." : word === "dash" ? "-" : word === "slash" ? "/" : "__",
  );
  return /^__\w+__$/.test(plain) ? plain.slice(2, -2) : plain;
}

/** Parses one rule; throws with the rule's text on anything this small parser does not know. */
export function parseCel(source: string): Cel {
  const all = tokens(source);
  let next = 0;
  const peek = (): string | undefined => (all[next]?.is === "symbol" ? all[next]?.text : undefined);
  const accept = (symbol: string): boolean => {
    if (peek() !== symbol) return false;
    next++;
    return true;
  };
  const expect = (symbol: string): void => {
    if (!accept(symbol))
      throw new Error(`expected "${symbol}", found "${all[next]?.text ?? "the end"}" in CEL rule: ${source}`);
  };

  function listUntil(end: string): Cel[] {
    const items: Cel[] = [];
    while (!accept(end)) {
      if (items.length > 0) expect(",");
      items.push(choice());
    }
    return items;
  }

  function primary(): Cel {
    if (accept("(")) {
      const inner = choice();
      expect(")");
      return inner;
    }
    if (accept("[")) return { is: "list", items: listUntil("]") };
    if (accept("{")) {
      const entries: [Cel, Cel][] = [];
      while (!accept("}")) {
        if (entries.length > 0) expect(",");
        const key = choice();
        expect(":");
        entries.push([key, choice()]);
      }
      return { is: "map", entries };
    }
    const token = all[next++];
    if (token?.is === "number") return { is: "literal", value: Number(token.text) };
    if (token?.is === "string") return { is: "literal", value: token.text };
    if (token?.is !== "name") throw new Error(`unexpected "${token?.text ?? "end"}" in CEL rule: ${source}`);
    if (token.text === "true" || token.text === "false") return { is: "literal", value: token.text === "true" };
    if (token.text === "null") return { is: "literal", value: null };
    return accept("(") ? { is: "call", name: token.text, args: listUntil(")") } : { is: "name", name: token.text };
  }

  function postfix(): Cel {
    let on = primary();
    for (;;) {
      if (accept(".")) {
        const name = all[next++]?.text ?? "";
        on = accept("(")
          ? { is: "call", name, on, args: listUntil(")") }
          : { is: "field", on, field: unescapeField(name) };
      } else if (accept("[")) {
        on = { is: "index", on, index: choice() };
        expect("]");
      } else return on;
    }
  }

  function unary(): Cel {
    if (accept("!")) return { is: "unary", operator: "!", on: unary() };
    if (accept("-")) return { is: "unary", operator: "-", on: unary() };
    return postfix();
  }

  function binary(weakest: number): Cel {
    let left = unary();
    for (;;) {
      const operator = peek();
      const strength = operator === undefined ? undefined : strengths[operator];
      if (operator === undefined || strength === undefined || strength < weakest) return left;
      next++;
      left = { is: "binary", operator, left, right: binary(strength + 1) };
    }
  }

  function choice(): Cel {
    const when = binary(1);
    if (!accept("?")) return when;
    const then = choice();
    expect(":");
    return { is: "choice", when, then, otherwise: choice() };
  }

  const parsed = choice();
  if (next < all.length) throw new Error(`unexpected "${all[next]?.text}" in CEL rule: ${source}`);
  return parsed;
}

/** Whether the rule reads `name`: rules on `oldSelf` only run on updates. */
export function mentions(expression: Cel, name: string): boolean {
  if (expression.is === "name") return expression.name === name;
  return Object.values(expression).some((part: unknown) =>
    (Array.isArray(part) ? part.flat() : [part]).some(
      (one) => typeof one === "object" && one !== null && "is" in one && mentions(one as Cel, name),
    ),
  );
}
