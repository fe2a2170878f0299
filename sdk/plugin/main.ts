import { main } from "@pulumi/pulumi/provider/server";
import { ComponentsProvider } from "./components-provider";

// Not every Pulumi command stops the plugins that it starts; `pulumi install` does not. A plugin notices then that its parent has
// changed.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, 1_000).unref();

/** The entry point of this package's plugin, which Pulumi starts for programs in any language. */
main(new ComponentsProvider(), process.argv.slice(2));
