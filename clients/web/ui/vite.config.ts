import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

// The pages' Content-Security-Policy lets images come from our own address alone: the icons that the design system writes
// into its style sheets become files.
function iconsAsFiles(): Plugin {
  return {
    name: 'icons-as-files',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const emitted = new Set<string>();
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        file.source = String(file.source).replace(/url\("?data:image\/svg\+xml[^,]*,((?:[^"()]|\([^)]*\))*)"?\)/g, (_all, code: string) => {
          const source = decodeURIComponent(code);
          const fileName = `assets/icon-${createHash('sha256').update(source).digest('hex').slice(0, 10)}.svg`;
          if (!emitted.has(fileName)) this.emitFile({ type: 'asset', fileName, source });
          emitted.add(fileName);
          return `url(/${fileName})`;
        });
      }
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../../../build/ui', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [iconsAsFiles()],
});
