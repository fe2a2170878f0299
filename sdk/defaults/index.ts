/** What holds where nobody says otherwise, and more than one place needs to know it. */

/** Days that a deleted secret stays restorable: as many as AWS takes. */
export const DEFAULT_RECOVERY_DAYS = 30;

/** Days until a key scheduled for deletion is gone: as many as AWS takes. */
export const DEFAULT_DELETION_DAYS = 30;

/** Days that a secret which was renamed or moved stays once the new one has its value. */
export const DEFAULT_KEEP_DAYS = 7;

/** Name of the inline policy that a role's component gives it. */
export const OWN_POLICY_NAME = "read-granted";

/** Instance types of a group of nodes. */
export const DEFAULT_INSTANCE_TYPES: readonly string[] = ["t3.medium"];
