import type { Entry } from "./entry";

export const helmOperationPending: Entry = {
  id: "EPS-712",
  title: "a Helm release has a run that has not ended",
  texts: ["another operation (install/upgrade/rollback) is in progress"],
  why: "A run of Helm still goes, or was killed and left the release pending.",
  check:
    "`helm -n {namespace} history RELEASE`: is the last one `pending-upgrade` or `pending-install`?",
  mend: "Wait for it. If none goes: `helm -n {namespace} rollback RELEASE REVISION` to the last that was deployed; then run again.",
  sources: ["helm/helm#8987"],
};
