import type { Entry } from "./entry";

export const regionNotEnabled: Entry = {
  id: "EPS-729",
  title: "the account has not enabled the Region or the service",
  texts: ["{AutoScalingGroupOptInRequired|Ec2ServiceNotSubscribed}"],
  errors: [
    "{OptInRequired|OptInRequiredException|SubscriptionRequiredException|UnsupportedAPIEndpointException}",
  ],
  why: "Some Regions must be switched on for each account, and some services must be subscribed to.",
  check: "`aws account get-region-opt-status --region-name REGION`",
  mend: "Switch the Region on for the account, or correct the Region where it is written.",
  sources: ["https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html"],
};
