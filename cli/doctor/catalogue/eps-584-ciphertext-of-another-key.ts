import type { Entry } from "./entry";

export const ciphertextOfAnotherKey: Entry = {
  id: "EPS-584",
  title: "the program asks KMS to decrypt something that this key did not encrypt",
  texts: ["IncorrectKeyException", "InvalidCiphertextException"],
  why: "The ciphertext was made by another key, with another encryption context, or was damaged, for example by a second Base64 encoding. Reads of Secrets Manager do not call KMS in this way.",
  check:
    "The event `Decrypt` in CloudTrail: its key and encryption context against those of `Encrypt`.",
  mend: "Give the program's call the key and the encryption context of the encryption.",
  sources: ["https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html"],
};
