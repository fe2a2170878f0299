import type { Entry } from "./entry";

export const stateBroken: Entry = {
  id: "EPS-748",
  title: "the stack's state contradicts itself",
  texts: [
    "{snapshot integrity failure|after mutation of snapshot|state data in S3 does not have the expected content|refers to unknown}",
  ],
  why: "A run was killed while it wrote the state, or the state was changed by hand.",
  check: "`pulumi stack export > state.json` keeps a copy.",
  mend: "`pulumi state repair`; else import the last good version of the state.",
  sources: ["https://www.pulumi.com/docs/support/debugging/troubleshooting/"],
};
