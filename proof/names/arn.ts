/** The six parts of an Amazon Resource Name. `region` and `account` are empty where the service has none. */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** Everything after the fifth colon, colons included. */
  resource: string;
}

/** Splits an ARN into its six parts, or returns undefined where `text` is not one. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...rest] = text.split(":");
  const resource = rest.join(":");
  if (prefix !== "arn" || !partition || !service || !resource) return undefined;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

/** The account of an ARN; undefined where it is not known or is none. */
export function accountOf(arn: string | undefined): string | undefined {
  return parseArn(arn ?? "")?.account;
}

/** The region of an ARN, empty where its service has none; undefined where it is not known or is none. */
export function regionOf(arn: string | undefined): string | undefined {
  return parseArn(arn ?? "")?.region;
}

/** Writes an ARN from its parts. */
export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return ["arn", partition, service, region, account, resource].join(":");
}

/** The ARN that stands for a whole account, its root user included, in a `Principal`. */
export function accountRootArn(partition: string, account: string): string {
  return formatArn({ partition, service: "iam", region: "", account, resource: "root" });
}
