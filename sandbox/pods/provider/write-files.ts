import { randomBytes } from "node:crypto";
import { chmod, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FetchedFile } from "./fetched-file";
import { MountError } from "./mount-error";

/** What a kill may leave behind: removed by the next mount. */
const HALF_WRITTEN = /^\.[0-9a-f]{16}\.part$/;

/** Writes files into the mount, each by a rename, so that a reader never sees half a value. */
export async function writeFiles(directory: string, files: FetchedFile[]): Promise<void> {
  for (const name of await readdir(directory)) {
    if (HALF_WRITTEN.test(name)) await rm(join(directory, name), { force: true });
  }
  for (const { name, value, mode } of files) {
    if (name.includes("/"))
      throw new MountError(`createtemp ${name}: pattern contains path separator`);
    // A dot first: what lists the mount's files leaves out those half written.
    const temporary = join(directory, `.${randomBytes(8).toString("hex")}.part`);
    try {
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(value);
        await file.sync();
      } finally {
        await file.close();
      }
      await chmod(temporary, mode);
      await rename(temporary, join(directory, name));
    } catch (error) {
      await rm(temporary, { force: true });
      const { code = "" } = error as NodeJS.ErrnoException;
      throw new MountError(`rename ${name}: ${code}`);
    }
  }
}
