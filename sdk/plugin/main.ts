import { main } from "@pulumi/pulumi/provider/server";
import { ComponentsProvider } from "./components-provider";

// Not every command of Pulumi's stops the plugins that it starts: `pulumi install` does not. They notice that they have another parent.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, 1_000).unref();

/** What Pulumi starts as the plugin of this package, for programs of any language. */
main(new ComponentsProvider(), process.argv.slice(2));
