import type { Entry } from "./entry";

export const objectChangedMeanwhile: Entry = {
  id: "EPS-739",
  title: "somebody else changed the Kubernetes object at the same moment",
  texts: [
    "{the object has been modified; please apply your changes to the latest version|Operation cannot be fulfilled on|Error from server (Conflict)|StorageError: invalid object}",
  ],
  symptom: true,
  why: "Kubernetes refuses a change that was made of an older state of the object, so that no change is lost. Controllers try again by themselves.",
  check: "Does it come again and again? Then two controllers or pipelines write the same object.",
  mend: "Run again. If it lasts, let one owner write the object.",
  sources: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions"],
};
