import type { Entry } from "./entry";

export const valueIsNoJson: Entry = {
  id: "EPS-564",
  title: "parts are mounted of a value that is no JSON",
  texts: [
    "Invalid JSON used with jmesPath in secret: {object:object}",
    "unable to unmarshal secret",
    "{JsonParseException|JSONDecodeError|SyntaxError: Unexpected token|Unrecognized token} … {was expecting|in JSON at position|is not valid JSON|Expecting value}",
    "unable to retrieve secret from asm … invalid character",
  ],
  step: "parts",
  why: "The reader mounts JSON parts, and the value in force is plain text, or broken JSON.",
  check: "`eks-pod-secrets doctor {reader} --read-parts`",
  mend: "Put a JSON object: `eks-pod-secrets put`. Or mount the whole value: remove the parts in `reads` of the reader, and run `eks-pod-secrets up`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_value.go"],
};
