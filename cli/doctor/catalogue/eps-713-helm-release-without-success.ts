import type { Entry } from "./entry";

export const helmReleaseWithoutSuccess: Entry = {
  id: "EPS-713",
  title: "a Helm release was never installed with success",
  texts: ["has no deployed releases", "Release not loaded: … release: not found"],
  why: "Its first installation failed, so that Helm has nothing to upgrade.",
  check: "`helm -n {namespace} history RELEASE`",
  mend: "Remove it with `helm -n {namespace} uninstall RELEASE`, if nothing of it is in use, and install it again.",
  sources: ["helm/helm#5595"],
};
