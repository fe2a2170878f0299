import type { Entry } from "./entry";

export const terraformNotInitialized: Entry = {
  id: "EPS-880",
  title: "the directory of Terraform is not prepared for what the files say",
  texts: [
    "{Backend initialization required|Backend configuration changed|Inconsistent dependency lock file|Unsupported Terraform Core version|Saved plan is stale|Module not installed|Missing required provider}",
    "Plugin reinitialization required",
    "Required plugins are not installed",
  ],
  why: "Terraform keeps the backend, the modules and the providers' versions in its directory. They are older than the files, or were made by another version.",
  check: "`terraform version`, and the block `terraform` of the files",
  mend: "`terraform init`, with `-reconfigure` or `-upgrade` where the text says so; plan again.",
  sources: ["https://developer.hashicorp.com/terraform/cli/commands/init"],
};
