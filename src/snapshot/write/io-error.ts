import { InputError } from "../../findings/input-error";
import { errorCode } from "./files";
import { visiblePath } from "./names";

const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "in use, or a mount point",
  EDQUOT: "the disk quota is used up",
  EEXIST: "something is already there",
  EINVAL: "the file system cannot do that",
  EIO: "the disk reports an input/output error",
  EISDIR: "a folder is in the way of a file",
  ELOOP: "a symbolic link is in the way",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "too many files are open",
  ENOENT: "there is no such file or folder",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a part of this path is not a folder",
  ENOTEMPTY: "the folder is not empty",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
  EXDEV: "lies on another file system",
};

/** Runs a piece of work; system errors come out as {@link InputError} with the path and the reason in words. */
export function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toInputError(error);
  }
}

/** A system error as InputError; anything else as it is. */
export function toInputError(error: unknown): unknown {
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  const { path, dest } = error as { path?: string; dest?: string };
  const where = visiblePath(path ?? dest ?? "output");
  return InputError.of(`${where}: ${reason}`);
}

/** `no space is left on the disk (ENOSPC)`; `undefined` when the error does not come from the system. */
export function reasonOf(error: unknown): string | undefined {
  const code = errorCode(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return undefined;
  return words[code] === undefined ? `system error ${code}` : `${words[code]} (${code})`;
}

/** Tidying up while another error is on its way to the user, who must hear of that one. */
export function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // What is left is hidden, and the next run tidies it up.
  }
}
