import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { parseArn, type ResolvedSecret } from "eks-pod-secrets/grant";
import type { RotationDocuments, SecretDocuments } from "iam-proof";

/**
 * Who rotates a secret. The inventory says whose reading is declared; the role of a function that it does not name stays unknown,
 * as whoever may set the function would else declare its own role. Of a secret that exists as a managed external one, AWS says it.
 */
export function rotationOf(
  { existingArn, rotation }: Pick<ResolvedSecret, "existingArn" | "rotation">,
  {
    ExternalSecretRotationRoleArn: role,
    RotationEnabled,
    RotationLambdaARN,
  }: Pick<
    DescribeSecretResponse,
    "ExternalSecretRotationRoleArn" | "RotationEnabled" | "RotationLambdaARN"
  >,
): RotationDocuments | undefined {
  if (rotation) return { role: rotation.roleArn ?? null };
  if (!RotationEnabled || !(role || RotationLambdaARN)) return undefined;
  return { role: existingArn && role ? role : null };
}

/** Secrets with the rotation of their primary: of a replica AWS tells none, and it has the primary's value. */
export function withRotationOfPrimary(secrets: SecretDocuments[]): SecretDocuments[] {
  const rotations = new Map(
    secrets.flatMap(({ arn, rotation }) => (rotation ? [[nameOf(arn), rotation]] : [])),
  );
  return secrets.map((secret) => {
    const rotation = rotations.get(nameOf(secret.arn));
    return rotation ? { ...secret, rotation } : secret;
  });
}

/** Rotation roles that AWS names and the inventory does not. */
export function foundRotations(
  declared: readonly Pick<ResolvedSecret, "existingArn" | "rotation">[],
  secrets: readonly SecretDocuments[],
): string[] {
  const silent = new Set(
    declared.flatMap(({ existingArn, rotation }) =>
      existingArn && !rotation ? [nameOf(existingArn)] : [],
    ),
  );
  return secrets.flatMap(({ arn, rotation }) =>
    rotation?.role && silent.has(nameOf(arn))
      ? [`${rotation.role} rotates ${arn}, as AWS says, and counts as a declared reader`]
      : [],
  );
}

/** The same for a secret and its replicas. */
function nameOf(arn: string): string {
  const { account, resource } = parseArn(arn) ?? {};
  return `${account}:${resource}`;
}
