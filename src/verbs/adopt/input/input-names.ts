/** `Prod_East.yaml` as `prod-east`. */
export function nameOfInput(file: string): string {
  return file
    .replace(/\.(ya?ml|json)$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
}

/**
 * What several inputs are called: by their last folder, and by as many above it as tell it from the others. `melbourne/mesh` and
 * `sydney/mesh` are `melbourne-mesh` and `sydney-mesh`.
 */
export function namesOfInputs(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => path.split(/[\\/]/).filter((part) => nameOfInput(part) !== ""));
  const last = (index: number, depth: number) => nameOfInput(parts[index]?.slice(-depth).join("-") ?? "");
  return paths.map((_, index) => {
    const deepest = parts[index]?.length ?? 1;
    for (let depth = 1; depth < deepest; depth += 1) {
      const name = last(index, depth);
      if (paths.every((_other, at) => at === index || last(at, depth) !== name)) return name;
    }
    return last(index, deepest);
  });
}
