import type { Entry } from "./entry";

export const flagNotKnown: Entry = {
  id: "EPS-836",
  title: "a program is started with a flag that its version does not know",
  texts: ["flag provided but not defined: -", "unknown {flag: --|shorthand flag:|options: --}"],
  over: ["EPS-620", "EPS-782"],
  step: "pods",
  why: "The chart or the manifest and the image are of different versions: the image is older than the flag, or newer than its removal.",
  check:
    "The image of the container against the version of the chart: `helm list -A`, and `kubectl -n NAMESPACE get pods -o wide`.",
  mend: "Remove the image's tag from the values, so that the chart takes its own, or take the chart of that version.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver#911"],
};
