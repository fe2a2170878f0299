import type { Platform } from "../../wire/messages/service";
import type { Kms } from "../kms";

/** What every Parameter Store operation works with. */
export interface SsmContext {
  platform: Platform;
  kms: Kms;
}
