import type { Entry } from "./entry";

export const writeIntoMount: Entry = {
  id: "EPS-630",
  title: "the program wants to write into the mounted directory, which is read-only",
  texts: [
    "/mnt/secrets-store … Read-only file system",
    "/mnt/secrets … Read-only file system",
    "Read-only file system … {/mnt/secrets|secrets-store}",
  ],
  step: "file",
  why: "The mount of the driver is read-only for the container. Images that change the owner of all their files, or write a copy beside the secret, fail.",
  check: "The program's start script: `chown`, `chmod`, `mkdir` or a copy below the mount's path",
  mend: "Let the program write elsewhere, e.g. into an `emptyDir`. For the right to read, set `fsGroup` of the pod.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: docs/book/src/getting-started/usage.md"],
};
