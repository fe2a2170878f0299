import type { Caller } from "../../wire/messages";
import type { AccessCheck } from "./access-check";

export interface AllowedAction {
  /** ARN of the user or of the role, whichever session called. */
  caller: string;
  action: string;
  resource: string;
  /** Whether the call would be refused without an identity policy that allows it. */
  needsIdentityPolicy: boolean;
}

export interface AllowedActions {
  note(caller: Caller, check: AccessCheck, needsIdentityPolicy: () => boolean): void;
  /** Returns what was noted since the last time. */
  take(): AllowedAction[];
}

export function createAllowedActions(): AllowedActions {
  let noted: Map<string, AllowedAction> | undefined;
  return {
    note({ arn, principal }, { action, resource }, needsIdentityPolicy) {
      if (!noted) return;
      const caller = principal.kind === "session" ? principal.roleArn : arn;
      const key = [caller, action, resource].join(" ");
      const isNeeded = noted.get(key)?.needsIdentityPolicy || needsIdentityPolicy();
      noted.set(key, { caller, action, resource, needsIdentityPolicy: isNeeded });
    },
    take() {
      const taken = [...(noted?.values() ?? [])];
      noted = new Map();
      return taken;
    },
  };
}
