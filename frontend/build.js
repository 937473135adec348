// Builds the bundle into dist/: one script, one script that runs before the first paint, one style sheet, the mark.
import { build } from "esbuild";
import { cpSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: { site: "scripts/site.js", theme: "scripts/theme.js" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome80", "firefox78", "safari14"],
  legalComments: "linked",
});
await build({
  entryPoints: { site: "styles/site.css" },
  outdir: "dist",
  bundle: true,
  minify: true,
  target: ["chrome80", "firefox78", "safari14"],
  legalComments: "linked",
});
cpSync("public", "dist", { recursive: true });
