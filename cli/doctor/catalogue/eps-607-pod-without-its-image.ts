import type { Entry } from "./entry";

export const podWithoutItsImage: Entry = {
  id: "EPS-607",
  title: "the image of a container cannot be pulled",
  texts: [
    "failed to StartContainer for … with {ImagePullBackOff|ErrImagePull}",
    "Failed to pull image",
    "Back-off pulling image",
    "Error: ErrImagePull",
    "Error: ImagePullBackOff",
    "pull access denied for",
    "failed to pull and unpack image",
    "ErrImagePull",
    "ImagePullBackOff",
    "trying and failing to pull image",
    "{failed to authorize|failed to fetch anonymous token|failed to resolve reference}",
    "image can't be pulled",
    "{ImageInspectError|RegistryUnavailable|SignatureValidationFailed}",
  ],
  over: [
    "EPS-577",
    "EPS-782",
    "EPS-4",
    "EPS-355",
    "EPS-312",
    "EPS-803",
    "EPS-804",
    "EPS-805",
    "EPS-808",
    "EPS-809",
  ],
  step: "pods",
  causes: [
    {
      id: "EPS-831",
      check:
        "The event says `unauthorized`, `403`, `no basic auth credentials` or `authorization`.",
    },
    {
      id: "EPS-832",
      check:
        "It says `not found` or `manifest unknown`, or the name is not the one of the registry.",
    },
    {
      id: "EPS-833",
      check:
        "It says `i/o timeout`, `no such host` or `connection refused`, or nothing else pulls on this node either.",
    },
    { id: "EPS-834", check: "It says `toomanyrequests` or `429`." },
  ],
  why: "The image's name or tag is wrong, the registry refuses the node, or it cannot be reached. The mount may be right.",
  check: "`kubectl -n {namespace} describe pod {pod}` shows what the registry says.",
  mend: "The event tells which cause it is: correct the image, or let the node pull it, as that cause says.",
  sources: ["https://kubernetes.io/docs/concepts/containers/images/"],
};
