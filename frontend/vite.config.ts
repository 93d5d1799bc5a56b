import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

/** Put the two land files beside the script: they are fetched from our own origin, never from a content network. */
function landFiles(): Plugin {
  return {
    name: 'land-files',
    apply: 'build',
    generateBundle() {
      for (const fileName of ['countries-110m.json', 'countries-50m.json']) {
        const source = readFileSync(require.resolve(`world-atlas/${fileName}`));
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), landFiles()],
  build: {
    outDir: '../src/proxenia/web/static/map',
    emptyOutDir: true,
    target: 'es2022',
    // The pages name the files themselves, so the names are fixed and there is one of each kind.
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: 'src/main.ts',
      output: {
        entryFileNames: 'atlas-map.js',
        assetFileNames: 'atlas-map.[ext]',
        codeSplitting: false,
      },
    },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
