import { goFilled } from "../../../src/rules/engines/go-template";

const parameters = {
  env: "prod",
  auto: true,
  off: false,
  none: "",
  count: 3,
  many: 1_000_000,
  files: ["a.yaml", "b.yaml"],
  empty: [],
  parts: [{ name: "x" }, { name: "y" }],
  path: { basename: "east", segments: ["clusters", "east"] },
  values: { a: "b" },
};

test.each([
  [
    "values",
    "{{ .env }}-{{.path.basename}}-{{ index .path.segments 1 }}-{{ .count }}-{{ .auto }}",
    "prod-east-east-3-true",
  ],
  ["what takes space away", "a\n  {{- .env }}\nb {{ .env -}}\n  c", "aprod\nb prodc"],
  ["a comment", "a{{/* {{ no }} */ -}} b".replace("{{ no }} ", ""), "ab"],
  ["JSON", "{{ .values | toJson }}{{ toJson .files }}{{ .env | quote }}", '{"a":"b"}["a.yaml","b.yaml"]"prod"'],
  ["a condition that holds", "{{ if .auto }}a{{ else }}b{{ end }}", "a"],
  ["one that does not", "{{ if .off }}a{{ else }}b{{ end }}c", "bc"],
  ["what is empty is not true", "{{ if .none }}a{{ end }}{{ if .empty }}b{{ end }}{{ if .values }}c{{ end }}", "c"],
  ["several branches", '{{ if eq .env "test" }}a{{ else if eq .env "prod" }}b{{ else }}c{{ end }}', "b"],
  [
    "words of conditions",
    '{{ if and .auto (not .off) (or .off (ne .env "test")) }}a{{ end }}{{ if eq .env "a" "prod" }}b{{ end }}',
    "ab",
  ],
  ["a condition within one", "{{ if .auto }}{{ if .off }}a{{ else }}b{{ end }}c{{ end }}", "bc"],
  ["a list by a name", "{{ range $f := .files }}- {{ $f }} {{ $.env }}\n{{ end }}", "- a.yaml prod\n- b.yaml prod\n"],
  ["a list by the dot", "{{ range .parts }}{{ .name }}{{ $.env }}{{ end }}{{ range .empty }}x{{ end }}", "xprodyprod"],
])("fills in %s", (_, text, filled) => {
  expect(goFilled(text, parameters)).toBe(filled);
});

test.each([
  ["a parameter that nobody knows", "{{ .gone }}"],
  ["a condition on one", "{{ if .gone }}a{{ end }}"],
  ["functions", "{{ .env | upper }}"],
  ["functions in conditions", '{{ if hasPrefix "p" .env }}a{{ end }}'],
  ["a map as it is", "{{ .values }}"],
  ["numbers, of which Go has two kinds", "{{ if eq .count 3 }}a{{ end }}"],
  ["a large number", "{{ .many }}"],
  ["two kinds", "{{ if eq .env true }}a{{ end }}"],
  ["a block that does not end", "{{ if .auto }}a"],
  ["an end of nothing", "a{{ end }}b"],
  ["two last branches", "{{ if .off }}a{{ else }}b{{ else }}c{{ end }}"],
  ["with", "{{ with .env }}a{{ end }}"],
  ["an index of a list", "{{ range $i, $f := .files }}a{{ end }}"],
  ["a list that is none", "{{ range .env }}a{{ end }}"],
  ["a variable", "{{ $a := .env }}{{ $a }}"],
  ["half a pair", "{{ if (and .auto }}a{{ end }}"],
])("does not guess %s", (_, text) => {
  expect(goFilled(text, parameters)).toBeUndefined();
});
