// All tests in one process, since each would load jsdom again. One file alone: node --test drafts.test.js
import { readdir } from "node:fs/promises";

for (const file of (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".test.js")).sort()) await import(`./${file}`);
