import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Replaces the site by a draft. If the draft has dead links, this throws and leaves the site as it is. */
export function publish(draft: string, site: string): void {
  checkLinks(draft);
  rmSync(site, { recursive: true, force: true });
  renameSync(draft, site);
}

/** Files in the folders that have changed since the site was built. */
export function newerThan(site: string, folders: readonly string[]): string[] {
  const built = statSync(join(site, "index.html")).mtimeMs;
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
    .filter((file) => statSync(file).mtimeMs > built);
}

/** Throws if a page of the built site links to a page or heading that does not exist, or shows a picture that does not exist. */
export function checkLinks(site: string): void {
  const files = readdirSync(site, { encoding: "utf8", recursive: true }).filter((file) =>
    file.endsWith(".html"),
  );
  const texts = new Map(files.map((file) => [file, readFileSync(join(site, file), "utf8")]));
  const places = new Map([...texts].map(([file, text]) => [file, attributes(text, "id")]));
  const dead = [...texts].flatMap(([file, text]) =>
    [...attributes(text, "href"), ...attributes(text, "src")]
      .filter((href) => !/^(https?|mailto|data):/.test(href))
      .filter((href) => !leadsSomewhere(href, file))
      .map((href) => `${file} links to ${href}`),
  );
  if (dead.length > 0) throw new Error(`dead links:\n${dead.join("\n")}`);

  function leadsSomewhere(href: string, from: string): boolean {
    const [path = "", anchor] = href.split("#");
    const target = path === "" ? from : targetOf(path, from);
    if (anchor !== undefined && anchor !== "") {
      return places.get(target)?.has(decodeURIComponent(anchor)) ?? false;
    }
    return existsSync(join(site, target));
  }

  function targetOf(path: string, from: string): string {
    const target = path.startsWith("/")
      ? path.slice(1)
      : relative(site, join(site, dirname(from), path));
    return target === "" || target.endsWith("/") ? `${target}index.html` : target;
  }
}

function attributes(html: string, name: string): Set<string> {
  return new Set(
    [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value = ""]) =>
      value.replaceAll("&amp;", "&"),
    ),
  );
}
