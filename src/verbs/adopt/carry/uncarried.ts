/** Something of the input that mesh.yaml cannot express, so that the baseline differs from the input there. */
export interface Uncarried {
  /** `Kind/name`, or `Kind/namespace/name`. */
  readonly object: string;
  /** `spec.updateStrategy.type`; empty for the object as a whole. */
  readonly path: string;
  readonly why: string;
  /** The mesh does not work without it. @default it does */
  readonly breaks?: true;
}

/** `Istio/default spec.updateStrategy.type: …`. */
export function formatUncarried({ object, path, why }: Uncarried): string {
  return oneLine(`${object}${path ? ` ${path}` : ""}: ${why}`);
}

/** Text from the input, fit for a comment or a terminal: a line break would let the rest become YAML. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]+/gu, " ");
}
