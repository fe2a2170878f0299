import type { Entry } from "./entry";

export const accountNotKnown: Entry = {
  id: "EPS-757",
  title: "a policy names an account that AWS does not know",
  why: "The id is mistyped, or the account is closed.",
  check: "`aws organizations describe-account --account-id ACCOUNT`, or its owner.",
  mend: "Correct `accounts` in the inventory.",
  sources: ["aws-samples/siem-on-amazon-opensearch-service#32"],
};
