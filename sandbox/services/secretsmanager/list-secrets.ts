import { booleanMember, optionalInteger, optionalString } from "../../operations/input/member";
import { page } from "../../operations/paging/page";
import type { Operation } from "../../wire/messages/operation";
import { authorisedSecret } from "./authorised-secret";
import { shortAnswer } from "./change-secret";
import { secretSummary } from "./describe-secret";
import { matchingSecrets } from "./secret-filters";
import { allVersions } from "./secret-record";
import type { SecretsContext } from "./secrets-context";
import { labelledOnly } from "./staging-labels";

const SIZE = { min: 1, max: 100 };
const TOKEN = { min: 1, max: 4096 };

/** `ListSecrets`: the secrets of the caller's account, by name. */
export function listSecrets(context: SecretsContext): Operation {
  return (call, input) => {
    context.platform.authorise(call, { action: "secretsmanager:ListSecrets", resource: "*" });
    const planned = booleanMember(input, "IncludePlannedDeletion");
    const shown = page(
      matchingSecrets(context, call, input).filter(({ deletion }) => planned || !deletion),
      ({ name }) => name,
      optionalInteger(input, "MaxResults", SIZE) ?? 100,
      optionalString(input, "NextToken", TOKEN),
    );
    return {
      SecretList: shown.items.map((secret) => ({
        ...secretSummary(secret),
        SecretVersionsToStages: labelledOnly(secret.labels),
      })),
      ...(shown.next !== undefined && { NextToken: shown.next }),
    };
  };
}

/** `ListSecretVersionIds`: the labelled versions, and with `IncludeDeprecated` the others. */
export function listSecretVersionIds(context: SecretsContext): Operation {
  return (call, input) => {
    const secret = authorisedSecret(context, call, input, "ListSecretVersionIds");
    const deprecated = booleanMember(input, "IncludeDeprecated");
    const versions = allVersions(context.platform.store, secret).filter(
      ({ versionId }) => deprecated || (secret.labels[versionId]?.length ?? 0) > 0,
    );
    const shown = page(
      versions,
      ({ versionId }) => versionId,
      optionalInteger(input, "MaxResults", SIZE) ?? 100,
      optionalString(input, "NextToken", TOKEN),
    );
    return {
      ...shortAnswer(secret),
      Versions: shown.items.map(({ versionId, created, keyArn, managed }) => ({
        VersionId: versionId,
        VersionStages: secret.labels[versionId] ?? [],
        CreatedDate: created,
        KmsKeyIds: [managed ? "DefaultEncryptionKey" : keyArn],
      })),
      ...(shown.next !== undefined && { NextToken: shown.next }),
    };
  };
}
