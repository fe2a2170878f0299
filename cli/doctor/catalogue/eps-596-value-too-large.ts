import type { Entry } from "./entry";

export const valueTooLarge: Entry = {
  id: "EPS-596",
  title: "the value is larger than Secrets Manager takes",
  texts: [
    "'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
    "secretString … length less than or equal to 65536",
    "secretBinary … length less than or equal to 65536",
  ],
  why: "A secret has at most 65,536 bytes.",
  check: "How many bytes the file has that was to be put: `wc -c FILE`",
  mend: "Divide the value among several secrets, or keep the large part elsewhere and only its key in the secret.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html"],
};
