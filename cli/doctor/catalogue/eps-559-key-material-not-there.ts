import type { Entry } from "./entry";

export const keyMaterialNotThere: Entry = {
  id: "EPS-559",
  title: "the key's material is not there",
  texts: ["is pending import"],
  over: ["EPS-558"],
  step: "key-state",
  why: "Imported material has expired or was deleted, or the external or CloudHSM key store is not connected.",
  check:
    "`aws kms describe-key --key-id {key}` with credentials of the owner: `Origin`, `ValidTo`, `CustomKeyStoreId`.",
  mend: "Import the same material again, or connect the key store.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html"],
};
