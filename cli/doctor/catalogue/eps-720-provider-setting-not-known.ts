import type { Entry } from "./entry";

export const providerSettingNotKnown: Entry = {
  id: "EPS-720",
  title: "the stack's configuration has a key that its provider does not know",
  texts: [
    "is not a valid configuration key for the",
    "could not validate provider configuration … Invalid or unknown key",
  ],
  why: "Every key of the namespace `aws:` or `kubernetes:` is handed to the provider, which refuses those that it does not have.",
  check: "`pulumi config`, and the settings of the provider in its documentation",
  mend: "Remove the key or correct its name. Settings of your own belong into the namespace of the project.",
  sources: ["pulumi/pulumi-aws#2446", "pulumi/pulumi-aws#5116"],
};
