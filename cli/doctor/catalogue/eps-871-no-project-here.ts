import type { Entry } from "./entry";

export const noProjectHere: Entry = {
  id: "EPS-871",
  title: "the directory is no project, or its settings cannot be read",
  texts: [
    "no Pulumi.yaml project file found",
    "could not unmarshal Pulumi. … yaml",
    "{could not load current project|failed to load Pulumi.yaml|could not read settings file|No configuration files … Terraform}",
  ],
  over: ["EPS-873"],
  why: "Pulumi reads `Pulumi.yaml` and the file of the stack from the directory in which it runs, or one above it.",
  check: "`pwd`, and `ls Pulumi*.yaml`",
  mend: "Change into the project's directory, or name it with `--cwd`. Correct the line that the text names.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/projects/"],
};
