/**
 * Writes docs/api.md from what src/index.ts exports and the comments above it.
 *
 *   node scripts/api.mjs            writes it
 *   node scripts/api.mjs --check    exits 1 when the committed one is stale
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import ts from "typescript";
import { root } from "./load.mjs";

const out = "docs/api.md";
const index = join(root, "src/index.ts");
const { values: options } = parseArgs({ options: { check: { type: "boolean", default: false } } });

const program = ts.createProgram([index], {
  target: ts.ScriptTarget.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // Types are shown as they are written: what the standard library makes of them is not asked.
  noLib: true,
  types: [],
});
const checker = program.getTypeChecker();
const text = page(exported());
const file = join(root, out);
if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  if (options.check) {
    console.error(`${out}: stale; run node scripts/api.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.error(`wrote ${out}`);
  }
}

/** What a user can import, by name. */
function exported() {
  const module = checker.getSymbolAtLocation(program.getSourceFile(index));
  return checker
    .getExportsOfModule(module)
    .map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return { name: symbol.name, declaration: target.declarations[0], ...comment(target) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function page(entries) {
  const isValue = ({ declaration }) => ts.isClassDeclaration(declaration) || ts.isFunctionDeclaration(declaration);
  return `${[
    "<!-- Written by scripts/api.mjs from src/index.ts. -->",
    "",
    "# API",
    "",
    'What `import … from "meshstep"` gives. How it fits together is in [typescript.md](typescript.md). Examples leave out what would be the same in',
    "all of them: imports, an `app` (`MeshApp`), an `upgrade` in it (`MeshUpgrade`) and a `chart` (`Chart` of cdk8s).",
    "",
    "## Classes and functions",
    "",
    ...entries.filter(isValue).flatMap(section),
    "## Types",
    "",
    ...entries.filter((entry) => !isValue(entry)).flatMap(section),
  ]
    .join("\n")
    .trimEnd()}\n`;
}

function section({ name, declaration, about, example, throws }) {
  if (!about || !example) throw new Error(`${name} has no ${about ? "example" : "comment"}`);
  const members = membersOf(declaration);
  const bare = members.find((member) => !member.about);
  if (bare && /(Props|Spec)$/.test(name)) throw new Error(`${name}.${bare.name} has no comment`);
  const type = ts.isTypeAliasDeclaration(declaration)
    ? ["```ts", oneLine(declaration.getText().replace(/^export /, "")), "```", ""]
    : [];
  return [
    `### ${name}`,
    "",
    about,
    "",
    ...(throws ? [`Throws ${throws}`, ""] : []),
    ...type,
    "```ts",
    example,
    "```",
    "",
    ...(members.length ? ["| | type | |", "|---|---|---|", ...members.map(row), ""] : []),
  ];
}

/** The public members that a class or an interface declares itself, and what it extends. */
function membersOf(declaration) {
  if (ts.isFunctionDeclaration(declaration)) return parametersOf(declaration);
  if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) return [];
  const isPrivate = (member) =>
    ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
  const own = declaration.members.filter((member) => !isPrivate(member)).flatMap(member);
  const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText()));
  return [...own, ...parents.map((parent) => ({ name: "", type: parent, about: "and all that this has" }))];
}

function member(node) {
  if (ts.isConstructorDeclaration(node)) return parametersOf(node);
  const symbol = checker.getSymbolAtLocation(node.name);
  const name = `${node.name.getText()}${node.questionToken ? "?" : ""}`;
  if (!node.parameters) return [{ name, type: typeText(node), ...comment(symbol) }];
  const given = node.parameters.map((parameter) => parameter.getText()).join(", ");
  return [{ name: `${name}(${given})`, type: node.type?.getText() ?? "void", ...comment(symbol) }];
}

/** The parameters of a function or a constructor; one of a constructor may be a member as well. */
function parametersOf(node) {
  return node.parameters.map((parameter) => {
    const { name } = parameter;
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    const about = symbol && ts.displayPartsToString(symbol.getDocumentationComment(checker));
    return { name: symbol ? name.text : "props", type: typeText(parameter), about };
  });
}

function typeText({ type, questionToken }) {
  const written = oneLine(type?.getText() ?? "");
  return questionToken ? written.replace(/ \| undefined$/, "") : written;
}

function comment(symbol) {
  const tags = Object.fromEntries(
    symbol.getJsDocTags(checker).map(({ name, text }) => [name, ts.displayPartsToString(text)]),
  );
  const about = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return { about, standard: tags.default, example: tags.example, throws: tags.throws };
}

function row({ name, type, about = "", standard, example }) {
  const told = [
    oneLine(about),
    standard && `Default: ${oneLine(standard)}.`,
    example && `Example: \`${oneLine(example)}\`.`,
  ];
  const cells = [name && `\`${name}\``, type && `\`${type}\``, told.filter(Boolean).join(" ")];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function oneLine(words) {
  return words.replace(/\s+/g, " ").trim();
}
