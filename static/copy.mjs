// Copies what the pages need from the packages: the typeface and the components' script.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const typeface = "node_modules/@fontsource/public-sans/files";
const script = "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js";

mkdirSync("public/fonts", { recursive: true });
for (const subset of ["latin", "latin-ext"]) {
  for (const weight of [400, 600]) {
    const file = `public-sans-${subset}-${weight}-normal.woff2`;
    copyFileSync(`${typeface}/${file}`, `public/fonts/${file}`);
  }
}
// Without the pointer to a source map that is not served: the file manifest would look for it.
const code = readFileSync(script, "utf8").replace(/\/\/# sourceMappingURL=\S+\s*$/, "");
writeFileSync("public/govuk-frontend.min.js", code);
