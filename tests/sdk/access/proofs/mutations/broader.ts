/** Patterns that match the action or ARN, and more. */
export function broader(text: string): string[] {
  if (text === "*") return [];
  const [, service, verb] = /^([a-z0-9]+):([A-Z][a-z]+)[A-Za-z*]*$/.exec(text) ?? [];
  if (service && verb) return ["*", `${service}:*`, `${service}:${verb}*`];
  const [, named] = /^([a-z0-9]+):\*$/.exec(text) ?? [];
  if (named) return ["*"];
  return ["*", ...wildEnding(text), ...wildParts(text)];
}

/** The value with a wildcard in its last part, such as the six characters of a secret or the name of a role or cluster. */
export function wildEnding(text: string): string[] {
  const secret = text.replace(/-[A-Za-z0-9]{6}$/, "-??????");
  const isVariable = text.endsWith("}");
  const last = isVariable ? [] : [`${text.slice(0, -1)}?`];
  return [...new Set([secret, `${text}*`, ...last, "*"])].filter((one) => one !== text);
}

/** The ARN with any account, and with any region. */
function wildParts(arn: string): string[] {
  const parts = arn.split(":");
  if (parts.length < 6) return [];
  return [3, 4].filter((part) => parts[part] !== "").map((part) => parts.with(part, "*").join(":"));
}

/** The text with another account number. */
export function otherAccount(text: string): string[] {
  return /\d{12}/.test(text) ? [text.replace(/\d{12}/, "999999999999")] : [];
}
