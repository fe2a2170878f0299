import type { Entry } from "./entry";

export const keyPolicyNeverAsWritten: Entry = {
  id: "EPS-742",
  title:
    "KMS keeps the key policy in another form than the one written, so the run waits for its own text",
  texts: [
    "waiting for KMS Key … propagation",
    "{KMS Key|KMS Replica Key|KMS External Key} … policy … timeout while waiting for state",
  ],
  why: "KMS replaces a principal that was deleted by its unique id, sorts lists and drops what stands twice. A provider that waits until it reads its own text again waits for ever.",
  check:
    "`aws kms get-key-policy --key-id KEY --policy-name default`, beside the policy as written.",
  mend: "Name in the key policy only principals that are there, each once, and run again.",
  sources: ["hashicorp/terraform-provider-aws#21225"],
};
