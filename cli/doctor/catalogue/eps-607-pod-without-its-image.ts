import type { Entry } from "./entry";

export const podWithoutItsImage: Entry = {
  id: "EPS-607",
  title: "the image of a container cannot be pulled",
  texts: [
    "Failed to pull image",
    "Back-off pulling image",
    "Error: ErrImagePull",
    "Error: ImagePullBackOff",
    "Error: InvalidImageName",
  ],
  step: "pods",
  why: "The image's name or tag is wrong, the registry refuses the node, or it cannot be reached. The mount may be right.",
  check: "`kubectl -n NAMESPACE describe pod NAME` shows what the registry says.",
  mend: "Correct the image, or the right to pull it.",
  sources: ["https://kubernetes.io/docs/concepts/containers/images/"],
};
