import type { Entry } from "./entry";

export const refusedByService: Entry = {
  id: "EPS-736",
  title: "AWS refused what CloudFormation asked for",
  texts: ["Resource handler returned message", "Error occurred during operation"],
  symptom: true,
  why: "The service that the message names refused the call. CloudFormation hands on its words.",
  check: "Read the words of the message, and the service behind `Service:`.",
  mend: "Correct what the message names in the template, or the right of the role that deploys, and run again.",
  sources: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html"],
};
