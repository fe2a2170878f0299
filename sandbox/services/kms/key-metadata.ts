import { parseArn } from "iam-proof/names";
import type { KeyRecord } from "./key-record";

/** A key as `DescribeKey` shows it. */
export function keyMetadata(key: KeyRecord): Record<string, unknown> {
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: key.state,
    ...(key.deletionDate && { DeletionDate: key.deletionDate }),
    Origin: "AWS_KMS",
    KeyManager: key.manager,
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: key.multiRegion !== undefined,
    ...(key.multiRegion && { MultiRegionConfiguration: multiRegion(key, key.multiRegion) }),
  };
}

function multiRegion(key: KeyRecord, regions: NonNullable<KeyRecord["multiRegion"]>): unknown {
  const at = (region: string) => ({
    Arn: key.arn.replace(`:${parseArn(key.arn)?.region}:`, `:${region}:`),
    Region: region,
  });
  return {
    MultiRegionKeyType: regions.primaryRegion === key.region ? "PRIMARY" : "REPLICA",
    PrimaryKey: at(regions.primaryRegion),
    ReplicaKeys: regions.replicaRegions.map(at),
  };
}
