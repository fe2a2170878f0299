import type { Entry } from "./entry";

export const imageNotInRegistry: Entry = {
  id: "EPS-832",
  title: "no image of this name and tag is there",
  texts: [
    "{InvalidImageName|Failed to apply default image tag|manifest unknown|ErrImageNeverPull|is not present with pull policy of Never}",
    "code = NotFound desc = failed to pull and unpack image",
  ],
  over: ["EPS-607", "EPS-577", "EPS-782"],
  step: "pods",
  why: "The name or the tag is misspelt or was never pushed. With the pull policy `Never` the image must be on the node already.",
  check:
    "`aws ecr describe-images --repository-name NAME --image-ids imageTag=TAG`, or the same of another registry.",
  mend: "Correct the image where it is written, or push it.",
  sources: ["https://kubernetes.io/docs/concepts/containers/images/"],
};
