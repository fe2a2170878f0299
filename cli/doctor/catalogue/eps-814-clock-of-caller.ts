import type { Entry } from "./entry";

export const clockOfCaller: Entry = {
  id: "EPS-814",
  title: "the clock of the machine that calls is wrong, or the signed request waited",
  texts: [
    "Signature expired: ",
    "Signature not yet current",
    "The difference between the request time and the current time is too large",
  ],
  errors: ["RequestTimeTooSkewed"],
  over: ["EPS-321", "EPS-381", "EPS-377"],
  why: "AWS takes a signature for some minutes only, before and after its own time. The text shows both times. Hours apart tell of a wrong clock or zone, or of a machine that slept; a few minutes can be a program that stood still between signing and sending.",
  check: "`date -u` on the machine, or in the pod, against the times of the text.",
  mend: "Let the machine reach its time source (on EC2: 169.254.169.123). On a laptop or in a virtual machine set the clock after a sleep. The credentials need no change.",
  sources: [
    "boto/boto3#4716",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html",
  ],
};
