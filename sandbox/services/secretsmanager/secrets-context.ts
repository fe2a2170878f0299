import type { Platform } from "../../wire/messages/service";
import type { Kms } from "../kms";

/** What every Secrets Manager operation works with. */
export interface SecretsContext {
  platform: Platform;
  kms: Kms;
}
