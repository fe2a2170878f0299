/** An ARN of any service, as the provider checks it before it asks AWS. */
export function arn(value: string): string | undefined {
  return /^arn:aws[a-z-]*:[^:]*:[^:]*:(?:\d{12}|aws)?:.+$/.test(value)
    ? undefined
    : `must be an ARN, got ${value}`;
}

/** A name within a length. `others`: what it may hold beside letters and digits, as in a class of a regular expression. */
export function nameWithin(most: number, others: string): (name: string) => string | undefined {
  const form = new RegExp(`^[0-9A-Za-z${others}]{1,${most}}$`);
  return (name) =>
    form.test(name)
      ? undefined
      : `must be 1 to ${most} letters, digits and ${others}, got ${name.length}: ${name}`;
}

/** What IAM's names may hold beside letters and digits. */
export const IAM_NAME = "_+=,.@-";
