import type { Entry } from "./entry";

export const noYaml: Entry = {
  id: "EPS-873",
  title: "a YAML file cannot be read",
  texts: [
    "yaml: line … {did not find expected|mapping values are not allowed|could not find expected|found character that cannot start|did not find}",
    "yaml: unmarshal errors",
  ],
  why: "An indentation, a colon or a tab is where YAML takes none. Templates, e.g. of Helm, show this where a value is empty or has several lines.",
  check: "The line that the text names; of a chart: `helm template … --debug`",
  mend: "Correct that line. Quote values that hold `: `, `#` or `*`.",
  sources: ["https://helm.sh/docs/chart_template_guide/yaml_techniques/"],
};
