/** Defaults that more than one place needs to know. */

/** Days for which a deleted secret can be restored: the most that AWS allows. */
export const DEFAULT_RECOVERY_DAYS = 30;

/** Days until a key scheduled for deletion is gone: the most that AWS allows. */
export const DEFAULT_DELETION_DAYS = 30;

/** Days for which a renamed or moved secret stays after the new one has its value. */
export const DEFAULT_KEEP_DAYS = 7;

/** Name of the inline policy that a role's component gives it. */
export const OWN_POLICY_NAME = "read-granted";

/** Instance types of a group of nodes. */
export const DEFAULT_INSTANCE_TYPES: readonly string[] = ["t3.medium"];
