import { sh } from "../script";

/** `1.28.3` of `registry/proxyv2:1.28.3-distroless`; nothing of a digest without a tag. */
export function versionOf(image: string): string | undefined {
  return /:v?(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)[.\w]*)?)(?:[-_@].*)?$/.exec(image)?.[1];
}

/** A shell function that says which version an image names. */
export const imageVersionFunction = sh`# The version in the tag of an image, or "?" where it has none.
version() {
  tag=\${1%%@*}
  tag=\${tag##*/}
  case "$tag" in *:[0-9]*.[0-9]*.[0-9]* | *:v[0-9]*.[0-9]*.[0-9]*) tag=\${tag#*:}; tag=\${tag#v} ;; *) echo "?"; return ;; esac
  tag=\${tag%-distroless}
  case "$tag" in *-alpha* | *-beta* | *-rc*) echo "$tag" ;; *) echo "\${tag%%[-_]*}" ;; esac
}`;
