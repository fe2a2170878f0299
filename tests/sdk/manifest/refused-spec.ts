import { throws } from "node:assert";

import { ManifestError } from "../../../sdk/manifest/file-name";
import {
  type SecretProviderClassSpec,
  secretProviderClass,
} from "../../../sdk/manifest/secret-provider-class";

export const secretArn = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders/db-AbC123";
export const replicaArn =
  "arn:aws:secretsmanager:eu-central-1:222222222222:secret:orders/db-AbC123";

export const plain: SecretProviderClassSpec = {
  namespace: "orders",
  name: "orders",
  region: "eu-west-1",
  objects: [{ objectName: "db", objectType: "secretsmanager" }],
};

/** The spec with some properties of its only object changed. */
export function withObject(
  change: Partial<SecretProviderClassSpec["objects"][number]>,
): SecretProviderClassSpec {
  return {
    ...plain,
    objects: [{ objectName: "db", objectType: "secretsmanager", ...change }],
  };
}

/** Checks that each change of the plain spec is refused with its message. */
export function rejectsEach<Change = Partial<SecretProviderClassSpec>>(
  refused: Record<string, Change>,
  specOf = (change: Change): SecretProviderClassSpec => ({ ...plain, ...change }),
): void {
  for (const [message, change] of Object.entries(refused)) {
    it(`rejects: ${message}`, () => {
      throws(
        () => secretProviderClass(specOf(change)),
        (error) => error instanceof ManifestError && error.message === message,
        message,
      );
    });
  }
}
