/** Why an image cannot be pulled; undefined where it can. The sandbox pulls none, but no name under `.invalid` is ever found (RFC 6761). */
export function pullFailure(image: string): string | undefined {
  const [, host, repository, tag = "latest"] =
    /^([^/]+\.invalid(?::\d+)?)\/([^:@]+)(?::([^@]+))?/.exec(image) ?? [];
  if (host === undefined) return undefined;
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${host}/v2/${repository}/manifests/${tag}": dial tcp: lookup ${host.replace(/:\d+$/, "")}: no such host`;
}
