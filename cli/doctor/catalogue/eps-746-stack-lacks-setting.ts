import type { Entry } from "./entry";

export const stackLacksSetting: Entry = {
  id: "EPS-746",
  title: "the stack's configuration lacks a value that the program needs",
  texts: [
    "{Missing required configuration variable|missing required configuration key|Missing required property}",
    "Invalid provider configuration",
  ],
  why: "The program asks for a configuration value without which it does not start.",
  check: "`pulumi config`",
  mend: "`pulumi config set NAME VALUE`, with `--secret` for what nobody may read. Values of secrets do not belong there: `eks-pod-secrets put` writes them.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/config/"],
};
