import type { Entry } from "./entry";

export const subPathOfMount: Entry = {
  id: "EPS-623",
  title: "the container mounts a part of a volume, and the part is not there",
  texts: [
    "failed to prepare subPath for volumeMount",
    "failed to create subPath directory for volumeMount",
    "Are you trying to mount a directory onto a file",
    "to rootfs at … not a directory",
  ],
  step: "file",
  why: "`subPath` names a file or a directory of the volume. In a read-only volume nothing can be made, so it must be the exact name of a file. A file that is mounted by `subPath` is never renewed.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.containers[*].volumeMounts}'`, and the names of the files in the class",
  mend: "Mount the whole directory, without `subPath`, and read the file there.",
  sources: ["https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath"],
};
