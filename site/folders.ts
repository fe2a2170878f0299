import { join, resolve } from "node:path";

export const checkout = resolve(__dirname, "..");

/** The pages of the site: those of docs/, and the reference, which is generated from the sources. */
export const pages = join(checkout, "bin", "docs", "pages");

/** The site before its links are checked. */
export const draft = join(checkout, "bin", "docs", "draft");

/** The finished site, after its links were checked. */
export const output = join(checkout, "bin", "docs", "site");

/** Folders that the site is made from. */
export const sources = ["docs", "site", "cli", "sdk"].map((folder) => join(checkout, folder));
