import type { Entry } from "./entry";

export const refusalIsHidden: Entry = {
  id: "EPS-399",
  title: "the program fails while it handles an error of AWS, so that the error is hidden",
  texts: ["object has no attribute … Valid exceptions are:"],
  over: ["EPS-561", "EPS-586", "EPS-582"],
  why: "The program asks its client for an exception that the service's model does not have, e.g. `AccessDeniedException`. It does so only when AWS has refused the call, so the refusal stands above in the trace.",
  check:
    "The trace above this line: `During handling of the above exception, another exception occurred`",
  mend: "Give the whole trace to `eks-pod-secrets doctor --text -`. In the program, catch `ClientError` and read its code.",
  sources: ["apache/airflow#24773"],
};
