import type { Entry } from "./entry";

export const pluginMissing: Entry = {
  id: "EPS-743",
  title: "Pulumi has not the plugin of a provider, or cannot start it",
  texts: [
    "{no resource plugin|could not load plugin for|failed to load plugin|could not find plugin|failed to load language plugin|no language plugin|error downloading provider|failed to install provider|Failed to query available provider packages}",
    "{could not read plugin|plugin exited before|plugin exited prematurely}",
    "error fetching plugin from",
  ],
  why: "The program names a provider whose plugin is not installed, is of another platform, or ended when it was started.",
  check: "`pulumi plugin ls`",
  mend: "`pulumi install` in the program's directory.",
  sources: ["https://www.pulumi.com/docs/iac/cli/commands/pulumi_plugin/"],
};
