import type { Entry } from "./entry";

export const fileNotReadable: Entry = {
  id: "EPS-664",
  title: "the program's user may not read the mounted file",
  texts: [
    "open /mnt/secrets-store/ … : permission denied",
    "Permission denied: '/mnt/secrets",
    "open /mnt/secrets/ … : permission denied",
    "cat: /mnt/secrets … Permission denied",
  ],
  step: "file",
  why: "The files belong to root, with the mode of the class (0644 unless `filePermission` says otherwise). A stricter mode, or a security profile, keeps the user out.",
  check: "`kubectl -n {namespace} exec {pod} -- ls -ln MOUNT_PATH`",
  mend: "Set `securityContext.fsGroup` of the pod, or a `filePermission` with which its user reads.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: README.md"],
};
