import { version } from "./package-directory";

/** The main file of a package: the one that the user's directory has, else the one beside this package. */
export function fileOfPackage(name: string): string | undefined {
  try {
    return require.resolve(name, { paths: [process.cwd(), __dirname] });
  } catch {
    return undefined;
  }
}

/** What installs the version of another of this project's packages that goes with this one. */
export function installLine(name: string): string {
  return `npm install --save-dev ${name}@${version()}`;
}
