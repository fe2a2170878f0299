import type { Entry } from "./entry";

export const fileNotInMount: Entry = {
  id: "EPS-665",
  title: "the program does not find the file in its mount",
  texts: [
    "open /mnt/secrets-store/ … : no such file or directory",
    "No such file or directory: '/mnt/secrets",
    "open /mnt/secrets/ … : no such file or directory",
    "cat: can't open '/mnt/secrets",
    "cat: /mnt/secrets … No such file or directory",
  ],
  step: "file",
  why: "The pod runs, so the mount worked. The file has another name: the alias, or the object's name with `_` for `/`; or the path is another one.",
  check: "`kubectl -n {namespace} exec {pod} -- ls -l MOUNT_PATH`",
  mend: "Read the file that is there, or change `as` in `reads` of the reader.",
  sources: ["aws-samples/aws-secret-sidecar-injector#26"],
};
