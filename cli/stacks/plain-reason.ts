const RESTORE_OR_DELETE =
  "To keep it, run aws secretsmanager restore-secret and declare it with existing: true and its arn; to lose its value, aws secretsmanager delete-secret --force-delete-without-recovery";

/**
 * Why a stack failed, from the errors of its run: each once, in its own words, without what the engine wraps around them and
 * without stack traces, of which an error of the inventory or of AWS has no use.
 */
export function plainReason(errors: readonly string[]): string {
  const words = [...new Set(errors.map(plain))].filter((one) => one !== "");
  const said = words.filter((one) => !/^(update|preview|destroy|refresh) failed$/.test(one));
  return (said.length > 0 ? said : words).join("\n");
}

function plain(error: string): string {
  const missing = /unknown stack "?([^"\s]+)"?/.exec(error)?.[1];
  if (missing !== undefined) {
    const stack = missing.slice(missing.lastIndexOf("/") + 1);
    return `needs stack ${stack}, which is not deployed; run eks-pod-secrets up --only ${stack} first`;
  }
  if (/new stack: passphrase must be set/.test(error)) {
    return "a new stack needs what its secrets are encrypted with: PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE, or a key, as in --secrets-provider 'awskms://alias/pulumi?region=eu-central-1'";
  }
  const words = withoutTrace(error)
    .replace(/^Running program '.*' failed with an unhandled exception:\s*/s, "")
    .replace(/^error: /, "")
    .replace(/(?:error serializing property "[^"]*": )+/g, "")
    .replace(/^(?:<ref \*\d+> )?(?:Unhandled|Run|Input)?(?:Property)?Error: /, "")
    .trim();
  return /already scheduled for deletion/.test(words) ? `${words} ${RESTORE_OR_DELETE}` : words;
}

/** The lines of a stack trace, and of the values that Node.js prints beside it. */
function withoutTrace(error: string): string {
  const lines = error.split("\n");
  const trace = lines.findIndex((line) => /^\s+at .*(?:[):]|\.[jt]s:\d+)/.test(line));
  return (trace === -1 ? lines : lines.slice(0, trace)).join("\n");
}
