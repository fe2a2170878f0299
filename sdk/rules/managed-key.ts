/** As messages say why a customer managed key is needed. Nobody can change the policy of an AWS managed key. */
export const managedKeyServesOneAccount = "the AWS managed key serves one account only";

/** Whether a reader can decrypt what an owner keeps under this key; without one, it is under the AWS managed key. */
export function canDecrypt(reader: string, owner: string, key: unknown): boolean {
  return reader === owner || key !== undefined;
}
