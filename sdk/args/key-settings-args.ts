import type * as pulumi from "@pulumi/pulumi";

/** What a key is, beside its alias and its description. */
export interface KeySettingsArgs {
  /** Days until a key scheduled for deletion is gone, 7 to 30. Its secrets are unreadable from the first. Defaults to 30. */
  deletionWindowInDays?: pulumi.Input<number>;
}
