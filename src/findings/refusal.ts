/** Something that is not done, though it could be: exit code 1. */
export interface Refusal {
  readonly message: string;
  /** Files concerned, as the user reaches them. */
  readonly files?: readonly string[];
  /** What opens the way. */
  readonly hint: string;
}
