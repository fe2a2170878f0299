import type { Entry } from "./entry";

export const valuesTooLarge: Entry = {
  id: "EPS-663",
  title: "the values of the class are too large for one answer of the provider",
  texts: [
    "grpc: received message larger than max",
    "code = ResourceExhausted desc = grpc",
    "Set --max-call-recv-msg-size to configure larger maximum size",
    "proto above 1MiB, secret sync may fail",
  ],
  step: "file",
  why: "Provider and driver speak by gRPC, whose messages are 4 MiB unless the driver says otherwise.",
  check: "How many objects the class mounts, and how large they are.",
  mend: "Mount less in one class, or raise `--max-call-recv-msg-size` of the driver.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: docs/book/src/topics/command-reference.md"],
};
