import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/**
 * The comments above the keys of a zod schema, in the shape of the schema: key → { text, standard, example, keys }.
 * `standard` is what stands behind `@default`, `example` what stands behind `@example`. Constants are followed, also into other files.
 */
export function describedKeys(file, name) {
  return keysOf(declared(readSource(file), name));
}

const sources = new Map();

function readSource(file) {
  if (!sources.has(file)) sources.set(file, parse(file));
  return sources.get(file);
}

/** The constants of a file, and where its imports come from. */
function parse(file) {
  const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const constants = new Map();
  const imports = new Map();
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        constants.set(name.getText(), initializer);
    }
    if (!ts.isImportDeclaration(statement) || !statement.moduleSpecifier.text.startsWith(".")) continue;
    const from = join(dirname(file), `${statement.moduleSpecifier.text}.ts`);
    for (const { name, propertyName } of statement.importClause?.namedBindings?.elements ?? []) {
      imports.set(name.text, { from, name: (propertyName ?? name).text });
    }
  }
  return { constants, imports };
}

/** What a name stands for: its expression, and the file to read that expression in. */
function declared(source, name) {
  if (source.constants.has(name)) return { source, expression: source.constants.get(name) };
  const imported = source.imports.get(name);
  return imported && existsSync(imported.from) ? declared(readSource(imported.from), imported.name) : undefined;
}

/** The described keys of the objects that an expression builds, below optionals, defaults, arrays and unions. */
function keysOf(found) {
  const keys = new Map();
  if (!found?.expression) return keys;
  const { source, expression } = found;
  if (ts.isIdentifier(expression)) return keysOf(declared(source, expression.text));
  if (ts.isPropertyAccessExpression(expression)) return keysOf({ source, expression: expression.expression });
  if (ts.isArrayLiteralExpression(expression))
    return merge(expression.elements.map((one) => keysOf({ source, expression: one })));
  if (ts.isObjectLiteralExpression(expression)) return properties(source, expression);
  if (!ts.isCallExpression(expression)) return keys;
  const called = expression.expression;
  // `z.optional(x)` is about its arguments, `x.check(…)` about x.
  const isZod = ts.isPropertyAccessExpression(called) && called.expression.getText() === "z";
  return isZod
    ? merge(schemaArguments(called.name.text, expression.arguments).map((one) => keysOf({ source, expression: one })))
    : keysOf({ source, expression: called });
}

/** Behind a default stands a value, before it the schema; a record's schema is its second argument. */
function schemaArguments(factory, given) {
  return factory === "record" ? given.slice(1, 2) : given.slice(0, factory === "discriminatedUnion" ? 2 : 1);
}

function properties(source, literal) {
  const keys = new Map();
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) continue;
    const value = ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer;
    const [comment] = ts.getJSDocCommentsAndTags(property).filter(ts.isJSDoc);
    const tagged = (name) => comment?.tags?.find(({ tagName }) => tagName.text === name)?.comment;
    keys.set(property.name.text, {
      text: oneLine(comment?.comment),
      standard: oneLine(tagged("default")),
      example: oneLine(tagged("example")),
      keys: keysOf({ source, expression: value }),
    });
  }
  return keys;
}

function oneLine(comment) {
  return ts.getTextOfJSDocComment(comment)?.replace(/\s+/g, " ").trim();
}

/** Of alternatives with the same key the first comment holds. */
function merge(maps) {
  return new Map(maps.flatMap((map) => [...map]).reverse());
}
