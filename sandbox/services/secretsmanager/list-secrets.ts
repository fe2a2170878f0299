import { cutPage, PAGES } from "../../operations/paging/page";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret } from "./authorised-secret";
import { shortAnswer } from "./change-secret";
import { secretSummary } from "./describe-secret";
import { matchingSecrets } from "./secret-filters";
import { allVersions } from "./secret-record";
import { labelledOnly } from "./staging-labels";

const LARGEST = 100;

/** The secrets of the caller's account, by name. */
export function listSecrets(request: EncryptingRequest) {
  const { platform, call, input, action } = request;
  platform.authorise(call, { action, resource: "*" });
  const planned = input.flag("IncludePlannedDeletion");
  const { items, more } = cutPage(
    matchingSecrets(request).filter(({ deletion }) => planned || !deletion),
    input,
    PAGES.secretsManager,
    LARGEST,
    ({ name }) => name,
  );
  return {
    SecretList: items.map((secret) => ({
      ...secretSummary(secret),
      SecretVersionsToStages: labelledOnly(secret.labels),
    })),
    ...more,
  };
}

/** The labelled versions, and with `IncludeDeprecated` the others. */
export function listSecretVersionIds(request: EncryptingRequest) {
  const secret = authorisedSecret(request);
  const deprecated = request.input.flag("IncludeDeprecated");
  const { items, more } = cutPage(
    allVersions(request.platform.store, secret).filter(
      ({ versionId }) => deprecated || (secret.labels[versionId]?.length ?? 0) > 0,
    ),
    request.input,
    PAGES.secretsManager,
    LARGEST,
    ({ versionId }) => versionId,
  );
  return {
    ...shortAnswer(secret),
    Versions: items.map(({ versionId, created, keyArn, managed }) => ({
      VersionId: versionId,
      VersionStages: secret.labels[versionId] ?? [],
      CreatedDate: created,
      KmsKeyIds: [managed ? "DefaultEncryptionKey" : keyArn],
    })),
    ...more,
  };
}
