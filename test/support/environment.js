const vm = require("node:vm");
const { TestEnvironment } = require("jest-environment-node");
const { startBeside } = require("./starter");

/*
 * Jest loads each module anew for each test file, so that no test file sees another's state. It also compiles it anew each time, which is
 * about a third of what the tests would take. Here a worker compiles the text of a module once and runs it in each file's own context.
 */

const { compileFunction } = vm;
const compiled = new Map();

vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options ?? {};
  // What imports at run time needs the callback that belongs to one context.
  if (!parsingContext || !filename || /\bimport\s*\(/.test(source)) return compileFunction(source, parameters, options);
  const known = compiled.get(filename);
  if (known?.source === source) return known.script.runInContext(parsingContext);
  const head = `(function (${parameters.join(",")}) {`;
  const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  compiled.set(filename, { source, script });
  return script.runInContext(parsingContext);
};

startBeside();

module.exports = TestEnvironment;
