import type { Entry } from "./entry";

export const chartNotFound: Entry = {
  id: "EPS-721",
  title: "a chart is not found, or its repository is not reached",
  texts: [
    "is not a valid chart repository or cannot be reached",
    "no chart version found for",
    "chart … version … not found in",
    "failed to pull chart",
    "failed to download chart",
    "{non-absolute URLs should be in form of|Error: repo … not found|looks like … is not a valid chart|failed to fetch … chart|Chart.yaml file is missing|path … not found … chart|Error: chart … not found}",
    "{unable to resolve chart|could not find chart}",
    "INSTALLATION FAILED: repo … not found",
    "{matching … not found in … index|INSTALLATION FAILED: failed to download|UPGRADE FAILED: failed to download}",
  ],
  why: "The name, the version or the address of the chart is wrong, or the machine that deploys does not reach the repository.",
  check: "`helm show chart NAME --repo URL --version VERSION` on the same machine",
  mend: "Correct name, version or address, or let the machine reach the repository.",
  sources: ["https://helm.sh/docs/helm/helm_repo_add/"],
};
