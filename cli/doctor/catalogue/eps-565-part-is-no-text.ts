import type { Entry } from "./entry";

export const partIsNoText: Entry = {
  id: "EPS-565",
  title: "a mounted JSON part is no text",
  texts: [
    "Invalid JMES search result type for path:{part:name}. Only string is allowed",
    "Invalid JMES search result type for path",
  ],
  step: "parts",
  why: "ASCP writes texts into files. The part is a number, a list or an object.",
  check: "`eks-pod-secrets doctor {reader} --read-parts`",
  mend: 'Put the part as text, in quotes: `{"port": "5432"}`.',
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#401",
    "aws/secrets-store-csi-driver-provider-aws: provider/secret_value.go",
  ],
};
