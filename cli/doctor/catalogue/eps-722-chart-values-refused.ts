import type { Entry } from "./entry";

export const chartValuesRefused: Entry = {
  id: "EPS-722",
  title: "a chart does not take the values that it was given",
  texts: [
    "values don't meet the specifications of the schema(s)",
    "execution error at (",
    "YAML parse error on",
    "error converting YAML to JSON",
    "{nil pointer evaluating interface|error calling include|wrong type for value; expected|function … not defined}",
    "chart requires kubeVersion:",
    "template: … .yaml … executing … at <",
  ],
  over: ["EPS-873"],
  why: "The chart checks its values by a schema or in its templates, or the values break the YAML that it writes. The text names the place.",
  check: "`helm template NAME CHART --values FILE` with the same values",
  mend: "Correct the value that the text names.",
  sources: ["https://helm.sh/docs/topics/charts/"],
};
