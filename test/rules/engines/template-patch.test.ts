import { isPatched } from "../../../src/rules/engines/application-sources";

const keys = ["destination", "path", "automated", "helm", "kustomize"];

test.each<[what: string, patch: string, said: string[]]>([
  ["a key", "spec:\n  destination:\n    name: '{{.name}}'\n", ["destination"]],
  ["a key with a space behind it", '{ "spec" : { "destination" : { "name" : "{{.name}}" } } }', ["destination"]],
  [
    "a key under a condition",
    "spec:\n  {{- if .auto }}\n  syncPolicy:\n    automated: {}\n  {{- end }}\n",
    ["automated"],
  ],
  ["a JSON patch", '[{ "op": "replace", "path": "/spec/destination/server", "value": "{{.url}}" }]', ["destination"]],
  [
    "a JSON patch of values",
    '[{ "op": "add", "path": "/spec/source/helm/valueFiles", "value": {{ .files }} }]',
    ["helm"],
  ],
  ["a JSON patch of a path", '[{ "op": "add", "path": "/spec/source/path", "value": "a" }]', ["path"]],
  ["a JSON patch as YAML", "- op: add\n  path: /spec/syncPolicy/automated\n  value: {}\n", ["automated"]],
  ["a JSON patch with a map", '[{ "op": "add", "path": "/spec/source", "value": { "kustomize": {} } }]', ["kustomize"]],
  ["a JSON patch of all", '[{ "op": "replace", "path": "/spec", "value": {{ toJson .spec }} }]', keys],
  ["a map of parameters", "spec:\n  {{- toYaml .spec | nindent 2 }}\n", keys],
  ["all of a patch", "{{ .patch }}", keys],
  ["a map at spec", "spec: {{ toJson .spec }}\n", keys],
  [
    "values of parameters",
    "spec:\n  source:\n    helm:\n      valuesObject:\n        {{- toYaml .values | nindent 8 }}\n",
    ["helm"],
  ],
  [
    "a list of files",
    "spec:\n  source:\n    helm:\n      valueFiles:\n      {{- range $f := .files }}\n        - {{ $f }}\n      {{- end }}\n",
    ["helm"],
  ],
  ["metadata of parameters", "metadata:\n  labels:\n    {{- toYaml .labels | nindent 4 }}\n", []],
  ["a variable", "{{- $env := .env }}\nmetadata:\n  labels: { env: '{{ $env }}' }\n", []],
])("%s", (_, templatePatch, said) => {
  expect(keys.filter((key) => isPatched({ spec: { templatePatch } }, key))).toEqual(said);
});

test("no patch says nothing", () => {
  expect(isPatched({ spec: {} }, ...keys)).toBe(false);
});
