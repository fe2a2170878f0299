import { AwsError } from "../../wire/messages/operation";

/**
 * Runs `use`, which uses a KMS key for the caller; what KMS refuses becomes what Secrets Manager answers:
 * `AccessDeniedException`, or `failure` where the key cannot be used in its state.
 */
export function throughKey<T>(failure: "DecryptionFailure" | "EncryptionFailure", use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "AccessDeniedException") {
      throw new AwsError(
        "AccessDeniedException",
        "Access to KMS is not allowed",
        400,
        "Sender",
        error.reason ?? error.message,
      );
    }
    const verb = failure === "DecryptionFailure" ? "decrypt" : "encrypt";
    throw new AwsError(
      failure,
      `Secrets Manager can't ${verb} the protected secret text using the provided KMS key. ${error.message}`.trim(),
    );
  }
}
